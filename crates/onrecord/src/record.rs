//! A record, opened: events go in at its end, and views are asked of it.

use std::borrow::Borrow;
use std::io::BufRead;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use onrecord_core::journal::{Accepted, Blobs, Hash, Head, Journal, UNTIMED};
use onrecord_core::{Event, Position, RecordedAt, Ref, StoryId};
use onrecord_index::{Moment, RecordIndex};
use onrecord_log::{
    CreateError, DiskStorage, FileBlobs, FileJournal, MemoryStorage, OpenError, Options, Recovery, Storage,
};

use onrecord_projection::{Projection, View};

use crate::clock::Clock;
use crate::draft::{Appended, Draft, Expect};
use crate::error::{AppendError, Error};
use crate::fold::{each_commit, event_of, fold_up_to};
use crate::known::{Known, KnownError};
use crate::lines::Lines;
use crate::shared_record::SharedRecord;
use crate::snapshots;
use crate::subscription::Subscription;

/// A record: a journal, and the index folded from it.
pub struct Record {
    pub(crate) journal: Arc<dyn Journal>,
    /// Where snapshots are kept, if anywhere.
    pub(crate) blobs: Option<Arc<dyn Blobs>>,
    /// The journal once more, where it is in files.
    pub(crate) files: Option<Arc<FileJournal>>,
    pub(crate) is_read_only: bool,
    head: Head,
    pub(crate) index: RecordIndex,
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

/// An event as it stands in a record.
#[derive(Clone, PartialEq, Debug)]
pub struct Recorded<'a> {
    /// Its position.
    pub position: Position,
    /// When its commit was recorded; `None` for plain lines.
    pub recorded_at: Option<RecordedAt>,
    /// The hash of its commit.
    pub commit: Hash,
    /// The number of the [schema](onrecord_core::Schema) of its payload.
    pub schema: u16,
    /// The event.
    pub event: Event<'a>,
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
            journal,
            blobs,
            files: None,
            is_read_only,
            head: Head::EMPTY,
            index,
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

    /// The end of the record: its last position, and the hash that stands for all of it.
    pub fn head(&self) -> Head {
        self.head
    }

    /// The index: every event without its texts.
    pub fn index(&self) -> &RecordIndex {
        &self.index
    }

    /// How many events belong to a story: the version that [`Expect::StoryVersion`] asks for.
    ///
    /// # Errors
    /// [`Error::Index`].
    pub fn story_version(&self, story: &StoryId<'_>) -> Result<u64, Error> {
        Ok(self.index.story_version(story)?)
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
        self.index = self.fold_anew()?;
        self.snapshot_at = 0;
        Ok(())
    }

    /// Returns when the journal has made ready for what comes: see [`Journal::settle`]. Nothing is done in the background
    /// then until more is appended.
    pub fn settle(&self) {
        self.journal.settle();
    }

    /// The journal that holds the commits.
    pub fn journal(&self) -> &Arc<dyn Journal> {
        &self.journal
    }

    /// Asks a projection for its view of this record.
    ///
    /// One that [reads texts](Projection::READS_TEXTS) must have been shown them; see [`Record::show_texts`].
    pub fn view<'r, P: Projection>(&'r self, projection: &'r P) -> View<'r, P> {
        View::new(&self.index, projection)
    }

    /// Shows a projection every event from `from` on.
    ///
    /// # Errors
    /// As [`Record::replay`].
    pub fn show_texts<P: Projection>(&self, projection: &mut P, from: Position) -> Result<(), Error> {
        self.replay(from, |recorded| {
            projection.apply(recorded.position, &recorded.event);
            Ok(())
        })
    }

    /// Follows a view: its rows now, and its changes as events come in.
    ///
    /// # Errors
    /// As [`Record::replay`], where the projection reads texts.
    pub fn subscribe<P: Projection>(&self, projection: P) -> Result<Subscription<P>, Error> {
        Subscription::new(self, projection)
    }

    /// The moment at which `known` is known.
    ///
    /// # Errors
    /// [`KnownError::Beyond`] for a position not on record, [`KnownError::Untimed`] for a time where commits have none.
    pub fn moment(&self, known: Known) -> Result<Moment, KnownError> {
        let head = self.head();
        match known {
            Known::Position(position) if position > head.position => {
                Err(KnownError::Beyond { position, head: head.position })
            }
            Known::Position(position) => Ok(Moment::known(position)),
            Known::Time(_) if head.recorded_at == UNTIMED && head.position > 0 => Err(KnownError::Untimed),
            Known::Time(time) => {
                let position = self.journal.position_at(time);
                position
                    .map(Moment::known)
                    .map_err(|error| KnownError::Unreadable { text: error.to_string() })
            }
        }
    }

