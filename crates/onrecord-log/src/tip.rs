//! What is known of one segment while it is walked: where its commits begin, and the head they lead to.
//!
//! The walk reads headers and trailers, and jumps over the events; it checks that each commit follows on from the
//! one before. The bytes of the events are checked when they are read.

use std::io;

use crate::frame::{COMMIT_HEADER_BYTES, COMMIT_TRAILER_BYTES, CommitHeader, trailer_hash};
use crate::recovery::{Segments, Tail, recover};
use crate::segment::{SEGMENT_HEADER_BYTES, Segment};
use crate::storage::{StoredFile, read_fully};
use crate::window::Window;
use crate::{Damage, Defect, Head, StoredCommit};

/// Where a commit begins: 8 bytes, counted from the start of its segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    first_after_base: u32,
    offset: u32,
}

/// The commits of a segment, in order.
#[derive(Clone, Default, Debug)]
pub(crate) struct Entries {
    base: u64,
    entries: Vec<Entry>,
}

impl Entries {
    pub(crate) fn new(base: u64) -> Entries {
        Entries { base, entries: Vec::new() }
    }

    /// Segments are bounded so that both numbers fit; a number that does not is never looked up again.
    pub(crate) fn push(&mut self, first: u64, offset: u64) {
        let first_after_base = u32::try_from(first - self.base).unwrap_or(u32::MAX);
        self.entries.push(Entry { first_after_base, offset: u32::try_from(offset).unwrap_or(u32::MAX) });
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Where the commit that holds `position`, or the last commit before it, begins.
    pub(crate) fn offset_of(&self, position: u64) -> Option<u64> {
        let after =
            self.entries.partition_point(|entry| self.base + u64::from(entry.first_after_base) <= position);
        self.offset(after.checked_sub(1)?)
    }

    /// Where the commit numbered `index` from 0 begins.
    pub(crate) fn offset(&self, index: usize) -> Option<u64> {
        self.entries.get(index).map(|entry| u64::from(entry.offset))
    }
}

const WINDOW_BYTES_MIN: usize = 4 << 10;
const WINDOW_BYTES_MAX: usize = 128 << 10;

/// How far a segment was walked.
#[derive(Clone, Debug)]
pub(crate) struct Tip {
    pub(crate) segment: Segment,
    pub(crate) entries: Entries,
    /// The head before the last commit that was walked over.
    before_last: Head,
    last_offset: u64,
    /// Up to where all bytes were read and found whole, as far as the end is concerned.
    settled_end: u64,
    /// The head after it.
    pub(crate) head: Head,
    /// Where it ends.
    pub(crate) end: u64,
}

impl Tip {
    /// At the start of a segment.
    pub(crate) fn new(segment: Segment) -> Tip {
        let (start, end) = (segment.header.start, SEGMENT_HEADER_BYTES as u64);
        let entries = Entries::new(segment.header.base());
        Tip { entries, before_last: start, last_offset: end, settled_end: end, head: start, end, segment }
    }

    /// Goes over the commits that are there up to position `limit`, and stops at the first that is not.
    pub(crate) fn walk(&mut self, file: &dyn StoredFile, limit: u64) -> io::Result<()> {
        let length = file.length()?;
        let mut window = Window::new(WINDOW_BYTES_MIN..=WINDOW_BYTES_MAX);
        while let Some(header) = self.next_header(file, &mut window, length, limit)? {
            let end = self.end + header.frame_bytes() as u64;
            let trailer = window.at(file, end - COMMIT_TRAILER_BYTES as u64, COMMIT_TRAILER_BYTES)?;
            let Some(hash) = trailer_hash(trailer) else { break };
            self.entries.push(header.first, self.end);
            (self.before_last, self.last_offset) = (self.head, self.end);
            (self.head, self.end) = (header.head(&self.head, hash), end);
        }
        Ok(())
    }

    fn next_header(
        &self,
        file: &dyn StoredFile,
        window: &mut Window,
        length: u64,
        limit: u64,
    ) -> io::Result<Option<CommitHeader>> {
        if self.end + COMMIT_HEADER_BYTES as u64 > length || self.head.position >= limit {
            return Ok(None);
        }
        let header = CommitHeader::decode(window.at(file, self.end, COMMIT_HEADER_BYTES)?).ok();
        Ok(header.filter(|header| {
            let whole = self.end + header.frame_bytes() as u64 <= length;
            whole && header.last() <= limit && header.follows(&self.head).is_ok()
        }))
    }

    /// Reads all from the last commit on that was not read in full yet, up to `length`, and decides what is to
    /// become of it. The bytes are left in `bytes`.
    pub(crate) fn settle(
        &mut self,
        file: &dyn StoredFile,
        length: u64,
        bytes: &mut Vec<u8>,
    ) -> io::Result<Tail> {
        let (start, before) = match self.settled_end >= self.end {
            true => (self.end, self.head),
            false => (self.last_offset, self.before_last),
        };
        bytes.resize((length.max(start) - start) as usize, 0);
        let read = read_fully(file, start, bytes)?;
        bytes.truncate(read);
        let tail = recover(bytes, start, before, Segments::Active);
        self.take(start, &tail);
        Ok(tail)
    }

    fn take(&mut self, start: u64, tail: &Tail) {
        if start < self.end {
            // The walk noted this commit already; it counts only if its bytes are whole.
            self.entries.entries.pop();
            (self.head, self.end) = (self.before_last, start);
        }
        tail.commits.iter().for_each(|commit| self.record(commit));
        self.settled_end = self.end;
    }

    /// What is wrong at the end of what was walked, where a commit should stand.
    pub(crate) fn damage(&self, file: &dyn StoredFile) -> io::Result<Damage> {
        let mut bytes = [0; COMMIT_HEADER_BYTES];
        let read = read_fully(file, self.end, &mut bytes)?;
        let followed = CommitHeader::decode(&bytes[..read]).and_then(|header| header.follows(&self.head));
        let what = followed.err().unwrap_or(Defect::Incomplete);
        Ok(self.segment.damage(self.end, self.head.position + 1, what))
    }

    /// Notes a commit that stands at the end.
    pub(crate) fn record(&mut self, commit: &StoredCommit) {
        self.entries.push(commit.first.get(), commit.offset);
        (self.before_last, self.last_offset) = (self.head, commit.offset);
        self.head = Head {
            position: commit.last.get(),
            hash: commit.hash,
            commit_count: self.head.commit_count.saturating_add(1),
            recorded_at: commit.recorded_at,
        };
        self.end = commit.offset.saturating_add(commit.bytes);
    }
}
