//! Blocks of a snapshot, each read when it is first looked at, checked, and kept.

use std::sync::{Arc, OnceLock};

use bincode::enc::Encoder;
use bincode::enc::write::Writer;
use bincode::error::{DecodeError, EncodeError};
use bincode::{BorrowDecode, Encode};

use crate::checksum::crc32c;
use crate::snapshot::{SnapshotError, SnapshotSource};

const CONFIG: bincode::config::Configuration = bincode::config::standard();

/// What one byte can come to in memory at most: a name has three at the least, and then takes 56.
const DECODED_BYTES_PER_BYTE: usize = 32;

/// The lengths of bytes by which the memory is bounded that reading them may take.
const SMALL_BYTES: usize = 16 << 10;
const MEDIUM_BYTES: usize = 512 << 10;
const LARGE_BYTES: usize = 32 << 20;

/// Where a block stands in a snapshot: an offset and a length in bytes, and the CRC-32C of those bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, BorrowDecode)]
pub(crate) struct Slot {
    pub(super) offset: u64,
    pub(super) bytes: u32,
    pub(super) checksum: u32,
}

/// How many events and names there are in the whole snapshot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Totals {
    pub(super) events: usize,
    pub(super) names: usize,
}

/// What a block holds once it is read.
pub(super) trait Block: Sized {
    /// Reads the block with this number, which matches its checksum; says what is wrong with one that is none. Whatever
    /// it points at is there.
    fn decode(bytes: &[u8], number: usize, totals: Totals) -> Result<Self, String>;
}

/// The blocks of one sort, in order.
pub(super) struct Blocks<B> {
    slots: Vec<Slot>,
    /// In boxes, so that what was not looked at takes next to no room.
    read: Vec<OnceLock<Box<B>>>,
}

impl<B: Block> Blocks<B> {
    pub(super) fn new(slots: Vec<Slot>) -> Blocks<B> {
        let read = slots.iter().map(|_| OnceLock::new()).collect();
        Blocks { slots, read }
    }

    pub(super) fn count(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn get(&self, number: usize, pieces: &Pieces) -> &B {
        self.read[number].get_or_init(|| Box::new(pieces.read(number, &self.slots[number])))
    }
}

/// The bytes of a snapshot, as far as they are to be had.
pub(super) struct Pieces {
    source: Arc<dyn SnapshotSource>,
    totals: Totals,
    commit: [u8; 32],
    /// The snapshot made anew, where a block of it could not be read.
    remade: OnceLock<Vec<u8>>,
}

impl Pieces {
    pub(super) fn new(source: Arc<dyn SnapshotSource>, totals: Totals, commit: [u8; 32]) -> Pieces {
        Pieces { source, totals, commit, remade: OnceLock::new() }
    }

    /// Reads a block. One that is not as it was written is taken from the same snapshot made anew.
    ///
    /// # Panics
    /// If that is not to be had either: then both the snapshot and the log under it were lost after the record had been
    /// opened, and there is no answer left to give.
    fn read<B: Block>(&self, number: usize, slot: &Slot) -> B {
        match self.stored(number, slot).or_else(|_| self.made_anew(number, slot)) {
            Ok(block) => block,
            Err(error) => panic!("neither the snapshot nor the log under it can be read any more: {error}"),
        }
    }

    fn stored<B: Block>(&self, number: usize, slot: &Slot) -> Result<B, SnapshotError> {
        let mut bytes = vec![0; slot.bytes as usize];
        self.source.read(slot.offset, &mut bytes)?;
        slot.checked(&bytes, number, self.totals)
    }

    fn made_anew<B: Block>(&self, number: usize, slot: &Slot) -> Result<B, SnapshotError> {
        let snapshot = match self.remade.get() {
            Some(snapshot) => snapshot,
            None => {
                let snapshot = self.source.remake(self.totals.events as u64, &self.commit)?;
                self.remade.get_or_init(|| snapshot)
            }
        };
        slot.checked(slot.within(snapshot)?, number, self.totals)
    }
}

impl Slot {
    /// Whether the block stands before `offset`.
    pub(super) fn ends_by(&self, offset: u64) -> bool {
        self.offset.checked_add(u64::from(self.bytes)).is_some_and(|end| end <= offset)
    }

