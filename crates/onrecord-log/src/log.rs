//! The writer: appends commits, durably, and keeps every other writer out.

use std::io;
use std::sync::Arc;

use onrecord_core::RecordedAt;

use crate::edge::Edge;
use crate::frame::{CommitHeader, encode_trailer};
use crate::mark::{self, Mark, WRITER_LOCK};
use crate::pauses::{Pauses, Shared};
use crate::recovery::{Close, Tail};
use crate::segment::{SEGMENT_HEADER_BYTES, Segment, SegmentHeader};
use crate::segments::{load_segments, make_segment, remove_unfinished, segment_names};
use crate::storage::{LockGuard, StoredFile};
use crate::tip::Tip;
use crate::{Batch, CreateError, Head, OpenError, Options, Reader, Storage, StoredCommit, SubmitError};
use crate::{count, span};

/// A record, open for appending. There is one at a time, in all processes.
///
/// ```
/// use onrecord_core::RecordedAt;
/// use onrecord_log::{Batch, Log, MemoryStorage};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut log = Log::create(MemoryStorage::new())?;
/// let mut batch = Batch::new();
/// batch.push_bytes(1, 1, b"the crates held rifles");
/// let commit = log.append(RecordedAt::from_unix_micros(1_932_940_800_000_000), &batch)?;
/// assert_eq!(commit.last.get(), 1);
/// assert_eq!(log.head().hash, commit.hash);
/// # Ok(())
/// # }
/// ```
pub struct Log {
    storage: Arc<dyn Storage>,
    segment: Segment,
    pauses: Pauses,
    head: Head,
    mark: Mark,
    _writer: LockGuard,
}

/// What opening a record for appending had to do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recovery {
    /// The unfinished commit that was cut away, if there was one.
    pub cut: Option<Cut>,
}

/// The unfinished end of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cut {
    /// The file name of the segment.
    pub segment: String,
    /// Where the unfinished commit began.
    pub offset: u64,
    /// How many bytes there were, zeros written ahead included.
    pub bytes: u64,
    /// The position its first event would have had.
    pub position: u64,
    /// Whether the file `head` says that this commit was acknowledged: then it was not a crash that cut it short,
    /// but something that shortened the segment or blanked a part of it.
    pub was_acknowledged: bool,
}

impl Log {
    /// Makes a record that holds nothing, with default [`Options`].
    ///
    /// # Errors
    /// [`CreateError`]: there is a record already, another writer holds it, or the storage failed.
    pub fn create(storage: impl Storage + 'static) -> Result<Log, CreateError> {
        Log::create_with(storage, Options::default())
    }

    /// Makes a record that holds nothing.
    ///
    /// # Errors
    /// As [`create`](Log::create).
    pub fn create_with(storage: impl Storage + 'static, options: Options) -> Result<Log, CreateError> {
        let storage: Arc<dyn Storage> = Arc::new(storage);
        let writer = storage.try_lock(WRITER_LOCK)?.ok_or(CreateError::Locked)?;
        if !segment_names(&*storage)?.is_empty() {
            return Err(CreateError::AlreadyARecord);
        }
        let header = SegmentHeader { record_id: options.record_id, number: 1, start: Head::EMPTY };
        let (segment, file) = make_segment(&*storage, header)?;
        let mark = Mark::hold(&*storage, &Head::EMPTY)?;
        let edge = Edge::new(file, SEGMENT_HEADER_BYTES as u64, options);
        let pauses = Pauses::new(edge, storage.prefers_overwriting());
        Ok(Log { storage, segment, pauses, head: Head::EMPTY, mark, _writer: writer })
    }

    /// Opens a record with default [`Options`], and cuts an unfinished last commit away.
    ///
    /// What it keeps is on the disk when it returns: the last commit is written again and synced, because a commit
    /// whose sync failed can be readable and yet not stored.
    ///
    /// # Errors
    /// [`OpenError`]; nothing was written then, unless it is [`OpenError::Io`].
    pub fn open(storage: impl Storage + 'static) -> Result<(Log, Recovery), OpenError> {
        Log::open_with(storage, Options::default())
    }

