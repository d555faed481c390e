//! Backups: of a record at rest, of one that is written meanwhile, of one that is damaged, and to a disk that fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use onrecord_log::{
    BackupError, DiskStorage, Hash, Log, MemoryStorage, OpenError, Options, ReadError, Reader, Storage,
    backup, copy, verify,
};
use onrecord_testkit::storage::{Failure, FaultyDisk};
use onrecord_testkit::tell;

use crate::sample::{Sent, read_all, record, segments};

const SMALL: Options = Options { record_id: [5; 16], segment_bytes: 700, zeroed_bytes_max: 300 };

/// A folder for the backups of one test, gone when the test ends.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let folder = std::env::temp_dir().join(format!("onrecord-backup-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Place(folder)
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn names(&self) -> Vec<String> {
        names_in(&self.0)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn bytes_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    names_in(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

fn reader(storage: &MemoryStorage) -> Reader {
    Reader::open(storage.clone()).unwrap()
}

#[test]
fn a_backup_is_equal_to_the_byte_whatever_the_segments() {
    let place = Place::new("equal");
    for (segment_bytes, count) in [(700, 30), (1 << 20, 30), (300, 1), (300, 0)] {
        let storage = MemoryStorage::new();
        let (sent, _) = record(storage.clone(), Options { segment_bytes, ..SMALL }, count);
        let folder = place.folder(&format!("{segment_bytes}-{count}"));
        let done = backup(&reader(&storage), &folder).unwrap();
        assert_eq!(bytes_in(&folder), segments(&storage), "the segments, and nothing else");
        assert_eq!(done.segment_count as usize, segments(&storage).len());
        let bytes: usize = segments(&storage).iter().map(|(_, bytes)| bytes.len()).sum();
        assert_eq!(done.bytes as usize, bytes);
        let disk = DiskStorage::open(&folder).unwrap();
        let verified = verify(&disk).unwrap();
        assert!(verified.is_sound() && verified.unfinished.is_none(), "{verified:?}");
        assert_eq!((verified.head, done.head), (reader(&storage).head(), verified.head));
        assert_eq!(read_all(&Reader::open(disk).unwrap()).unwrap(), sent);
    }
    assert_eq!(place.names().len(), 4, "nothing is left beside the backups");
}

#[test]
fn a_backup_goes_on_as_a_record_of_its_own() {
    let place = Place::new("goes-on");
    let storage = MemoryStorage::new();
    record(storage.clone(), SMALL, 12);
    let folder = place.folder("desk");
    backup(&reader(&storage), &folder).unwrap();
    let (mut original, _) = Log::open_with(storage, SMALL).unwrap();
    let (mut copied, recovery) = Log::open_with(DiskStorage::open(&folder).unwrap(), SMALL).unwrap();
    assert_eq!(recovery.cut, None);
    for number in 13..30 {
        let sent = Sent::numbered(number, 2);
        assert_eq!(sent.append(&mut original).unwrap(), sent.append(&mut copied).unwrap());
    }
}

#[test]
fn a_backup_made_while_a_writer_appends_holds_whole_acknowledged_commits_up_to_one_head() {
    let place = Place::new("beside");
    let storage = DiskStorage::create(place.folder("desk")).unwrap();
    let mut log = Log::create_with(storage.clone(), SMALL).unwrap();
    let (count, done) = (400, AtomicBool::new(false));
    let mut heads: Vec<Hash> = vec![Hash::GENESIS];
    let backups = std::thread::scope(|scope| {
        let copying = scope.spawn(|| {
            let mut made = Vec::new();
            // One more after the last commit, so that the end is seen too.
            loop {
                let last = done.load(Ordering::Acquire);
                let folder = place.folder(&format!("copy-{}", made.len()));
                made.push((backup(&Reader::open(storage.clone()).unwrap(), &folder).unwrap(), folder));
                if last {
                    return made;
                }
            }
        });
        for number in 1..=count {
            heads.push(Sent::numbered(number, 1 + number % 3).append(&mut log).unwrap().hash);
        }
        done.store(true, Ordering::Release);
        copying.join().unwrap()
    });
    for (made, folder) in &backups {
        let disk = DiskStorage::open(folder).unwrap();
        let verified = verify(&disk).unwrap();
        assert!(verified.is_sound() && verified.unfinished.is_none(), "{verified:?}");
        assert_eq!(verified.head, made.head);
        assert_eq!(heads[made.head.commit_count as usize], made.head.hash);
        let expected: Vec<Sent> = (1..=made.head.commit_count as usize)
            .map(|number| Sent::numbered(number, 1 + number % 3))
            .collect();
        assert_eq!(read_all(&Reader::open(disk).unwrap()).unwrap(), expected);
    }
    assert_eq!(backups.last().unwrap().0.head, log.head());
    assert_eq!(place.names().len(), backups.len() + 1);
    tell(&format!(
        "log backups beside a writer: {} made beside {count} commits, 0 of them wrong",
        backups.len()
    ));
}

#[test]
fn a_damaged_record_is_not_copied_and_the_error_names_the_place() {
    let place = Place::new("damaged");
    let storage = MemoryStorage::new();
    record(storage.clone(), SMALL, 7);
    storage.remove("head").unwrap();
    let mut tried = 0;
    for (name, bytes) in segments(&storage) {
        for at in 0..bytes.len() {
            let damaged = storage.copy();
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            damaged.put(&name, changed);
            let (segment, offset) = match Reader::open(damaged) {
                Err(OpenError::Damaged { segment, offset, .. }) => (segment, offset),
                Err(OpenError::NewerFormat { segment, .. }) => (segment, 0),
                Err(other) => panic!("{other:?}"),
                Ok(reader) => refused(&reader, &place, at),
            };
            // A segment that should end with a commit and does not is told at its end.
            let told = offset <= at as u64 || offset == bytes.len() as u64;
            assert!(segment != name || told, "{name}, byte {at}: {segment}, offset {offset}");
            tried += 1;
        }
    }
    tell(&format!("log backups of damaged records: {tried} tried, 0 made"));
}

/// Where the damage is that kept a copy from being made, in memory or, now and then, on the disk.
fn refused(reader: &Reader, place: &Place, at: usize) -> (String, u64) {
    let copied = match at % 40 {
        0 => backup(reader, &place.folder("copy")),
        _ => copy(reader, &MemoryStorage::new()),
    };
    assert_eq!(place.names(), <[String; 0]>::default(), "nothing is left of it");
    match copied {
        Err(BackupError::Source(ReadError::Damaged(damage))) => (damage.segment, damage.offset),
        other => panic!("byte {at}: {other:?}"),
    }
}

#[test]
fn a_hash_that_is_not_that_of_its_commit_is_not_copied() {
    let place = Place::new("hash");
    let storage = MemoryStorage::new();
    record(storage.clone(), Options::default(), 1);
    let (name, mut bytes) = segments(&storage).remove(0);
    let (hash_at, end) = (bytes.len() - 40, bytes.len() - 8);
    bytes[hash_at] ^= 1;
    let checksum = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32Iscsi, &bytes[100..end]) as u32;
    bytes[end..end + 4].copy_from_slice(&checksum.to_le_bytes());
    // Opening looks at the hash of the last commit, so it is open before.
    let reader = reader(&storage);
    storage.put(&name, bytes);
    let error = backup(&reader, &place.folder("copy")).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "damaged: the hash kept with the commit is not the hash of its bytes (segment {name}, offset 100, position 1)"
        )
    );
    assert_eq!(place.names(), <[String; 0]>::default());
}

