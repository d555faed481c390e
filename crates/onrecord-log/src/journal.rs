//! The journal in files, and in memory: a log and a reader of it behind one handle, for any number of threads.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::{Arc, Condvar, Mutex, RwLock, RwLockReadGuard};

use onrecord_core::journal::{Cancel, Journal, JournalError, Registration, Submission, Ticket, Waiting};
use onrecord_core::{Position, RecordedAt};

use crate::deadline::Deadline;
use crate::locks::{lock, unpoisoned};
use crate::lookup::{Lookup, visit_events};
use crate::{
    Appender, Batch, Commit, CommitView, CreateError, Head, Log, MemoryStorage, OpenError, Options, Payload,
    ReadError, Reader, Recovery, Storage, StoredCommit, SubmitError, hash_ahead,
};

/// A record in the files of a [`Storage`]: on a disk, or in memory.
///
/// ```
/// use onrecord_core::journal::{Batch, Journal, Submission, UNTIMED};
/// use onrecord_log::FileJournal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let journal = FileJournal::in_memory();
/// let mut batch = Batch::new();
/// batch.push_bytes(7, 1, b"the crates held rifles");
/// let accepted = journal.submit(Submission::new(UNTIMED, batch))?.wait()?;
/// assert_eq!((accepted.first.get(), journal.head().hash), (1, accepted.commit.hash));
/// journal.events(&[accepted.first], &mut |event| assert_eq!(event.kind, 7))?;
/// # Ok(())
/// # }
/// ```
pub struct FileJournal {
    storage: Arc<dyn Storage>,
    appender: Option<Appender>,
    seen: Arc<Seen>,
}

/// What this handle sees.
struct Seen {
    /// What of the files was walked. Of a writer it may be behind the head, and is brought up to it by who reads.
    reader: RwLock<Reader>,
    head: Mutex<Head>,
    changed: Condvar,
}

impl FileJournal {
    /// Makes a record that holds nothing, to read and to append.
    ///
    /// # Errors
    /// As [`Log::create_with`].
    pub fn create(storage: impl Storage + 'static, options: Options) -> Result<FileJournal, CreateError> {
        let storage: Arc<dyn Storage> = Arc::new(storage);
        let log = Log::create_with(storage.clone(), options)?;
        FileJournal::write(storage, log).map_err(|error| match error {
            OpenError::Io(error) => CreateError::Io(error),
            other => CreateError::Io(std::io::Error::other(other)),
        })
    }

    /// Makes a record that holds nothing, in memory, gone when it is dropped.
    pub fn in_memory() -> FileJournal {
        match FileJournal::create(MemoryStorage::new(), Options::default()) {
            Ok(journal) => journal,
            Err(error) => unreachable!("memory does not refuse a new record: {error}"),
        }
    }

    /// Opens a record to read and to append, and says what a crash had left unfinished.
    ///
    /// # Errors
    /// As [`Log::open`].
    pub fn open(storage: impl Storage + 'static) -> Result<(FileJournal, Recovery), OpenError> {
        let storage: Arc<dyn Storage> = Arc::new(storage);
        let (log, recovery) = Log::open(storage.clone())?;
        Ok((FileJournal::write(storage, log)?, recovery))
    }

    /// Opens a record to read it, which any number of processes may do while one appends.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn read(storage: impl Storage + 'static) -> Result<FileJournal, OpenError> {
        let storage: Arc<dyn Storage> = Arc::new(storage);
        let seen = Arc::new(Seen::of(Reader::open(storage.clone())?));
        Ok(FileJournal { storage, appender: None, seen })
    }

    fn write(storage: Arc<dyn Storage>, log: Log) -> Result<FileJournal, OpenError> {
        let seen = Arc::new(Seen::of(log.reader()?));
        let writer = seen.clone();
        let appender = log.share_with(Box::new(move |commit, head| writer.note(commit, head)));
        Ok(FileJournal { storage, appender: Some(appender), seen })
    }

    /// Where the files are.
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.storage
    }

    /// A reader of its own, which sees what this handle sees.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn reader(&self) -> Result<Reader, ReadError> {
        Ok(self.seen.reader()?.again()?)
    }
}

impl Seen {
    fn of(reader: Reader) -> Seen {
        let head = Mutex::new(reader.head());
        Seen { reader: RwLock::new(reader), head, changed: Condvar::new() }
    }