    fn within<'b>(&self, snapshot: &'b [u8]) -> Result<&'b [u8], SnapshotError> {
        let start = usize::try_from(self.offset).unwrap_or(usize::MAX);
        snapshot.get(start..start.saturating_add(self.bytes as usize)).ok_or(SnapshotError::Damaged)
    }

    fn checked<B: Block>(&self, bytes: &[u8], number: usize, totals: Totals) -> Result<B, SnapshotError> {
        match crc32c(bytes) == self.checksum {
            true => B::decode(bytes, number, totals).map_err(|problem| SnapshotError::Malformed { problem }),
            false => Err(SnapshotError::Damaged),
        }
    }
}

/// Reads every block that stands in one of `slots` of a snapshot.
pub(super) fn check<B: Block>(slots: &[Slot], snapshot: &[u8], totals: Totals) -> Result<(), SnapshotError> {
    for (number, slot) in slots.iter().enumerate() {
        slot.checked::<B>(slot.within(snapshot)?, number, totals)?;
    }
    Ok(())
}

/// Reads one value that fills `bytes`. Whatever lengths are claimed, no more is taken from memory at once than so many
/// bytes can come to.
pub(super) fn decode<'a, T: BorrowDecode<'a, ()>>(bytes: &'a [u8]) -> Result<T, String> {
    let read = if bytes.len() <= SMALL_BYTES {
        decode_within::<T, { SMALL_BYTES * DECODED_BYTES_PER_BYTE }>(bytes)
    } else if bytes.len() <= MEDIUM_BYTES {
        decode_within::<T, { MEDIUM_BYTES * DECODED_BYTES_PER_BYTE }>(bytes)
    } else {
        decode_within::<T, { LARGE_BYTES * DECODED_BYTES_PER_BYTE }>(bytes)
    };
    let (value, length) = read.map_err(|error| error.to_string())?;
    match length == bytes.len() {
        true => Ok(value),
        false => Err("bytes are left over".to_owned()),
    }
}

fn decode_within<'a, T: BorrowDecode<'a, ()>, const BYTES_MAX: usize>(
    bytes: &'a [u8],
) -> Result<(T, usize), DecodeError> {
    bincode::borrow_decode_from_slice(bytes, CONFIG.with_limit::<BYTES_MAX>())
}

/// Writes one value behind what is there.
pub(super) fn encode(value: impl Encode, bytes: &mut Vec<u8>) {
    let written = bincode::encode_into_writer(value, Behind(bytes), CONFIG);
    debug_assert!(written.is_ok(), "writing numbers and strings to memory has no way to fail");
}

struct Behind<'b>(&'b mut Vec<u8>);

impl Writer for Behind<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        match bytes {
            // Most numbers are small, and take one byte.
            [byte] => self.0.push(*byte),
            _ => self.0.extend_from_slice(bytes),
        }
        Ok(())
    }
}

/// A list that is written while it is made, like a `Vec` of the same things.
pub(super) struct Each<I> {
    pub(super) count: usize,
    pub(super) items: I,
}

impl<I: Iterator<Item: Encode> + Clone> Encode for Each<I> {
    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<(), EncodeError> {
        (self.count as u64).encode(encoder)?;
        self.items.clone().try_for_each(|item| item.encode(encoder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_only_claims_to_be_long_takes_no_memory() {
        let mut claimed = Vec::new();
        encode(10_000_000_u64, &mut claimed);
        let error = decode::<Vec<[u64; 8]>>(&claimed).expect_err("it holds nothing");
        assert!(error.contains("LimitExceeded"), "{error}");
        let (long, mut bytes) = (vec![[1_u64; 8]; 2_000], Vec::new());
        encode(Each { count: long.len(), items: long.iter() }, &mut bytes);
        assert_eq!(decode::<Vec<[u64; 8]>>(&bytes).as_ref(), Ok(&long));
    }
}
