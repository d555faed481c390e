//! Which number has a hash: how a name or an id is found in a snapshot without reading the others.
//!
//! The hash is CRC-32C, which is the same everywhere and always. Equal hashes of different things are told apart by
//! looking at the things.

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

/// The blocks of a lookup of things with these hashes, numbered from 0: the blocks divide the range of hashes evenly.
pub(super) fn encode(hashes: impl Iterator<Item = u32>) -> Vec<Vec<u8>> {
    let mut pairs: Vec<(u32, u32)> = hashes.zip(0..).collect();
    pairs.sort_unstable();
    let block_count = pairs.len().div_ceil(BLOCK_NUMBERS);
    let mut blocks = vec![Vec::new(); block_count];
    for (hash, number) in pairs {
        let block = &mut blocks[block_of(hash, block_count)];
        block.extend_from_slice(&hash.to_le_bytes());
        block.extend_from_slice(&number.to_le_bytes());
    }
    blocks
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
