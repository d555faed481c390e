//! A segment and the mark of its writer, put right.

use super::{checksum, number};

const SEGMENT_HEADER_BYTES: usize = 100;
const COMMIT_HEADER_BYTES: usize = 68;
const COMMIT_TRAILER_BYTES: usize = 40;

/// What is put right in a row of commits besides checksums, hashes and the chain they make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Positions {
    /// Positions stay as they are.
    Kept,
    /// Each commit begins after the one before it.
    PutRight,
}

/// A segment with its checksums, hashes and chain put right, as far as lengths lead from one commit to the next.
pub(crate) fn segment(bytes: &[u8], positions: Positions) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let Some((header, mut rest)) = bytes.split_at_mut_checked(SEGMENT_HEADER_BYTES) else { return bytes };
    let sum = checksum(&[&header[..96]]);
    header[96..].copy_from_slice(&sum);
    let mut link = Link { position: number(&header[32..40]), hash: array(&header[56..88]) };
    while let Some((header, after)) = rest.split_at_mut_checked(COMMIT_HEADER_BYTES) {
        link.join(header, positions);
        let body_bytes = number(&header[20..24]) as usize;
        let Some((body, after)) = after.split_at_mut_checked(body_bytes) else { break };
        let Some((trailer, after)) = after.split_at_mut_checked(COMMIT_TRAILER_BYTES) else { break };
        link.close(header, body, trailer);
        rest = after;
    }
    bytes
}

/// What the next commit must follow.
struct Link {
    position: u64,
    hash: [u8; 32],
}

impl Link {
    fn join(&self, header: &mut [u8], positions: Positions) {
        if positions == Positions::PutRight {
            header[8..16].copy_from_slice(&self.position.to_le_bytes());
        }
        header[32..64].copy_from_slice(&self.hash);
        let sum = checksum(&[&header[..64]]);
        header[64..].copy_from_slice(&sum);
    }

    fn close(&mut self, header: &[u8], body: &[u8], trailer: &mut [u8]) {
        let mut hasher = blake3::Hasher::new();
        let hash: [u8; 32] = hasher.update(&header[..64]).update(body).finalize().into();
        trailer[..32].copy_from_slice(&hash);
        trailer[32..36].copy_from_slice(&checksum(&[header, body, &hash]));
        let position = number(&header[8..16]).wrapping_add(number(&header[16..20]));
        *self = Link { position, hash };
    }
}

/// The mark of a writer with its checksum put right.
pub(crate) fn mark(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some((said, rest)) = bytes.split_at_mut_checked(40)
        && let Some(place) = rest.get_mut(..4)
    {
        place.copy_from_slice(&checksum(&[said]));
    }
    bytes
}

/// The first 32 bytes; zeros where there are fewer.
fn array(bytes: &[u8]) -> [u8; 32] {
    bytes.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whole_is_left_as_it_is() {
        let segments = crate::seeds::of("segment").expect("there are seeds").into_iter();
        for seed in segments.filter(|seed| !seed.name.starts_with("found")) {
            assert_eq!(segment(&seed.bytes, Positions::Kept), seed.bytes, "{}", seed.name);
            assert_eq!(segment(&seed.bytes, Positions::PutRight), seed.bytes, "{}", seed.name);
        }
        for seed in crate::seeds::of("mark").expect("there are seeds") {
            assert_eq!(mark(&seed.bytes), seed.bytes, "{}", seed.name);
        }
    }
}
