//! Readings: what is seen of a record while others append to it, and how one learns that there is more.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use onrecord::views::{Claims, Timeline};
use onrecord::{
    Error, Event, Expect, IndexError, Moment, Position, Reading, Record, SharedRecord, StoryId, StoryOpened,
    apply, canonical_rows, new_event,
};

use crate::faults::Full;
use crate::rig::{ANSWER, HARBOUR, HARBOUR_EVENTS, append, rows, stories, try_rows};

const SOON: Duration = Duration::from_secs(20);

fn harbour() -> Record {
    let mut record = Record::in_memory();
    append(&mut record, HARBOUR).unwrap();
    record
}

fn opened(number: u64) -> Event<'static> {
    let story: StoryId<'static> = format!("story-{number}").parse().unwrap();
    new_event(StoryOpened::new(story, "t"))
}

#[test]
fn a_reading_goes_to_other_threads_and_never_changes() {
    fn is_sync<T: Send + Sync + Clone>() {}
    is_sync::<Reading>();
    is_sync::<SharedRecord>();
    let mut record = harbour();
    let before = record.reading();
    let (head, shown) = (before.head(), rows(&before));
    append(&mut record, ANSWER).unwrap();
    append(&mut record, &stories(100)).unwrap();
    assert_eq!((before.head(), before.index().head()), (head, HARBOUR_EVENTS));
    assert_eq!(rows(&before), shown);
    let after = record.reading();
    assert_eq!(rows(&after), rows(&record));
    assert_eq!(before.event(Position::new(HARBOUR_EVENTS + 1).unwrap()).unwrap(), None, "it is of later");
    let mut seen = 0;
    let count = |_: onrecord::Recorded<'_>| {
        seen += 1;
        Ok::<(), Error>(())
    };
    before.replay(Position::FIRST, count).unwrap();
    assert_eq!(seen, HARBOUR_EVENTS);
}

#[test]
fn who_looks_waits_for_no_sync_and_sees_nothing_of_what_is_under_way() {
    let storage = Full::default();
    let mut record = Record::create_in(storage.clone()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    let record = record.share();
    let harbour: StoryId<'static> = "harbour".parse().unwrap();
    let shown = rows(&record.reading());
    let closed = storage.door.lock().unwrap();
    thread::scope(|scope| {
        let writers: Vec<_> = (0..3)
            .map(|number| {
                let record = record.clone();
                scope.spawn(move || record.append([opened(number), opened(number + 100)], Expect::Any))
            })
            .collect();
        // However far they are: the door is closed, so nothing of it is on the disk.
        for _ in 0..200 {
            let seen = record.reading();
            assert_eq!((seen.head().position, seen.index().head()), (HARBOUR_EVENTS, HARBOUR_EVENTS));
            assert_eq!(seen.story_version(&harbour).unwrap(), 3);
            thread::yield_now();
        }
        assert_eq!(rows(&record.reading()), shown);
        assert!(record.wait_beyond(HARBOUR_EVENTS, Duration::from_millis(1)).unwrap().is_none());
        drop(closed);
        let seen = record.wait_beyond(HARBOUR_EVENTS + 5, SOON).unwrap().expect("the door is open");
        assert_eq!((seen.head().position, seen.index().head()), (HARBOUR_EVENTS + 6, HARBOUR_EVENTS + 6));
        assert!(writers.into_iter().all(|writer| writer.join().unwrap().is_ok()));
    });
}

#[test]
fn events_are_appended_while_a_look_goes_on() {
    let record = harbour().share();
    let shown = record.view(&Timeline, |view| {
        // On this very thread: whoever waited for the look would wait for ever.
        record.append([opened(1)], Expect::Any).unwrap();
        assert_eq!(view.head(), Moment::known(HARBOUR_EVENTS));
        view.rows(view.head()).unwrap().len()
    });
    assert_eq!(record.view(&Timeline, |view| view.rows(view.head()).unwrap().len()), shown + 1);
    assert_eq!(record.seen().position, HARBOUR_EVENTS + 1);
}

#[test]
fn readings_follow_one_another_and_each_is_the_record_up_to_its_head() {
    let record = harbour().share();
    let readings = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for writer in 0..4 {
            let record = &record;
            scope.spawn(move || {
                for number in 0..25 {
                    let appended = record.append([opened(writer * 1_000 + number)], Expect::Any).unwrap();
                    let (_, last) = appended.positions.unwrap();
                    assert!(record.seen().position >= last.get(), "who appended does not see its own event");
                }
            });
        }
        scope.spawn(|| {
            let mut beyond = HARBOUR_EVENTS;
            while beyond < HARBOUR_EVENTS + 100 {
                let reading = record.wait_beyond(beyond, SOON).unwrap().expect("more is appended");
                assert!(reading.head().position > beyond);
                beyond = reading.head().position;
                readings.lock().unwrap().push(reading);
            }
        });
    });
    let whole = record.reading();
    for reading in readings.into_inner().unwrap() {
        let (view, later) = (reading.view(&Timeline), whole.view(&Timeline));
        let known = Moment::known(reading.head().position);
        assert_eq!(view.head(), known);
        assert_eq!(
            canonical_rows(&view.rows(known).unwrap()).unwrap(),
            canonical_rows(&later.rows(known).unwrap()).unwrap(),
            "at {known:?}"
        );
    }
}

