//! Several threads that append to one log: one sync for all that wait, each told where its own events are.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use onrecord_core::journal::{Cancel, Waiting};
use onrecord_log::{
    Accepted, Appender, Batch, Log, MemoryStorage, Options, Reader, SubmitError, Ticket, UNTIMED, verify,
};
use onrecord_testkit::storage::{Failure, FaultyDisk};
use onrecord_testkit::tell;

use crate::readers::Watched;
use crate::sample::{Event, Sent, at, read_all};

fn submit(appender: &Appender, sent: &Sent) -> Result<Ticket, SubmitError> {
    appender.submit(at(sent.recorded_at), sent.batch())
}

fn events(reader: &Reader) -> Vec<Event> {
    read_all(reader).unwrap().into_iter().flat_map(|sent| sent.events).collect()
}

#[test]
fn what_waits_together_is_one_commit_with_one_write_and_one_sync() {
    let disk = FaultyDisk::new(0);
    let appender = Log::create(disk.clone()).unwrap().share();
    let sent: Vec<Sent> = (1..=5).map(|number| Sent::numbered(number, number)).collect();
    let before = disk.steps();
    let tickets: Vec<Ticket> = sent.iter().map(|sent| submit(&appender, sent).unwrap()).collect();
    assert_eq!(disk.steps(), before, "nothing is written before somebody waits");
    let mut next = 1;
    for (ticket, sent) in tickets.into_iter().zip(&sent) {
        let promised = ticket.positions();
        let Accepted { first, last, commit, .. } = ticket.wait().unwrap();
        assert_eq!((first, last), promised);
        assert_eq!((first.get(), last.get()), (next, next + sent.events.len() as u64 - 1));
        assert_eq!((commit.first.get(), commit.last.get()), (1, 15));
        next = last.get() + 1;
    }
    assert_eq!(disk.steps() - before, 3, "the commit, its sync, and the mark for readers");
    let whole = Sent { recorded_at: 5_000, events: sent.into_iter().flat_map(|sent| sent.events).collect() };
    assert_eq!(read_all(&Reader::open(disk).unwrap()).unwrap(), [whole]);
}

