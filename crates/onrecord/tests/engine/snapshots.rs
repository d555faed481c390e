//! Snapshots: used so that only the tail is folded, and missed by nobody when they are gone or wrong.

use std::fs;
use std::os::unix::fs::FileExt;

use onrecord::{Error, Record};

use crate::rig::{
    ANSWER, Folder, HARBOUR, HARBOUR_EVENTS, append, append_around_a_snapshot, rows, stories, try_rows,
};

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

/// Writes a snapshot beside a record, or takes it away.
fn put(folder: &Folder, snapshot: Option<&[u8]>) {
    let file = folder.path().join(NAME);
    match snapshot {
        Some(bytes) => fs::write(file, bytes).unwrap(),
        None => fs::remove_file(file).unwrap(),
    }
}

/// What a record is opened from, and its rows; where the snapshot cannot be read, after the index was folded anew.
fn opened_from(folder: &Folder, expected: &[Vec<u8>], case: &str) -> (u64, u64) {
    let mut record = Record::read(folder.path()).unwrap();
    let opened = (record.opened().snapshot, record.opened().events_folded);
    if let Err(error) = try_rows(&record) {
        assert!(matches!(error, Error::Index(_)), "{case}: {error}");
        record.rebuild_index().unwrap();
    }
    assert_eq!(rows(&record), expected, "{case}");
    opened
}

#[test]
fn a_snapshot_that_is_gone_cut_or_of_another_record_is_never_misread_and_not_missed() {
    let folder = with_snapshot("snapshots-wrong");
    let good = fs::read(folder.path().join(NAME)).unwrap();
    let expected = rows(&Record::read(folder.path()).unwrap());
    for length in 0..good.len() {
        let case = format!("cut to {length} bytes");
        put(&folder, Some(&good[..length]));
        assert_eq!(opened_from(&folder, &expected, &case), (0, 6), "{case}");
    }
    let other = Folder::new("snapshots-other");
    let mut record = Record::create(other.path()).unwrap();
    append(&mut record, &stories(4)).unwrap();
    record.save_snapshot().unwrap();
    let others = fs::read(other.path().join(NAME)).unwrap();
    put(&folder, Some(&others));
    assert_eq!(opened_from(&folder, &expected, "of another record"), (0, 6));
    put(&folder, None);
    assert_eq!(opened_from(&folder, &expected, "gone"), (0, 6));
}

#[test]
fn a_changed_byte_of_a_snapshot_is_found_on_opening_or_when_it_is_looked_at_and_gives_no_wrong_row() {
    let folder = with_snapshot("snapshots-changed");
    let good = fs::read(folder.path().join(NAME)).unwrap();
    let expected = rows(&Record::read(folder.path()).unwrap());
    let (mut refused, mut met) = (0, 0);
    for byte in 0..good.len() {
        let mut changed = good.clone();
        changed[byte] ^= 1 << (byte % 8);
        put(&folder, Some(&changed));
        match opened_from(&folder, &expected, &format!("changed at {byte}")) {
            (0, 6) => refused += 1,
            (4, 2) => met += 1,
            other => panic!("changed at {byte}: {other:?}"),
        }
    }
    assert!(refused > 100 && met > 20, "{refused} were found on opening, {met} later or never");
}

#[test]
fn a_record_whose_snapshot_is_damaged_while_it_is_open_takes_in_events_and_shows_them() {
    let whole = Folder::new("snapshots-whole");
    append_around_a_snapshot(&mut Record::create(whole.path()).unwrap());
    let expected = rows(&Record::read(whole.path()).unwrap());
    let folder = Folder::new("snapshots-open");
    let mut record = Record::create(folder.path()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    record.save_snapshot().unwrap();
    drop(record);
    let file = folder.path().join(NAME);
    let length = fs::metadata(&file).unwrap().len();
    let mut record = Record::open(folder.path()).unwrap();
    let reader = Record::read(folder.path()).unwrap();
    assert_eq!(record.opened().snapshot, HARBOUR_EVENTS);
    // In place: the record keeps the file open. Its contents stand at the end and were read.
    let file = fs::OpenOptions::new().write(true).open(file).unwrap();
    file.write_all_at(&vec![0; length as usize / 2], 8).unwrap();
    append(&mut record, ANSWER).unwrap();
    assert_eq!(rows(&record), expected);
    let mut reader = reader;
    assert!(matches!(try_rows(&reader), Err(Error::Index(_))));
    reader.refresh().unwrap();
    assert_eq!(rows(&reader), expected);
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