    /// As [`open`](Log::open). The record id in `options` is not looked at.
    ///
    /// # Errors
    /// As [`open`](Log::open).
    pub fn open_with(
        storage: impl Storage + 'static,
        options: Options,
    ) -> Result<(Log, Recovery), OpenError> {
        let storage: Arc<dyn Storage> = Arc::new(storage);
        if segment_names(&*storage)?.is_empty() {
            return Err(OpenError::NotARecord);
        }
        let writer = storage.try_lock(WRITER_LOCK)?.ok_or(OpenError::Locked)?;
        let segments = load_segments(&*storage)?;
        let segment = segments.last().ok_or(OpenError::NotARecord)?.clone();
        let file = storage.open_to_write(&segment.name)?;
        let mut tip = Tip::new(segment);
        tip.walk(&*file, u64::MAX)?;
        let mut bytes = Vec::new();
        let tail = tip.settle(&*file, file.length()?, &mut bytes)?;
        let recovery = find_cut(&*storage, &*file, &tip, &tail)?;
        remove_unfinished(&*storage)?;
        make_sure(&*storage, &*file, &tail, &bytes)?;
        let mark = Mark::hold(&*storage, &tip.head)?;
        let Tip { segment, head, end, .. } = tip;
        let pauses = Pauses::new(Edge::new(file, end, options), storage.prefers_overwriting());
        Ok((Log { storage, segment, pauses, head, mark, _writer: writer }, recovery))
    }

    /// Appends the events of `batch` as one commit, and returns when it is on the disk: all of it or nothing of it
    /// is there after a crash.
    ///
    /// `recorded_at` is given, never taken from a clock: use [`UNTIMED`](crate::UNTIMED) for no time.
    ///
    /// # Errors
    /// [`SubmitError`]. After [`SubmitError::Uncertain`] every further append is [`SubmitError::Poisoned`].
    pub fn append(&mut self, recorded_at: RecordedAt, batch: &Batch) -> Result<StoredCommit, SubmitError> {
        span!("commit", first = self.head.position + 1, events = batch.len(), bytes = batch.bytes());
        self.check(recorded_at, batch)?;
        let header = CommitHeader {
            codec: batch.codec(),
            first: self.head.position + 1,
            count: u32::try_from(batch.len()).unwrap_or(u32::MAX),
            body_bytes: u32::try_from(batch.bytes()).unwrap_or(u32::MAX),
            recorded_at: recorded_at.unix_micros(),
            previous: self.head.hash,
        };
        let commit = self.write(&header, batch)?;
        self.head = header.head(&self.head, commit.hash);
        self.mark.set(&self.head);
        count!(commits += 1_u64, events_written += batch.len() as u64, bytes_written += commit.bytes);
        Ok(commit)
    }

    fn check(&self, recorded_at: RecordedAt, batch: &Batch) -> Result<(), SubmitError> {
        if self.pauses.with_edge(|edge| edge.is_poisoned()) {
            return Err(SubmitError::Poisoned);
        }
        batch.check()?;
        if self.head.position.checked_add(batch.len() as u64 + 1).is_none() {
            return Err(SubmitError::Full);
        }
        if recorded_at < self.head.recorded_at {
            return Err(SubmitError::RecordedAtWentBack { recorded_at, head: self.head.recorded_at });
        }
        Ok(())
    }

    fn write(&mut self, header: &CommitHeader, batch: &Batch) -> io::Result<StoredCommit> {
        let encoded = header.encode();
        let (hash, trailer) = encode_trailer(&encoded, batch.body(), batch.prepared());
        let (commit, are_zeros_wanted) = self.pauses.with_edge(|edge| {
            if !edge.has_room(header.frame_bytes() as u64) {
                self.segment = roll(&*self.storage, edge, &self.segment.header, self.head)?;
            }
            let commit = header.stored(hash, edge.end());
            edge.append(&encoded, batch.body(), &trailer)?;
            Ok::<_, io::Error>((commit, edge.is_worth_a_thread()))
        })?;
        if are_zeros_wanted {
            self.pauses.make_zeros();
        }
        Ok(commit)
    }

