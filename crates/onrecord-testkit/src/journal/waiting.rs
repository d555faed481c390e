//! Waiting for commits: it ends with one, with the time, or because somebody ended it.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use onrecord_core::journal::{Cancel, Head, Journal, JournalError, Waiting};

use super::Made;
use super::model::{append, at, sent};
use crate::promise::{BrokenPromise, Kept, broken, equal, holds, works};

/// Within this a wait has ended that should end at once, also on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(5);

/// Much longer than that.
const LONG: Duration = Duration::from_secs(12);

pub(super) fn ends(Made { journal, open_reader, .. }: Made) -> Kept {
    append(&*journal, &sent(1, 2), at(1))?;
    with_the_time(&journal)?;
    for_whoever_is_behind(&journal)?;
    because_it_is_cancelled(&journal)?;
    with_a_commit(&journal, journal.clone())?;
    match open_reader {
        Some(open) => {
            let reader = open();
            because_it_is_cancelled(&reader)?;
            with_a_commit(&journal, reader)
        }
        None => Ok(()),
    }
}

fn with_the_time(journal: &Arc<dyn Journal>) -> Kept {
    let promise = "a wait for what does not come ends with the time";
    let (begun, at_most) = (Instant::now(), Duration::from_millis(40));
    let head = works(promise, journal.wait_beyond(2, Waiting::at_most(at_most)))?;
    let took = begun.elapsed();
    equal(promise, &head, &journal.head())?;
    holds(promise, took >= at_most && took < at_most + AT_ONCE, || format!("it took {took:?}"))
}

fn for_whoever_is_behind(journal: &Arc<dyn Journal>) -> Kept {
    let promise = "who is behind does not wait";
    let begun = Instant::now();
    let head = works(promise, journal.wait_beyond(1, Waiting::at_most(LONG)))?;
    equal(promise, &head.position, &2)?;
    holds(promise, begun.elapsed() < AT_ONCE, || format!("it took {:?}", begun.elapsed()))
}

fn because_it_is_cancelled(journal: &Arc<dyn Journal>) -> Kept {
    let promise = "a wait ends when it is cancelled";
    let (cancel, seen) = (Cancel::new(), journal.head().position);
    let begun = Instant::now();
    let waited = thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let waiting = Waiting { every: LONG, ..Waiting::at_most(LONG) };
            journal.wait_beyond(seen, waiting.until(&cancel))
        });
        thread::sleep(Duration::from_millis(30));
        cancel.cancel();
        joined(waiting)
    });
    equal(promise, &works(promise, waited?)?.position, &seen)?;
    holds(promise, begun.elapsed() < AT_ONCE, || format!("it took {:?}", begun.elapsed()))?;
    works(promise, journal.wait_beyond(seen, Waiting::at_most(LONG).until(&cancel)))?;
    holds(promise, begun.elapsed() < AT_ONCE, || "not if it was cancelled before".to_owned())
}

fn with_a_commit(journal: &Arc<dyn Journal>, waiter: Arc<dyn Journal>) -> Kept {
    let promise = "a wait ends with the commit that was waited for";
    let before = journal.head().position;
    let waited = thread::scope(|scope| {
        let waiting = scope.spawn(move || waiter.wait_beyond(before, Waiting::at_most(LONG)));
        thread::sleep(Duration::from_millis(30));
        let appended = append(&**journal, &sent(before, 2), at(2));
        (joined(waiting), appended)
    });
    let (waited, appended) = waited;
    equal(promise, &works(promise, waited?)?, &appended?.head)
}

fn joined(
    waiting: thread::ScopedJoinHandle<'_, Result<Head, JournalError>>,
) -> Result<Result<Head, JournalError>, BrokenPromise> {
    waiting.join().or_else(|_| broken("no thread panics", "one did"))
}
