//! Tickets: waited for in any order, by any thread, dropped, and given up for a while.

use std::thread;
use std::time::Duration;

use onrecord_core::journal::{Cancel, Journal, Submission, Ticket, Waiting};

use super::Made;
use super::model::{Sent, append, at, batch, read_all, sent};
use crate::promise::{BrokenPromise, Kept, broken, equal, holds, same, works};

fn submit(journal: &dyn Journal, number: u64) -> Result<Ticket, BrokenPromise> {
    let submission = Submission::new(at(3), batch(&sent(number, 1 + number % 3)));
    works("several submissions are on their way at a time", journal.submit(submission))
}

fn events(journal: &dyn Journal) -> Result<Vec<Sent>, BrokenPromise> {
    let read = read_all(journal, journal.head().position)?;
    Ok(read.into_iter().flat_map(|commit| commit.events).collect())
}

pub(super) fn in_any_order(Made { journal, .. }: Made) -> Kept {
    append(&*journal, &sent(1, 1), at(1))?;
    let tickets: Vec<(u64, Ticket)> = (2..=9)
        .map(|number| Ok((number, submit(&*journal, number)?)))
        .collect::<Result<_, BrokenPromise>>()?;
    let (mut behind, ahead): (Vec<_>, Vec<_>) = tickets.into_iter().partition(|(number, _)| number % 2 == 0);
    behind.reverse();
    let waited = thread::scope(|scope| {
        let waiting =
            scope.spawn(|| ahead.into_iter().map(|(number, ticket)| (number, ticket.wait())).collect());
        let mut waited: Vec<_> = behind.into_iter().map(|(number, ticket)| (number, ticket.wait())).collect();
        let others: Vec<_> = waiting.join().unwrap_or_default();
        waited.extend(others);
        waited
    });
    equal("every ticket is told", &waited.len(), &8)?;
    let all = events(&*journal)?;
    let expected: Vec<Sent> =
        (1..=9).flat_map(|number| sent(number, if number == 1 { 1 } else { 1 + number % 3 })).collect();
    same("events are accepted in the order in which they were submitted", &all, &expected)?;
    for (number, accepted) in waited {
        let accepted = works("events are accepted", accepted)?;
        let range = accepted.first.get() as usize - 1..accepted.last.get() as usize;
        let found = all.get(range).unwrap_or_default();
        same("a ticket says where its own events are", found, &sent(number, 1 + number % 3))?;
        let is_inside = accepted.commit.first <= accepted.first && accepted.last <= accepted.commit.last;
        holds("a ticket names the commit of its events", is_inside, || format!("{accepted:?}"))?;
    }
    Ok(())
}

pub(super) fn dropped_and_given_up(Made { journal, .. }: Made) -> Kept {
    drop(submit(&*journal, 1)?);
    let accepted = works("events are accepted after a ticket was dropped", submit(&*journal, 2)?.wait())?;
    let (before, own) = (sent(1, 2), sent(2, 3));
    let all = events(&*journal)?;
    let is_whole = all == [before, own.clone()].concat() || all == own;
    holds("what a dropped ticket stood for comes before what came later, or not at all", is_whole, || {
        format!("{all:?}")
    })?;
    equal("a ticket says where its own events are", &accepted.last.get(), &(all.len() as u64))?;
    given_up(&*journal)
}

fn given_up(journal: &dyn Journal) -> Kept {
    let promise = "who gives up waiting for a ticket can wait again";
    let mut ticket = submit(journal, 3)?;
    let cancel = Cancel::new();
    cancel.cancel();
    let waited = works(promise, ticket.wait_for(Waiting::FOREVER.until(&cancel)))?;
    let before = journal.head();
    let told = match waited {
        Some(accepted) => Some(accepted),
        None => works(promise, ticket.wait_for(Waiting::at_most(Duration::from_secs(60))))?,
    };
    let Some(accepted) = told else { return broken(promise, "they were not accepted in a minute") };
    let is_so =
        waited.is_some() || accepted.first > before.next_position() || before.position < accepted.last.get();
    holds(promise, is_so, || format!("{accepted:?} was on record before"))?;
    equal("what was waited for is behind the head", &journal.head().position, &accepted.last.get())
}