#[test]
fn a_subscription_begins_at_any_position_and_its_changes_lead_from_there_to_now() {
    let mut record = harbour();
    append(&mut record, ANSWER).unwrap();
    let shared = record.share();
    let whole = shared.reading();
    for position in 0..=whole.head().position {
        let mut followed = shared.subscribe_from(Claims, position).unwrap();
        assert_eq!(followed.head(), position);
        let view = whole.view(&Claims);
        let mut shown: Vec<_> = followed.rows().cloned().collect();
        assert_eq!(shown, view.rows(Moment::known(position)).unwrap());
        let changes = followed.changes(&whole).unwrap();
        apply(&mut shown, &changes);
        assert_eq!(shown, view.rows(view.head()).unwrap());
        assert!(followed.changes(&whole).unwrap().is_empty(), "all was told");
    }
}

#[test]
fn misuse_is_an_error_and_not_another_answer() {
    let mut record = harbour();
    let (before, head) = (record.reading(), HARBOUR_EVENTS);
    append(&mut record, ANSWER).unwrap();
    let beyond = record.subscribe_from(Claims, 99).err().unwrap();
    assert!(matches!(beyond, Error::Beyond { position: 99, head: 6 }), "{beyond}");

    let mut followed = record.subscribe(Claims).unwrap();
    let earlier = followed.changes(&before).unwrap_err();
    assert!(matches!(earlier, Error::Beyond { position: 6, head: 4 }), "{earlier}");
    let mut other = Record::in_memory();
    append(&mut other, &stories(20)).unwrap();
    assert!(matches!(followed.changes(&other).unwrap_err(), Error::OtherRecord));
    assert!(followed.changes(&record).unwrap().is_empty(), "nothing was missed");

    let view = before.view(&Claims);
    for moment in [Moment::known(head + 1), Moment::known(u64::MAX)] {
        let error = view.rows(moment).unwrap_err();
        assert!(matches!(error, IndexError::Beyond { head: 4, .. }), "{error}");
    }
    assert_eq!(view.rows(Moment::known(head)).unwrap().len(), 1);
}

#[test]
fn whoever_listens_is_told_of_commits_in_their_order_and_may_append() {
    let record = harbour().share();
    let told = Arc::new(Mutex::new(Vec::new()));
    let listening = told.clone();
    record.on_commit(move |reading| listening.lock().unwrap().push(reading.head().position));
    let (appending, answered) = (record.clone(), Arc::new(AtomicU64::new(0)));
    let count = answered.clone();
    record.on_commit(move |_| {
        if count.fetch_add(1, Ordering::SeqCst) == 0 {
            appending.append([opened(7)], Expect::Any).unwrap();
        }
    });
    thread::scope(|scope| {
        for writer in 0..3 {
            let record = &record;
            scope.spawn(move || {
                (0..10).for_each(|number| {
                    record.append([opened(writer * 100 + 10 + number)], Expect::Any).unwrap();
                });
            });
        }
    });
    let told = told.lock().unwrap();
    assert!(told.is_sorted_by(|one, two| one < two), "{told:?}");
    assert_eq!(told.last(), Some(&(HARBOUR_EVENTS + 31)));
    assert!(answered.load(Ordering::SeqCst) >= 2);
}

#[test]
fn a_snapshot_is_saved_of_a_reading_whatever_was_appended_since() {
    let storage = onrecord::MemoryStorage::new();
    let mut record = Record::create_in(storage.clone()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    let record = record.share();
    let reading = record.reading();
    record.append([opened(1), opened(2)], Expect::Any).unwrap();
    reading.save_snapshot().unwrap();
    let opened_again = Record::read_in(storage).unwrap();
    assert_eq!(opened_again.opened().snapshot, HARBOUR_EVENTS);
    assert_eq!(opened_again.opened().events_folded, 2);
    assert_eq!(rows(&opened_again), rows(&record.reading()));
}

#[test]
fn a_record_whose_snapshot_is_spoiled_while_threads_share_it_goes_on() {
    let storage = onrecord::MemoryStorage::new();
    let mut record = Record::create_in(storage.clone()).unwrap();
    append(&mut record, &stories(200)).unwrap();
    record.save_snapshot().unwrap();
    drop(record);
    let good = storage.bytes("index.snapshot").unwrap();
    let mut spoiled = good.clone();
    // Its blocks, and not its contents, which stand behind them.
    spoiled[8..good.len() / 2].fill(0);
    storage.put("index.snapshot", spoiled);
    let record = Record::open_in(storage).unwrap().share();
    assert_eq!(record.reading().index().head(), 200);
    thread::scope(|scope| {
        for writer in 0..4 {
            let record = &record;
            scope.spawn(move || {
                for number in 0..5 {
                    record.append([opened(1_000 + writer * 10 + number)], Expect::Any).unwrap();
                }
            });
        }
    });
    let mut reading = record.reading();
    assert_eq!((reading.head().position, reading.index().head()), (220, 220));
    if let Err(error) = try_rows(&reading) {
        assert!(matches!(error, Error::Index(_)), "{error}");
        record.refresh().unwrap();
        reading = record.reading();
    }
    let mut whole = Record::in_memory();
    let mut events = Vec::new();
    let keep = |recorded: onrecord::Recorded<'_>| {
        events.push(recorded.event.into_owned());
        Ok::<(), Error>(())
    };
    reading.replay(Position::FIRST, keep).unwrap();
    whole.append(&events, Expect::Any).unwrap();
    assert_eq!(rows(&reading), rows(&whole));
}