    /// Makes a piece of zeros ahead of the commits, at most 512 KiB, and says how many bytes that were; 0 while there are
    /// as many as [`Options`] want.
    ///
    /// On a storage that [prefers overwriting](Storage::prefers_overwriting) the log does so by itself, in pauses of a
    /// millisecond and more. A program that has pauses of its own can use them on every storage.
    ///
    /// # Errors
    /// That of the storage. It harms no commit, neither those that are there nor those that come, and no more zeros are
    /// made in this segment.
    pub fn make_zeros(&mut self) -> io::Result<u64> {
        self.pauses.with_edge(Edge::make_zeros)
    }

    /// Returns when the log has made as many zeros ahead as it wants, or can: nothing is done then until more is
    /// appended. While others append all the time, that may be never.
    pub fn settle(&self) {
        self.pauses.shared().settle();
    }

    /// What somebody waits on who does not hold the log.
    pub(crate) fn shared_pauses(&self) -> Arc<Shared> {
        self.pauses.shared().clone()
    }

    /// The head of the record: what the last acknowledged commit left.
    pub fn head(&self) -> Head {
        self.head
    }

    /// The id that was given to the record when it was created.
    pub fn record_id(&self) -> [u8; 16] {
        self.segment.header.record_id
    }

    /// A reader of this record, which sees what is acknowledged now.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn reader(&self) -> Result<Reader, OpenError> {
        Reader::open(self.storage.clone())
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.pauses.end();
        self.pauses.with_edge(|edge| edge.cut());
    }
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log")
            .field("segment", &self.segment.name)
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}

/// Says what is to be cut, and refuses what is damaged.
fn find_cut(
    storage: &dyn Storage,
    file: &dyn StoredFile,
    tip: &Tip,
    tail: &Tail,
) -> Result<Recovery, OpenError> {
    let position = tail.head.position + 1;
    match tail.close {
        Close::Stop => Ok(Recovery::default()),
        Close::Refuse(what) => Err(tip.segment.damage(tail.end, position, what).into()),
        Close::Cut => {
            let marked = mark::read(storage)?;
            let cut = Cut {
                segment: tip.segment.name.clone(),
                offset: tail.end,
                bytes: file.length()?.saturating_sub(tail.end),
                position,
                was_acknowledged: marked.is_some_and(|marked| marked.position >= position),
            };
            Ok(Recovery { cut: Some(cut) })
        }
    }
}

/// Seals the segment, and begins the next at `start`.
fn roll(storage: &dyn Storage, edge: &mut Edge, before: &SegmentHeader, start: Head) -> io::Result<Segment> {
    edge.seal()?;
    let (record_id, number) = (before.record_id, before.number.saturating_add(1));
    let (segment, file) = make_segment(storage, SegmentHeader { record_id, number, start })?;
    edge.go_on(file);
    Ok(segment)
}

/// Cuts the segment to its last commit, writes that commit once more, and syncs both and the names: from here on
/// what is kept is on the disk, and what is cut is not.
///
/// All of it is done even where it seems needless: after a sync that failed, a file can look as it should and be
/// stored otherwise. Nothing new is written before, so that old bytes and new ones never mix.
fn make_sure(storage: &dyn Storage, file: &dyn StoredFile, tail: &Tail, bytes: &[u8]) -> io::Result<()> {
    file.truncate(tail.end)?;
    if let (Some(first), Some(last)) = (tail.commits.first(), tail.commits.last()) {
        let start = (last.offset - first.offset) as usize;
        if let Some(commit) = bytes.get(start..start + last.bytes as usize) {
            file.write_at(last.offset, &[commit])?;
        }
    }
    file.sync()?;
    storage.sync_directory()
}
