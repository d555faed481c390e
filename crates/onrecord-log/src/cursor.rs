//! One commit after the other, each checked before anything of it is handed out.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use crate::frame::{COMMIT_HEADER_BYTES, CommitHeader, Frame};
use crate::segment::{SEGMENT_HEADER_BYTES, Segment};
use crate::storage::StoredFile;
use crate::window::Window;
use crate::{CommitView, Defect, Head, ReadError, Storage};

const BUFFER_BYTES: usize = 256 << 10;

/// The commits of a record from one position on, read through one buffer of 256 KiB that grows to the largest commit.
///
/// Each commit is checked against its checksum, its place and the hash of the commit before it. Its own hash is
/// taken as it was kept with it; [`verify`](crate::verify) computes it again.
pub struct Commits {
    storage: Arc<dyn Storage>,
    segment: Segment,
    file: Box<dyn StoredFile>,
    later: VecDeque<Segment>,
    window: Window,
    offset: u64,
    /// What the next commit must follow; unknown at the start, if that is inside a segment.
    before: Option<Head>,
    /// The position the next commit holds, if there is one.
    next: u64,
    limit: u64,
}

impl Commits {
    pub(crate) fn new(
        storage: Arc<dyn Storage>,
        mut segments: VecDeque<Segment>,
        offset: u64,
        from: u64,
        limit: u64,
    ) -> Result<Commits, ReadError> {
        let segment = segments.pop_front().ok_or(io::ErrorKind::NotFound).map_err(io::Error::from)?;
        let file = storage.open(&segment.name)?;
        let at_start = offset == SEGMENT_HEADER_BYTES as u64;
        let before = at_start.then_some(segment.header.start);
        let window = Window::new(BUFFER_BYTES..=BUFFER_BYTES);
        Ok(Commits { storage, segment, file, later: segments, window, offset, before, next: from, limit })
    }

    /// The commits of one segment, up to position `limit`.
    pub(crate) fn of_segment(
        storage: &Arc<dyn Storage>,
        segment: Segment,
        limit: u64,
    ) -> Result<Commits, ReadError> {
        let first = segment.header.base();
        Commits::new(storage.clone(), [segment].into(), SEGMENT_HEADER_BYTES as u64, first, limit)
    }

    /// The next commit; `None` at the head.
    ///
    /// # Errors
    /// [`ReadError`]. Asked again, it answers the same.
    #[expect(clippy::should_implement_trait, reason = "an iterator cannot lend its buffer")]
    pub fn next(&mut self) -> Result<Option<CommitView<'_>>, ReadError> {
        Ok(self.next_frame()?.map(|(frame, _)| frame.view()))
    }

    /// The next commit with all its bytes, and where it begins in its segment.
    pub(crate) fn next_frame(&mut self) -> Result<Option<(Frame<'_>, u64)>, ReadError> {
        if self.next > self.limit {
            return Ok(None);
        }
        self.enter_segment()?;
        let offset = self.offset;
        let bytes = self.window.at(&*self.file, offset, COMMIT_HEADER_BYTES)?;
        let header = CommitHeader::decode(bytes).and_then(|header| self.place(header));
        let header = header.map_err(|what| self.segment.damage(offset, self.next, what))?;
        let bytes = self.window.at(&*self.file, offset, header.frame_bytes())?;
        let frame =
            Frame::check(header, bytes).map_err(|what| self.segment.damage(offset, self.next, what))?;
        let before = self.before.unwrap_or(Head::EMPTY);
        self.before = Some(header.head(&before, frame.hash));
        self.next = header.last() + 1;
        self.offset += header.frame_bytes() as u64;
        Ok(Some((frame, offset)))
    }

    /// Whether the commit with this header is the one that comes next.
    fn place(&self, header: CommitHeader) -> Result<CommitHeader, Defect> {
        match &self.before {
            Some(before) => header.follows(before)?,
            None if header.first <= self.next && self.next <= header.last() => {}
            None => return Err(Defect::Position { expected: self.next, found: header.first }),
        }
        // The limit is the end of a commit, unless the next segment says that it begins inside this one.
        if header.last() > self.limit { Err(Defect::SegmentUnlinked) } else { Ok(header) }
    }

    /// Goes on to the next segment where the record does.
    fn enter_segment(&mut self) -> Result<(), ReadError> {
        let Some(reached) = self.before else { return Ok(()) };
        match self.later.front() {
            Some(next) if next.header.base() <= reached.position + 1 => {}
            _ => return Ok(()),
        }
        let Some(next) = self.later.pop_front() else { return Ok(()) };
        let start = next.header.start;
        if (start.position, start.hash) != (reached.position, reached.hash) {
            return Err(next.damage(0, start.position + 1, Defect::SegmentUnlinked).into());
        }
        self.file = self.storage.open(&next.name)?;
        self.window.clear();
        self.offset = SEGMENT_HEADER_BYTES as u64;
        self.before = Some(start);
        self.segment = next;
        Ok(())
    }
}

impl std::fmt::Debug for Commits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Commits")
            .field("next", &self.next)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}
