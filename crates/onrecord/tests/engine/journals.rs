//! Records in journals that are not files, as far as the engine knows; and several records on one journal.

use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;

use onrecord::journal::{
    Accepted, Blobs, CommitView, Expected, Head, Journal, JournalError, Payload, Pending, Submission,
    SubmitError, Ticket, Waiting,
};
use onrecord::{
    AppendError, Batch, Clock, Event, Expect, FileBlobs, FileJournal, Position, Record, RecordedAt,
    SharedRecord, StoryId, StoryOpened, UNTIMED, verify,
};

use crate::rig::{ANSWER, Folder, HARBOUR, HARBOUR_EVENTS, append, rows, seconds};

/// A journal, of which the engine does not know that it is in files. Only when a ticket is waited for does it compare and
/// append, as one does that asks a store elsewhere.
#[derive(Clone, Debug)]
struct Remote {
    store: Arc<FileJournal>,
}

impl Remote {
    fn new() -> Remote {
        Remote { store: Arc::new(FileJournal::in_memory()) }
    }

    fn open(&self) -> Record {
        Record::open_journal(Arc::new(self.clone()), None).unwrap()
    }
}

struct Late {
    store: Arc<FileJournal>,
    submission: Option<Submission>,
}

impl Pending for Late {
    fn wait(&mut self, _: Waiting<'_>) -> Result<Option<Accepted>, SubmitError> {
        let submission = self.submission.take().ok_or(SubmitError::Poisoned)?;
        self.store.submit(submission)?.wait().map(Some)
    }
}

