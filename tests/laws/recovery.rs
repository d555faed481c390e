//! Law 6, recovery: after a crash at any byte, the record is a prefix of what was sent, with all that was acknowledged.

use std::collections::BTreeMap;

use onrecord_core::{Event, Position, RecordedAt, SCHEMA, decode, encode};
use onrecord_log::{Batch, Log, MemoryStorage, Reader, Storage};
use onrecord_testkit::{Law, Run, Violation, laws, strategy};

type Files = BTreeMap<String, Vec<u8>>;

const COMMIT_LEN: usize = 3;

/// Opens are many: one for every byte of every commit.
const RUN: Run = Run { cases: 8, regressions: Some("regressions/laws.txt"), seed: None };

#[test]
fn holds_of_a_log_whose_writing_stops_at_any_byte() {
    let check = |events: &Vec<Event<'static>>| {
        crashes(events)
            .try_for_each(|crash| laws::recovery(events, crash.acknowledged_count, &recovered(&crash.files)))
    };
    RUN.all(&strategy::record(8), check).unwrap_or_else(|violation| panic!("{violation}"));
}

/// What a crash leaves behind.
struct Crash {
    acknowledged_count: usize,
    files: Files,
}

/// For every commit of `events`, and every byte at which its writing may stop, what is left.
fn crashes(events: &[Event<'_>]) -> impl Iterator<Item = Crash> {
    let storage = MemoryStorage::new();
    let mut log = Log::create(storage.clone()).expect("a new log");
    let mut states = vec![(0, files(&storage))];
    for commit in events.chunks(COMMIT_LEN) {
        log.append(RecordedAt::from_unix_micros(0), &batch(commit)).expect("an append in memory");
        states.push((states[states.len() - 1].0 + commit.len(), files(&storage)));
    }
    let steps: Vec<_> = states.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    steps.into_iter().flat_map(|((acknowledged_count, before), (_, after))| {
        torn(&before, &after).into_iter().map(move |files| Crash { acknowledged_count, files })
    })
}

/// The states between two, where one file after the other changes from its first byte on.
fn torn(before: &Files, after: &Files) -> Vec<Files> {
    let mut states = vec![before.clone()];
    for (name, new) in after {
        let mut files = states[states.len() - 1].clone();
        for (place, wanted) in new.iter().enumerate() {
            let file = files.entry(name.clone()).or_default();
            match file.get_mut(place) {
                Some(byte) if byte == wanted => continue,
                Some(byte) => *byte = *wanted,
                None => file.push(*wanted),
            }
            states.push(files.clone());
        }
    }
    states
}

fn batch(events: &[Event<'_>]) -> Batch {
    let mut batch = Batch::new();
    for event in events {
        let mut payload = Vec::new();
        encode(event, &mut payload).expect("a small event");
        batch.push_bytes(event.kind().number(), SCHEMA, &payload);
    }
    batch
}

fn files(storage: &MemoryStorage) -> Files {
    let names = storage.list().expect("files in memory");
    names.into_iter().map(|name| (name.clone(), storage.bytes(&name).unwrap_or_default())).collect()
}

/// Opens what is left to write, as after a crash, and reads it all.
fn recovered(files: &Files) -> Vec<Event<'static>> {
    let storage = MemoryStorage::new();
    files.iter().for_each(|(name, bytes)| storage.put(name, bytes.clone()));
    drop(Log::open(storage.clone()).expect("a torn commit is cut"));
    let reader = Reader::open(storage).expect("a log that was opened");
    let mut commits = reader.commits(Position::FIRST).expect("commits from the first on");
    let mut events = Vec::new();
    while let Some(commit) = commits.next().expect("sound commits") {
        for stored in commit.events() {
            let event = decode(stored.kind, stored.schema, stored.bytes).expect("a payload that was encoded");
            events.push(event.into_owned());
        }
    }
    events
}

fn caught(sent: &[Event<'_>], acknowledged_count: usize, read: &[Event<'_>]) -> Violation {
    let violation = laws::recovery(sent, acknowledged_count, read).expect_err("the law lets a loss pass");
    assert_eq!(violation.law, Law::Recovery);
    violation
}

#[test]
fn recovery_catches_what_is_lost_changed_or_never_sent() {
    let events: Vec<_> = onrecord_testkit::sample::Sample::new(1).events(6).collect();
    assert!(caught(&events, 4, &events[..3]).difference.contains("4 events were acknowledged, but 3"));
    let mut swapped = events.clone();
    swapped.swap(1, 2);
    assert!(caught(&events, 0, &swapped).difference.contains("position 2"));
    assert!(caught(&events[..5], 5, &events).difference.contains("only 5 were sent"));
    assert_eq!(laws::recovery(&events, 4, &events[..5]), Ok(()));
}
