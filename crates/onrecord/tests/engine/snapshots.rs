//! Snapshots: used so that only the tail is folded, and missed by nobody when they are gone or wrong.

use std::fs;

use onrecord::Record;

use crate::rig::{ANSWER, Folder, HARBOUR, append, append_around_a_snapshot, rows, stories};

const NAME: &str = "index.snapshot";

/// A record of six events with a snapshot after the fourth.
fn with_snapshot(name: &str) -> Folder {
    let folder = Folder::new(name);
    append_around_a_snapshot(&mut Record::create(folder.path()).unwrap());
    folder
}

#[test]
fn only_the_events_after_the_snapshot_are_folded() {
    let folder = with_snapshot("snapshots-tail");
    let record = Record::read(folder.path()).unwrap();
    assert_eq!((record.opened().snapshot, record.opened().events_folded), (4, 2));

    let from_all = Folder::new("snapshots-none");
    let mut whole = Record::create(from_all.path()).unwrap();
    append(&mut whole, HARBOUR).unwrap();
    append(&mut whole, ANSWER).unwrap();
    assert_eq!(record.index(), whole.index());
    assert_eq!(rows(&record), rows(&whole));
}

#[test]
fn a_snapshot_is_saved_when_more_than_ten_thousand_events_came_since_the_last_and_more_than_are_in_it() {
    let folder = Folder::new("snapshots-due");
    let mut record = Record::create(folder.path()).unwrap();
    append(&mut record, &stories(10_000)).unwrap();
    assert!(!folder.files().contains_key(NAME));
    append(&mut record, HARBOUR).unwrap();
    assert!(folder.files().contains_key(NAME));
    drop(record);

    let mut record = Record::open(folder.path()).unwrap();
    assert_eq!((record.opened().snapshot, record.opened().events_folded), (10_004, 0));
    append(&mut record, ANSWER).unwrap();
    let more = |to: usize, from: usize| -> String {
        stories(to).lines().skip(from).map(|line| format!("{line}\n")).collect()
    };
    append(&mut record, &more(20_002, 10_000)).unwrap();
    drop(record);
    let mut record = Record::open(folder.path()).unwrap();
    assert_eq!((record.opened().snapshot, record.opened().events_folded), (10_004, 10_004));
    append(&mut record, &more(20_003, 20_002)).unwrap();
    drop(record);
    let record = Record::read(folder.path()).unwrap();
    assert_eq!((record.opened().snapshot, record.opened().events_folded), (20_009, 0));
}

#[test]
fn a_record_that_is_closed_leaves_ten_thousand_events_to_fold_at_most() {
    let folder = Folder::new("snapshots-closed");
    let mut record = Record::create(folder.path()).unwrap();
    append(&mut record, &stories(82_000)).unwrap();
    let more: String = stories(92_001).lines().skip(82_000).map(|line| format!("{line}\n")).collect();
    append(&mut record, &more).unwrap();
    drop(record);
    let record = Record::open(folder.path()).unwrap();
    assert_eq!((record.opened().snapshot, record.opened().events_folded), (82_000, 10_001));
    record.close();
    let record = Record::open(folder.path()).unwrap();
    assert_eq!((record.opened().snapshot, record.opened().events_folded), (92_001, 0));
}

#[test]
fn a_snapshot_that_is_gone_cut_changed_or_of_another_record_is_never_misread_and_not_missed() {
    let folder = with_snapshot("snapshots-wrong");
    let file = folder.path().join(NAME);
    let good = fs::read(&file).unwrap();
    let expected = rows(&Record::read(folder.path()).unwrap());
    let opened_with = |bytes: Option<Vec<u8>>, case: &str| {
        match bytes {
            Some(bytes) => fs::write(&file, bytes).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        let record = Record::read(folder.path()).unwrap();
        assert_eq!(rows(&record), expected, "{case}");
        (record.opened().snapshot, record.opened().events_folded)
    };
    for length in 0..good.len() {
        let case = format!("cut to {length} bytes");
        assert_eq!(opened_with(Some(good[..length].to_vec()), &case), (0, 6), "{case}");
    }
    let (mut refused, mut made_anew) = (0, 0);
    for byte in 0..good.len() {
        let mut changed = good.clone();
        changed[byte] ^= 1 << (byte % 8);
        match opened_with(Some(changed), &format!("changed at {byte}")) {
            (0, 6) => refused += 1,
            (4, 2) => made_anew += 1,
            other => panic!("changed at {byte}: {other:?}"),
        }
    }
    assert!(refused > 100 && made_anew > 100, "contents changed {refused} times, blocks {made_anew} times");
    let other = Folder::new("snapshots-other");
    let mut record = Record::create(other.path()).unwrap();
    append(&mut record, &stories(4)).unwrap();
    record.save_snapshot().unwrap();
    let others = fs::read(other.path().join(NAME)).unwrap();
    assert_eq!(opened_with(Some(others), "of another record"), (0, 6));
    assert_eq!(opened_with(None, "gone"), (0, 6));
}

#[test]
fn a_snapshot_left_half_written_is_in_nobodys_way() {
    let folder = with_snapshot("snapshots-half");
    fs::write(folder.path().join("index.snapshot.new"), b"half").unwrap();
    let mut record = Record::open(folder.path()).unwrap();
    assert_eq!(record.opened().snapshot, 4);
    record.save_snapshot().unwrap();
    drop(record);
    assert_eq!(Record::read(folder.path()).unwrap().opened().snapshot, 6);
    assert!(!folder.files().contains_key("index.snapshot.new"));
}
