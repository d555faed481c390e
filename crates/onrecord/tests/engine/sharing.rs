//! Several threads on one record: what each is told, and what anybody may see.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::thread;

use onrecord::{
    AppendError, Appended, Event, EventId, Expect, Position, Record, SharedRecord, StoryId, StoryOpened,
    new_event, verify,
};

use crate::faults::Full;
use crate::rig::{HARBOUR, append, rows};

fn opened(number: usize) -> Event<'static> {
    let story: StoryId<'static> = format!("story-{number}").parse().unwrap();
    Event::derived(StoryOpened::new(story, "t"))
}

/// What each of `count` threads is told that appends what `events` gives for its number.
fn all_at_once(
    record: &SharedRecord,
    count: usize,
    append: impl Fn(&SharedRecord, usize) -> Result<Appended, AppendError> + Sync,
) -> Vec<Result<Appended, AppendError>> {
    thread::scope(|scope| {
        let append = &append;
        let threads: Vec<_> = (0..count).map(|number| scope.spawn(move || append(record, number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn each_thread_learns_where_its_own_events_are_and_nobody_sees_what_is_not_durable() {
    let storage = Full::default();
    let record = Record::create_in(storage.clone()).unwrap().share();
    let looker = record.clone();
    let told = all_at_once(&record, 8, |record, thread| {
        let mut last = None;
        for round in 0..40 {
            let first = thread * 1_000 + round * 2;
            let appended = record.append([opened(first), opened(first + 1)], Expect::Any)?;
            let (at, _) = appended.positions.unwrap();
            let seen = looker.reading();
            assert_eq!(seen.event(at).unwrap(), Some(opened(first)));
            assert_eq!(seen.head().position, seen.index().head());
            last = Some(appended);
        }
        Ok(last.unwrap())
    });
    assert!(told.iter().all(Result::is_ok));
    let shown = rows(&record.reading());
    drop((record, looker));
    let record = Record::read_in(storage.memory.clone()).unwrap();
    assert_eq!((record.head().position, rows(&record)), (640, shown));
    let ids: BTreeSet<EventId> =
        (1..=640).map(|at| record.event(Position::new(at).unwrap()).unwrap().unwrap().id).collect();
    assert_eq!(ids.len(), 640);
    assert!(verify(storage.memory).unwrap().is_sound());
}

#[test]
fn what_waits_for_one_sync_is_written_with_the_next() {
    let storage = Full::default();
    let record = Record::create_in(storage.clone()).unwrap().share();
    let closed = storage.door.lock().unwrap();
    thread::scope(|scope| {
        for number in 0..6 {
            let record = &record;
            scope.spawn(move || record.append([opened(number)], Expect::Any).unwrap());
        }
        drop(closed);
    });
    assert_eq!(record.seen().position, 6);
}

#[test]
fn the_same_event_sent_by_many_threads_is_new_to_one_and_known_to_the_others() {
    let record = Record::in_memory().share();
    for round in 0..50 {
        let told = all_at_once(&record, 6, |record, _| record.append([opened(round)], Expect::Any));
        let told: Vec<Appended> = told.into_iter().map(Result::unwrap).collect();
        assert_eq!(told.iter().map(|appended| appended.new).sum::<u64>(), 1);
        assert_eq!(told.iter().map(|appended| appended.known).sum::<u64>(), 5);
    }
    assert_eq!(record.seen().position, 50);
}

#[test]
fn of_many_threads_that_build_on_one_version_of_a_story_one_succeeds() {
    let mut record = Record::in_memory();
    append(&mut record, HARBOUR).unwrap();
    let story: StoryId<'static> = "harbour".parse().unwrap();
    let record = record.share();
    for round in 0..30 {
        let version = record.reading().story_version(&story).unwrap();
        let told = all_at_once(&record, 5, |record, thread| {
            let claim = format!("claim-{round}-{thread}").parse::<onrecord::ClaimId<'_>>().unwrap();
            let event = new_event(onrecord::ClaimMade::new(&story, &claim, "t"));
            record.append([event], Expect::StoryVersion(story.clone(), version))
        });
        let moved = |told: &&Result<_, _>| matches!(told, Err(AppendError::StoryMoved { .. }));
        assert_eq!(
            (told.iter().filter(|told| told.is_ok()).count(), told.iter().filter(moved).count()),
            (1, 4)
        );
    }
}

#[test]
fn a_sync_that_fails_takes_back_all_that_waited_and_says_so_to_each() {
    for round in 0..20 {
        let storage = Full::default();
        let mut record = Record::create_in(storage.clone()).unwrap();
        append(&mut record, HARBOUR).unwrap();
        let (record, shown) = (record.share(), 4);
        storage.is_full.store(true, Ordering::Relaxed);
        let told = all_at_once(&record, 6, |record, thread| record.append([opened(thread)], Expect::Any));
        assert!(
            told.iter().all(|told| matches!(told, Err(AppendError::Journal(_)))),
            "round {round}: {told:?}"
        );
        let seen = (record.seen().position, record.reading().index().head());
        assert_eq!(seen, (shown, shown));
        storage.is_full.store(false, Ordering::Relaxed);
        let error = record.append([opened(9)], Expect::Any).unwrap_err();
        assert!(matches!(error, AppendError::Journal(_)), "it has to be opened again");
        drop(record);
        let record = Record::open_in(storage).unwrap().share();
        assert_eq!(record.append([opened(9)], Expect::Any).unwrap().new, 1);
    }
}

#[test]
fn a_storage_that_panics_in_a_sync_leaves_nobody_waiting_and_nothing_behind() {
    let storage = Full::default();
    let mut record = Record::create_in(storage.clone()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    let record = record.share();
    let door = storage.door.clone();
    let broken = thread::spawn(move || {
        let _held = door.lock().unwrap();
        panic!("the door breaks, as this test wants it to");
    });
    assert!(broken.join().is_err());
    let told = thread::scope(|scope| {
        let record = &record;
        let threads =
            [0, 1, 2].map(|number| scope.spawn(move || record.append([opened(number)], Expect::Any)));
        threads.map(|thread| thread.join().ok())
    });
    assert_eq!(told.iter().filter(|told| told.is_none()).count(), 1, "one of them wrote for the others");
    assert!(told.iter().flatten().all(|told| matches!(told, Err(AppendError::Journal(_)))), "{told:?}");
    let seen = (record.seen().position, record.reading().index().head());
    assert_eq!(seen, (4, 4));
}

#[test]
fn an_event_that_is_refused_is_refused_alone() {
    let record = Record::in_memory().share();
    let told = all_at_once(&record, 8, |record, thread| {
        let missing = "nowhere".parse::<StoryId<'_>>().unwrap();
        let claim = "c".parse::<onrecord::ClaimId<'_>>().unwrap();
        match thread % 2 {
            0 => record.append([opened(thread)], Expect::Any),
            _ => record.append(
                [opened(thread), new_event(onrecord::ClaimMade::new(&missing, &claim, "t"))],
                Expect::Any,
            ),
        }
    });
    for (thread, told) in told.iter().enumerate() {
        assert_eq!(told.is_ok(), thread % 2 == 0);
    }
    assert_eq!(record.reading().index().head(), 4);
}
