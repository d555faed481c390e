//! Reads a record, also while it is written, also from another process. It writes nothing and keeps nobody out.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use onrecord_core::{Position, RecordedAt};

use crate::cursor::Commits;
use crate::frame::{COMMIT_HEADER_BYTES, CommitHeader};
use crate::lookup::BlockCache;
use crate::mark::{Reach, reach};
use crate::recovery::Close;
use crate::segment::{SEGMENT_HEADER_BYTES, Segment, check_order, segment_name};
use crate::segments::{load_segments, read_header};
use crate::span;
use crate::storage::{StoredFile, read_fully};
use crate::tip::{Entries, Tip};
use crate::{Defect, Head, OpenError, ReadError, Storage, StoredCommit};

/// A record, open for reading.
///
/// It sees what was acknowledged when it was opened, or last [refreshed](Reader::refresh). While a writer is at work
/// it never sees a commit before that commit is on the disk. An unfinished last commit is "not there yet".
///
/// ```
/// use onrecord_log::{Batch, Log, MemoryStorage, Reader, UNTIMED};
/// # use onrecord_core::Position;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let storage = MemoryStorage::new();
/// let mut log = Log::create(storage.clone())?;
/// let mut batch = Batch::new();
/// batch.push_bytes(7, 1, b"the crates held rifles");
/// log.append(UNTIMED, &batch)?;
///
/// let reader = Reader::open(storage)?;
/// let mut commits = reader.commits(Position::FIRST)?;
/// while let Some(commit) = commits.next()? {
///     for event in commit.events() {
///         assert_eq!((event.position.get(), event.kind, event.bytes), (1, 7, &b"the crates held rifles"[..]));
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub struct Reader {
    storage: Arc<dyn Storage>,
    sealed: Vec<Arc<Sealed>>,
    tip: Tip,
    tip_file: Box<dyn StoredFile>,
    pub(crate) blocks: Arc<Mutex<BlockCache>>,
}

/// A segment that will not change, and where its commits begin, once somebody asked.
pub(crate) struct Sealed {
    segment: Segment,
    entries: OnceLock<Entries>,
}

impl Reader {
    /// Opens a record. It takes no lock that would keep a writer out.
    ///
    /// # Errors
    /// [`OpenError`], but never [`OpenError::Locked`].
    pub fn open(storage: impl Storage + 'static) -> Result<Reader, OpenError> {
        let storage: Arc<dyn Storage> = Arc::new(storage);
        let mut segments = load_segments(&*storage)?;
        let last = segments.pop().ok_or(OpenError::NotARecord)?;
        let tip_file = storage.open(&last.name)?;
        let sealed = segments.into_iter().map(|segment| Sealed { segment, entries: OnceLock::new() });
        let sealed = sealed.map(Arc::new).collect();
        let blocks = Arc::default();
        let mut reader = Reader { storage, sealed, tip: Tip::new(last), tip_file, blocks };
        reader.refresh()?;
        Ok(reader)
    }

    /// The end of what this reader sees.
    pub fn head(&self) -> Head {
        self.tip.head
    }

    /// The id that was given to the record when it was created.
    pub fn record_id(&self) -> [u8; 16] {
        self.tip.segment.header.record_id
    }

    /// Looks for commits that were acknowledged since, and says where the record ends now.
    ///
    /// Where the writer's mark cannot be read, because it is being written just then, nothing new is seen this time.
    /// With nothing new and a writer at work it reads 44 bytes; with nobody at work it asks for the length of one
    /// file and for the name of the next.
    ///
    /// # Errors
    /// [`ReadError`]; the reader then still sees what it saw before, or a part of what is new.
    pub fn refresh(&mut self) -> Result<Head, ReadError> {
        span!("refresh", from = self.head().position);
        // The lock inside is held to the end of the walk: until then no writer begins.
        let reach = reach(&*self.storage)?;
        match reach {
            Reach::Unknown => {}
            Reach::UpTo(limit) => self.read_up_to(limit)?,
            Reach::All { .. } => self.read_all()?,
        }
        Ok(self.head())
    }

    /// Takes note of a commit that the caller was told is acknowledged, without reading it, and says where the record
    /// ends now.
    ///
    /// A writer that reads its own record so need not read what it has just written. Where `commit` does not stand
    /// right after what this reader sees, it reads up to it, whatever the mark for readers says: that mark may be behind.
    ///
    /// # Errors
    /// As [`refresh`](Reader::refresh).
    pub fn note(&mut self, commit: &StoredCommit) -> Result<Head, ReadError> {
        if !self.note_next(commit) {
            self.read_up_to(commit.last.get())?;
        }
        Ok(self.head())
    }

    /// The same as [`note`](Reader::note), only where nothing has to be read for it; whether it was.
    pub(crate) fn note_next(&mut self, commit: &StoredCommit) -> bool {
        let is_next = commit.first == self.tip.head.next_position() && commit.offset == self.tip.end;
        if is_next {
            self.tip.record(commit);
        }
        is_next
    }

    /// A reader of its own, which sees what this one sees.
    pub(crate) fn again(&self) -> io::Result<Reader> {
        Ok(Reader {
            storage: self.storage.clone(),
            sealed: self.sealed.clone(),
            tip: self.tip.clone(),
            tip_file: self.storage.open(&self.tip.segment.name)?,
            blocks: self.blocks.clone(),
        })
    }

    pub(crate) fn read_up_to(&mut self, limit: u64) -> Result<(), ReadError> {
        let mut bytes = Vec::new();
        while self.tip.head.position < limit {
            self.tip.walk(&*self.tip_file, limit)?;
            let tail = self.tip.settle(&*self.tip_file, self.tip.end, &mut bytes)?;
            let whole = tail.close == Close::Stop;
            if !whole || (self.tip.head.position < limit && !self.open_next()?) {
                return Err(self.tip.damage(&*self.tip_file)?.into());
            }
        }
        Ok(())
    }

