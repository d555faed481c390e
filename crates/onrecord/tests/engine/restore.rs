//! Out and back: the lines of an export make a record that is equal to the byte.

use std::path::{Path, PathBuf};

use onrecord::{
    Clock, DiskStorage, Exported, Lines, MemoryStorage, Options, Position, Record, RecordedAt, RestoreError,
    Storage, UNTIMED, restore, restore_into,
};

use crate::rig::{ANSWER, Folder, HARBOUR, append, rows, seconds, stories};

fn export(record: &Record) -> String {
    let mut lines = String::new();
    record
        .replay(Position::FIRST, |recorded| {
            lines += &serde_json::to_string(&Exported::new(&recorded)).unwrap();
            lines.push('\n');
            Ok::<(), onrecord::Error>(())
        })
        .unwrap();
    lines
}

fn restored(lines: &str, folder: &Path) -> Result<Record, RestoreError> {
    restore(&mut Lines::new(lines.as_bytes()), DiskStorage::create(folder).unwrap())
}

/// A record of three commits, the last two at the same time.
fn recorded(folder: &Folder) -> Record {
    let mut record = Record::create(folder.path()).unwrap();
    for (clock, lines) in [(1_000_000_000, HARBOUR), (1_000_000_001, ANSWER)] {
        record.set_clock(seconds(clock));
        append(&mut record, lines).unwrap();
    }
    let withdraw = r#"{"event":"event_withdrawn","of":"denial:port-no","reason":"said of another report"}"#;
    append(&mut record, withdraw).unwrap();
    record
}

#[test]
fn a_restored_record_is_equal_to_the_byte() {
    let (original, copy) = (Folder::new("restore-original"), Folder::new("restore-copy"));
    let record = recorded(&original);
    let lines = export(&record);
    let restored = restored(&lines, copy.path()).unwrap();
    assert_eq!(restored.head(), record.head());
    assert_eq!(rows(&restored), rows(&record));
    assert_eq!(export(&restored), lines);
    drop((record, restored));
    assert_eq!(copy.segments(), original.segments());
    assert_eq!(copy.files().keys().collect::<Vec<_>>(), original.files().keys().collect::<Vec<_>>());
}

/// The names and bytes of all segments.
fn segments(storage: &MemoryStorage) -> Vec<(String, Vec<u8>)> {
    let mut names = storage.list().unwrap();
    names.retain(|name| name.ends_with(".log"));
    names.sort();
    names.into_iter().map(|name| (name.clone(), storage.bytes(&name).unwrap())).collect()
}

#[test]
fn a_restored_record_is_equal_to_the_byte_with_several_segments_and_whatever_times() {
    let options = Options { record_id: [7; 16], segment_bytes: 700, ..Options::default() };
    let original = MemoryStorage::new();
    let mut record = Record::create_with(original.clone(), options).unwrap();
    // No time, the earliest, before 1970, between two seconds, the year 10000, after all years, the latest.
    let times = [
        i64::MIN,
        i64::MIN,
        i64::MIN + 1,
        -62_135_596_800_000_001,
        -1,
        0,
        0,
        1_999_999,
        253_402_300_800_000_000,
    ];
    let times = times.into_iter().chain([8_210_266_876_799_999_999, 8_210_266_876_800_000_000, i64::MAX]);
    for (line, micros) in stories(12).lines().zip(times) {
        record.set_clock(Clock::Fixed(RecordedAt::from_unix_micros(micros)));
        append(&mut record, line).unwrap();
    }
    assert_eq!(UNTIMED.unix_micros(), i64::MIN);
    let lines = export(&record);
    let copy = MemoryStorage::new();
    let empty = Record::create_with(copy.clone(), options).unwrap();
    let restored = restore_into(empty, &mut Lines::new(lines.as_bytes())).unwrap();
    assert_eq!((restored.head(), export(&restored)), (record.head(), lines));
    drop((record, restored));
    assert!(segments(&original).len() >= 3, "{}", segments(&original).len());
    assert_eq!(segments(&copy), segments(&original));
}

#[test]
fn a_record_of_plain_lines_is_restored_without_times() {
    let record = Record::from_lines(HARBOUR.as_bytes()).unwrap();
    let lines = export(&record);
    assert!(!lines.contains("recorded_at"));
    let copy = Folder::new("restore-plain");
    assert_eq!(restored(&lines, copy.path()).unwrap().head(), record.head());
}

#[test]
fn an_empty_export_is_an_empty_record() {
    let copy = Folder::new("restore-empty");
    assert_eq!(restored("", copy.path()).unwrap().head().position, 0);
    assert_eq!(Record::read(copy.path()).unwrap().head().position, 0);
}

