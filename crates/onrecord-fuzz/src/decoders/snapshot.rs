//! The file `graph.snapshot`, as it is found beside the log of a record.

use std::sync::LazyLock;

use onrecord::{Clock, Lines, MemoryStorage, Record, Snapshot, Storage, UNTIMED};

use super::lines::look;
use crate::seal;

/// The record that the snapshot lies beside, in two commits.
const LINES: &str = include_str!("../../seeds/lines/pakistan-arms");
const FIRST_COMMIT_LINES: usize = 12;

const FILE: &str = "index.snapshot";

/// Whatever the snapshot is, the record opens, and shows what it shows without one. With its checksums put right it may
/// say anything; if every block of it can be read, it can still be looked at from every side, and is written again.
pub fn check(bytes: &[u8]) -> bool {
    let expected = Record::read_in(WITHOUT.copy()).expect("the record is whole");
    let mut record = beside(bytes);
    if record.index() != expected.index() {
        assert!(record.index().failure().is_some(), "it shows what is not on record");
        record.rebuild_index().expect("the log is whole");
        assert!(record.index() == expected.index(), "folded anew, it is another");
    }
    let sealed = seal::snapshot(bytes);
    let Ok(snapshot) = Snapshot::read(&sealed) else { return false };
    let commit = *snapshot.commit();
    let graph = snapshot.restore();
    look(&graph);
    let again = Snapshot::write(&graph, &commit).expect("every block of it was read");
    let restored = Snapshot::read(&again).expect("what is written is read").restore();
    assert!(restored == graph, "written and read again, it is another");
    true
}

/// A snapshot of that record after its first commit, and one at its head.
pub(crate) fn whole() -> [Vec<u8>; 2] {
    let storage = MemoryStorage::new();
    let mut record = record(&storage);
    let after_the_first = storage.bytes(FILE).unwrap_or_default();
    record.save_snapshot().expect("memory takes a snapshot");
    [after_the_first, storage.bytes(FILE).unwrap_or_default()]
}

/// The record without a snapshot.
static WITHOUT: LazyLock<MemoryStorage> = LazyLock::new(|| {
    let storage = MemoryStorage::new();
    drop(record(&storage));
    storage.remove(FILE).expect("a snapshot was saved");
    storage
});

/// The record, opened where this snapshot lies beside it.
fn beside(bytes: &[u8]) -> Record {
    let storage = WITHOUT.copy();
    storage.put(FILE, bytes);
    Record::read_in(storage).expect("a snapshot is no reason not to open")
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
