//! Several threads append to one log: what is submitted while a commit is synced becomes the next commit.
//!
//! No thread stands ready for that. Of the threads that wait for their events, one writes and syncs what all of them
//! submitted, and the others find theirs done; a thread that is alone writes at once. So there is never more than one
//! commit under way, and a thread that has submitted and does not wait yet can encode what comes next meanwhile.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use onrecord_core::journal::{Accepted, Cancel, Pending, Registration, Submission, Waiting};
use onrecord_core::{Position, RecordedAt};

use crate::deadline::Deadline;
use crate::locks::lock;
use crate::pauses::Shared;
use crate::queue::{OnCommit, Outcome, Queue, again, write_next};
use crate::{Batch, Commit, Head, Log, SubmitError};

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
    queue: Arc<Mutex<Queue>>,
    pauses: Arc<Shared>,
}

/// A place in the record for events that are not durable yet.
///
/// The log writes while somebody waits. What nobody waits for is written before what is waited for that was submitted
/// later, or not at all.
#[must_use = "events are on the disk once this was waited for"]
pub struct Ticket {
    queue: Arc<Mutex<Queue>>,
    outcome: Arc<Outcome>,
    first: Position,
    last: Position,
}

impl Log {
    /// Lets several threads append to this log.
    pub fn share(self) -> Appender {
        self.share_with(Box::new(|_, _| {}))
    }

    /// The same, with something that is done about each commit.
    pub(crate) fn share_with(self, on_commit: Box<OnCommit>) -> Appender {
        let pauses = self.shared_pauses();
        Appender { queue: Arc::new(Mutex::new(Queue::new(self, on_commit))), pauses }
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
    /// [`SubmitError::RecordedAtWentBack`] only for [`UNTIMED`](crate::UNTIMED) after a time. Nothing is written then.
    pub fn submit(&self, recorded_at: RecordedAt, batch: Batch) -> Result<Ticket, SubmitError> {
        self.submit_if(Submission::new(recorded_at, batch))
    }

    /// The same, if the record ends where the submission expects it to.
    ///
    /// # Errors
    /// As [`submit`](Appender::submit), and [`SubmitError::HeadMoved`] if it does not.
    pub fn submit_if(&self, submission: Submission) -> Result<Ticket, SubmitError> {
        let (outcome, positions) = lock(&self.queue).submit(submission)?;
        let [first, last] = [*positions.start(), *positions.end()]
            .map(|number| Position::new(number).unwrap_or(Position::FIRST));
        Ok(Ticket { queue: self.queue.clone(), outcome, first, last })
    }

    /// The head of the record: what the last acknowledged commit left.
    pub fn head(&self) -> Head {
        lock(&self.queue).head
    }

    /// As [`Log::settle`].
    pub fn settle(&self) {
        self.pauses.settle();
    }

    /// Whether a write failed, so that the record must be opened again before it takes more.
    pub fn is_poisoned(&self) -> bool {
        lock(&self.queue).failed
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
        let mut queue = lock(&self.queue);
        loop {
            queue = match (self.outcome.result.get(), queue.is_free()) {
                (Some(Ok((commit, head))), _) => return Ok(Some(self.accepted(*commit, *head))),
                (Some(Err(error)), _) => return Err(again(error)),
                // If it was this thread's turn to write, another takes it: cancelling wakes all who wait for this.
                _ if waiting.is_cancelled() => return Ok(None),
                (None, true) => write_next(&self.queue, queue),
                (None, false) if deadline.left().is_none() => return Ok(None),
                (None, false) => deadline.sleep(&self.outcome.changed, queue, Duration::MAX),
            };
        }
    }

    fn accepted(&self, commit: Commit, head: Head) -> Accepted {
        Accepted { first: self.first, last: self.last, commit, head }
    }

    /// Has those woken who wait for this outcome when `cancel` is cancelled.
    fn wake_on(&self, cancel: &Cancel) -> Registration {
        let (queue, outcome) = (self.queue.clone(), self.outcome.clone());
        cancel.on_cancel(move || {
            // Whoever looks whether it is cancelled and then sleeps holds the lock in between.
            drop(lock(&queue));
            outcome.changed.notify_all();
        })
    }
}

impl Pending for Ticket {
    fn wait(&mut self, waiting: Waiting<'_>) -> Result<Option<Accepted>, SubmitError> {
        self.wait_for(waiting)
    }
}
