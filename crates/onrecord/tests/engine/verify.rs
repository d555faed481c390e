//! What a check of a whole record finds, in bytes and in events.

use std::fs;

use onrecord::{DiskStorage, MemoryStorage, Record, UNTIMED, verify};
use onrecord_log::{Batch, Log};

use crate::rig::{ANSWER, Folder, HARBOUR, append};

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
