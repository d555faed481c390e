//! Blocks of a snapshot, each read when it is first looked at, checked, and kept.

use std::sync::OnceLock;

use bincode::enc::Encoder;
use bincode::enc::write::Writer;
use bincode::error::{DecodeError, EncodeError};
use bincode::{BorrowDecode, Encode};

use super::Contents;
use crate::checksum::crc32c;
use crate::error::IndexError;
use crate::graph::snapshot::{Snapshot, SnapshotError};

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

/// A list of blocks, among those that the contents of a snapshot name.
pub(super) type Listed = fn(&Contents) -> &[Slot];

/// The blocks of one list, in order.
pub(super) struct Blocks<B> {
    listed: Listed,
    /// In boxes, so that what was not looked at takes next to no room.
    read: Vec<OnceLock<Box<B>>>,
}

impl<B: Block> Blocks<B> {
    pub(super) fn new(contents: &Contents, listed: Listed) -> Blocks<B> {
        Blocks { listed, read: listed(contents).iter().map(|_| OnceLock::new()).collect() }
    }

    pub(super) fn count(&self) -> usize {
        self.read.len()
    }

    pub(super) fn get(&self, number: usize, pieces: &Pieces) -> Result<&B, IndexError> {
        if let Some(block) = self.read[number].get() {
            return Ok(block);
        }
        let block = pieces.read(self.listed, number)?;
        Ok(self.read[number].get_or_init(|| Box::new(block)))
    }
}

/// A snapshot, as far as it is to be had.
pub(super) struct Pieces {
    snapshot: Snapshot,
    failure: OnceLock<IndexError>,
}

impl Pieces {
    pub(super) fn new(snapshot: Snapshot) -> Pieces {
        Pieces { snapshot, failure: OnceLock::new() }
    }

    /// What first went wrong.
    pub(super) fn failure(&self) -> Option<&IndexError> {
        self.failure.get()
    }

    fn read<B: Block>(&self, listed: Listed, number: usize) -> Result<B, IndexError> {
        let failed = |error| {
            let error = IndexError::from(error);
            self.failure.get_or_init(|| error.clone());
            error
        };
        read(&self.snapshot, listed, number).map_err(failed)
    }
}

/// Reads the block of a list that has this number.
fn read<B: Block>(snapshot: &Snapshot, listed: Listed, number: usize) -> Result<B, SnapshotError> {
    let slot = listed(&snapshot.contents).get(number).ok_or(SnapshotError::Damaged)?;
    let mut bytes = vec![0; slot.bytes as usize];
    snapshot.source.read(slot.offset, &mut bytes)?;
    if crc32c(&bytes) != slot.checksum {
        return Err(SnapshotError::Damaged);
    }
    let block = B::decode(&bytes, number, snapshot.contents.totals());
    block.map_err(|problem| SnapshotError::Malformed { problem })
}

/// Reads every block of a list.
pub(super) fn check<B: Block>(snapshot: &Snapshot, listed: Listed) -> Result<(), SnapshotError> {
    let count = listed(&snapshot.contents).len();
    (0..count).try_for_each(|number| read::<B>(snapshot, listed, number).map(drop))
}

impl Slot {
    /// Whether the block stands before `offset`.
    pub(super) fn ends_by(&self, offset: u64) -> bool {
        self.offset.checked_add(u64::from(self.bytes)).is_some_and(|end| end <= offset)
    }
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
    use onrecord_core::{Event, EventId, Position, Ref, StoryId, StoryOpened};

    use super::*;
    use crate::RecordIndex;

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

    #[test]
    fn a_block_that_is_not_where_the_contents_say_is_an_error_and_never_another_answer() {
        let mut graph = RecordIndex::new();
        for number in 1..=100_u8 {
            let story = StoryOpened::new(StoryId::new(format!("story-{number}")).unwrap(), "Crates");
            graph.apply(&Event::new(EventId::from_bytes([number; 16]), story)).unwrap();
        }
        let bytes = Snapshot::write(&graph, &[7; 32]).unwrap();
        let lists: [fn(&mut Contents) -> &mut Vec<Slot>; 4] = [
            |contents| &mut contents.entries,
            |contents| &mut contents.names,
            |contents| &mut contents.by_reference,
            |contents| &mut contents.by_id,
        ];
        let lies: [fn(&mut Slot); 3] =
            [|slot| slot.offset += 1, |slot| slot.bytes -= 1, |slot| slot.checksum ^= 1];
        for (list, lie) in lists.iter().flat_map(|list| lies.iter().map(move |lie| (list, lie))) {
            let mut snapshot = Snapshot::read(&bytes).unwrap();
            list(&mut snapshot.contents).iter_mut().for_each(lie);
            let restored = snapshot.restore();
            assert!(restored.failure().is_none(), "nothing was read yet");
            let id = EventId::from_bytes([40; 16]);
            let position = restored.position_of(id);
            let name = restored.name(&Ref::Story(StoryId::new("story-40").unwrap()));
            assert!(position.is_err() || name.is_err());
            assert!(
                position.is_ok_and(|at| at == Position::new(40)) || name.is_ok_and(|name| name.is_some())
            );
            assert!(restored.failure().is_some());
        }
    }
}
