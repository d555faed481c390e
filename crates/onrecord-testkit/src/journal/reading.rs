//! Reading: nothing of an empty journal, and of any other what was appended, in order, from any place, one by one.

use std::ops::ControlFlow;

use onrecord_core::Position;
use onrecord_core::journal::{Head, Journal, Waiting};

use super::Made;
use super::model::{Read, Sent, append, at, position, read_all, read_from, sent};
use crate::promise::{BrokenPromise, Kept, equal, holds, same, works};

pub(super) fn empty(Made { journal, .. }: Made) -> Kept {
    equal("a new journal holds nothing", &journal.head(), &Head::EMPTY)?;
    equal("a new journal holds nothing", &works("it is looked at", journal.refresh())?, &Head::EMPTY)?;
    equal("a new journal shows no commit", &read_all(&*journal, 0)?.len(), &0)?;
    let none = "what is beyond the head is left out";
    let count = works(none, journal.events(&[position(1), position(9)], &mut |_| {}))?;
    equal(none, &count, &0)?;
    equal(none, &works(none, journal.commit_of(position(1)))?, &None)?;
    equal(none, &works(none, journal.position_at(at(i64::from(i32::MAX))))?, &0)?;
    let waited = works(none, journal.wait_beyond(0, Waiting::at_most(std::time::Duration::ZERO)))?;
    equal("who waits for no time looks once", &waited, &Head::EMPTY)
}

/// Commits of one to seven events, one after the other.
fn filled(journal: &dyn Journal) -> Result<Vec<Vec<Sent>>, BrokenPromise> {
    let commits: Vec<_> = (1..=20).map(|number| sent(number, 1 + number % 7)).collect();
    for (commit, time) in commits.iter().zip(1..) {
        append(journal, commit, at(time))?;
    }
    Ok(commits)
}

pub(super) fn in_order(Made { journal, .. }: Made) -> Kept {
    let commits = filled(&*journal)?;
    let head = journal.head();
    let read = read_all(&*journal, head.position)?;
    let events: Vec<_> = read.iter().map(|commit| commit.events.clone()).collect();
    same("what is read is what was appended", &events, &commits)?;
    equal("the last commit is the head", &read.last().map(|last| last.hash), &Some(head.hash))?;
    for from in 1..=head.position {
        from_any_place(&*journal, &read, from)?;
    }
    same("nothing is read from beyond the head", &read_from_there(&*journal, head.position + 1)?, &[])
}

fn read_from_there(journal: &dyn Journal, from: u64) -> Result<Vec<Read>, BrokenPromise> {
    works("a journal is read from any place", read_from(journal, from))
}

fn from_any_place(journal: &dyn Journal, read: &[Read], from: u64) -> Kept {
    let place = read.partition_point(|commit| commit.last < from);
    let there = "reading begins at the commit that holds the position";
    same(there, &read_from_there(journal, from)?, &read[place..])?;
    let commit = works("a commit is found", journal.commit_of(position(from)))?;
    let found = commit.map(|commit| (commit.first.get(), commit.last.get(), commit.hash));
    equal(
        "a commit is found by any of its positions",
        &found,
        &read.get(place).map(|c| (c.first, c.last, c.hash)),
    )?;
    let (mut seen, mut nested) = (0, Ok(0));
    let stopped = journal.commits(position(from), &mut |view| {
        seen += 1;
        nested = journal.events(&[view.last], &mut |_| {});
        if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    works("a visitor may break", stopped)?;
    equal("nothing is shown after a visitor breaks", &seen, &(read.len() - place).min(2))?;
    equal("a visitor may look at the journal", &works("a visitor may look at the journal", nested)?, &1)
}

pub(super) fn single_events(Made { journal, .. }: Made) -> Kept {
    let all: Vec<Sent> = filled(&*journal)?.concat();
    let count = all.len() as u64;
    let ascending: Vec<u64> = (1..=count).collect();
    let descending: Vec<u64> = (1..=count).rev().collect();
    let scattered: Vec<u64> = (0..count).map(|step| 1 + step * 17 % count).collect();
    let repeated = vec![3, 3, 1, 3, count, count, 2];
    let beyond = vec![count + 1, 2, u64::MAX, 1, count + 5, count];
    for asked in [ascending, descending, scattered, repeated, beyond, Vec::new()] {
        let positions: Vec<Position> = asked.iter().copied().map(position).collect();
        let mut found = Vec::new();
        let visited = journal.events(&positions, &mut |event| {
            found.push((event.position.get(), (event.kind, event.schema, event.bytes.to_vec())));
        });
        let there = asked.iter().filter(|at| **at <= count);
        let expected: Vec<_> = there.map(|at| (*at, all[*at as usize - 1].clone())).collect();
        same("events are found in the order and as often as they are asked for", &found, &expected)?;
        let visited = works("events are found", visited)?;
        equal("it is said how many events were found", &visited, &expected.len())?;
    }
    Ok(())
}

pub(super) fn large_commits(Made { journal, .. }: Made) -> Kept {
    let large: Vec<Sent> =
        (0..12_000_u32).map(|index| (index as u16, 1, index.to_le_bytes().repeat(4))).collect();
    let long: Vec<Sent> = vec![(1, 1, vec![7; 700_000]), (2, 1, Vec::new())];
    let commits = [sent(1, 2), large, sent(2, 1), long, sent(3, 3)];
    for (commit, time) in commits.iter().zip(1..) {
        append(&*journal, commit, at(time))?;
    }
    let read = read_all(&*journal, journal.head().position)?;
    let is_same = read.iter().map(|commit| &commit.events).eq(&commits);
    holds("large commits are read whole", is_same, || "they are not what was appended".to_owned())?;
    let all = commits.concat();
    let positions = [9_000, 2, 3, 12_002, 12_003, 12_004, 12_005, 5_000, 5_001].map(position);
    let mut asked = positions.iter();
    let mut wrong = None;
    let visited = journal.events(&positions, &mut |event| {
        let expected = asked.next().map(|at| (*at, &all[at.get() as usize - 1]));
        let (kind, schema, bytes) = (event.kind, event.schema, event.bytes.to_vec());
        if expected != Some((event.position, &(kind, schema, bytes))) {
            wrong.get_or_insert(event.position);
        }
    });
    equal("events of large commits are found", &works("events are found", visited)?, &positions.len())?;
    equal("events of large commits are found", &wrong, &None)
}
