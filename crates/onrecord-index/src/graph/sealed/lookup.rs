//! Which number has a hash: how a name or an id is found in a snapshot without reading the others.
//!
//! The hash is CRC-32C, which is the same everywhere and always. Equal hashes of different things are told apart by
//! looking at the things.

use std::ops::Range;

use onrecord_core::{EventId, Ref};

use super::blocks::{Block, Totals};
use crate::checksum::crc32c;

/// How many numbers a block holds, on average.
const BLOCK_NUMBERS: usize = 1024;

/// A hash, and a number that has it: 4 bytes each.
const PAIR_BYTES: usize = 8;

/// Numbers by their hashes, ascending.
pub(super) struct LookupBlock {
    pairs: Vec<(u32, u32)>,
}

impl LookupBlock {
    /// The numbers that have this hash.
    pub(super) fn numbered(&self, hash: u32) -> impl Iterator<Item = usize> + '_ {
        let first = self.pairs.partition_point(|(known, _)| *known < hash);
        let same = self.pairs[first..].iter().take_while(move |(known, _)| *known == hash);
        same.map(|(_, number)| *number as usize)
    }
}

impl Block for LookupBlock {
    fn decode(bytes: &[u8], _: usize, _: Totals) -> Result<LookupBlock, String> {
        let (pairs, rest) = bytes.as_chunks::<PAIR_BYTES>();
        if !rest.is_empty() {
            return Err("half a pair is left over".to_owned());
        }
        let number = |bytes: [u8; 4]| u32::from_le_bytes(bytes);
        let pairs =
            pairs.iter().map(|&[a, b, c, d, e, f, g, h]| (number([a, b, c, d]), number([e, f, g, h])));
        Ok(LookupBlock { pairs: pairs.collect() })
    }
}

/// Numbers by their hashes, before they are written.
pub(super) struct Lookup {
    /// Ascending: the hash in the upper half, and a number that has it in the lower, since single numbers are sorted fast.
    pairs: Vec<u64>,
}

impl Lookup {
    /// A lookup of things with these hashes, numbered from 0.
    pub(super) fn of(hashes: Vec<u32>) -> Lookup {
        let numbered = hashes.into_iter().zip(0..);
        let mut pairs: Vec<u64> =
            numbered.map(|(hash, number): (u32, u64)| u64::from(hash) << 32 | number).collect();
        pairs.sort_unstable();
        Lookup { pairs }
    }

    /// How many blocks there are. They divide the range of hashes evenly.
    pub(super) fn block_count(&self) -> usize {
        self.pairs.len().div_ceil(BLOCK_NUMBERS)
    }

    /// Writes the blocks with these numbers.
    pub(super) fn encode(&self, blocks: Range<usize>, bytes: &mut Vec<u8>) {
        let block = |pair: &u64| block_of((pair >> 32) as u32, self.block_count());
        let [start, end] =
            [blocks.start, blocks.end].map(|edge| self.pairs.partition_point(|pair| block(pair) < edge));
        self.pairs[start..end].iter().for_each(|pair| bytes.extend(pair.rotate_left(32).to_le_bytes()));
    }
}

/// The block in which everything with this hash is.
pub(super) fn block_of(hash: u32, block_count: usize) -> usize {
    ((u64::from(hash) * block_count as u64) >> 32) as usize
}

pub(super) fn hash_of_id(id: EventId) -> u32 {
    crc32c(&id.to_bytes())
}

pub(super) fn hash_of_reference(reference: &Ref<'_>) -> u32 {
    match reference {
        Ref::Event(id) => hash_of_id(*id),
        // Names of different sorts may have one slug; they are few, and are told apart by looking at them.
        named => crc32c(named.slug().unwrap_or_default().as_bytes()),
    }
}
