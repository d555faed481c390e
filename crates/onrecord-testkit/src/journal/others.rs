//! Other handles: readers beside a writer, and the same record opened again.

use std::sync::Arc;
use std::thread;

use onrecord_core::journal::{Expected, Journal, Submission, SubmitError};

use super::model::{append, at, batch, outcome, read_all, refused, sent};
use super::{Made, OpenReader};
use crate::promise::{Kept, broken, equal, holds, same, works};

const COMMITS: u64 = 60;

/// Whoever reads while others write sees a beginning of the record, in whole commits, that only ever grows.
pub(super) fn readers(Made { journal, open_reader, .. }: Made) -> Kept {
    let mut handles: Vec<Arc<dyn Journal>> = vec![journal.clone(), journal.clone()];
    handles.extend(open_reader.as_ref().map(|open| open()));
    let (read, written) = thread::scope(|scope| {
        let threads: Vec<_> = handles.iter().map(|handle| scope.spawn(|| follow(&**handle))).collect();
        let written =
            (1..=COMMITS).try_for_each(|number| append(&*journal, &sent(number, 3), at(1)).map(drop));
        let joined = threads.into_iter().map(|thread| thread.join());
        let read = joined.map(|told| told.unwrap_or_else(|_| broken("no thread panics", "one did")));
        (read.collect::<Kept>(), written)
    });
    written?;
    read?;
    open_reader.map_or(Ok(()), |open| read_only(&*journal, &open))
}

fn follow(journal: &dyn Journal) -> Kept {
    let (mut seen, mut idle) = (journal.head(), 0_u64);
    while seen.position < COMMITS * 3 {
        let head = works("a journal is looked at", journal.refresh())?;
        holds("a head never goes back", head.position >= seen.position, || {
            format!("{head:?} after {seen:?}")
        })?;
        let read = read_all(journal, head.position)?;
        let whole = read.iter().all(|commit| commit.events.len() == 3);
        holds("a commit is seen whole or not at all", whole, || "a part of one was seen".to_owned())?;
        let there = head.position == 0 || read.iter().any(|commit| commit.hash == head.hash);
        holds("the head is the end of a commit", there, || format!("{head:?}"))?;
        idle = if head == seen { idle + 1 } else { 0 };
        holds("what is appended comes to be seen", idle < 1_000_000, || format!("it stays at {head:?}"))?;
        seen = head;
    }
    Ok(())
}

fn read_only(journal: &dyn Journal, open: &OpenReader) -> Kept {
    let reader = open();
    equal("a reader sees what was acknowledged when it was opened", &reader.head(), &journal.head())?;
    equal("a reader says that it is one", &reader.is_read_only(), &true)?;
    let promise = "a reader appends nothing";
    let submission = Submission::new(at(2), batch(&sent(99, 1)));
    refused(promise, &*reader, submission, |error| matches!(error, SubmitError::ReadOnly))?;
    append(journal, &sent(100, 1), at(2))?;
    let refreshed = works("a journal is looked at", reader.refresh())?;
    equal("a reader sees what was appended when it looks", &refreshed, &journal.head())?;
    same("a reader reads what the writer reads", &read_all(&*reader, 1)?, &read_all(journal, 1)?)
}

pub(super) fn reopened(Made { journal, reopen, .. }: Made) -> Kept {
    let Some(reopen) = reopen else { return Ok(()) };
    for number in 1..=12 {
        append(&*journal, &sent(number, 2), at(number as i64))?;
    }
    let (head, read) = (journal.head(), read_all(&*journal, 24)?);
    drop(journal);
    let journal = reopen();
    equal("a record that is opened again ends where it ended", &journal.head(), &head)?;
    same("a record that is opened again holds what it held", &read_all(&*journal, 24)?, &read)?;
    let submission = Submission::new(at(13), batch(&sent(13, 2))).expecting(Expected::Head(head));
    let promise = "a record goes on where it was left";
    let accepted = works(promise, outcome(&*journal, submission))?;
    equal(promise, &accepted.first, &head.next_position())?;
    let last = read_all(&*journal, 26)?.pop();
    equal(promise, &last.map(|commit| commit.previous), &Some(head.hash))
}
