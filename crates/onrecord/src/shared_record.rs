//! One record, several threads: each appends, one sync serves all that wait for it, and whoever looks waits for nobody.
//!
//! The index runs ahead of the disk while a commit is under way: the next events are validated against what has been
//! submitted, not only against what is durable. What readers see is published when it is durable: a clone of the index as
//! it was when those events were submitted.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use onrecord_core::Event;
use onrecord_core::journal::{Accepted, Head, Waiting};
use onrecord_index::RecordIndex;
use onrecord_projection::{Projection, View};

use crate::draft::{Appended, Expect, Leans, Submitted};
use crate::error::{AppendError, Error};
use crate::listeners::Listeners;
use crate::publication::{Pending, Publication};
use crate::reading::Reading;
use crate::record::Record;
use crate::subscription::Subscription;

/// A handle to a record that any number of threads append to and look at. A clone is a handle to the same record.
///
/// ```
/// use onrecord::{Expect, Record, StoryId, StoryOpened, new_event};
///
/// let record = Record::in_memory().share();
/// std::thread::scope(|scope| {
///     for name in ["harbour", "airfield", "station"] {
///         let record = record.clone();
///         scope.spawn(move || {
///             let story = name.parse::<StoryId<'_>>().expect("a slug");
///             record.append([new_event(StoryOpened::new(&story, name))], Expect::Any).expect("it is new")
///         });
///     }
/// });
/// assert_eq!(record.reading().head().position, 3);
/// ```
#[derive(Clone)]
pub struct SharedRecord {
    shared: Arc<Shared>,
}

struct Shared {
    writer: Mutex<Writer>,
    /// Told when what was under way is durable, or was taken back.
    settled: Condvar,
    published: Publication<Reading>,
    listeners: Listeners,
    /// Held by the thread that saves a snapshot.
    saving: Mutex<()>,
    snapshot_at: AtomicU64,
    is_read_only: bool,
}

/// What a thread holds while it validates and submits, and never while it waits for a disk.
struct Writer {
    /// Its index holds what is under way, its head is the last that is known to be durable.
    record: Record,
    /// The index as it was after each submission that is under way.
    pending: Pending<RecordIndex>,
}

impl SharedRecord {
    pub(crate) fn new(record: Record) -> SharedRecord {
        let position = record.head().position;
        let shared = Shared {
            published: Publication::new(position, record.reading()),
            listeners: Listeners::after(position),
            saving: Mutex::new(()),
            snapshot_at: AtomicU64::new(record.snapshot_at),
            is_read_only: record.is_read_only,
            settled: Condvar::new(),
            writer: Mutex::new(Writer { record, pending: Pending::default() }),
        };
        SharedRecord { shared: Arc::new(shared) }
    }