    fn head(&self) -> Head {
        *lock(&self.head)
    }

    /// Takes note of a commit of this handle's own. Whoever is reading is not waited for.
    fn note(&self, commit: &StoredCommit, head: Head) {
        if let Ok(mut reader) = self.reader.try_write() {
            reader.note_next(commit);
        }
        self.publish(head);
    }

    fn publish(&self, head: Head) {
        let mut published = lock(&self.head);
        if head.position > published.position {
            *published = head;
            self.changed.notify_all();
        }
    }

    /// What was walked, up to the head at least.
    fn reader(&self) -> Result<RwLockReadGuard<'_, Reader>, ReadError> {
        let head = self.head().position;
        let reader = unpoisoned(self.reader.read());
        if reader.head().position >= head {
            return Ok(reader);
        }
        drop(reader);
        unpoisoned(self.reader.write()).read_up_to(head)?;
        Ok(unpoisoned(self.reader.read()))
    }

    fn refresh(&self) -> Result<Head, ReadError> {
        let refreshed = unpoisoned(self.reader.write()).refresh()?;
        self.publish(refreshed);
        Ok(self.head())
    }

    /// Has those woken who wait for a new head when `cancel` is cancelled.
    fn wake_on(self: &Arc<Seen>, cancel: &Cancel) -> Registration {
        let seen = self.clone();
        cancel.on_cancel(move || {
            // Whoever looks whether it is cancelled and then sleeps holds the lock in between.
            drop(lock(&seen.head));
            seen.changed.notify_all();
        })
    }
}

impl Journal for FileJournal {
    fn head(&self) -> Head {
        self.seen.head()
    }

    /// While somebody writes, a look that finds nothing new reads 44 bytes. A writer has nothing to look for.
    fn refresh(&self) -> Result<Head, JournalError> {
        match self.appender {
            Some(_) => Ok(self.head()),
            None => Ok(self.seen.refresh()?),
        }
    }

    fn wait_beyond(&self, position: u64, waiting: Waiting<'_>) -> Result<Head, JournalError> {
        let deadline = Deadline::begin(waiting);
        let _registration = waiting.cancel.map(|cancel| self.seen.wake_on(cancel));
        let every = if self.appender.is_some() { waiting.at_most } else { waiting.every };
        loop {
            self.refresh()?;
            let head = lock(&self.seen.head);
            if head.position > position || deadline.left().is_none() {
                return Ok(*head);
            }
            drop(deadline.sleep(&self.seen.changed, head, every));
        }
    }

    fn commits(
        &self,
        from: Position,
        visit: &mut dyn FnMut(CommitView<'_>) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        if from.get() > self.head().position {
            return Ok(());
        }
        let mut commits = self.seen.reader()?.commits(from)?;
        while let Some(commit) = commits.next()? {
            if visit(commit).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn events(
        &self,
        positions: &[Position],
        visit: &mut dyn FnMut(Payload<'_>),
    ) -> Result<usize, JournalError> {
        let reader = self.seen.reader()?;
        let (head, mut lookup) = (reader.head().position, Lookup::of(&reader));
        drop(reader);
        let load = |position| {
            let spot = lookup.locate(&*self.seen.reader()?, position)?;
            spot.load()
        };
        Ok(visit_events(positions, head, load, visit)?)
    }

    fn commit_of(&self, position: Position) -> Result<Option<Commit>, JournalError> {
        let found = self.seen.reader()?.commit_of(position)?;
        Ok(found.map(|stored| stored.commit))
    }

    fn position_at(&self, time: RecordedAt) -> Result<u64, JournalError> {
        Ok(self.seen.reader()?.position_at(time)?)
    }

    fn submit(&self, submission: Submission) -> Result<Ticket, SubmitError> {
        let appender = self.appender.as_ref().ok_or(SubmitError::ReadOnly)?;
        appender.submit_if(submission).map(Ticket::new)
    }

    fn is_read_only(&self) -> bool {
        self.appender.is_none()
    }

    fn prepare(&self, batch: &mut Batch) {
        hash_ahead(batch);
    }

    fn settle(&self) {
        if let Some(appender) = &self.appender {
            appender.settle();
        }
    }
}

impl fmt::Debug for FileJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileJournal")
            .field("head", &self.head())
            .field("is_read_only", &self.is_read_only())
            .finish_non_exhaustive()
    }
}
