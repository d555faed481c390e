//! A record, opened: events go in at its end, and views are asked of it.

use std::borrow::Borrow;
use std::io::BufRead;
use std::io::ErrorKind;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use onrecord_core::Event;
use onrecord_core::journal::{Accepted, Blobs, Head, Journal, UNTIMED};
use onrecord_index::RecordIndex;
use onrecord_log::{
    CreateError, DiskStorage, FileBlobs, FileJournal, MemoryStorage, OpenError, Options, Recovery, Storage,
};

use crate::clock::Clock;
use crate::draft::{Appended, Draft, Expect};
use crate::error::{AppendError, Error};
use crate::fold::fold_up_to;
use crate::lines::Lines;
use crate::reading::Reading;
use crate::shared_record::SharedRecord;
use crate::snapshots;

/// A record: a journal, and the index folded from it.
pub struct Record {
    /// What is on record; while a draft is made, the index runs ahead of it.
    pub(crate) reading: Reading,
    /// The journal once more, where it is in files.
    pub(crate) files: Option<Arc<FileJournal>>,
    pub(crate) is_read_only: bool,
    pub(crate) clock: Clock,
    pub(crate) snapshot_at: u64,
    opened: Opened,
}

/// What opening a record took.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Opened {
    /// The position of the snapshot that was used; 0 without one.
    pub snapshot: u64,
    /// How many events were folded: those after the snapshot.
    pub events_folded: u64,
    /// What a crash had left unfinished and was cut away, if the record was opened for writing.
    pub recovery: Option<Recovery>,
}

impl Record {
    /// Makes a record in a folder that does not hold one yet.
    ///
    /// # Errors
    /// [`Error::Create`] if there is one already, or it cannot be made.
    pub fn create(folder: impl Into<PathBuf>) -> Result<Record, Error> {
        Record::create_in(DiskStorage::create(folder).map_err(CreateError::from)?)
    }

