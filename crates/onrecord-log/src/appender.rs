//! Several threads append to one log: what is submitted while a commit is synced becomes the next commit.
//!
//! No thread stands ready for that. Of the threads that wait for their events, one writes and syncs what all of them
//! submitted, and the others find theirs done; a thread that is alone writes at once. So there is never more than one
//! commit under way, and a thread that has submitted and does not wait yet can encode what comes next meanwhile.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use onrecord_core::journal::{Accepted, Cancel, Expected, Pending, Registration, Submission, Waiting};
use onrecord_core::{Position, RecordedAt};

use crate::deadline::Deadline;
use crate::locks::lock;
use crate::pauses::Shared;
use crate::{Batch, Commit, Head, Log, StoredCommit, SubmitError, UNTIMED};

/// What waits is gathered into one commit up to this many bytes; beyond them a sync gains nothing from company.
const GATHERED_BYTES_MAX: usize = 1 << 20;

/// A handle to a log that any number of threads append to. A clone is a handle to the same log.
///
/// ```
/// use onrecord_log::{Batch, Log, MemoryStorage, UNTIMED};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let appender = Log::create(MemoryStorage::new())?.share();
/// let tickets: Vec<_> = (0..3_u8)
///     .map(|number| {
///         let mut batch = Batch::new();
///         batch.push_bytes(1, 1, &[number]);
///         appender.submit(UNTIMED, batch)
///     })
///     .collect::<Result<_, _>>()?;
/// for (ticket, position) in tickets.into_iter().zip(1..) {
///     assert_eq!(ticket.wait()?.first.get(), position);
/// }
/// assert_eq!(appender.head().commit_count, 1); // one write and one sync for all three
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Appender {
    desk: Arc<Mutex<Desk>>,
    pauses: Arc<Shared>,
}

/// A place in the record for events that are not durable yet.
///
/// The log writes while somebody waits. What nobody waits for is written before what is waited for that was submitted
/// later, or not at all.
#[must_use = "events are on the disk once this was waited for"]
pub struct Ticket {
    desk: Arc<Mutex<Desk>>,
    outcome: Arc<Outcome>,
    first: Position,
    last: Position,
}

/// What waits, and the log while nobody writes.
struct Desk {
    /// Taken out by the thread that writes.
    log: Option<Log>,
    head: Head,
    waiting: VecDeque<Gathered>,
    /// The last position given away, and the time it was recorded or will be.
    submitted: (u64, RecordedAt),
    failed: bool,
    /// Called for each commit once it is on the disk, in order, before anybody else is told.
    on_commit: Box<OnCommit>,
}

/// What is done about a commit that is on the disk, after which the record ends at this head.
pub(crate) type OnCommit = dyn Fn(&StoredCommit, Head) + Send + Sync;

/// A commit to be.
#[derive(Debug)]
struct Gathered {
    recorded_at: RecordedAt,
    batch: Batch,
    outcome: Arc<Outcome>,
}

/// What became of a commit, told to all who wait for it.
#[derive(Default, Debug)]
struct Outcome {
    told: OnceLock<Result<(Commit, Head), SubmitError>>,
    changed: Condvar,
}

impl Log {
    /// Lets several threads append to this log.
    pub fn share(self) -> Appender {
        self.share_with(Box::new(|_, _| {}))
    }

    /// The same, with something that is done about each commit.
    pub(crate) fn share_with(self, on_commit: Box<OnCommit>) -> Appender {
        let (head, pauses) = (self.head(), self.shared_pauses());
        let submitted = (head.position, head.recorded_at);
        let waiting = VecDeque::new();
        let desk = Desk { log: Some(self), head, waiting, submitted, failed: false, on_commit };
        Appender { desk: Arc::new(Mutex::new(desk)), pauses }
    }
}

impl Appender {
    /// Appends the events of `batch` next to one another, and returns when they are on the disk.
    ///
    /// # Errors
    /// As [`submit`](Appender::submit) and [`Ticket::wait`].
    pub fn append(&self, recorded_at: RecordedAt, batch: Batch) -> Result<Accepted, SubmitError> {
        self.submit(recorded_at, batch)?.wait()
    }

