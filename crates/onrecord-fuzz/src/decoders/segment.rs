//! A whole segment, as the reader, the writer, the check and the backup find it.

use onrecord_core::Position;
use onrecord_log::{
    Batch, Log, MemoryStorage, Options, ReadError, Reader, SEGMENT_BYTES_MAX, Storage, UNTIMED, Verification,
    copy, verify,
};

use crate::seal::{self, Positions};

/// The segments that may stand before the one to be tried, and the position after each.
const BEFORE: [(u64, &[u8]); 2] =
    [(1, include_bytes!("../../seeds/segment/1-of-3")), (6, include_bytes!("../../seeds/segment/2-of-3"))];

/// The bytes as they are, and with their checksums put right.
pub fn check(bytes: &[u8]) -> bool {
    let sealed = [Positions::Kept, Positions::PutRight].map(|positions| seal::segment(bytes, positions));
    let taken = [bytes, &sealed[0], &sealed[1]].map(look);
    taken.contains(&true)
}

/// Everything that is ever done with a segment, done with these bytes as the last one of a record. Whether it is sound,
/// and holds something.
fn look(bytes: &[u8]) -> bool {
    let storage = storage(bytes);
    let before = files(&storage);
    let verified = verify(&storage).expect("damage is reported, and stops nothing");
    for fault in &verified.faults {
        let length = storage.bytes(&fault.segment).map_or(0, |bytes| bytes.len() as u64);
        assert!(fault.offset <= length, "{fault:?} lies outside its segment");
    }
    let read = Reader::open(storage.clone()).map_err(drop).and_then(|reader| {
        let commits = read(&reader).map_err(drop)?;
        Ok((reader, commits))
    });
    assert_eq!(files(&storage), before, "looking writes nothing");
    match read {
        Ok((reader, commits)) if verified.is_sound() => sound(&storage, &reader, &commits, &verified),
        Ok((reader, _)) => {
            // A reader leaves hashes to those who check them.
            assert!(copy(&reader, &MemoryStorage::new()).is_err(), "{verified:?} was copied");
        }
        Err(()) => assert!(!verified.is_sound(), "sound, and cannot be read"),
    }
    write(&storage, &verified);
    verified.is_sound() && verified.commits > 0
}

/// The bytes under the name that their header gives them, after the segments that come before.
fn storage(bytes: &[u8]) -> MemoryStorage {
    let storage = MemoryStorage::new();
    let base = bytes.get(32..40).and_then(|base| base.first_chunk()).copied().map_or(1, u64::from_le_bytes);
    let number = bytes.get(12).copied().unwrap_or(1);
    for (base, before) in BEFORE.iter().take(usize::from(number).saturating_sub(1)) {
        storage.put(&name(*base), *before);
    }
    storage.put(&name(base), bytes);
    storage
}

fn name(base: u64) -> String {
    format!("{base:020}.log")
}

fn files(storage: &MemoryStorage) -> Vec<(String, Vec<u8>)> {
    let mut names = storage.list().expect("memory answers");
    names.retain(|name| name.ends_with(".log"));
    names.sort();
    names.into_iter().map(|name| (name.clone(), storage.bytes(&name).unwrap_or_default())).collect()
}

/// A commit that was read: its codec, its time, and its events.
type Commit = (u8, onrecord_core::RecordedAt, Batch);

fn read(reader: &Reader) -> Result<Vec<Commit>, ReadError> {
    let mut commits = reader.commits(Position::FIRST)?;
    let (mut read, mut next) = (Vec::new(), Position::FIRST);
    while let Some(commit) = commits.next()? {
        let mut batch = Batch::with_codec(commit.codec);
        for event in commit.events() {
            assert_eq!(event.position, next);
            next = next.next();
            batch.push_bytes(event.kind, event.schema, event.bytes);
        }
        assert_eq!(commit.last.next(), next);
        read.push((commit.codec, commit.recorded_at, batch));
    }
    assert_eq!(next, reader.head().next_position());
    Ok(read)
}

/// What verifies is read by everybody, and written again it has the same bytes.
fn sound(storage: &MemoryStorage, reader: &Reader, commits: &[Commit], verified: &Verification) {
    assert_eq!((reader.head(), verified.head.commit_count), (verified.head, commits.len() as u64));
    let target = MemoryStorage::new();
    copy(reader, &target).expect("what is sound is copied");
    let copied = files(&target);
    for ((_, copied), (_, original)) in copied.iter().zip(&files(storage)) {
        assert!(original.starts_with(copied), "a copy has other bytes");
    }
    let last = Position::new(reader.head().position);
    assert!(last.is_none_or(|last| reader.event(last).is_ok_and(|event| event.is_some())));
    if copied.len() == 1 {
        let options =
            Options { record_id: reader.record_id(), segment_bytes: SEGMENT_BYTES_MAX, zeroed_bytes_max: 0 };
        let again = MemoryStorage::new();
        let mut log = Log::create_with(again.clone(), options).expect("memory takes a record");
        for (_, recorded_at, batch) in commits {
            log.append(*recorded_at, batch).expect("what is on record can be put on record");
        }
        assert_eq!(files(&again), copied, "written again, it is another");
    }
}

/// A writer opens what is sound and goes on, and leaves alone what is not.
fn write(storage: &MemoryStorage, verified: &Verification) {
    let before = files(storage);
    match Log::open(storage.clone()) {
        Err(_) => {
            assert!(!verified.is_sound(), "sound, and not opened");
            assert_eq!(files(storage), before, "what is refused is not written to");
        }
        Ok((mut log, recovery)) if verified.is_sound() => {
            assert_eq!(log.head(), verified.head);
            assert_eq!(recovery.cut.is_some(), verified.unfinished.is_some());
            let mut batch = Batch::new();
            batch.push_bytes(1, 1, b"the crates held rifles");
            let recorded_at = log.head().recorded_at.max(UNTIMED);
            if log.append(recorded_at, &batch).is_ok() {
                drop(log);
                let verified_again = verify(storage).expect("there is a record");
                assert!(verified_again.is_sound(), "{verified_again:?}");
                assert_eq!(verified_again.commits, verified.commits + 1);
            }
        }
        Ok(_) => {}
    }
}