    /// Opens the record in a folder, to read and to append.
    ///
    /// # Errors
    /// [`Error::Open`] if there is none, it is damaged, or another writer has it.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Record, Error> {
        Record::open_in(existing(folder)?)
    }

    /// Opens the record in a folder to read it, which any number of processes may do while one appends.
    ///
    /// # Errors
    /// [`Error::Open`] if there is none, or it is damaged.
    pub fn read(folder: impl Into<PathBuf>) -> Result<Record, Error> {
        Record::read_in(existing(folder)?)
    }

    /// Makes a record that is gone when it is dropped.
    pub fn in_memory() -> Record {
        match Record::create_in(MemoryStorage::new()) {
            Ok(record) => record,
            Err(error) => unreachable!("memory does not refuse a new record: {error}"),
        }
    }

    /// Reads JSON lines as a record of one commit, in memory. The commit has no time of recording.
    ///
    /// # Errors
    /// [`Error::Input`] names the line and the column.
    pub fn from_lines(input: impl BufRead) -> Result<Record, Error> {
        let mut record = Record::in_memory();
        record.clock = Clock::Fixed(UNTIMED);
        record.append_lines(&mut Lines::new(input))?;
        record.is_read_only = true;
        Ok(record)
    }

    /// Makes a record in a storage of the caller's.
    ///
    /// # Errors
    /// [`Error::Create`].
    pub fn create_in(storage: impl Storage + 'static) -> Result<Record, Error> {
        Record::create_with(storage, Options::default())
    }

    /// Makes a record in a storage of the caller's, with an id and with segments of a size of the caller's.
    ///
    /// # Errors
    /// [`Error::Create`].
    pub fn create_with(storage: impl Storage + 'static, options: Options) -> Result<Record, Error> {
        Record::of_files(FileJournal::create(storage, options)?, None)
    }

    /// Opens a record in a storage of the caller's, to read and to append.
    ///
    /// # Errors
    /// [`Error::Open`].
    pub fn open_in(storage: impl Storage + 'static) -> Result<Record, Error> {
        let (journal, recovery) = FileJournal::open(storage)?;
        Record::of_files(journal, Some(recovery))
    }

    /// Opens a record in a storage of the caller's, to read it.
    ///
    /// # Errors
    /// [`Error::Open`].
    pub fn read_in(storage: impl Storage + 'static) -> Result<Record, Error> {
        Record::of_files(FileJournal::read(storage)?, None)
    }

    /// Opens a record in a journal of any sort, to read it and, unless the journal is for reading only, to append.
    ///
    /// Snapshots are kept in `blobs`; without it every event is folded whenever the record is opened.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`].
    pub fn open_journal(journal: Arc<dyn Journal>, blobs: Option<Arc<dyn Blobs>>) -> Result<Record, Error> {
        let index = blobs.as_ref().and_then(|blobs| snapshots::load(&**blobs, &*journal)).unwrap_or_default();
        let snapshot = index.head();
        let opened = Opened { snapshot, events_folded: 0, recovery: None };
        let (is_read_only, head) = (journal.is_read_only(), journal.head());
        let mut record = Record {
            reading: Reading { journal, blobs, head: Head::EMPTY, index, orders: Arc::default() },
            files: None,
            is_read_only,
            clock: Clock::System,
            snapshot_at: snapshot,
            opened,
        };
        record.opened.events_folded = record.catch_up(head)?;
        if record.snapshot_at < snapshot {
            // It could not be read.
            record.opened.snapshot = 0;
            record.opened.events_folded = record.index.head();
        }
        Ok(record)
    }

    /// The journal in files, and its snapshots beside it.
    fn of_files(journal: FileJournal, recovery: Option<Recovery>) -> Result<Record, Error> {
        let blobs = Arc::new(FileBlobs::new(journal.storage().clone()));
        let files = Arc::new(journal);
        let mut record = Record::open_journal(files.clone(), Some(blobs))?;
        record.files = Some(files);
        record.opened.recovery = recovery;
        Ok(record)
    }

    /// Takes the time of recording from another clock than the system's.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// Whether nothing can be written to the record through this handle.
    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// What opening took.
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Begins to take in events one by one, to commit them together.
    ///
    /// # Errors
    /// [`AppendError::ReadOnly`], and [`AppendError::StoryMoved`] if the story is not as expected.
    pub fn draft(&mut self, expect: Expect) -> Result<Draft<'_>, AppendError> {
        Draft::new(self, expect)
    }

    /// Appends events, or borrowed ones, as one commit: all of them, durably, or none.
    ///
    /// # Errors
    /// [`AppendError`] says which event was refused and why.
    pub fn append<'a>(
        &mut self,
        events: impl IntoIterator<Item = impl Borrow<Event<'a>>>,
        expect: Expect,
    ) -> Result<Appended, AppendError> {
        let mut draft = self.draft(expect)?;
        draft.add_all(events)?;
        draft.commit()
    }

    /// What is on record now, to be looked at from any thread while this record goes on. It costs next to nothing.
    pub fn reading(&self) -> Reading {
        self.reading.clone()
    }

    /// Lets several threads append to this record and look at it.
    pub fn share(self) -> SharedRecord {
        SharedRecord::new(self)
    }

    /// Takes in what other processes appended since, and says how many events that were. Where the snapshot under the
    /// index turned out not to be readable, the index is folded anew.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`].
    pub fn refresh(&mut self) -> Result<u64, Error> {
        if self.index.failure().is_some() {
            self.rebuild_index()?;
        }
        let head = self.journal.refresh()?;
        self.catch_up(head)
    }

    /// Folds the index anew from the journal, in memory, without the snapshot: what to do about [`Error::Index`].
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`]; the index is then as it was.
    pub fn rebuild_index(&mut self) -> Result<(), Error> {
        self.reading.index = self.fold_anew()?;
        self.snapshot_at = 0;
        Ok(())
    }

    /// Returns when the journal has made ready for what comes: see [`Journal::settle`]. Nothing is done in the background
    /// then until more is appended.
    pub fn settle(&self) {
        self.journal.settle();
    }

    /// Folds what the journal holds up to `head` and the index does not hold yet, and says how many events that were. Where
    /// the snapshot is in the way, all of it is folded.
    pub(crate) fn catch_up(&mut self, head: Head) -> Result<u64, Error> {
        let before = self.index.head();
        match fold_up_to(&mut self.reading.index, &*self.reading.journal, head.position) {
            Ok(()) => {}
            Err(Error::Index(_)) => {
                let mut index = RecordIndex::new();
                fold_up_to(&mut index, &*self.journal, head.position)?;
                (self.reading.index, self.snapshot_at) = (index, 0);
            }
            Err(error) => {
                self.reading.index.truncate(before);
                return Err(error);
            }
        }
        self.reading.head = head;
        Ok(self.index.head() - before)
    }

    /// Takes note that events of the index are durable.
    pub(crate) fn note(&mut self, accepted: &Accepted) -> Result<(), Error> {
        // Others whose events were not accepted may have taken these back with theirs.
        fold_up_to(&mut self.reading.index, &*self.reading.journal, accepted.head.position)?;
        if accepted.head.position > self.head.position {
            self.reading.head = accepted.head;
        }
        Ok(())
    }

    /// Whether the journal holds commits that were not taken in, and nothing is on its way to it from here.
    pub(crate) fn is_behind(&self) -> bool {
        self.index.head() == self.head.position && self.head.position < self.journal.head().position
    }
}

impl Deref for Record {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.reading
    }
}

/// A folder that is there; where none is, there is no record either.
fn existing(folder: impl Into<PathBuf>) -> Result<DiskStorage, OpenError> {
    DiskStorage::open(folder).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => OpenError::NotARecord,
        _ => OpenError::Io(error),
    })
}
