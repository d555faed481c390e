//! Copies a record, also while it is written: whole acknowledged commits up to one head, each checked on the way.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use onrecord_core::Position;
use onrecord_core::journal::{Journal, JournalError};
use thiserror::Error;

use crate::cursor::Commits;
use crate::segment::UNFINISHED_SUFFIX;
use crate::segments::segment_names;
use crate::storage::StoredFile;
use crate::{
    Batch, CommitView, CreateError, Damage, Defect, DiskStorage, Head, Log, ReadError, Reader, Storage,
    SubmitError,
};

/// How much is gathered before it is written.
const BUFFER_BYTES: usize = 1 << 20;

/// What a backup holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Backup {
    /// Its end: the head that the reader saw.
    pub head: Head,
    /// How many segments were copied.
    pub segment_count: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

/// Why a record was not copied. Nothing that could be taken for a record was left behind.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BackupError {
    /// There is something where the backup should go. Choose another place: a backup is never added to.
    #[error("there is something here already; a backup is made in a place of its own")]
    AlreadyThere,
    /// The record could not be read, or is damaged; a copy would be damaged too.
    #[error(transparent)]
    Source(#[from] ReadError),
    /// A journal that is not in files could not be read, or holds what cannot be a record.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A journal that is not in files holds a commit with another hash than its bytes have.
    #[error("the commit at position {position} has another hash than its events give")]
    OtherHash {
        /// The position of its first event.
        position: Position,
    },
    /// The copy could not be written.
    #[error("cannot write the backup")]
    Io(#[from] io::Error),
}

impl From<Damage> for BackupError {
    fn from(damage: Damage) -> BackupError {
        BackupError::Source(damage.into())
    }
}

/// Copies the record that `reader` sees into a folder that does not exist yet.
///
/// The copy is made in a folder beside it, named `FOLDER.unfinished-1` or with the next free number, and gets its name
/// once all of it is on the disk. An error removes what was made; a crash leaves it under that name.
///
/// ```
/// use onrecord_log::{Batch, DiskStorage, Log, MemoryStorage, Reader, UNTIMED, backup};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = std::env::temp_dir().join(format!("onrecord-backup-doc-{}", std::process::id()));
/// let mut log = Log::create(MemoryStorage::new())?;
/// let mut batch = Batch::new();
/// batch.push_bytes(1, 1, b"the crates held rifles");
/// log.append(UNTIMED, &batch)?;
///
/// backup(&log.reader()?, &folder)?;
/// assert_eq!(Reader::open(DiskStorage::open(&folder)?)?.head(), log.head());
/// # std::fs::remove_dir_all(folder)?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`BackupError`].
pub fn backup(reader: &Reader, folder: &Path) -> Result<Backup, BackupError> {
    let unfinished = Unfinished::beside(folder)?;
    let copied = copy(reader, &unfinished.storage)?;
    unfinished.finish(folder)?;
    Ok(copied)
}

/// Copies the commits of any journal, up to its head, into a folder that does not exist yet, as [`backup`] does. The copy is
/// in segments of its own; its commits have the same times and the same hashes.
///
/// # Errors
/// [`BackupError`].
pub fn backup_of(journal: &dyn Journal, folder: &Path) -> Result<Backup, BackupError> {
    let unfinished = Unfinished::beside(folder)?;
    let mut log = Log::create(unfinished.storage.clone()).map_err(|error| match error {
        CreateError::Io(error) => BackupError::Io(error),
        other => BackupError::Io(io::Error::other(other)),
    })?;
    let (mut batch, mut outcome) = (Batch::new(), Ok(()));
    journal.commits(Position::FIRST, &mut |commit| {
        outcome = append_again(&mut log, &mut batch, &commit);
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    outcome?;
    let head = log.head();
    drop(log);
    let copied = Backup { head, ..size_of(&unfinished.storage)? };
    unfinished.finish(folder)?;
    Ok(copied)
}

/// Appends a commit to a copy, and sees that it comes out with the same hash.
fn append_again(log: &mut Log, batch: &mut Batch, commit: &CommitView<'_>) -> Result<(), BackupError> {
    *batch = Batch::with_codec(commit.codec);
    commit.events().for_each(|event| batch.push_bytes(event.kind, event.schema, event.bytes));
    let copied = log.append(commit.recorded_at, batch).map_err(|error| match error {
        SubmitError::Uncertain(error) => BackupError::Io(error),
        other => BackupError::Journal(JournalError::Damaged(Box::new(other))),
    })?;
    match copied.commit == commit.commit {
        true => Ok(()),
        false => Err(BackupError::OtherHash { position: commit.first }),
    }
}

/// How many segments there are, and how many bytes they have.
fn size_of(storage: &dyn Storage) -> io::Result<Backup> {
    let mut size = Backup { head: Head::EMPTY, segment_count: 0, bytes: 0 };
    for name in segment_names(storage)? {
        size.segment_count += 1;
        size.bytes += storage.open(&name)?.length()?;
    }
    Ok(size)
}

/// Copies the record that `reader` sees into a storage that holds none.
///
/// The last segment is copied first and the first one last, each under another name until it is on the disk: what is
/// left of a copy that was broken off does not open.
///
/// # Errors
/// [`BackupError`].
pub fn copy(reader: &Reader, target: &dyn Storage) -> Result<Backup, BackupError> {
    if !segment_names(target)?.is_empty() {
        return Err(BackupError::AlreadyThere);
    }
    let places = 0..=reader.last_place();
    let mut done = Backup { head: reader.head(), segment_count: 0, bytes: 0 };
    for place in places.rev() {
        done.bytes += copy_segment(reader, place, target)?;
        done.segment_count += 1;
    }
    Ok(done)
}

/// Copies one segment, and says how long it is.
fn copy_segment(reader: &Reader, place: usize, target: &dyn Storage) -> Result<u64, BackupError> {
    let name = &reader.segment(place).name;
    let unfinished = format!("{name}{UNFINISHED_SUFFIX}");
    let file = target.create(&unfinished)?;
    let end = copy_commits(reader, place, &*file)?;
    file.sync()?;
    target.rename(&unfinished, name)?;
    // Before the segment that goes before it has its name: else a crash could keep that name and lose this one.
    target.sync_directory()?;
    Ok(end)
}

fn copy_commits(reader: &Reader, place: usize, file: &dyn StoredFile) -> Result<u64, BackupError> {
    let segment = reader.segment(place).clone();
    let (start, expected) = (segment.header.start, reader.end_of(place));
    let mut commits = Commits::of_segment(reader.storage(), segment.clone(), expected.position)?;
    let mut gathered = Gathered { file, start: 0, bytes: segment.header.encode().to_vec() };
    let mut reached = start;
    while let Some((frame, offset)) = commits.next_frame()? {
        let position = frame.header.first;
        frame.check_hash().map_err(|what| segment.damage(offset, position, what))?;
        reached = frame.header.head(&reached, frame.hash);
        gathered.push(frame.bytes)?;
    }
    let end = gathered.end();
    if reached != expected {
        return Err(ends_elsewhere(reader, place, end, reached).into());
    }
    gathered.write()?;
    Ok(end)
}

/// What is wrong where a segment does not end as the next one says that it does.
fn ends_elsewhere(reader: &Reader, place: usize, end: u64, reached: Head) -> Damage {
    let (position, expected) = (reached.position + 1, reader.end_of(place));
    match place < reader.last_place() && reached.position == expected.position {
        true => reader.segment(place + 1).damage(0, position, Defect::SegmentUnlinked),
        false => reader.segment(place).damage(end, position, Defect::Incomplete),
    }
}

/// Bytes on their way into a file, in pieces of a size that a disk likes.
struct Gathered<'f> {
    file: &'f dyn StoredFile,
    start: u64,
    bytes: Vec<u8>,
}

impl Gathered<'_> {
    fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= BUFFER_BYTES { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> io::Result<()> {
        self.file.write_at(self.start, &[&self.bytes])?;
        self.start = self.end();
        self.bytes.clear();
        Ok(())
    }

    fn end(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

/// A folder that has not got its name yet. Dropped, it is gone.
struct Unfinished {
    storage: DiskStorage,
    named: bool,
}

impl Unfinished {
    fn beside(folder: &Path) -> Result<Unfinished, BackupError> {
        if folder.symlink_metadata().is_ok() {
            return Err(BackupError::AlreadyThere);
        }
        let mut number = 1_u32;
        loop {
            match DiskStorage::create_new(unfinished_name(folder, number)?) {
                Ok(storage) => return Ok(Unfinished { storage, named: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn finish(mut self, folder: &Path) -> Result<(), BackupError> {
        if folder.symlink_metadata().is_ok() {
            return Err(BackupError::AlreadyThere);
        }
        self.storage.rename_folder(folder)?;
        self.named = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.named {
            // What cannot be removed stays under a name that says what it is.
            let _ = self.storage.remove_folder();
        }
    }
}

fn unfinished_name(folder: &Path, number: u32) -> io::Result<PathBuf> {
    let mut name = folder.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    name.push(format!(".unfinished-{number}"));
    Ok(folder.with_file_name(name))
}
