//! The format on the disk: FORMAT.md and a kept record lock it.

use onrecord_core::Position;
use onrecord_log::{Batch, Hash, Head, Log, MemoryStorage, Options, Reader, UNTIMED, verify};

use crate::sample::{FIRST_SEGMENT, at, read_all, segments};

const FORMAT: &str = include_str!("../../FORMAT.md");

/// The bytes in the example of FORMAT.md: every line of its block that begins with an offset.
fn example() -> Vec<u8> {
    let block = FORMAT.split("```hex\n").nth(1).unwrap().split("```").next().unwrap();
    let digits: String = block.lines().map(|line| line.split(';').next().unwrap()).collect();
    let digits: Vec<u8> = digits.bytes().filter(u8::is_ascii_hexdigit).collect();
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap() as u8;
    digits.chunks(2).map(|pair| digit(pair[0]) * 16 + digit(pair[1])).collect()
}

/// The record that FORMAT.md shows.
fn written() -> (Vec<u8>, Hash) {
    let storage = MemoryStorage::new();
    let mut log =
        Log::create_with(storage.clone(), Options { record_id: *b"harbour-2031-04-", ..Options::default() })
            .unwrap();
    let mut batch = Batch::new();
    batch.push_bytes(1, 1, b"crates held rifles");
    batch.push_bytes(3, 2, b"not accurate");
    let hash = log.append(at(1_932_940_800_000_000), &batch).unwrap().hash;
    drop(log);
    (storage.bytes(FIRST_SEGMENT).unwrap(), hash)
}

#[test]
fn the_example_of_format_md_is_what_is_written() {
    let (bytes, _) = written();
    let lines: Vec<String> =
        bytes.chunks(16).map(|line| line.iter().map(|byte| format!("{byte:02x} ")).collect()).collect();
    assert_eq!(example(), bytes, "written:\n{}", lines.join("\n"));
}

#[test]
fn the_example_of_format_md_is_read() {
    let storage = MemoryStorage::new();
    storage.put(FIRST_SEGMENT, example());
    let reader = Reader::open(storage.clone()).unwrap();
    assert_eq!(reader.record_id(), *b"harbour-2031-04-");
    let (_, hash) = written();
    assert_eq!(
        reader.head(),
        Head { position: 2, hash, commit_count: 1, recorded_at: at(1_932_940_800_000_000) }
    );
    assert!(FORMAT.contains(&hash.to_string()));
    let event = reader.event(Position::FIRST.next()).unwrap().unwrap();
    assert_eq!((event.kind, event.schema, event.codec, &event.bytes[..]), (3, 2, 1, &b"not accurate"[..]));
    assert!(verify(&storage).unwrap().is_sound());
}

#[test]
fn the_recovery_table_of_format_md_is_that_of_the_code() {
    use onrecord_log::recovery::{Found, Place, decide};
    for found in [Found::Commit, Found::End, Found::Zeros, Found::Torn, Found::Damaged] {
        let row = FORMAT.lines().find(|line| line.starts_with(&format!("| `{found:?}`"))).unwrap();
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for (place, cell) in [(Place::Last, 3), (Place::Followed, 4), (Place::Sealed, 5)] {
            let decision = format!("{:?}", decide(found, place));
            assert!(cells[cell].starts_with(&decision), "{found:?} {place:?}: {row}");
        }
    }
}

const KEPT: [(&str, &[u8]); 3] = [
    ("00000000000000000001.log", include_bytes!("../fixtures/format-1/00000000000000000001.log")),
    ("00000000000000000006.log", include_bytes!("../fixtures/format-1/00000000000000000006.log")),
    ("00000000000000000009.log", include_bytes!("../fixtures/format-1/00000000000000000009.log")),
];

#[test]
fn a_record_of_format_1_is_read_for_ever_and_written_again_to_the_byte() {
    let (kept, again) = (MemoryStorage::new(), MemoryStorage::new());
    for (name, bytes) in KEPT {
        kept.put(name, bytes);
    }
    assert!(verify(&kept).unwrap().is_sound());
    let reader = Reader::open(kept.clone()).unwrap();
    let commits = read_all(&reader).unwrap();
    assert_eq!(commits.len(), 7);
    let options = Options { record_id: reader.record_id(), segment_bytes: 700, ..Options::default() };
    let mut log = Log::create_with(again.clone(), options).unwrap();
    for commit in commits {
        commit.append(&mut log).unwrap();
    }
    assert_eq!(log.head(), reader.head());
    drop(log);
    assert_eq!(segments(&again), segments(&kept));
}

#[test]
fn commits_without_a_time_come_first_and_are_before_every_time() {
    let mut log = Log::create(MemoryStorage::new()).unwrap();
    let mut batch = Batch::with_codec(9);
    batch.push_bytes(1, 1, b"");
    log.append(UNTIMED, &batch).unwrap();
    log.append(UNTIMED, &batch).unwrap();
    log.append(at(-5), &batch).unwrap();
    let reader = log.reader().unwrap();
    assert_eq!(reader.position_at(at(-6)).unwrap(), 2);
    assert_eq!(reader.position_at(at(-5)).unwrap(), 3);
    let mut commits = reader.commits(Position::FIRST).unwrap();
    let first = commits.next().unwrap().unwrap();
    assert_eq!((first.codec, first.recorded_at, first.previous), (9, UNTIMED, Hash::GENESIS));
}
