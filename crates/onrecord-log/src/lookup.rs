//! Single events by their position, without reading the record up to them.
//!
//! A commit that is read for the first time is checked as a whole. Of a large one, the checksums of its parts are
//! then remembered, so that a later look at one event reads and checks one part.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use onrecord_core::Position;

use crate::checksum::crc32c;
use crate::frame::{COMMIT_HEADER_BYTES, CommitHeader, Frame};
use crate::locks::lock;
use crate::segment::Segment;
use crate::storage::{StoredFile, read_fully};
use crate::{Defect, OwnedPayload, Payload, Payloads, ReadError, Reader, Storage, StoredCommit};

/// A part of a commit is closed once it has this many bytes.
const BLOCK_BYTES: usize = 16 << 10;

/// A commit up to this size is read and checked as a whole each time, and nothing of it is remembered.
const WHOLE_BYTES_MAX: usize = 2 * BLOCK_BYTES;

/// What is remembered of large commits: by the first position of their segment, and their offset in it.
pub(crate) type BlockCache = HashMap<(u64, u64), Arc<Blocks>>;

/// The parts of a commit.
#[derive(Debug)]
pub(crate) struct Blocks {
    commit: StoredCommit,
    codec: u8,
    blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug)]
struct Block {
    first: u64,
    offset: u64,
    bytes: u32,
    checksum: u32,
}

/// A segment, and the file it is read from.
struct Place {
    index: usize,
    segment: Segment,
    file: Box<dyn StoredFile>,
}

impl Place {
    /// Reads `count` bytes at `offset`, or as many as there are.
    fn read(&self, offset: u64, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        let read = read_fully(&*self.file, offset, &mut bytes)?;
        bytes.truncate(read);
        Ok(bytes)
    }
}

/// Whole events, read and checked.
pub(crate) struct Loaded {
    first: u64,
    codec: u8,
    bytes: Vec<u8>,
    /// Where in `bytes` the events lie.
    events: Range<usize>,
    pub(crate) commit: StoredCommit,
}

impl Loaded {
    fn events(&self) -> Payloads<'_> {
        let first = Position::new(self.first).unwrap_or(Position::FIRST);
        Payloads::new(&self.bytes[self.events.clone()], first, self.codec)
    }

    /// Visits the events at the ascending positions that `positions` begin with, as far as they are here.
    fn visit(&self, positions: &[Position], visit: &mut dyn FnMut(Payload<'_>)) -> usize {
        let mut events = self.events();
        let mut current = events.next();
        let mut visited = 0;
        for &position in positions {
            while current.is_some_and(|event| event.position < position) {
                current = events.next();
            }
            match current {
                Some(event) if event.position == position => visit(event),
                _ => break,
            }
            visited += 1;
        }
        visited
    }
}

/// Loads events by their positions, from one segment after the other.
pub(crate) struct Lookup {
    storage: Arc<dyn Storage>,
    blocks: Arc<Mutex<BlockCache>>,
    place: Option<Place>,
}

impl Lookup {
    pub(crate) fn of(reader: &Reader) -> Lookup {
        Lookup { storage: reader.storage().clone(), blocks: reader.blocks.clone(), place: None }
    }

    /// Goes to the commit that holds `position`, which is on record.
    pub(crate) fn locate(&mut self, reader: &Reader, position: u64) -> Result<Spot<'_>, ReadError> {
        let index = reader.place(position);
        let offset = reader.offset(index, position)?;
        if self.place.as_ref().is_some_and(|place| place.index != index) {
            self.place = None;
        }
        let place = match &mut self.place {
            Some(place) => place,
            none => {
                let segment = reader.segment(index).clone();
                let file = self.storage.open(&segment.name)?;
                none.insert(Place { index, segment, file })
            }
        };
        Ok(Spot { place, blocks: &self.blocks, offset, position })
    }
}

/// Where a commit begins, and the position in it that is asked for.
pub(crate) struct Spot<'l> {
    place: &'l Place,
    blocks: &'l Mutex<BlockCache>,
    offset: u64,
    position: u64,
}

impl Spot<'_> {
    /// Reads events around the position.
    pub(crate) fn load(&self) -> Result<Loaded, ReadError> {
        let Spot { place, blocks, offset, position } = *self;
        let key = (place.segment.header.base(), offset);
        // Entries are only ever added whole, so a panic elsewhere leaves them fit for use.
        let known = lock(blocks).get(&key).cloned();
        let blocks = match known {
            Some(blocks) => blocks,
            None => match read_commit(place, offset, position)? {
                Read::Small(loaded) => return Ok(loaded),
                Read::Large(large) => lock(blocks).entry(key).or_insert(Arc::new(large)).clone(),
            },
        };
        load_block(place, &blocks, position)
    }
}

