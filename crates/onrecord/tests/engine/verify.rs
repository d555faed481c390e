//! What a check of a whole record finds, in bytes and in events.

use std::fs;

use onrecord::{
    DiskStorage, MemoryStorage, Position, Record, Snapshot, SnapshotFault, Storage, UNTIMED, verify,
};
use onrecord_log::{Batch, Log};

use crate::rig::{ANSWER, Folder, HARBOUR, append, append_around_a_snapshot, rows, stories};

const SNAPSHOT: &str = "index.snapshot";

#[test]
fn a_record_as_it_was_written_is_sound() {
    let folder = Folder::new("verify-sound");
    let mut record = Record::create(folder.path()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    append(&mut record, ANSWER).unwrap();
    let found = verify(DiskStorage::open(folder.path()).unwrap()).unwrap();
    assert!(found.is_sound());
    assert_eq!((found.log.commits, found.log.events, found.log.head), (2, 6, record.head()));
}

#[test]
fn a_changed_byte_of_any_event_is_found_and_nothing_is_written() {
    let folder = Folder::new("verify-byte");
    append(&mut Record::create(folder.path()).unwrap(), HARBOUR).unwrap();
    append(&mut Record::open(folder.path()).unwrap(), ANSWER).unwrap();
    let file = folder.path().join("00000000000000000001.log");
    let mut bytes = fs::read(&file).unwrap();
    let place = bytes.windows(6).position(|window| window == b"rifles").unwrap();
    bytes[place] = b'R';
    fs::write(&file, &bytes).unwrap();
    let found = verify(DiskStorage::open(folder.path()).unwrap()).unwrap();
    assert!(!found.is_sound());
    assert_eq!(found.log.faults[0].position, 1, "the commit as a whole cannot be trusted");
    assert_eq!(fs::read(&file).unwrap(), bytes);
}

/// A log with a sound commit of one payload after another, each with its kind and schema.
fn log_of(payloads: &[(u16, u16, &[u8])]) -> MemoryStorage {
    let storage = MemoryStorage::new();
    let mut log = Log::create(storage.clone()).unwrap();
    let mut batch = Batch::new();
    for (kind, schema, bytes) in payloads {
        batch.push_bytes(*kind, *schema, bytes);
    }
    log.append(UNTIMED, &batch).unwrap();
    storage
}

#[test]
fn an_event_that_cannot_be_read_or_would_not_be_taken_in_is_found_at_its_position() {
    let story = [&[1; 16][..], b"\x01s\x01t"].concat();
    let same = [&[2; 16][..], b"\x01s\x01t"].concat();
    let storage = log_of(&[(1, 1, &story), (99, 1, b""), (1, 7, b""), (1, 1, b"\x00"), (1, 1, &same)]);
    let found = verify(storage.clone()).unwrap();
    assert!(found.log.is_sound() && !found.is_sound());
    let found: Vec<String> =
        found.events.iter().map(|left_out| format!("{}: {}", left_out.position, left_out.reason)).collect();
    assert_eq!(found[0], "2: kind number 99 is unknown");
    assert_eq!(found[1], "3: schema 7 of story_opened is unknown");
    assert!(found[2].starts_with("4: the payload of a story_opened is malformed: "), "{}", found[2]);
    assert_eq!(found[3], r#"5: story "s" is already on record, at position 1"#);
    assert_eq!(found.len(), 4);

    let error = Record::read_in(storage).err().unwrap();
    assert_eq!(error.to_string(), "position 2: kind number 99 is unknown");
}

/// A record of six events with a snapshot after the fourth.
fn with_snapshot() -> MemoryStorage {
    let storage = MemoryStorage::new();
    append_around_a_snapshot(&mut Record::create_in(storage.clone()).unwrap());
    storage
}

#[test]
fn a_snapshot_that_holds_other_events_than_the_log_is_found_however_well_it_is_made() {
    let storage = with_snapshot();
    assert!(verify(storage.clone()).unwrap().is_sound());
    let expected = rows(&Record::read_in(storage.clone()).unwrap());

    let mut other = Record::in_memory();
    append(&mut other, &stories(4)).unwrap();
    let right = Snapshot::read(&storage.bytes(SNAPSHOT).unwrap()).unwrap();
    storage.put(SNAPSHOT, Snapshot::write(other.index(), right.commit()).unwrap());
    assert_ne!(rows(&Record::read_in(storage.clone()).unwrap()), expected, "it is believed");
    let found = verify(storage.clone()).unwrap();
    assert_eq!(found.snapshot, Some(SnapshotFault::Differs { position: Position::new(4).unwrap() }));
    assert!(found.log.is_sound() && found.events.is_empty() && !found.is_sound());

    storage.remove(SNAPSHOT).unwrap();
    assert!(verify(storage.clone()).unwrap().is_sound());
    assert_eq!(rows(&Record::read_in(storage).unwrap()), expected);
}

#[test]
fn a_changed_byte_of_a_snapshot_is_found_but_where_it_makes_one_of_another_version() {
    let storage = with_snapshot();
    let whole = storage.bytes(SNAPSHOT).unwrap();
    // The last twelve bytes are the version and what every snapshot ends with.
    for byte in 0..whole.len() {
        let mut changed = whole.clone();
        changed[byte] ^= 1 << (byte % 8);
        storage.put(SNAPSHOT, changed);
        let found = verify(storage.clone()).unwrap();
        assert_eq!(found.snapshot.is_none(), byte >= whole.len() - 12, "changed at {byte}: {found:?}");
        assert!(found.log.is_sound());
    }
}

#[test]
fn a_snapshot_of_a_commit_that_is_not_on_record_is_found() {
    let storage = with_snapshot();
    let shorter = MemoryStorage::new();
    append(&mut Record::create_in(shorter.clone()).unwrap(), ANSWER.lines().nth(1).unwrap()).unwrap();
    shorter.put(SNAPSHOT, storage.bytes(SNAPSHOT).unwrap());
    let fault = verify(shorter).unwrap().snapshot.unwrap();
    assert!(matches!(fault, SnapshotFault::NotOnRecord { .. }), "{fault:?}");
    assert!(fault.to_string().starts_with("index.snapshot was made at position 4, "), "{fault}");
}
