//! How a graph is written as a snapshot: block after block, and what stands where in the end.

use std::io;
use std::ops::Range;

use super::blocks::Slot;
use super::lookup::{Lookup, hash_of_id, hash_of_reference};
use super::{Contents, entries, naming};
use crate::checksum::crc32c;
use crate::error::IndexError;
use crate::graph::{Ordinal, RecordIndex};

/// Writes the blocks of `graph` by `put`, from `offset` on, and gives the contents to be written after them. No more
/// than one block is held at a time, and the numbers of all names and events by their hashes.
pub(crate) fn write(
    graph: &RecordIndex,
    commit: [u8; 32],
    offset: u64,
    put: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<Contents> {
    let mut writer = Writer { offset, put, block: Vec::new() };
    let (event_count, name_count) = (graph.head() as usize, graph.name_count());
    let entries =
        writer.blocks(event_count, entries::BLOCK_EVENTS, |events, to| entries::encode(graph, events, to))?;
    let names =
        writer.blocks(name_count, naming::BLOCK_NAMES, |names, to| naming::encode(graph, names, to))?;
    let mut references = Vec::with_capacity(name_count);
    for name in graph.names() {
        references.push(hash_of_reference(&name.map_err(io::Error::other)?.1));
    }
    let mut ids = Vec::with_capacity(event_count);
    for index in (0..event_count).map(Ordinal::at) {
        ids.push(hash_of_id(graph.entry(index).map_err(io::Error::other)?.id));
    }
    Ok(Contents {
        event_count: event_count as u64,
        commit,
        name_count: name_count as u64,
        entries,
        names,
        by_reference: writer.lookup(&Lookup::of(references))?,
        by_id: writer.lookup(&Lookup::of(ids))?,
        notes: graph.all_notes(),
        withdrawals: graph.all_withdrawals(),
    })
}

struct Writer<'w> {
    offset: u64,
    put: &'w mut dyn FnMut(&[u8]) -> io::Result<()>,
    /// The block that is being written.
    block: Vec<u8>,
}

impl Writer<'_> {
    /// Writes `count` things, so many to a block.
    fn blocks(
        &mut self,
        count: usize,
        per_block: usize,
        encode: impl Fn(Range<usize>, &mut Vec<u8>) -> Result<(), IndexError>,
    ) -> io::Result<Vec<Slot>> {
        let starts = (0..count).step_by(per_block);
        starts.map(|start| self.block(|block| encode(start..count.min(start + per_block), block))).collect()
    }

    fn lookup(&mut self, lookup: &Lookup) -> io::Result<Vec<Slot>> {
        self.blocks(lookup.block_count(), 1, |block, to| {
            lookup.encode(block, to);
            Ok(())
        })
    }

    fn block(&mut self, encode: impl FnOnce(&mut Vec<u8>) -> Result<(), IndexError>) -> io::Result<Slot> {
        self.block.clear();
        encode(&mut self.block).map_err(io::Error::other)?;
        let bytes = u32::try_from(self.block.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        (self.put)(&self.block)?;
        let slot = Slot { offset: self.offset, bytes, checksum: crc32c(&self.block) };
        self.offset += u64::from(bytes);
        Ok(slot)
    }
}
