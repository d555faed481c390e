//! A journal as a list of commits, and how the two are compared.

use std::ops::ControlFlow;

use onrecord_core::journal::{
    Accepted, Batch, CommitView, Hash, Journal, JournalError, Submission, SubmitError, UNTIMED,
};
use onrecord_core::{Position, RecordedAt};

use crate::promise::{BrokenPromise, Kept, broken, equal, holds, works};

/// What an event is to a journal: its kind, its schema and its bytes.
pub(super) type Sent = (u16, u16, Vec<u8>);

/// Events that differ from one another and from those of every other `number`; one of them has no bytes.
pub(super) fn sent(number: u64, count: u64) -> Vec<Sent> {
    let event = |index: u64| {
        let length = (number * 7 + index * 13) % 90;
        let bytes = (0..length).map(|byte| (byte * 31 + number * 17 + index) as u8).collect();
        ((number * 5 + index) as u16, (index % 3) as u16, bytes)
    };
    (0..count).map(event).collect()
}

pub(super) fn batch(events: &[Sent]) -> Batch {
    let mut batch = Batch::new();
    events.iter().for_each(|(kind, schema, bytes)| batch.push_bytes(*kind, *schema, bytes));
    batch
}

pub(super) fn at(seconds: i64) -> RecordedAt {
    RecordedAt::from_unix_micros(seconds * 1_000_000)
}

pub(super) fn position(number: u64) -> Position {
    Position::new(number).unwrap_or(Position::FIRST)
}

/// A commit as it was read.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Read {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) recorded_at: RecordedAt,
    pub(super) hash: Hash,
    pub(super) previous: Hash,
    pub(super) events: Vec<Sent>,
}

impl Read {
    pub(super) fn of(view: &CommitView<'_>) -> Read {
        Read {
            first: view.first.get(),
            last: view.last.get(),
            recorded_at: view.recorded_at,
            hash: view.hash,
            previous: view.previous,
            events: view.events().map(|event| (event.kind, event.schema, event.bytes.to_vec())).collect(),
        }
    }
}

pub(super) fn read_from(journal: &dyn Journal, from: u64) -> Result<Vec<Read>, JournalError> {
    let mut read = Vec::new();
    journal.commits(position(from), &mut |view| {
        read.push(Read::of(&view));
        ControlFlow::Continue(())
    })?;
    Ok(read)
}

/// All commits, of which it was seen that they stand in order, without a gap, each after the one before, up to a head at
/// least as far as `position`.
pub(super) fn read_all(journal: &dyn Journal, at_least: u64) -> Result<Vec<Read>, BrokenPromise> {
    let read = works("a journal is read", read_from(journal, 1))?;
    let (mut next, mut previous, mut time) = (1, Hash::GENESIS, UNTIMED);
    for commit in &read {
        equal("positions have no gap", &commit.first, &next)?;
        let count = commit.events.len() as u64;
        equal("a commit is seen whole", &commit.last, &(commit.first + count - 1))?;
        equal("a commit names the hash of the one before", &commit.previous, &previous)?;
        let went_back = || format!("{:?} after {time:?}", commit.recorded_at);
        holds("times of recording never go back", commit.recorded_at >= time, went_back)?;
        (next, previous, time) = (commit.last + 1, commit.hash, commit.recorded_at);
    }
    let ends = || format!("they end at {}, and the head was at {at_least}", next - 1);
    holds("commits are read up to the head", next > at_least, ends)?;
    Ok(read)
}

/// Submits, waits, and sees that the journal ends with these events then.
pub(super) fn append(
    journal: &dyn Journal,
    events: &[Sent],
    recorded_at: RecordedAt,
) -> Result<Accepted, BrokenPromise> {
    let before = journal.head();
    let ticket = journal.submit(Submission::new(recorded_at, batch(events)));
    let accepted = works("events are accepted", works("events are submitted", ticket)?.wait())?;
    equal("events stand where the record ended", &accepted.first, &before.next_position())?;
    equal(
        "events stand next to one another",
        &accepted.last.get(),
        &(before.position + events.len() as u64),
    )?;
    let head = journal.head();
    equal("what was waited for is behind the head", &head.position, &accepted.last.get())?;
    equal("the head has the hash of the last commit", &head.hash, &accepted.commit.hash)?;
    equal("who waited is told the head", &accepted.head, &head)?;
    equal("commits are counted", &head.commit_count, &(before.commit_count + 1))?;
    Ok(accepted)
}

/// Submits and waits, wherever the journal says no.
pub(super) fn outcome(journal: &dyn Journal, submission: Submission) -> Result<Accepted, SubmitError> {
    journal.submit(submission)?.wait()
}

/// Sees that a submission is refused for this reason, and that nothing of it is on record.
pub(super) fn refused(
    promise: &'static str,
    journal: &dyn Journal,
    submission: Submission,
    is_reason: fn(&SubmitError) -> bool,
) -> Kept {
    let before = journal.head();
    match outcome(journal, submission) {
        Ok(accepted) => return broken(promise, format!("it was accepted at {}", accepted.first)),
        Err(error) if is_reason(&error) => {}
        Err(error) => return broken(promise, format!("it was refused otherwise: {error}")),
    }
    equal("nothing is left of what was refused", &journal.head(), &before)?;
    let read = read_all(journal, before.position)?;
    equal("nothing is left of what was refused", &read.last().map_or(0, |last| last.last), &before.position)
}
