//! One record, several threads: each appends, and one sync serves all that wait for it.
//!
//! The index runs ahead of the disk while a commit is under way: the next events are validated against what has been
//! submitted, not only against what is durable. Whoever looks at the record waits until the two are the same.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use onrecord_core::Event;
use onrecord_core::journal::{Accepted, Ticket};

use crate::draft::{Appended, Expect, Leans, Submitted};
use crate::error::AppendError;
use crate::record::Record;

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
/// assert_eq!(record.look(|record| record.head().position), 3);
/// ```
#[derive(Clone)]
pub struct SharedRecord {
    shared: Arc<Shared>,
}

struct Shared {
    desk: Mutex<Desk>,
    changed: Condvar,
}

struct Desk {
    record: Record,
    /// How many appends are submitted and not yet durable.
    under_way: usize,
    /// How many threads wait until none is.
    waiting_for_calm: usize,
}

impl SharedRecord {
    pub(crate) fn new(record: Record) -> SharedRecord {
        let desk = Mutex::new(Desk { record, under_way: 0, waiting_for_calm: 0 });
        SharedRecord { shared: Arc::new(Shared { desk, changed: Condvar::new() }) }
    }

    /// Appends events next to one another: all of them, durably, or none. What several threads append at a time
    /// becomes one commit. A snapshot is saved, where one is due, when nobody appends.
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
        loop {
            match self.append_once(&events, &expect) {
                // Others appended to the journal, which is not ours alone: decide anew upon what they appended.
                Err(AppendError::HeadMoved { .. }) => drop(self.calm(self.lock()).record.refresh()?),
                appended => return appended,
            }
        }
    }

    fn append_once(&self, events: &[Event<'_>], expect: &Expect) -> Result<Appended, AppendError> {
        let (submitted, mut desk) = self.submit(events, expect)?;
        let Some(ticket) = submitted.ticket else {
            return Ok(Appended::new(None, submitted.known, &desk.record));
        };
        desk.under_way += 1;
        drop(desk);
        let accepted = self.wait(ticket)?;
        Ok(Appended::new(Some(accepted), submitted.known, &self.lock().record))
    }

    /// Looks at the record as it is on the disk: nothing that `look` sees can be lost. Nobody appends meanwhile, so a
    /// long look is better had on a [`Record::read`] of its own.
    pub fn look<T>(&self, look: impl FnOnce(&Record) -> T) -> T {
        let desk = self.calm(self.lock());
        look(&desk.record)
    }

    /// Validates the events and gives them to the journal.
    fn submit(
        &self,
        events: &[Event<'_>],
        expect: &Expect,
    ) -> Result<(Submitted, MutexGuard<'_, Desk>), AppendError> {
        let mut desk = self.enter();
        loop {
            let mut draft = desk.record.draft(expect.clone())?;
            draft.add_all(events)?;
            match draft.leans() {
                Leans::OnRecord => return Ok((draft.submit()?, desk)),
                Leans::OnWhatIsUnderWay => drop(draft),
            }
            desk = self.calm(desk);
            desk.record.refresh()?;
        }
    }

    /// Waits until the events of `ticket` are durable, outside the lock, and brings the record up to that.
    fn wait(&self, ticket: Ticket) -> Result<Accepted, AppendError> {
        let mut under_way = UnderWay { of: self, is_noted: false };
        let accepted = ticket.wait()?;
        self.lock().record.note(&accepted)?;
        under_way.is_noted = true;
        Ok(accepted)
    }

    fn lock(&self) -> MutexGuard<'_, Desk> {
        // A look that panics has changed nothing, and a draft that is dropped takes back what it did.
        self.shared.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a turn to append, after those who wait for calm.
    fn enter(&self) -> MutexGuard<'_, Desk> {
        let desk = self.shared.changed.wait_while(self.lock(), |desk| desk.waiting_for_calm > 0);
        desk.unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nothing is under way.
    fn calm<'d>(&self, mut desk: MutexGuard<'d, Desk>) -> MutexGuard<'d, Desk> {
        desk.waiting_for_calm += 1;
        let calm = self.shared.changed.wait_while(desk, |desk| desk.under_way > 0);
        let mut desk = calm.unwrap_or_else(PoisonError::into_inner);
        desk.waiting_for_calm -= 1;
        self.shared.changed.notify_all();
        desk
    }
}

/// An append that is submitted. However the wait for it ends, also where the storage panics, nobody waits for it then.
struct UnderWay<'s> {
    of: &'s SharedRecord,
    /// Whether it is durable, and the record has taken note of that.
    is_noted: bool,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut desk = self.of.lock();
        desk.under_way -= 1;
        let is_calm = desk.under_way == 0;
        if is_calm {
            self.of.shared.changed.notify_all();
        }
        match self.is_noted {
            true if is_calm => desk.record.save_snapshot_if_due(),
            true => {}
            false => desk.record.take_back(),
        }
    }
}

impl Record {
    /// Takes out of the index what was submitted and did not get to the disk.
    fn take_back(&mut self) {
        self.index.truncate(self.head().position);
    }
}
