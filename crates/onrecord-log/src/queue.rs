//! What waits to be written to one log, and who writes it: of the threads that wait, one, for all of them.

use std::collections::VecDeque;
use std::io;
use std::ops::RangeInclusive;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};

use onrecord_core::RecordedAt;
use onrecord_core::journal::{Expected, Submission};

use crate::locks::lock;
use crate::{Batch, Commit, Head, Log, StoredCommit, SubmitError, UNTIMED};

/// What waits is gathered into one commit up to this many bytes; beyond them a sync gains nothing from company.
const GATHERED_BYTES_MAX: usize = 1 << 20;

/// What waits, and the log while nobody writes.
pub(crate) struct Queue {
    /// Taken out by the thread that writes.
    log: Option<Log>,
    pub(crate) head: Head,
    waiting: VecDeque<Gathered>,
    /// The last position given away, and the time it was recorded or will be.
    submitted: (u64, RecordedAt),
    pub(crate) failed: bool,
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

/// What became of a commit, for all who wait for it.
#[derive(Default, Debug)]
pub(crate) struct Outcome {
    pub(crate) result: OnceLock<Result<(Commit, Head), SubmitError>>,
    pub(crate) changed: Condvar,
}

impl Queue {
    pub(crate) fn new(log: Log, on_commit: Box<OnCommit>) -> Queue {
        let head = log.head();
        let submitted = (head.position, head.recorded_at);
        Queue { log: Some(log), head, waiting: VecDeque::new(), submitted, failed: false, on_commit }
    }

    /// Whether nobody writes, so that whoever waits may.
    pub(crate) fn is_free(&self) -> bool {
        self.log.is_some()
    }

    /// Puts events next in line, and says where they will stand.
    pub(crate) fn submit(
        &mut self,
        submission: Submission,
    ) -> Result<(Arc<Outcome>, RangeInclusive<u64>), SubmitError> {
        let Submission { expected, recorded_at, batch, .. } = submission;
        let (last, recorded_at) = self.check(recorded_at, &batch)?;
        self.compare(expected)?;
        let first = self.submitted.0 + 1;
        let outcome = self.gather(recorded_at, batch);
        self.submitted = (last, recorded_at);
        Ok((outcome, first..=last))
    }

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
        written.settle(result.map(|stored| (stored.commit, self.head)));
        if self.failed {
            self.waiting.drain(..).for_each(|later| later.outcome.settle(Err(SubmitError::Poisoned)));
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
    fn settle(&self, result: Result<(Commit, Head), SubmitError>) {
        let is_first = self.result.set(result).is_ok();
        assert!(is_first, "a commit has one outcome");
        self.changed.notify_all();
    }
}

/// Writes what has waited longest.
pub(crate) fn write_next<'q>(
    shared: &'q Mutex<Queue>,
    mut queue: MutexGuard<'q, Queue>,
) -> MutexGuard<'q, Queue> {
    let (Some(next), Some(log)) = (queue.waiting.pop_front(), queue.log.take()) else { return queue };
    drop(queue);
    let mut turn = Turn { shared, log: Some(log), outcome: next.outcome, result: Err(SubmitError::Poisoned) };
    if let Some(log) = &mut turn.log {
        turn.result = log.append(next.recorded_at, &next.batch);
    }
    drop(turn);
    lock(shared)
}

/// The turn of one thread to write. When it ends, all who wait are told, also where the storage panicked.
struct Turn<'q> {
    shared: &'q Mutex<Queue>,
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
pub(crate) fn again(error: &SubmitError) -> SubmitError {
    match error {
        SubmitError::Uncertain(error) => SubmitError::Uncertain(match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(error.kind(), error.to_string()),
        }),
        _ => SubmitError::Poisoned,
    }
}