#[test]
fn an_export_that_was_changed_is_refused() {
    let original = Folder::new("restore-changed");
    let lines = export(&recorded(&original));
    let all: Vec<&str> = lines.lines().collect();
    let swapped = {
        let mut swapped = all.clone();
        swapped.swap(1, 0);
        swapped.join("\n")
    };
    let hash = |line: &str| line.split(r#""commit":""#).nth(1).unwrap()[..64].to_owned();
    let cases = [
        (lines.replace("held rifles", "held shovels"), "line 5: the commit that ends before it has hash "),
        (
            lines.replace("2001-09-09T01:46:40", "2001-09-09T01:46:39"),
            "line 5: the commit that ends before it has",
        ),
        (lines.replace(&hash(all[4]), &"0".repeat(64)), "line 7: the commit that ends before it has hash "),
        (swapped, "line 1, column 1: position 2 stands where position 1 is next"),
        (all[1..].join("\n"), "line 1, column 1: position 2 stands where position 1 is next"),
        (
            [&all[..3], &all[4..]].concat().join("\n"),
            "line 4, column 1: position 5 stands where position 4 is next",
        ),
        (format!("{lines}{}", all[6]), "line 8, column 1: position 7 stands where position 8 is next"),
        (
            lines.replace(r#""position":3,"#, ""),
            "line 3, column 1: the line names no position; is it of an export?",
        ),
        (HARBOUR.to_owned(), "line 2, column 1: the line names no position; is it of an export?"),
        (
            lines.replace(r#""recorded_at":"2001-09-09T01:46:40"#, r#""recorded_at":"yesterday"#),
            r#"line 1, column 1: "yesterday.000000Z" is no time of recording"#,
        ),
    ];
    for (index, (lines, expected)) in cases.into_iter().enumerate() {
        let copy = Folder::new(&format!("restore-changed-{index}"));
        let error = restored(&lines, copy.path()).err().expect(expected).to_string();
        assert!(error.starts_with(expected), "{error}\nis not\n{expected}");
    }
}

#[test]
fn a_record_is_not_restored_over_another() {
    let folder = Folder::new("restore-over");
    let record = recorded(&folder);
    let lines = export(&record);
    drop(record);
    let before = folder.files();
    assert_eq!(restored(&lines, folder.path()).err().unwrap().to_string(), "there is a record here already");
    assert_eq!(folder.files(), before);
}

const FIXTURES: [(&str, u16, &str); 3] = [
    ("pakistan-arms.record", 1, include_str!("../../../../fixtures/pakistan-arms.jsonl")),
    ("rumours.record", 1, include_str!("../../../../fixtures/rumours.jsonl")),
    ("pakistan-arms.schema-2.record", 2, include_str!("../../../../fixtures/pakistan-arms.jsonl")),
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
}

#[test]
fn a_record_of_any_schema_is_restored_in_that_schema_and_equal_to_the_byte() {
    for (name, schema, _) in FIXTURES {
        let lines = export(&Record::read(fixture(name)).unwrap());
        let names_schema = format!(r#","schema":{schema}}}"#);
        assert!(lines.lines().all(|line| (schema > 1) == line.ends_with(&names_schema)), "{name}");
        let copy = Folder::new(&format!("restore-{name}"));
        restored(&lines, copy.path()).unwrap();
        let log = "00000000000000000001.log";
        assert_eq!(copy.segments()[log], std::fs::read(fixture(name).join(log)).unwrap(), "{name}");
    }
}

#[test]
fn events_of_an_older_schema_are_known_when_they_are_sent_again() {
    for (name, _, lines) in FIXTURES {
        let copy = Folder::new(&format!("restore-again-{name}"));
        let mut record = restored(&export(&Record::read(fixture(name)).unwrap()), copy.path()).unwrap();
        let (head, again) = (record.head(), append(&mut record, lines).unwrap());
        assert_eq!((again.new, again.known), (0, head.position), "{name}");
        assert_eq!(record.head(), head);
    }
}

#[test]
fn a_schema_that_nobody_knows_is_refused_where_it_stands() {
    let original = Folder::new("restore-schema");
    let lines = export(&recorded(&original)).replacen(r#""schema":2"#, r#""schema":7"#, 1);
    let copy = Folder::new("restore-schema-copy");
    let error = restored(&lines, copy.path()).err().unwrap().to_string();
    assert!(error.starts_with("line 1, column "), "{error}");
    assert!(error.ends_with("schema 7 is unknown; a newer version may have written it"), "{error}");
}