#[test]
fn what_comes_while_a_commit_is_synced_is_the_next_commit() {
    const WRITERS: usize = 9;
    let submitted = Arc::new((Mutex::new(0), Condvar::new()));
    let seen = submitted.clone();
    let all_are_here = move || {
        let wait = seen.1.wait_while(seen.0.lock().unwrap(), |count| (1..WRITERS).contains(count));
        drop(wait.unwrap());
    };
    let storage = MemoryStorage::new();
    let appender = Log::create(Watched::new(storage.clone(), all_are_here)).unwrap().share();
    let write = |number: usize| {
        let ticket = submit(&appender, &Sent::numbered(number, 2)).unwrap();
        *submitted.0.lock().unwrap() += 1;
        submitted.1.notify_all();
        ticket.wait().unwrap()
    };
    let accepted: Vec<Accepted> = thread::scope(|scope| {
        let threads: Vec<_> = (1..=WRITERS).map(|number| scope.spawn(move || write(number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(appender.head().position, 2 * WRITERS as u64);
    assert!(appender.head().commit_count <= 2, "the first took what was there, the second all the rest");
    let stored = events(&Reader::open(storage).unwrap());
    for (number, accepted) in (1..=WRITERS).zip(accepted) {
        let range = accepted.first.get() as usize - 1..accepted.last.get() as usize;
        assert_eq!(stored[range], Sent::numbered(number, 2).events);
    }
}

#[test]
fn many_threads_append_and_nothing_is_lost_doubled_or_torn_apart() {
    let storage = MemoryStorage::new();
    let options = Options { segment_bytes: 3_000, ..Options::default() };
    let appender = Log::create_with(storage.clone(), options).unwrap().share();
    let write = |writer: usize| -> Vec<(usize, Accepted)> {
        let appended = (0..50).map(|round| {
            let number = 1 + writer * 50 + round;
            let sent = Sent::numbered(number, 1 + number % 4);
            (number, appender.append(at(round as i64), sent.batch()).unwrap())
        });
        appended.collect()
    };
    let accepted: Vec<Vec<(usize, Accepted)>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|writer| scope.spawn(move || write(writer))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for own in &accepted {
        assert!(own.windows(2).all(|two| two[0].1.last < two[1].1.first), "each in its own order");
    }
    let by_first: BTreeMap<u64, usize> =
        accepted.iter().flatten().map(|(number, accepted)| (accepted.first.get(), *number)).collect();
    let expected: Vec<Event> =
        by_first.values().flat_map(|number| Sent::numbered(*number, 1 + number % 4).events).collect();
    assert_eq!(by_first.len(), 400);
    assert_eq!(events(&Reader::open(storage.clone()).unwrap()), expected);
    drop(appender);
    assert!(verify(&storage).unwrap().is_sound());
}

#[test]
fn a_failed_write_is_told_to_all_whom_it_held_and_to_all_behind() {
    for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
        for step in 0..2 {
            let disk = FaultyDisk::new(step);
            let appender = Log::create(disk.clone()).unwrap().share();
            appender.append(UNTIMED, Sent::numbered(1, 1).batch()).unwrap();
            disk.fail_at(disk.steps() + step, Failure::Refuse(kind));
            let untimed = appender.submit(UNTIMED, Sent::numbered(2, 2).batch()).unwrap();
            let beside = appender.submit(UNTIMED, Sent::numbered(3, 1).batch()).unwrap();
            let behind = submit(&appender, &Sent::numbered(4, 1)).unwrap();
            assert!(matches!(behind.wait(), Err(SubmitError::Poisoned)), "never written");
            for held in [untimed, beside] {
                assert!(matches!(held.wait(), Err(SubmitError::Uncertain(error)) if error.kind() == kind));
            }
            assert!(appender.is_poisoned());
            assert!(matches!(submit(&appender, &Sent::numbered(5, 1)), Err(SubmitError::Poisoned)));
            assert_eq!(appender.head().position, 1);
            assert_eq!(Reader::open(disk).unwrap().head().position, 1);
        }
    }
}

#[test]
fn a_storage_that_panics_leaves_nobody_waiting() {
    let is_broken = Arc::new(AtomicBool::new(false));
    let seen = is_broken.clone();
    let watched = Watched::new(MemoryStorage::new(), move || {
        assert!(!seen.load(Ordering::Relaxed), "the storage panics, as this test wants it to");
    });
    let appender = Log::create(watched).unwrap().share();
    appender.append(UNTIMED, Sent::numbered(1, 1).batch()).unwrap();
    is_broken.store(true, Ordering::Relaxed);
    let untimed = appender.submit(UNTIMED, Sent::numbered(2, 2).batch()).unwrap();
    let beside = appender.submit(UNTIMED, Sent::numbered(3, 1).batch()).unwrap();
    let behind = submit(&appender, &Sent::numbered(4, 1)).unwrap();
    let waits = thread::scope(|scope| {
        let threads = [untimed, beside, behind].map(|ticket| scope.spawn(move || ticket.wait()));
        threads.map(|thread| thread.join().ok())
    });
    assert_eq!(waits.iter().filter(|wait| wait.is_none()).count(), 1, "one of them wrote for the others");
    for told in waits.into_iter().flatten() {
        assert!(matches!(told, Err(SubmitError::Poisoned)), "{told:?}");
    }
    assert!(appender.is_poisoned());
    assert!(matches!(submit(&appender, &Sent::numbered(5, 1)), Err(SubmitError::Poisoned)));
    assert_eq!(appender.head().position, 1);
    appender.settle();
}

#[test]
fn law_6_recovery_holds_for_what_several_submitted_at_every_step() {
    const OPTIONS: Options = Options { record_id: [3; 16], segment_bytes: 3_000, zeroed_bytes_max: 1_000 };
    /// Groups of submissions, each group waited for from its end; returns how many events were acknowledged.
    fn work(disk: &FaultyDisk) -> u64 {
        let Ok(log) = Log::create_with(disk.clone(), OPTIONS) else { return 0 };
        let appender = log.share();
        let mut acknowledged = 0;
        for group in 0..8 {
            let tickets: Vec<Ticket> = (1..=3)
                .map_while(|index| submit(&appender, &Sent::numbered(group * 3 + index, 1 + index % 3)).ok())
                .collect();
            for ticket in tickets.into_iter().rev() {
                acknowledged = acknowledged.max(ticket.wait().map_or(0, |accepted| accepted.last.get()));
            }
        }
        acknowledged
    }
    let sent: Vec<Event> =
        (1..=24).flat_map(|number| Sent::numbered(number, 1 + (1 + (number - 1) % 3) % 3).events).collect();
    let whole = FaultyDisk::new(0);
    assert_eq!(work(&whole), sent.len() as u64);
    let mut tried = 0;
    for step in 0..whole.steps() {
        for outcome in 0..16 {
            let disk = FaultyDisk::new(step);
            disk.fail_at(step, Failure::Crash);
            let acknowledged = work(&disk);
            let disk = disk.after_crash(step << 8 | outcome);
            let read = Reader::open(disk.clone()).map(|reader| events(&reader)).unwrap_or_default();
            assert!(read.len() as u64 >= acknowledged, "step {step}, outcome {outcome}");
            assert_eq!(read[..], sent[..read.len()]);
            tried += 1;
        }
    }
    tell(&format!("log crashes while threads append: {tried} tried, 0 acknowledged events lost"));
    assert!(tried >= 500);
}

#[test]
fn times_never_go_back_and_events_without_one_get_none() {
    let storage = MemoryStorage::new();
    let appender = Log::create(storage.clone()).unwrap().share();
    let batch = |number| Sent::numbered(number, 1).batch();
    let tickets =
        [UNTIMED, UNTIMED, at(70), at(50), at(90)].map(|time| appender.submit(time, batch(1)).unwrap());
    let late = appender.submit(UNTIMED, batch(1));
    assert!(matches!(late, Err(SubmitError::RecordedAtWentBack { head, .. }) if head == at(90)));
    assert!(tickets.into_iter().all(|ticket| ticket.wait().is_ok()));
    assert_eq!(appender.append(at(60), batch(1)).unwrap().commit.recorded_at, at(90));
    let commits = read_all(&Reader::open(storage).unwrap()).unwrap();
    let shape: Vec<(i64, usize)> = commits.iter().map(|sent| (sent.recorded_at, sent.events.len())).collect();
    assert_eq!(shape, [(UNTIMED.unix_micros(), 2), (90, 3), (90, 1)]);
}

#[test]
fn what_cannot_be_a_commit_is_refused_alone() {
    let appender = Log::create(MemoryStorage::new()).unwrap().share();
    let good = submit(&appender, &Sent::numbered(1, 2)).unwrap();
    assert!(matches!(appender.submit(at(1_000), Batch::new()), Err(SubmitError::Empty)));
    let mut large = Batch::new();
    large.push(1, 1, |buffer| buffer.resize(buffer.len() + onrecord_log::EVENT_BYTES_MAX + 1, 0));
    assert!(matches!(appender.submit(at(1_000), large), Err(SubmitError::EventTooLarge { index: 0, .. })));
    let next = submit(&appender, &Sent::numbered(2, 1)).unwrap();
    assert_eq!(next.wait().unwrap().first.get(), 3);
    assert_eq!(good.wait().unwrap().last.get(), 2);
}

#[test]
fn large_batches_keep_commits_of_their_own() {
    let appender = Log::create(MemoryStorage::new()).unwrap().share();
    let batch = |bytes: usize| {
        let mut batch = Batch::new();
        batch.push_bytes(1, 1, &vec![7; bytes]);
        batch
    };
    let tickets = [600_000, 600_000, 100].map(|bytes| appender.submit(UNTIMED, batch(bytes)).unwrap());
    let commits = tickets.map(|ticket| ticket.wait().unwrap().commit.first.get());
    assert_eq!(commits, [1, 2, 2]);
}

#[test]
fn a_thread_that_goes_on_encoding_is_written_by_the_one_that_waits() {
    let appender = Log::create(MemoryStorage::new()).unwrap().share();
    let (sender, receiver) = mpsc::sync_channel::<Ticket>(1);
    let waiting = thread::spawn(move || {
        receiver.into_iter().map(|ticket| ticket.wait().unwrap().last.get()).collect::<Vec<u64>>()
    });
    for number in 1..=40 {
        sender.send(submit(&appender, &Sent::numbered(number, 1)).unwrap()).unwrap();
    }
    drop(sender);
    assert_eq!(waiting.join().unwrap(), (1..=40).collect::<Vec<u64>>());
    assert_eq!(appender.head().position, 40);
}

#[test]
fn whoever_gives_up_while_a_commit_is_synced_leaves_the_next_one_to_the_others() {
    for round in 0..60_u64 {
        let (entered, enter) = mpsc::channel();
        // The door is closed once the record is there.
        let door = Arc::new((Mutex::new(true), Condvar::new()));
        let (closed, opened) = (door.clone(), door.clone());
        let sync = move || {
            entered.send(()).unwrap_or_default();
            drop(closed.1.wait_while(closed.0.lock().unwrap(), |is_open| !*is_open).unwrap());
        };
        let open = move || {
            *opened.0.lock().unwrap() = true;
            opened.1.notify_all();
        };
        let appender = Log::create(Watched::new(MemoryStorage::new(), sync)).unwrap().share();
        while enter.try_recv().is_ok() {}
        *door.0.lock().unwrap() = false;
        let first = submit(&appender, &Sent::numbered(1, 1)).unwrap();
        let cancel = Cancel::new();
        thread::scope(|scope| {
            let first = scope.spawn(move || first.wait().unwrap());
            enter.recv().unwrap();
            let tickets = [2, 3, 4].map(|number| submit(&appender, &Sent::numbered(number, 1)).unwrap());
            let [mut leaves, mut times_out, stays] = tickets;
            let until = Waiting::FOREVER.until(&cancel);
            let leaving = scope.spawn(move || leaves.wait_for(until).unwrap());
            let timing_out =
                scope.spawn(move || times_out.wait_for(Waiting::at_most(Duration::from_millis(1))).unwrap());
            let staying = scope.spawn(move || stays.wait().unwrap());
            thread::sleep(Duration::from_micros(700 + round * 20));
            let opening = scope.spawn(open);
            cancel.cancel();
            opening.join().unwrap();
            assert_eq!(first.join().unwrap().first.get(), 1);
            let told = [leaving.join().unwrap(), timing_out.join().unwrap(), Some(staying.join().unwrap())];
            let last = told.iter().flatten().map(|accepted| accepted.commit.last.get()).max();
            assert_eq!((last, appender.head().position), (Some(4), 4), "all of them are one commit");
        });
    }
}
