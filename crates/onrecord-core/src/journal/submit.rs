//! Events on their way into a journal: what is submitted, and the ticket that is waited for.

use std::fmt;

use super::{Batch, Commit, Head, SubmitError, Waiting};
use crate::position::{Position, RecordedAt};

/// Where the record must end for a submission to be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Expected {
    /// Anywhere: nothing in the events depends on it.
    Anywhere,
    /// At this head, and nothing that was submitted is still on its way.
    Head(Head),
    /// At this position, with all that was submitted through this handle and is still on its way: for callers that submit on
    /// top of what they submitted before, and do not wait in between.
    Position(u64),
}

/// Events that are to be on record next to one another.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Submission {
    /// Where the record must end.
    pub expected: Expected,
    /// When they are recorded; [`UNTIMED`](super::UNTIMED) for no time.
    pub recorded_at: RecordedAt,
    /// The events.
    pub batch: Batch,
}

impl Submission {
    /// Events recorded at this time, wherever the record ends.
    pub const fn new(recorded_at: RecordedAt, batch: Batch) -> Submission {
        Submission { expected: Expected::Anywhere, recorded_at, batch }
    }

    /// The same, if the record ends where `expected` says.
    #[must_use]
    pub fn expecting(self, expected: Expected) -> Submission {
        Submission { expected, ..self }
    }
}

/// Where the events of one submission have come to stand, durably.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Accepted {
    /// The position of the first of them.
    pub first: Position,
    /// The position of the last of them.
    pub last: Position,
    /// The commit that holds them, perhaps beside events of others.
    pub commit: Commit,
    /// The head that this commit left.
    pub head: Head,
}

/// A submission that is not durable yet.
///
/// Tickets may be waited for in any order and by any thread. What a dropped ticket stood for is on record before what was
/// submitted later, or not at all.
#[must_use = "events are durable once this was waited for"]
pub struct Ticket {
    pending: Box<dyn Pending>,
}

/// What a [`Journal`](super::Journal) does while somebody waits for one of its tickets.
pub trait Pending: Send {
    /// Returns when the events are durable; `None` if `waiting` was over before, and it is asked again then.
    ///
    /// The thread that waits may be the one that writes: then it returns when the write has ended, and no earlier.
    ///
    /// # Errors
    /// As [`Ticket::wait`].
    fn wait(&mut self, waiting: Waiting<'_>) -> Result<Option<Accepted>, SubmitError>;
}

impl Ticket {
    /// A ticket for events that `pending` is waiting to see accepted.
    pub fn new(pending: impl Pending + 'static) -> Ticket {
        Ticket { pending: Box::new(pending) }
    }

    /// Returns when the events are durable, however long that takes.
    ///
    /// # Errors
    /// [`SubmitError::HeadMoved`] where only the store could tell, [`SubmitError::Uncertain`] if the store failed that held
    /// these events, and [`SubmitError::Poisoned`] if it failed before, so that they were never written.
    pub fn wait(mut self) -> Result<Accepted, SubmitError> {
        loop {
            if let Some(accepted) = self.pending.wait(Waiting::FOREVER)? {
                return Ok(accepted);
            }
        }
    }

    /// Returns when the events are durable; `None` if `waiting` was over before. They are still on their way then.
    ///
    /// # Errors
    /// As [`Ticket::wait`].
    pub fn wait_for(&mut self, waiting: Waiting<'_>) -> Result<Option<Accepted>, SubmitError> {
        self.pending.wait(waiting)
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket")
    }
}