    /// The event at `position`, with its texts.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`].
    pub fn event(&self, position: Position) -> Result<Option<Event<'static>>, Error> {
        let mut found = None;
        self.events(&[position], |_, event| found = Some(event.into_owned()))?;
        Ok(found)
    }

    /// Shows `visit` the events at `positions`, with their texts. Ascending positions are read in one pass.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`], after the events before it were shown.
    pub fn events(
        &self,
        positions: &[Position],
        mut visit: impl FnMut(Position, Event<'_>),
    ) -> Result<(), Error> {
        let mut outcome = Ok(());
        self.journal.events(positions, &mut |payload| match (&outcome, event_of(&payload)) {
            (Err(_), _) => {}
            (Ok(()), Ok(event)) => visit(payload.position, event),
            (Ok(()), Err(error)) => outcome = Err(error),
        })?;
        outcome
    }

    /// Shows `visit` the events that bring something in or mention it, in order: all of one story, or of one claim. Withdrawn
    /// events are among them. Where they are is known from the index, so nothing else is read.
    ///
    /// # Errors
    /// As [`Record::events`].
    pub fn stream(&self, of: &Ref<'_>, visit: impl FnMut(Position, Event<'_>)) -> Result<(), Error> {
        self.events(&self.index.mentioning(of)?, visit)
    }

    /// Reads events from `from` to the head, in order, each borrowed from the buffer it was read into.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`], or what `visit` returns; all events before it were shown.
    pub fn replay<E: From<Error>>(
        &self,
        from: Position,
        mut visit: impl FnMut(Recorded<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if from.get() > self.head().position {
            return Ok(());
        }
        let head = self.head().position;
        each_commit(&*self.journal, from, |commit| {
            let recorded_at = Some(commit.recorded_at).filter(|time| *time != UNTIMED);
            for payload in commit.events_from(from) {
                let event = event_of(&payload)?;
                let (position, schema) = (payload.position, payload.schema);
                visit(Recorded { position, recorded_at, commit: commit.hash, schema, event })?;
            }
            // The journal may have got further than this record.
            Ok(if commit.last.get() < head { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })
    }

    /// Folds every event anew: the same index as [`Record::index`], in memory, without a snapshot under it.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`].
    pub fn fold_anew(&self) -> Result<RecordIndex, Error> {
        let mut index = RecordIndex::new();
        fold_up_to(&mut index, &*self.journal, self.head().position)?;
        Ok(index)
    }

    /// Folds what the journal holds up to `head` and the index does not hold yet, and says how many events that were. Where
    /// the snapshot is in the way, all of it is folded.
    pub(crate) fn catch_up(&mut self, head: Head) -> Result<u64, Error> {
        let before = self.index.head();
        match fold_up_to(&mut self.index, &*self.journal, head.position) {
            Ok(()) => {}
            Err(Error::Index(_)) => {
                let mut index = RecordIndex::new();
                fold_up_to(&mut index, &*self.journal, head.position)?;
                (self.index, self.snapshot_at) = (index, 0);
            }
            Err(error) => {
                self.index.truncate(before);
                return Err(error);
            }
        }
        self.head = head;
        Ok(self.index.head() - before)
    }

    /// Takes note that events of the index are durable.
    pub(crate) fn note(&mut self, accepted: &Accepted) -> Result<(), Error> {
        // Others whose events were not accepted may have taken these back with theirs.
        fold_up_to(&mut self.index, &*self.journal, accepted.head.position)?;
        if accepted.head.position > self.head.position {
            self.head = accepted.head;
        }
        Ok(())
    }

    /// Whether the journal holds commits that were not taken in, and nothing is on its way to it from here.
    pub(crate) fn is_behind(&self) -> bool {
        self.index.head() == self.head.position && self.head.position < self.journal.head().position
    }
}

/// A folder that is there; where none is, there is no record either.
fn existing(folder: impl Into<PathBuf>) -> Result<DiskStorage, OpenError> {
    DiskStorage::open(folder).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => OpenError::NotARecord,
        _ => OpenError::Io(error),
    })
}