    /// Appends events next to one another: all of them, durably, or none. What several threads append at a time
    /// becomes one commit. When this returns, [`SharedRecord::reading`] shows them. Where a snapshot is due, it is saved by
    /// one of the threads that append, while the others go on.
    ///
    /// # Errors
    /// As [`Record::append`]. Events may be refused on account of others that are still on their way to the disk; if
    /// that fails, it fails for all of them, and the record has to be opened again.
    pub fn append<'a>(
        &self,
        events: impl IntoIterator<Item = Event<'a>>,
        expect: Expect,
    ) -> Result<Appended, AppendError> {
        let events: Vec<Event<'a>> = events.into_iter().collect();
        let appended = loop {
            match self.append_once(&events, &expect) {
                // Others appended to the journal, which is not ours alone: decide anew upon what they appended.
                Err(AppendError::HeadMoved { .. }) => drop(self.refresh()?),
                appended => break appended?,
            }
        };
        self.shared.listeners.tell(|| self.shared.published.get());
        self.save_snapshot_if_due();
        Ok(appended)
    }

    /// What is on record: nothing that is seen in it can be lost. It is there at once, whoever appends, and nobody who
    /// appends waits for those who look at it.
    pub fn reading(&self) -> Reading {
        Reading::clone(&self.shared.published.get())
    }

    /// The end of what is on record.
    pub fn seen(&self) -> Head {
        self.shared.published.get().head()
    }

    /// Looks at a view of what is on record, as [`SharedRecord::reading`] shows it.
    pub fn view<P: Projection, T>(&self, projection: &P, look: impl FnOnce(View<'_, P>) -> T) -> T {
        look(self.shared.published.get().view(projection))
    }

    /// What is on record, as soon as that is more than the events up to `position`; `None` if nothing came in time.
    ///
    /// # Errors
    /// As [`SharedRecord::refresh`], where the record is open for reading only and others append to it.
    pub fn wait_beyond(&self, position: u64, at_most: Duration) -> Result<Option<Reading>, Error> {
        if self.shared.is_read_only {
            let journal = self.reading().journal;
            journal.wait_beyond(position, Waiting::at_most(at_most))?;
            self.refresh()?;
            return Ok(Some(self.reading()).filter(|reading| reading.head().position > position));
        }
        let published = self.shared.published.wait_beyond(position, at_most);
        Ok(published.map(|reading| Reading::clone(&reading)))
    }

    /// Follows a view from a position on: its rows there, and all changes since. Ask it for
    /// [`changes`](Subscription::changes) with the readings of this record.
    ///
    /// # Errors
    /// As [`Reading::subscribe_from`].
    pub fn subscribe_from<P: Projection>(
        &self,
        projection: P,
        position: u64,
    ) -> Result<Subscription<P>, Error> {
        self.reading().subscribe_from(projection, position)
    }

    /// Has `listener` called with what is on record whenever that has become more, in order and by one thread at a time: one
    /// of those that append. Of several commits that follow one another fast, it may be told of the last one alone. It is
    /// kept as long as the record is.
    pub fn on_commit(&self, listener: impl Fn(&Reading) + Send + Sync + 'static) {
        self.shared.listeners.add(Arc::new(listener));
    }

    /// Takes in what other processes appended since, and says how many events that were; an index whose snapshot cannot be
    /// read is folded anew. Events that are under way are waited for.
    ///
    /// # Errors
    /// As [`Record::refresh`].
    pub fn refresh(&self) -> Result<u64, Error> {
        let mut writer = self.settle(self.lock());
        let before = writer.record.head().position;
        writer.record.refresh()?;
        self.publish(writer.record.reading());
        drop(writer);
        self.shared.listeners.tell(|| self.shared.published.get());
        Ok(self.seen().position.saturating_sub(before))
    }

    fn append_once(&self, events: &[Event<'_>], expect: &Expect) -> Result<Appended, AppendError> {
        let (Submitted { ticket, known }, mut writer) = self.submit(events, expect)?;
        let Some(ticket) = ticket else { return Ok(Appended::new(None, known, &writer.record)) };
        let index = writer.record.index().clone();
        let round = writer.pending.push(index.head(), index);
        drop(writer);
        let mut under_way = UnderWay { of: self, round, is_settled: false };
        let accepted = ticket.wait()?;
        let writer = self.accept(round, &accepted)?;
        under_way.is_settled = true;
        Ok(Appended::new(Some(accepted), known, &writer.record))
    }

    /// Validates the events and gives them to the journal.
    fn submit(
        &self,
        events: &[Event<'_>],
        expect: &Expect,
    ) -> Result<(Submitted, MutexGuard<'_, Writer>), AppendError> {
        let mut writer = self.lock();
        loop {
            if writer.record.index().failure().is_some() {
                // What is under way is in no journal from which the index could be folded anew.
                writer = self.settle(writer);
            }
            let mut draft = writer.record.draft(expect.clone())?;
            draft.add_all(events)?;
            match draft.leans() {
                Leans::OnRecord => return Ok((draft.submit()?, writer)),
                Leans::OnWhatIsUnderWay => drop(draft),
            }
            writer = self.settle(writer);
        }
    }

    /// Takes note that what was submitted in this round is durable, and publishes it. Whoever returns from here finds its own
    /// events published.
    fn accept(&self, round: u64, accepted: &Accepted) -> Result<MutexGuard<'_, Writer>, Error> {
        let mut writer = self.lock();
        match writer.pending.accepted(round, accepted.head.position) {
            Some(index) if index.head() == accepted.head.position => {
                writer.record.reading.head = accepted.head;
                let reading = writer.record.reading();
                self.publish(Reading { head: accepted.head, index, ..reading });
            }
            None if writer.record.head().position >= accepted.head.position => {}
            // Others whose events were not accepted took these back with theirs, or the journal put more into the commit.
            _ => {
                writer.record.note(accepted)?;
                self.publish(writer.record.reading());
            }
        }
        self.shared.settled.notify_all();
        Ok(writer)
    }

    fn publish(&self, reading: Reading) {
        self.shared.published.publish(reading.head().position, reading);
    }

    /// Waits until what is under way now is durable, or was taken back.
    fn settle<'w>(&self, writer: MutexGuard<'w, Writer>) -> MutexGuard<'w, Writer> {
        let (round, last) = (writer.pending.round(), writer.record.index().head());
        let is_under_way = |writer: &mut Writer| {
            !writer.pending.is_empty()
                && writer.pending.round() == round
                && writer.record.head().position < last
        };
        let settled = self.shared.settled.wait_while(writer, is_under_way);
        settled.unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Writer> {
        // A draft that is dropped takes back what it did, also where a thread panics.
        self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Saves a snapshot if enough was appended since the last and nobody is at it. Failing to is no failure of the record.
    fn save_snapshot_if_due(&self) {
        let shared = &self.shared;
        if !shared.published.get().is_snapshot_due(shared.snapshot_at.load(Ordering::Relaxed)) {
            return;
        }
        let Ok(_saving) = shared.saving.try_lock() else { return };
        let reading = shared.published.get();
        if reading.is_snapshot_due(shared.snapshot_at.load(Ordering::Relaxed)) {
            reading.save_snapshot().unwrap_or_default();
            // Also where that failed: else every append from here on would try again.
            shared.snapshot_at.store(reading.head().position, Ordering::Relaxed);
        }
    }
}

/// An append that is submitted. If it does not get to the disk, also where the storage panics, it is taken back.
struct UnderWay<'s> {
    of: &'s SharedRecord,
    round: u64,
    is_settled: bool,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if self.is_settled {
            return;
        }
        let mut writer = self.of.lock();
        if writer.pending.take_back(self.round) {
            let durable = writer.record.head().position;
            writer.record.reading.index.truncate(durable);
        }
        self.of.shared.settled.notify_all();
    }
}
