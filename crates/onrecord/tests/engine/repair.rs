//! A record made of what is good of a damaged one: valid, in order, with all that could be kept, and nothing else.

use onrecord::{Event, Hash, MemoryStorage, Position, Reason, Record, RecordedAt, Repaired, repair, verify};
use onrecord_log::{Batch, Log, Options, Storage, UNTIMED};
use onrecord_testkit::sample::Sample;
use onrecord_testkit::storage::Dice;
use onrecord_testkit::tell;

use crate::rig::{HARBOUR, HARBOUR_EVENTS, append, seconds};

/// A record of many small commits in several segments.
fn sample(seed: u64, events: u64) -> MemoryStorage {
    let storage = MemoryStorage::new();
    let options = Options { segment_bytes: 6_000, zeroed_bytes_max: 0, ..Options::default() };
    let mut log = Log::create_with(storage.clone(), options).unwrap();
    let events: Vec<_> = Sample::new(seed).events(events).collect();
    for (number, commit) in events.chunks(3).enumerate() {
        let mut batch = Batch::new();
        for event in commit {
            let mut payload = Vec::new();
            onrecord::encode(event, &mut payload).unwrap();
            batch.push_bytes(event.kind().number(), onrecord::SCHEMA, &payload);
        }
        log.append(RecordedAt::from_unix_micros(number as i64), &batch).unwrap();
    }
    storage
}

/// Every event, with its position, its commit's hash and its time.
fn events(storage: &MemoryStorage) -> Vec<(Position, Hash, Option<RecordedAt>, Event<'static>)> {
    let mut events = Vec::new();
    let record = Record::read_in(storage.clone()).unwrap();
    let read = record.replay(Position::FIRST, |recorded| {
        let event = recorded.event.into_owned();
        events.push((recorded.position, recorded.commit, recorded.recorded_at, event));
        Ok::<(), onrecord::Error>(())
    });
    read.unwrap();
    events
}

fn files(storage: &MemoryStorage) -> Vec<(String, Vec<u8>)> {
    let mut names = storage.list().unwrap();
    names.sort();
    names.into_iter().map(|name| (name.clone(), storage.bytes(&name).unwrap())).collect()
}

fn segments(storage: &MemoryStorage) -> Vec<(String, Vec<u8>)> {
    files(storage).into_iter().filter(|(name, _)| name.ends_with(".log")).collect()
}

/// Repairs, and sees that the result is a valid record that holds what the report says, and that nothing was written to
/// the damaged one.
fn check(damaged: &MemoryStorage, whole: &MemoryStorage) -> (MemoryStorage, Repaired) {
    let (before, new) = (files(damaged), MemoryStorage::new());
    let repaired = repair(damaged.clone(), new.clone()).unwrap();
    assert_eq!(files(damaged), before);
    let verified = verify(new.clone()).unwrap();
    assert!(verified.is_sound(), "{verified:?}");
    assert_eq!(verified.log.head, repaired.head);
    assert_eq!(Record::open_in(new.clone()).unwrap().head(), repaired.head);

    let (written, kept) = (events(whole), events(&new));
    let said = repaired.found.kept.iter().flat_map(|kept| kept.from.clone().zip(kept.to.clone()));
    let mut count = 0;
    for (from, to) in said {
        let ((_, _, time, event), (_, _, kept_time, kept_event)) =
            (&written[from as usize - 1], &kept[to as usize - 1]);
        assert_eq!((event, time), (kept_event, kept_time), "position {from}, now {to}");
        count += 1;
    }
    assert_eq!(count, kept.len(), "the report tells of every event there is");
    let left_out = repaired.found.events.iter().map(|left_out| left_out.position.get());
    let lost = repaired.found.losses().filter_map(|fault| fault.lost.clone()).flatten();
    let mut all: Vec<u64> =
        left_out.chain(lost).chain(repaired.found.kept.iter().flat_map(|kept| kept.from.clone())).collect();
    all.sort_unstable();
    assert!(
        all.windows(2).all(|pair| pair[0] < pair[1]),
        "each position is told of once: {:?}",
        repaired.found
    );
    let ends_known = repaired.found.losses().all(|fault| fault.lost.is_some());
    assert!(
        !ends_known || all.len() == written.len(),
        "{} of {}: {:?}",
        all.len(),
        written.len(),
        repaired.found
    );
    (new, repaired)
}

#[test]
fn a_sound_record_is_repaired_into_the_same_bytes() {
    let storage = sample(1, 60);
    let (new, repaired) = check(&storage, &storage);
    assert_eq!(repaired.found.kept.len(), 1);
    let joined = |storage| segments(storage).into_iter().flat_map(|(_, bytes)| bytes).collect::<Vec<u8>>();
    // The segments are larger now, so only the commits in them are the same: the head says so.
    assert_eq!(repaired.head.hash, verify(storage.clone()).unwrap().log.head.hash);
    assert!(joined(&new).len() <= joined(&storage).len());
    let (again, _) = check(&new, &storage);
    assert_eq!(segments(&again), segments(&new));
}

