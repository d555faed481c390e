//! The file `outline.snapshot`, as it is found beside the log of a record.

use std::sync::LazyLock;

use onrecord::{Clock, Lines, MemoryStorage, Record, Storage, UNTIMED};

/// The record that the snapshot lies beside, in two commits.
const LINES: &str = include_str!("../../seeds/lines/pakistan-arms");
const FIRST_COMMIT_LINES: usize = 12;

const FILE: &str = "outline.snapshot";

/// Whatever the snapshot is, the record opens, and shows what it shows without one.
pub fn check(bytes: &[u8]) {
    static WITHOUT: LazyLock<MemoryStorage> = LazyLock::new(|| {
        let storage = MemoryStorage::new();
        drop(record(&storage));
        storage.remove(FILE).expect("a snapshot was saved");
        storage
    });
    let storage = WITHOUT.copy();
    let expected = Record::read_in(storage.copy()).expect("the record is whole");
    storage.put(FILE, bytes);
    let opened = Record::read_in(storage).expect("a snapshot is no reason not to open");
    assert_eq!(opened.head(), expected.head());
    assert!(opened.outline() == expected.outline(), "it shows what is not on record");
}

/// A snapshot of that record after its first commit, and one at its head.
pub(crate) fn whole() -> [Vec<u8>; 2] {
    let storage = MemoryStorage::new();
    let mut record = record(&storage);
    let after_the_first = storage.bytes(FILE).unwrap_or_default();
    record.save_snapshot().expect("memory takes a snapshot");
    [after_the_first, storage.bytes(FILE).unwrap_or_default()]
}

fn record(storage: &MemoryStorage) -> Record {
    let mut record = Record::create_in(storage.clone()).expect("memory takes a record");
    record.set_clock(Clock::Fixed(UNTIMED));
    let lines: Vec<&str> = LINES.lines().collect();
    let (first, rest) = lines.split_at(FIRST_COMMIT_LINES);
    append(&mut record, first);
    record.save_snapshot().expect("memory takes a snapshot");
    append(&mut record, rest);
    record
}

fn append(record: &mut Record, lines: &[&str]) {
    record.append_lines(&mut Lines::new(lines.join("\n").as_bytes())).expect("the lines are a record");
}
