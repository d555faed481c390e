//! The format on the disk: FORMAT.md and a kept record lock it.

use onrecord_core::Position;
use onrecord_log::{Batch, Hash, Head, Log, MemoryStorage, Options, Reader, Storage, UNTIMED, verify};

use crate::sample::{FIRST_SEGMENT, at, read_all, record, segments};

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

/// What is kept for later versions is zero in this one: taken in as it is, it would be lost when the events are written
/// again, and the hash with it.
#[test]
fn bytes_that_must_be_zero_are_zero_or_the_record_is_refused() {
    let (bytes, _) = written();
    let checksum = |bytes: &[u8]| crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32Iscsi, bytes) as u32;
    // The version of the segment, which is never 0, and what follows it; the end of its header; a byte of the commit.
    for (at, value) in [(8, 0), (10, 1), (11, 1), (88, 1), (95, 1), (107, 1)] {
        let mut changed = bytes.clone();
        changed[at] = value;
        let header = checksum(&changed[..96]);
        changed[96..100].copy_from_slice(&header.to_le_bytes());
        let end = changed.len() - 40;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&changed[100..164]).update(&changed[168..end]);
        let header = checksum(&changed[100..164]);
        changed[164..168].copy_from_slice(&header.to_le_bytes());
        changed[end..end + 32].copy_from_slice(hasher.finalize().as_bytes());
        let whole = checksum(&changed[100..end + 32]);
        changed[end + 32..end + 36].copy_from_slice(&whole.to_le_bytes());
        let damaged = MemoryStorage::new();
        damaged.put(FIRST_SEGMENT, changed.clone());
        assert!(!verify(&damaged).unwrap().is_sound(), "byte {at} is {value}");
        assert!(Log::open(damaged.clone()).is_err(), "byte {at} is {value}");
        assert_eq!(damaged.bytes(FIRST_SEGMENT), Some(changed));
    }
}

/// Of two segments, the second says that it begins before the first one ends.
#[test]
fn a_segment_that_begins_inside_the_one_before_it_is_never_read_as_whole() {
    let storage = MemoryStorage::new();
    record(storage.clone(), Options { segment_bytes: 700, ..Options::default() }, 7);
    storage.remove("head").unwrap();
    let (name, bytes) = segments(&storage).pop().unwrap();
    let begins = u64::from_le_bytes(bytes[32..40].try_into().unwrap());
    storage.remove(&name).unwrap();
    let mut header = bytes[..100].to_vec();
    header[32..40].copy_from_slice(&(begins - 1).to_le_bytes());
    let checksum = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32Iscsi, &header[..96]) as u32;
    header[96..].copy_from_slice(&checksum.to_le_bytes());
    storage.put(&format!("{:020}.log", begins - 1), header);
    let reader = Reader::open(storage.clone()).unwrap();
    assert!(read_all(&reader).is_err(), "events were read beyond position {}", reader.head().position);
    assert!(!verify(&storage).unwrap().is_sound());
}

#[test]
fn a_file_named_for_the_last_of_all_positions_is_a_fault_like_any_other() {
    let storage = MemoryStorage::new();
    let name = format!("{}.log", u64::MAX);
    storage.put(&name, vec![7; 300]);
    let verified = verify(&storage).unwrap();
    assert!(verified.faults.iter().any(|fault| fault.segment == name), "{verified:?}");
    assert!(Reader::open(storage.clone()).is_err() && Log::open(storage).is_err());
}