#[test]
fn an_event_is_left_out_with_what_it_refers_to_and_what_refers_to_it_in_turn() {
    let storage = MemoryStorage::new();
    let mut record = Record::create_in(storage.clone()).unwrap();
    record.set_clock(seconds(5));
    append(&mut record, HARBOUR).unwrap();
    append(&mut record, r#"{"event":"story_opened","story":"pier","title":"The pier"}"#).unwrap();
    append(&mut record, r#"{"event":"claim_made","story":"pier","claim":"rust","text":"it rusts"}"#).unwrap();
    append(&mut record, r#"{"event":"claim_repeated","story":"pier","claim":"rust"}"#).unwrap();
    append(&mut record, r#"{"event":"story_opened","story":"quay","title":"The quay"}"#).unwrap();
    drop(record);
    let damaged = storage.copy();
    let (name, mut bytes) = segments(&storage).remove(0);
    let place = bytes.windows(8).position(|window| window == b"The pier").unwrap();
    bytes[place] ^= 1;
    damaged.put(&name, bytes);
    let (_, repaired) = check(&damaged, &storage);
    let found = &repaired.found;
    let told: Vec<String> =
        found.events.iter().map(|left_out| format!("{}: {}", left_out.position, left_out.reason)).collect();
    assert_eq!(told, ["6: no story \"pier\" on record", "7: no story \"pier\" on record"]);
    let kept: Vec<_> = found.kept.iter().map(|kept| (kept.from.clone(), kept.to.clone())).collect();
    assert_eq!(kept, [(1..=HARBOUR_EVENTS, 1..=HARBOUR_EVENTS), (8..=8, 5..=5)]);
    assert_eq!(found.losses().map(|fault| fault.lost.clone()).collect::<Vec<_>>(), [Some(5..=5)]);
}

#[test]
fn any_damage_leaves_a_valid_record_of_what_is_good() {
    let (mut tried, mut kept, mut left_out, mut lost) = (0, 0, 0, 0);
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let whole = sample(seed % 7, 90);
        let damaged = whole.copy();
        for _ in 0..1 + dice.below(4) {
            let all = segments(&damaged);
            let (name, mut bytes) = all[dice.below(all.len())].clone();
            match dice.below(8) {
                0 => bytes.truncate(dice.below(bytes.len() + 1)),
                1 if all.len() > 1 => {
                    damaged.remove(&name).unwrap();
                    continue;
                }
                2 => {
                    let start = dice.below(bytes.len() + 1);
                    let end = bytes.len().min(start + dice.below(1_500));
                    bytes[start..end].fill(0);
                }
                _ if bytes.is_empty() => {}
                _ => {
                    let at = dice.below(bytes.len());
                    bytes[at] ^= 1 << dice.below(8);
                }
            }
            damaged.put(&name, bytes);
        }
        let (_, repaired) = check(&damaged, &whole);
        tried += 1;
        kept += repaired.head.position;
        left_out += repaired.found.events.len();
        lost += repaired.found.losses().filter_map(|fault| fault.lost.clone()).flatten().count();
    }
    tell(&format!(
        "repairs: {tried} tried, {kept} events kept, {left_out} left out, {lost} lost, 0 invalid records"
    ));
    assert!(kept > 5_000 && left_out > 500 && lost > 500, "{kept} kept, {left_out} left out, {lost} lost");
}

#[test]
fn a_segment_of_another_record_adds_nothing_and_one_doubled_neither() {
    let (whole, other) = (sample(1, 90), sample(2, 90));
    let (all, foreign) = (segments(&whole), segments(&other));
    let damaged = whole.copy();
    damaged.put(&all[1].0, foreign[0].1.clone());
    damaged.put("00000000000000000999.log", all[1].1.clone());
    let (_, repaired) = check(&damaged, &whole);
    assert!(repaired.head.position > 0 && repaired.found.log.faults.len() >= 2);
}

#[test]
fn an_event_that_stands_twice_is_kept_once() {
    let storage = MemoryStorage::new();
    let mut log = Log::create(storage.clone()).unwrap();
    let event: Event<'_> = Sample::new(3).events(1).next().unwrap();
    let mut payload = Vec::new();
    onrecord::encode(&event, &mut payload).unwrap();
    let mut batch = Batch::new();
    batch.push_bytes(event.kind().number(), onrecord::SCHEMA, &payload);
    log.append(UNTIMED, &batch).unwrap();
    log.append(UNTIMED, &batch).unwrap();
    drop(log);
    let (_, repaired) = check(&storage, &storage);
    let reasons: Vec<_> = repaired.found.events.iter().map(|left_out| left_out.reason.clone()).collect();
    assert_eq!(reasons, [Reason::Again { position: Position::FIRST }]);
    assert_eq!(repaired.head.position, 1);
}