impl Journal for Remote {
    fn head(&self) -> Head {
        self.store.head()
    }
    fn refresh(&self) -> Result<Head, JournalError> {
        self.store.refresh()
    }
    fn wait_beyond(&self, position: u64, waiting: Waiting<'_>) -> Result<Head, JournalError> {
        self.store.wait_beyond(position, waiting)
    }
    fn commits(
        &self,
        from: Position,
        visit: &mut dyn FnMut(CommitView<'_>) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        self.store.commits(from, visit)
    }
    fn events(
        &self,
        positions: &[Position],
        visit: &mut dyn FnMut(Payload<'_>),
    ) -> Result<usize, JournalError> {
        self.store.events(positions, visit)
    }
    fn position_at(&self, time: RecordedAt) -> Result<u64, JournalError> {
        self.store.position_at(time)
    }
    fn submit(&self, submission: Submission) -> Result<Ticket, SubmitError> {
        Ok(Ticket::new(Late { store: self.store.clone(), submission: Some(submission) }))
    }
}

fn opened(number: usize) -> Event<'static> {
    let story: StoryId<'static> = format!("story-{number}").parse().unwrap();
    Event::derived(StoryOpened::new(story, "t"))
}

#[test]
fn a_record_in_any_journal_is_the_same_to_the_hash() {
    let (folder, mut remote) = (Folder::new("journals-same"), Remote::new().open());
    let mut files = Record::create(folder.path()).unwrap();
    for record in [&mut remote, &mut files] {
        for (lines, time) in [(HARBOUR, 10), (ANSWER, 20)] {
            record.set_clock(seconds(time));
            append(record, lines).unwrap();
        }
    }
    assert_eq!((remote.head(), rows(&remote)), (files.head(), rows(&files)));
    let known = onrecord::Known::Time(RecordedAt::from_unix_micros(15_000_000));
    assert_eq!(remote.moment(known).unwrap(), onrecord::Moment::known(HARBOUR_EVENTS));
    let again = append(&mut remote, ANSWER).unwrap();
    assert_eq!((again.new, again.known), (0, 2));
}

#[test]
fn a_draft_is_refused_where_another_record_appended_to_the_journal_meanwhile() {
    let journal: Arc<dyn Journal> = Arc::new(FileJournal::in_memory());
    for journal in [journal, Arc::new(Remote::new())] {
        let open = || Record::open_journal(journal.clone(), None).unwrap();
        let (mut one, mut other) = (open(), open());
        let mut draft = other.draft(Expect::Any).unwrap();
        draft.add(&opened(1)).unwrap();
        assert_eq!(append(&mut one, HARBOUR).unwrap().new, HARBOUR_EVENTS);
        let error = draft.commit().unwrap_err();
        assert!(matches!(error, AppendError::HeadMoved { position: HARBOUR_EVENTS }), "{error}");
        assert_eq!((other.head().position, other.index().head()), (0, 0));
        assert_eq!(other.append([opened(1)], Expect::Any).unwrap().new, 1, "it takes in what is there");
        assert_eq!(other.head().position, HARBOUR_EVENTS + 1);
        assert_eq!(append(&mut other, HARBOUR).unwrap().known, HARBOUR_EVENTS);
        assert_eq!(one.refresh().unwrap(), 1);
        assert_eq!((one.head(), rows(&one)), (other.head(), rows(&other)));
    }
}

#[test]
fn records_on_one_journal_append_at_a_time_and_nothing_is_lost_or_doubled() {
    let journal: Arc<dyn Journal> = Arc::new(FileJournal::in_memory());
    for journal in [journal, Arc::new(Remote::new())] {
        let records: Vec<SharedRecord> =
            (0..2).map(|_| Record::open_journal(journal.clone(), None).unwrap().share()).collect();
        thread::scope(|scope| {
            for thread in 0..6 {
                let record = records[thread % 2].clone();
                scope.spawn(move || {
                    for round in 0..25 {
                        let own = opened(thread * 1_000 + round);
                        let appended = record.append([own, opened(9_000 + round)], Expect::Any).unwrap();
                        assert_eq!(appended.new + appended.known, 2);
                    }
                });
            }
        });
        let whole = Record::open_journal(journal.clone(), None).unwrap();
        assert_eq!(whole.head().position, 6 * 25 + 25, "what all of them sent is there once");
        for record in &records {
            let refreshed = record.append([opened(9_000)], Expect::Any).unwrap();
            assert_eq!((refreshed.new, refreshed.known), (0, 1));
            let reading = record.reading();
            assert_eq!(reading.fold_anew().unwrap(), *reading.index());
        }
    }
}

#[test]
fn snapshots_are_kept_where_there_is_a_place_for_them() {
    let journal: Arc<dyn Journal> = Arc::new(Remote::new());
    let blobs: Arc<dyn Blobs> = Arc::new(FileBlobs::in_memory());
    let mut record = Record::open_journal(journal.clone(), Some(blobs.clone())).unwrap();
    append(&mut record, HARBOUR).unwrap();
    record.save_snapshot().unwrap();
    append(&mut record, ANSWER).unwrap();
    let again = Record::open_journal(journal.clone(), Some(blobs)).unwrap();
    assert_eq!((again.opened().snapshot, again.opened().events_folded), (HARBOUR_EVENTS, 2));
    assert_eq!(rows(&again), rows(&record));
    let mut without = Record::open_journal(journal, None).unwrap();
    assert_eq!((without.opened().snapshot, without.opened().events_folded), (0, HARBOUR_EVENTS + 2));
    assert_eq!(without.save_snapshot().unwrap_err().kind(), ErrorKind::Unsupported);
    without.close();
}

#[test]
fn a_record_in_any_journal_is_backed_up_into_files_with_the_same_hashes() {
    let copies = Folder::new("journals-backup");
    let mut record = Remote::new().open();
    append(&mut record, HARBOUR).unwrap();
    append(&mut record, ANSWER).unwrap();
    let backup = record.backup(copies.path().join("copy")).unwrap();
    assert_eq!((backup.head, backup.segment_count), (record.head(), 1));
    let storage = onrecord::DiskStorage::open(copies.path().join("copy")).unwrap();
    let bytes = std::fs::metadata(copies.path().join("copy/00000000000000000001.log")).unwrap().len();
    assert_eq!(bytes, backup.bytes);
    assert!(verify(storage.clone()).unwrap().is_sound());
    let copy = Record::read_in(storage).unwrap();
    assert_eq!((copy.head(), rows(&copy)), (record.head(), rows(&record)));
    record.backup(copies.path().join("copy")).unwrap_err();
}

#[test]
fn what_others_append_to_the_journal_itself_is_taken_in_before_anything_is_added() {
    let journal = Arc::new(FileJournal::in_memory());
    let mut record = Record::open_journal(journal.clone(), None).unwrap();
    record.set_clock(Clock::Fixed(UNTIMED));
    let mut batch = Batch::new();
    let event = opened(1);
    batch
        .try_push(event.kind().number(), onrecord::SCHEMA, |buffer| onrecord::encode(&event, buffer))
        .unwrap();
    let submission = Submission::new(UNTIMED, batch).expecting(Expected::Head(Head::EMPTY));
    let accepted = journal.submit(submission).unwrap().wait().unwrap();
    assert_eq!(record.head(), Head::EMPTY, "a record is as it was last looked at");
    let appended = record.append([opened(1), opened(2)], Expect::Any).unwrap();
    assert_eq!((appended.known, appended.new), (1, 1));
    assert_eq!(appended.positions.unwrap().0, accepted.last.next());
}