/// Loads the events at `positions`, as far as they are not beyond `head`, and calls `visit` with each; says how many those
/// were.
pub(crate) fn visit_events(
    positions: &[Position],
    head: u64,
    mut load: impl FnMut(u64) -> Result<Loaded, ReadError>,
    visit: &mut dyn FnMut(Payload<'_>),
) -> Result<usize, ReadError> {
    let mut visited = 0;
    let mut rest = positions;
    while let Some(position) = rest.first() {
        if position.get() > head {
            rest = &rest[1..];
            continue;
        }
        let loaded = load(position.get())?;
        let count = loaded.visit(rest, visit);
        assert!(count > 0, "the events around a position were loaded");
        visited += count;
        rest = &rest[count..];
    }
    Ok(visited)
}

impl Reader {
    /// The event at `position`; `None` if the record does not reach so far.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn event(&self, position: Position) -> Result<Option<OwnedPayload>, ReadError> {
        let mut found = None;
        self.events(&[position], |payload| found = Some(payload.to_owned()))?;
        Ok(found)
    }

    /// Calls `visit` with the event at each of `positions`, in their order, and says how many there were.
    ///
    /// Positions beyond the head are left out. Ascending positions cost one read for those that lie close together.
    ///
    /// # Errors
    /// [`ReadError`], after the events before it were visited.
    pub fn events(
        &self,
        positions: &[Position],
        mut visit: impl FnMut(Payload<'_>),
    ) -> Result<usize, ReadError> {
        let mut lookup = Lookup::of(self);
        let load = |position| lookup.locate(self, position)?.load();
        visit_events(positions, self.head().position, load, &mut visit)
    }

    /// The commit that holds `position`; `None` if the record does not reach so far.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn commit_of(&self, position: Position) -> Result<Option<StoredCommit>, ReadError> {
        if position.get() > self.head().position {
            return Ok(None);
        }
        Ok(Some(Lookup::of(self).locate(self, position.get())?.load()?.commit))
    }
}

enum Read {
    Small(Loaded),
    Large(Blocks),
}

/// Reads and checks the commit at `offset`, which holds `position`.
fn read_commit(place: &Place, offset: u64, position: u64) -> Result<Read, ReadError> {
    let damage = |what| place.segment.damage(offset, position, what);
    let header = CommitHeader::decode(&place.read(offset, COMMIT_HEADER_BYTES)?).map_err(damage)?;
    if position < header.first || position > header.last() {
        return Err(damage(Defect::Position { expected: position, found: header.first }).into());
    }
    let bytes = place.read(offset, header.frame_bytes())?;
    let frame = Frame::check(header, &bytes).map_err(damage)?;
    let commit = header.stored(frame.hash, offset);
    if bytes.len() > WHOLE_BYTES_MAX {
        return Ok(Read::Large(Blocks { commit, codec: header.codec, blocks: split(&frame, offset) }));
    }
    let events = COMMIT_HEADER_BYTES..COMMIT_HEADER_BYTES + frame.body.len();
    Ok(Read::Small(Loaded { first: header.first, codec: header.codec, bytes, events, commit }))
}

/// The parts of a whole commit: runs of whole events.
fn split(frame: &Frame<'_>, offset: u64) -> Vec<Block> {
    let mut blocks = Vec::new();
    let body_offset = offset + COMMIT_HEADER_BYTES as u64;
    let first = Position::new(frame.header.first).unwrap_or(Position::FIRST);
    let mut events = Payloads::new(frame.body, first, frame.header.codec);
    let (mut start, mut first) = (0, frame.header.first);
    while let Some(event) = events.next() {
        let end = frame.body.len() - events.rest_bytes();
        if end - start >= BLOCK_BYTES || end == frame.body.len() {
            let bytes = &frame.body[start..end];
            let (offset, checksum) = (body_offset + start as u64, crc32c(&[bytes]));
            blocks.push(Block { first, offset, bytes: bytes.len() as u32, checksum });
            (start, first) = (end, event.position.get() + 1);
        }
    }
    blocks
}

/// Reads the part of a large commit that holds `position`.
fn load_block(place: &Place, blocks: &Blocks, position: u64) -> Result<Loaded, ReadError> {
    let after = blocks.blocks.partition_point(|block| block.first <= position);
    let block = blocks.blocks[after.saturating_sub(1)];
    let bytes = place.read(block.offset, block.bytes as usize)?;
    if bytes.len() != block.bytes as usize || crc32c(&[&bytes]) != block.checksum {
        return Err(place.segment.damage(block.offset, position, Defect::Checksum).into());
    }
    let events = 0..bytes.len();
    Ok(Loaded { first: block.first, codec: blocks.codec, bytes, events, commit: blocks.commit })
}