    fn read_all(&mut self) -> Result<(), ReadError> {
        let mut bytes = Vec::new();
        loop {
            let length = self.tip_file.length()?;
            if length != self.tip.end {
                self.tip.walk(&*self.tip_file, u64::MAX)?;
                let tail = self.tip.settle(&*self.tip_file, length, &mut bytes)?;
                if let Close::Refuse(what) = tail.close {
                    return Err(self.tip.segment.damage(tail.end, tail.head.position + 1, what).into());
                }
            }
            if !self.open_next()? {
                return Ok(());
            }
        }
    }

    /// Goes on to the next segment, if there is one.
    fn open_next(&mut self) -> Result<bool, ReadError> {
        let name = segment_name(self.tip.head.position + 1);
        if name == self.tip.segment.name {
            return Ok(false);
        }
        let file = match self.storage.open(&name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            opened => opened?,
        };
        let segment = read_header(&*file, &name)?;
        check_order(Some(&self.tip.segment.header), &segment)?;
        if segment.header.start != self.tip.head {
            return Err(segment.damage(0, segment.header.base(), Defect::SegmentUnlinked).into());
        }
        let before = std::mem::replace(&mut self.tip, Tip::new(segment));
        self.tip_file = file;
        self.sealed
            .push(Arc::new(Sealed { segment: before.segment, entries: OnceLock::from(before.entries) }));
        Ok(true)
    }

    /// The commits from the one that holds `from` on, up to the [head](Reader::head) of this reader.
    ///
    /// # Errors
    /// [`ReadError`], if the place of `from` cannot be found.
    pub fn commits(&self, from: Position) -> Result<Commits, ReadError> {
        let (from, head) = (from.get(), self.head().position);
        let place = self.place(from);
        let start = match from > self.segment(place).header.base() && from <= head {
            true => self.offset(place, from)?,
            false => SEGMENT_HEADER_BYTES as u64,
        };
        let segments = (place..=self.sealed.len()).map(|place| self.segment(place).clone());
        Commits::new(self.storage.clone(), segments.collect(), start, from, head)
    }

    /// The position of the last event recorded at `time` or before; 0 if there is none.
    ///
    /// Commits without a time of recording count as before every time.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn position_at(&self, time: RecordedAt) -> Result<u64, ReadError> {
        let later = self.sealed.partition_point(|sealed| sealed.segment.header.start.recorded_at <= time);
        let place = match self.tip.segment.header.start.recorded_at <= time {
            true => self.sealed.len(),
            false => later.saturating_sub(1),
        };
        let file = self.storage.open(&self.segment(place).name)?;
        let entries = self.entries(place)?;
        let mut position = self.segment(place).header.start.position;
        let (mut low, mut high) = (0, entries.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let header = self.header_at(place, &*file, entries.offset(middle).unwrap_or(0), position + 1)?;
            if header.recorded_at <= time.unix_micros() {
                (low, position) = (middle + 1, header.last());
            } else {
                high = middle;
            }
        }
        Ok(position)
    }

    fn header_at(
        &self,
        place: usize,
        file: &dyn StoredFile,
        offset: u64,
        position: u64,
    ) -> Result<CommitHeader, ReadError> {
        let mut bytes = [0; COMMIT_HEADER_BYTES];
        let read = read_fully(file, offset, &mut bytes)?;
        let header = CommitHeader::decode(&bytes[..read]);
        Ok(header.map_err(|what| self.segment(place).damage(offset, position, what))?)
    }

    pub(crate) fn storage(&self) -> &Arc<dyn Storage> {
        &self.storage
    }

    /// The place of the last segment; that of the first is 0.
    pub(crate) fn last_place(&self) -> usize {
        self.sealed.len()
    }

    /// Where the segment at `place` ends, as far as this reader sees.
    pub(crate) fn end_of(&self, place: usize) -> Head {
        match place < self.last_place() {
            true => self.segment(place + 1).header.start,
            false => self.head(),
        }
    }

    /// Which segment holds `position`: its place among the sealed ones, or after them.
    pub(crate) fn place(&self, position: u64) -> usize {
        if position >= self.tip.segment.header.base() {
            return self.sealed.len();
        }
        let after = self.sealed.partition_point(|sealed| sealed.segment.header.base() <= position);
        after.saturating_sub(1)
    }

    pub(crate) fn segment(&self, place: usize) -> &Segment {
        self.sealed.get(place).map_or(&self.tip.segment, |sealed| &sealed.segment)
    }

    /// Where the commit that holds `position` begins in its segment.
    pub(crate) fn offset(&self, place: usize, position: u64) -> Result<u64, ReadError> {
        let offset = self.entries(place)?.offset_of(position);
        let missing =
            || self.segment(place).damage(SEGMENT_HEADER_BYTES as u64, position, Defect::Incomplete);
        Ok(offset.ok_or_else(missing)?)
    }

    fn entries(&self, place: usize) -> Result<&Entries, ReadError> {
        let Some(sealed) = self.sealed.get(place) else { return Ok(&self.tip.entries) };
        if let Some(entries) = sealed.entries.get() {
            return Ok(entries);
        }
        let file = self.storage.open(&sealed.segment.name)?;
        let mut tip = Tip::new(sealed.segment.clone());
        tip.walk(&*file, u64::MAX)?;
        if tip.head != self.segment(place + 1).header.start {
            return Err(tip.damage(&*file)?.into());
        }
        Ok(sealed.entries.get_or_init(|| tip.entries))
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("head", &self.head()).finish_non_exhaustive()
    }
}