    /// Puts the events of `batch` next in line, next to one another, and says where they will stand.
    ///
    /// A time before that of what was submitted last is taken as that time, for threads that look at one clock come
    /// here in any order.
    ///
    /// # Errors
    /// [`SubmitError`], as of [`Log::append`], for what cannot be a commit or a part of one;
    /// [`SubmitError::RecordedAtWentBack`] only for [`UNTIMED`] after a time. Nothing is written then.
    pub fn submit(&self, recorded_at: RecordedAt, batch: Batch) -> Result<Ticket, SubmitError> {
        self.submit_if(Submission::new(recorded_at, batch))
    }

    /// The same, if the record ends where the submission expects it to.
    ///
    /// # Errors
    /// As [`submit`](Appender::submit), and [`SubmitError::HeadMoved`] if it does not.
    pub fn submit_if(&self, submission: Submission) -> Result<Ticket, SubmitError> {
        let Submission { expected, recorded_at, batch, .. } = submission;
        let mut desk = lock(&self.desk);
        let (last, recorded_at) = desk.check(recorded_at, &batch)?;
        desk.compare(expected)?;
        let first = desk.submitted.0 + 1;
        let outcome = desk.gather(recorded_at, batch);
        desk.submitted = (last, recorded_at);
        let [first, last] = [first, last].map(|at| Position::new(at).unwrap_or(Position::FIRST));
        Ok(Ticket { desk: self.desk.clone(), outcome, first, last })
    }

    /// The head of the record: what the last acknowledged commit left.
    pub fn head(&self) -> Head {
        lock(&self.desk).head
    }

    /// As [`Log::settle`].
    pub fn settle(&self) {
        self.pauses.settle();
    }

    /// Whether a write failed, so that the record must be opened again before it takes more.
    pub fn is_poisoned(&self) -> bool {
        lock(&self.desk).failed
    }
}

impl std::fmt::Debug for Appender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Appender").field("head", &self.head()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ticket").field("first", &self.first).field("last", &self.last).finish_non_exhaustive()
    }
}

impl Ticket {
    /// The positions of the first and the last event, if they come to be on record.
    pub fn positions(&self) -> (Position, Position) {
        (self.first, self.last)
    }

    /// Returns when the events are on the disk. The thread that waits may be the one that writes, for others too.
    ///
    /// # Errors
    /// [`SubmitError::Uncertain`] if the write failed that held these events, and [`SubmitError::Poisoned`] if one before it
    /// failed, so that they were never written, or if the storage panicked in the thread that wrote for all.
    ///
    /// # Panics
    /// If the storage does.
    pub fn wait(mut self) -> Result<Accepted, SubmitError> {
        loop {
            if let Some(accepted) = self.wait_for(Waiting::FOREVER)? {
                return Ok(accepted);
            }
        }
    }

    /// The same, unless `waiting` is over before: `None` then, and the events are still on their way. The thread that
    /// writes returns when the write has ended, and no earlier.
    ///
    /// # Errors
    /// As [`wait`](Ticket::wait).
    ///
    /// # Panics
    /// If the storage does.
    pub fn wait_for(&mut self, waiting: Waiting<'_>) -> Result<Option<Accepted>, SubmitError> {
        let deadline = Deadline::begin(waiting);
        let _registration = waiting.cancel.map(|cancel| self.wake_on(cancel));
        let mut desk = lock(&self.desk);
        loop {
            desk = match (self.outcome.told.get(), desk.log.is_some()) {
                (Some(Ok(done)), _) => {
                    let (Ticket { first, last, .. }, (commit, head)) = (&*self, *done);
                    return Ok(Some(Accepted { first: *first, last: *last, commit, head }));
                }
                (Some(Err(error)), _) => return Err(again(error)),
                _ if waiting.is_cancelled() => return Ok(None),
                (None, true) => write_next(&self.desk, desk),
                (None, false) if deadline.left().is_none() => return Ok(None),
                (None, false) => deadline.sleep(&self.outcome.changed, desk, Duration::MAX),
            };
        }
    }

    /// Has those woken who wait for this outcome when `cancel` is cancelled.
    fn wake_on(&self, cancel: &Cancel) -> Registration {
        let (desk, outcome) = (self.desk.clone(), self.outcome.clone());
        cancel.on_cancel(move || {
            // Whoever looks whether it is cancelled and then sleeps holds the lock in between.
            drop(lock(&desk));
            outcome.changed.notify_all();
        })
    }
}

impl Pending for Ticket {
    fn wait(&mut self, waiting: Waiting<'_>) -> Result<Option<Accepted>, SubmitError> {
        self.wait_for(waiting)
    }
}