#[test]
fn a_segment_that_miscounts_the_commits_before_it_is_not_copied() {
    let place = Place::new("miscounts");
    let storage = MemoryStorage::new();
    record(storage.clone(), SMALL, 7);
    let (name, mut bytes) = segments(&storage).pop().unwrap();
    bytes[40] ^= 1;
    let checksum = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32Iscsi, &bytes[..96]) as u32;
    bytes[96..100].copy_from_slice(&checksum.to_le_bytes());
    storage.put(&name, bytes);
    assert!(!verify(&storage).unwrap().is_sound());
    match backup(&reader(&storage), &place.folder("copy")).unwrap_err() {
        BackupError::Source(ReadError::Damaged(damage)) => {
            assert_eq!((damage.segment, damage.offset), (name, 0), "{}", damage.what);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_backup_is_made_in_a_place_of_its_own() {
    let place = Place::new("refused");
    let storage = MemoryStorage::new();
    record(storage.clone(), SMALL, 7);
    let (folder, file) = (place.folder("folder"), place.folder("file"));
    fs::create_dir(&folder).unwrap();
    fs::write(&file, b"mine").unwrap();
    for taken in [&folder, &file] {
        assert!(matches!(backup(&reader(&storage), taken), Err(BackupError::AlreadyThere)));
    }
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    let deep = place.folder("deep/deeper/desk");
    backup(&reader(&storage), &deep).unwrap();
    assert!(matches!(backup(&reader(&storage), &deep), Err(BackupError::AlreadyThere)));
    assert!(matches!(backup(&reader(&storage), Path::new("/")), Err(BackupError::AlreadyThere)));
    assert!(matches!(copy(&reader(&storage), &storage), Err(BackupError::AlreadyThere)));
    fs::create_dir(place.folder("desk.unfinished-1")).unwrap();
    backup(&reader(&storage), &place.folder("desk")).unwrap();
    assert_eq!(place.names(), ["deep", "desk", "desk.unfinished-1", "file", "folder"]);
}

#[test]
fn a_copy_that_is_broken_off_at_any_step_opens_only_if_it_is_whole() {
    let storage = MemoryStorage::new();
    let (sent, _) = record(storage.clone(), SMALL, 20);
    let whole = FaultyDisk::new(0);
    copy(&reader(&storage), &whole).unwrap();
    let (mut tried, mut opened) = (0, 0);
    for step in 0..whole.steps() {
        for outcome in 0..20 {
            let disk = FaultyDisk::new(outcome);
            let failure = match outcome {
                0 => Failure::Refuse(std::io::ErrorKind::StorageFull),
                1 => Failure::Kill,
                _ => Failure::Crash,
            };
            disk.fail_at(step, failure);
            assert!(matches!(copy(&reader(&storage), &disk), Err(BackupError::Io(_))));
            let disk = match failure {
                Failure::Kill => {
                    disk.restart();
                    disk
                }
                _ => disk.after_crash(outcome),
            };
            match Reader::open(disk.clone()) {
                Err(OpenError::NotARecord | OpenError::Damaged { .. }) => {}
                Ok(reader) => {
                    assert_eq!(read_all(&reader).unwrap(), sent);
                    opened += 1;
                }
                Err(other) => panic!("step {step}, outcome {outcome}: {other:?}"),
            }
            tried += 1;
        }
    }
    assert!(opened < tried / 10, "only the last step or two can leave a whole copy");
    tell(&format!("log backups broken off: {tried} tried, {opened} whole, 0 taken for whole"));
}
