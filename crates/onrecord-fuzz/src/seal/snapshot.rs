//! A snapshot, put right: the checksums of its blocks, as its contents list them, and then that of the contents.

use super::{checksum, number};

const TRAILER_BYTES: usize = 32;

/// What stands before a number of bincode that takes four bytes: nearly every checksum.
const FOUR_BYTES: u8 = 252;

/// The snapshot with its checksums put right, as far as its contents can be walked.
pub(crate) fn snapshot(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let Some(trailer) = bytes.len().checked_sub(TRAILER_BYTES) else { return bytes };
    let offset = usize::try_from(number(&bytes[trailer..trailer + 8])).unwrap_or(usize::MAX);
    let Some(contents) = bytes.get(offset..trailer) else { return bytes };
    let mut contents = contents.to_vec();
    put_right(&mut contents, &bytes);
    bytes[offset..trailer].copy_from_slice(&contents);
    bytes[trailer + 8..trailer + 16].copy_from_slice(&(contents.len() as u64).to_le_bytes());
    bytes[trailer + 16..trailer + 20].copy_from_slice(&checksum(&[&contents]));
    bytes
}

/// Goes over the four lists of blocks: each is an offset, a length and a checksum.
fn put_right(contents: &mut [u8], bytes: &[u8]) -> Option<()> {
    let mut at = 0;
    take(contents, &mut at)?;
    at += 32;
    take(contents, &mut at)?;
    for _ in 0..4 {
        for _ in 0..take(contents, &mut at)? {
            let offset = usize::try_from(take(contents, &mut at)?).ok()?;
            let count = usize::try_from(take(contents, &mut at)?).ok()?;
            let place = at;
            take(contents, &mut at)?;
            let block = bytes.get(offset..offset.checked_add(count)?);
            if let (Some(block), FOUR_BYTES) = (block, contents[place]) {
                contents[place + 1..place + 5].copy_from_slice(&checksum(&[block]));
            }
        }
    }
    Some(())
}

/// The next number, as bincode writes one.
fn take(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let first = *bytes.get(*at)?;
    let width = match first {
        251 => 2,
        FOUR_BYTES => 4,
        253 => 8,
        254.. => return None,
        small => {
            *at += 1;
            return Some(u64::from(small));
        }
    };
    let value = number(bytes.get(*at + 1..*at + 1 + width)?);
    *at += 1 + width;
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_that_is_whole_is_left_as_it_is_and_one_that_is_not_is_made_whole() {
        for whole in crate::decoders::snapshot::whole() {
            assert_eq!(snapshot(&whole), whole);
            // Past the magic stands the first block, of which nothing but its checksum is looked at here.
            let mut changed = whole.clone();
            changed[20] ^= 1;
            let sealed = snapshot(&changed);
            assert_ne!(sealed, changed, "the checksum of the first block was not found");
        }
    }
}