impl Desk {
    /// The last position and the time of a batch that is put next in line.
    fn check(&self, recorded_at: RecordedAt, batch: &Batch) -> Result<(u64, RecordedAt), SubmitError> {
        let (position, before) = self.submitted;
        if self.failed {
            return Err(SubmitError::Poisoned);
        }
        batch.check()?;
        if recorded_at == UNTIMED && before != UNTIMED {
            return Err(SubmitError::RecordedAtWentBack { recorded_at, head: before });
        }
        let last = position.checked_add(batch.len() as u64).filter(|last| *last < u64::MAX);
        Ok((last.ok_or(SubmitError::Full)?, recorded_at.max(before)))
    }

    /// Whether the record ends where a submission expects it to.
    fn compare(&self, expected: Expected) -> Result<(), SubmitError> {
        let is_met = match expected {
            Expected::Anywhere => true,
            Expected::Head(head) => head == self.head && self.submitted.0 == head.position,
            Expected::Position(position) => self.submitted.0 == position,
            // A way to expect something that is not known here: it is not known to be so.
            _ => false,
        };
        if is_met { Ok(()) } else { Err(SubmitError::HeadMoved { head: self.head }) }
    }

    /// Adds a batch to the commit that was begun last, if it still waits and the two can be one.
    fn gather(&mut self, recorded_at: RecordedAt, batch: Batch) -> Arc<Outcome> {
        if let Some(last) = self.waiting.back_mut().filter(|last| last.takes(recorded_at, &batch)) {
            last.batch.extend(&batch);
            last.recorded_at = recorded_at;
            return last.outcome.clone();
        }
        let outcome = Arc::<Outcome>::default();
        self.waiting.push_back(Gathered { recorded_at, batch, outcome: outcome.clone() });
        outcome
    }

    /// Tells all who wait what became of `written`, and lets one of the others write.
    fn settle(&mut self, log: Log, written: &Outcome, result: Result<StoredCommit, SubmitError>) {
        self.head = log.head();
        if let Ok(commit) = &result {
            (self.on_commit)(commit, self.head);
        }
        self.log = Some(log);
        self.failed = result.is_err();
        written.tell(result.map(|stored| (stored.commit, self.head)));
        if self.failed {
            self.waiting.drain(..).for_each(|later| later.outcome.tell(Err(SubmitError::Poisoned)));
        }
        self.waiting.iter().for_each(|later| later.outcome.changed.notify_one());
    }
}

impl Gathered {
    fn takes(&self, recorded_at: RecordedAt, batch: &Batch) -> bool {
        // Events without a time must not come to have one.
        let both_timed = (self.recorded_at == UNTIMED) == (recorded_at == UNTIMED);
        both_timed
            && self.batch.codec() == batch.codec()
            && self.batch.bytes() + batch.bytes() <= GATHERED_BYTES_MAX
    }
}

impl Outcome {
    fn tell(&self, result: Result<(Commit, Head), SubmitError>) {
        let told = self.told.set(result);
        assert!(told.is_ok(), "a commit has one outcome");
        self.changed.notify_all();
    }
}

/// Writes what has waited longest.
fn write_next<'d>(shared: &'d Mutex<Desk>, mut desk: MutexGuard<'d, Desk>) -> MutexGuard<'d, Desk> {
    let (Some(next), Some(log)) = (desk.waiting.pop_front(), desk.log.take()) else { return desk };
    drop(desk);
    let mut turn = Turn { shared, log: Some(log), outcome: next.outcome, result: Err(SubmitError::Poisoned) };
    if let Some(log) = &mut turn.log {
        turn.result = log.append(next.recorded_at, &next.batch);
    }
    drop(turn);
    lock(shared)
}

/// The turn of one thread to write. When it ends, all who wait are told, also where the storage panicked.
struct Turn<'d> {
    shared: &'d Mutex<Desk>,
    log: Option<Log>,
    outcome: Arc<Outcome>,
    /// That of a write that comes to no end, until there is another.
    result: Result<StoredCommit, SubmitError>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let result = std::mem::replace(&mut self.result, Err(SubmitError::Poisoned));
        if let Some(log) = self.log.take() {
            lock(self.shared).settle(log, &self.outcome, result);
        }
    }
}

/// The same error for one more of those whom it concerns.
fn again(error: &SubmitError) -> SubmitError {
    match error {
        SubmitError::Uncertain(error) => SubmitError::Uncertain(match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(error.kind(), error.to_string()),
        }),
        _ => SubmitError::Poisoned,
    }
}
