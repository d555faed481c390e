//! Appending: what is refused leaves nothing, what is expected must be so, and nothing is lost or doubled in a race.

use std::sync::Arc;
use std::thread;

use onrecord_core::journal::{Batch, EVENT_BYTES_MAX, Expected, Journal, Submission, SubmitError};

use super::Made;
use super::model::{append, at, batch, outcome, read_all, refused, sent};
use crate::promise::{BrokenPromise, Kept, broken, equal, holds, same, works};

pub(super) fn refusals(Made { journal, .. }: Made) -> Kept {
    append(&*journal, &sent(1, 3), at(1))?;
    let empty = Submission::new(at(2), Batch::new());
    refused("a commit holds an event", &*journal, empty, |error| matches!(error, SubmitError::Empty))?;
    let mut oversized = batch(&sent(2, 1));
    oversized.push_bytes(1, 1, &vec![0; EVENT_BYTES_MAX + 1]);
    let too_large = |error: &SubmitError| {
        matches!(error, SubmitError::EventTooLarge { .. } | SubmitError::TooLarge { .. })
    };
    refused("an event has a size", &*journal, Submission::new(at(2), oversized), too_large)?;
    append(&*journal, &sent(3, 2), at(3))?;
    equal("a writer is not read-only", &journal.is_read_only(), &false)
}

pub(super) fn compare_and_append(Made { journal, .. }: Made) -> Kept {
    let journal = &*journal;
    let (moved, met) =
        ("a record that does not end as expected is not appended to", "what is expected is so");
    let is_moved = |error: &SubmitError| matches!(error, SubmitError::HeadMoved { .. });
    let expecting = |number, expected| Submission::new(at(5), batch(&sent(number, 2))).expecting(expected);
    let empty = journal.head();
    let first = works(met, outcome(journal, expecting(1, Expected::Head(empty))))?;
    refused(moved, journal, expecting(2, Expected::Head(empty)), is_moved)?;
    refused(moved, journal, expecting(2, Expected::Position(0)), is_moved)?;
    refused(moved, journal, expecting(2, Expected::Position(3)), is_moved)?;
    let mut other = journal.head();
    other.hash = empty.hash;
    refused(moved, journal, expecting(2, Expected::Head(other)), is_moved)?;
    works(met, outcome(journal, expecting(2, Expected::Head(first.head))))?;
    works(met, outcome(journal, expecting(3, Expected::Position(4))))?;
    on_top_of_what_is_on_its_way(journal)
}

fn on_top_of_what_is_on_its_way(journal: &dyn Journal) -> Kept {
    let expecting = |number, expected| Submission::new(at(6), batch(&sent(number, 1))).expecting(expected);
    let head = journal.head();
    let met = "what is on its way is counted in";
    let first = works(met, journal.submit(expecting(4, Expected::Position(head.position))))?;
    let second = works(met, journal.submit(expecting(5, Expected::Position(head.position + 1))))?;
    let late = journal.submit(expecting(6, Expected::Position(head.position)));
    let accepted = works(met, second.wait())?;
    equal(met, &accepted.first.get(), &(head.position + 2))?;
    equal(met, &works(met, first.wait())?.first.get(), &(head.position + 1))?;
    let late = late.and_then(|ticket| ticket.wait());
    let is_refused = matches!(late, Err(SubmitError::HeadMoved { .. }));
    holds("what is on its way is not passed over", is_refused, || format!("{late:?}"))
}

/// Threads that append in turn where the record ends, and others that append wherever it ends.
pub(super) fn races(Made { journal, .. }: Made) -> Kept {
    const THREADS: u64 = 4;
    const ROUNDS: u64 = 25;
    let appended = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let journal = journal.clone();
                scope.spawn(move || (0..ROUNDS).map(|round| race(&journal, thread * 1_000 + round)).collect())
            })
            .collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.map(|told| told.unwrap_or_else(|_| broken("no thread panics", "one did"))).collect()
    });
    let appended: Result<Vec<Vec<(u64, u64)>>, BrokenPromise> = appended;
    let head = journal.head();
    let promise = "nothing is lost, doubled or torn apart by threads that append at a time";
    let events: Vec<_> =
        read_all(&*journal, head.position)?.into_iter().flat_map(|commit| commit.events).collect();
    equal(promise, &events.len(), &((THREADS * ROUNDS * 2) as usize))?;
    for thread in appended? {
        let in_order = thread.is_sorted_by_key(|(first, _)| *first);
        holds("what one thread appends stands in its order", in_order, || format!("{thread:?}"))?;
        for (first, number) in thread {
            let found = events.get(first as usize - 1..first as usize + 1).unwrap_or_default();
            same(promise, found, &sent(number, 2))?;
        }
    }
    Ok(())
}

/// Appends two events, every other time only where the record ends as was seen; says where they are.
fn race(journal: &Arc<dyn Journal>, number: u64) -> Result<(u64, u64), BrokenPromise> {
    loop {
        let head = journal.head();
        let expected = if number.is_multiple_of(2) { Expected::Anywhere } else { Expected::Head(head) };
        let submission = Submission::new(at(9), batch(&sent(number, 2))).expecting(expected);
        match outcome(&**journal, submission) {
            Ok(accepted) => {
                let first = accepted.first.get();
                let is_there = number.is_multiple_of(2) || first == head.position + 1;
                holds("events follow the head that was expected", is_there, || format!("{first}"))?;
                return Ok((first, number));
            }
            Err(SubmitError::HeadMoved { .. }) => {
                works("a journal is looked at", journal.refresh())?;
            }
            Err(error) => return broken("an append in a race is accepted or refused", error.to_string()),
        }
    }
}

/// Equal commits have equal hashes in every journal, and others have others.
pub(super) fn same_hashes(one: Made, other: Made) -> Kept {
    let promise = "equal commits have equal hashes";
    for number in 1..=5 {
        let [one, other] =
            [&one, &other].map(|made| append(&*made.journal, &sent(number, 2), at(number as i64)));
        equal(promise, &one?.commit.hash, &other?.commit.hash)?;
    }
    let one = append(&*one.journal, &sent(6, 2), at(6))?;
    let other = append(&*other.journal, &sent(7, 2), at(6))?;
    let differ = one.commit.hash != other.commit.hash;
    holds("other events give another hash", differ, || one.commit.hash.to_string())
}
