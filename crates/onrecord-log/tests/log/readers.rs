//! Readers beside a writer: in this process, in another one, and while the writer is in the middle of a commit.

use std::io;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use onrecord_log::{
    Batch, DiskStorage, LockGuard, Log, MemoryStorage, OpenError, Options, Reader, Storage, StoredFile,
    UNTIMED, verify,
};
use onrecord_testkit::storage::{Dice, FaultyDisk};
use onrecord_testkit::tell;

use crate::sample::{FIRST_SEGMENT, Sent, read_all, record};
use crate::tally::Tally;

const SMALL: Options = Options { record_id: [0; 16], segment_bytes: 900, zeroed_bytes_max: 512 };

#[test]
fn a_reader_sees_what_is_new_when_it_looks_again_and_across_segments() {
    let storage = MemoryStorage::new();
    let mut log = Log::create_with(storage.clone(), SMALL).unwrap();
    let mut reader = Reader::open(storage.clone()).unwrap();
    let mut sent = Vec::new();
    for number in 1..40 {
        let before = reader.head();
        sent.push(Sent::numbered(number, 1 + number % 4));
        sent[number - 1].append(&mut log).unwrap();
        assert_eq!(reader.head(), before);
        if number % 3 != 0 {
            assert_eq!(reader.refresh().unwrap(), log.head());
            assert_eq!(read_all(&reader).unwrap(), sent);
        }
    }
    drop(log);
    assert_eq!(reader.refresh().unwrap().commit_count, 39);
    assert_eq!(reader.refresh().unwrap(), Reader::open(storage).unwrap().head());
}

/// Calls `look` before each sync, when a commit is written and not yet acknowledged.
#[derive(Clone)]
pub(crate) struct Watched {
    inner: MemoryStorage,
    look: Arc<Mutex<dyn FnMut() + Send>>,
}

impl Watched {
    pub(crate) fn new(inner: MemoryStorage, look: impl FnMut() + Send + 'static) -> Watched {
        Watched { inner, look: Arc::new(Mutex::new(look)) }
    }
}

impl std::fmt::Debug for Watched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watched")
    }
}

struct WatchedFile {
    inner: Box<dyn StoredFile>,
    look: Arc<Mutex<dyn FnMut() + Send>>,
}

impl StoredFile for WatchedFile {
    fn length(&self) -> io::Result<u64> {
        self.inner.length()
    }
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read_at(offset, buffer)
    }
    fn write_at(&self, offset: u64, parts: &[&[u8]]) -> io::Result<()> {
        let whole = parts.concat();
        for part in [0..whole.len() / 2, whole.len() / 2..whole.len()] {
            self.inner.write_at(offset + part.start as u64, &[&whole[part]])?;
            (self.look.lock().unwrap())();
        }
        Ok(())
    }
    fn truncate(&self, length: u64) -> io::Result<()> {
        self.inner.truncate(length)
    }
    fn sync(&self) -> io::Result<()> {
        (self.look.lock().unwrap())();
        self.inner.sync()
    }
}

impl Storage for Watched {
    fn list(&self) -> io::Result<Vec<String>> {
        self.inner.list()
    }
    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        let inner = self.inner.create(name)?;
        // Once the mark of the writer is whole, the commit is acknowledged.
        let mark = name == "head";
        Ok(if mark { inner } else { Box::new(WatchedFile { inner, look: self.look.clone() }) })
    }
    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.inner.open(name)
    }
    fn open_to_write(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.inner.open_to_write(name)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.inner.rename(from, to)
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.inner.remove(name)
    }
    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }
    fn try_lock(&self, name: &str) -> io::Result<Option<LockGuard>> {
        self.inner.try_lock(name)
    }
    fn lock(&self, name: &str) -> io::Result<LockGuard> {
        self.inner.lock(name)
    }
    fn try_lock_shared(&self, name: &str) -> io::Result<Option<LockGuard>> {
        self.inner.try_lock_shared(name)
    }
}

#[test]
fn a_commit_is_seen_by_nobody_before_it_is_synced() {
    let inner = MemoryStorage::new();
    let acknowledged = Arc::new(AtomicUsize::new(usize::MAX));
    let looks = Arc::new(AtomicUsize::new(0));
    let (storage, known, count) = (inner.clone(), acknowledged.clone(), looks.clone());
    let look = move || {
        let known = known.load(Ordering::SeqCst);
        if known == usize::MAX {
            return;
        }
        count.fetch_add(1, Ordering::SeqCst);
        let reader = Reader::open(storage.clone()).unwrap();
        let seen = read_all(&reader).unwrap().len();
        assert_eq!(seen, known);
        let verified = verify(&storage).unwrap();
        assert!(verified.is_sound() && verified.unfinished.is_none(), "{verified:?}");
    };
    let mut log = Log::create_with(Watched::new(inner.clone(), look), SMALL).unwrap();
    for number in 1..60 {
        acknowledged.store(number - 1, Ordering::SeqCst);
        let sent = Sent::numbered(number, 1 + number % 5);
        sent.append(&mut log).unwrap();
    }
    assert!(looks.load(Ordering::SeqCst) >= 59 * 3);
}

/// A process of this same test binary, told through its environment what to do.
fn other_process(task: &str, folder: &std::path::Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "readers::what_another_process_does", "--include-ignored", "--nocapture"]);
    command
        .env("ONRECORD_TASK", task)
        .env("ONRECORD_FOLDER", folder)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit());
    command
}

#[test]
#[ignore = "run by the other tests, in a process of its own"]
fn what_another_process_does() {
    let Ok(folder) = std::env::var("ONRECORD_FOLDER") else { return };
    let storage = DiskStorage::open(folder).unwrap();
    match std::env::var("ONRECORD_TASK").unwrap().as_str() {
        "be refused" => assert!(matches!(Log::open(storage), Err(OpenError::Locked))),
        "read along" => {
            let mut reader = Reader::open(storage).unwrap();
            let mut seen = 0;
            while reader.head().commit_count < 300 {
                reader.refresh().unwrap();
                let read = read_all(&reader).unwrap();
                assert!(read.len() >= seen);
                seen = read.len();
                for (index, commit) in read.iter().enumerate() {
                    assert_eq!(*commit, Sent::numbered(index + 1, 1 + (index + 1) % 3));
                }
            }
        }
        "append and rest for ever" => {
            let (mut log, _) = Log::open(storage).unwrap();
            for number in log.head().commit_count as usize.. {
                log.append(UNTIMED, &large(number)).unwrap();
                std::thread::sleep(std::time::Duration::from_micros(number as u64 % 5 * 1_000));
            }
        }
        "append for ever" => {
            let (mut log, _) = Log::open_with(storage, SMALL).unwrap();
            let mut number = log.head().commit_count as usize;
            loop {
                number += 1;
                Sent::numbered(number, 1 + number % 3).append(&mut log).unwrap();
            }
        }
        other => panic!("{other}"),
    }
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("onrecord-log-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

#[test]
fn a_second_writer_in_another_process_is_refused() {
    let folder = folder("locked");
    let log = Log::create(DiskStorage::create(&folder).unwrap()).unwrap();
    assert!(other_process("be refused", &folder).status().unwrap().success());
    drop(log);
    assert!(!other_process("be refused", &folder).stderr(Stdio::null()).status().unwrap().success());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_reader_in_another_process_follows_the_writer_and_sees_whole_commits_only() {
    let folder = folder("follow");
    let mut log = Log::create_with(DiskStorage::create(&folder).unwrap(), SMALL).unwrap();
    let mut reader = other_process("read along", &folder).spawn().unwrap();
    for number in 1..=300 {
        Sent::numbered(number, 1 + number % 3).append(&mut log).unwrap();
    }
    assert!(reader.wait().unwrap().success());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_a_reader_saw_is_there_after_the_writer_was_killed() {
    let (mut tally, mut dice) = (Tally::default(), Dice::new(5));
    for number in 0..4 {
        let folder = folder(&format!("killed-{number}"));
        let storage = DiskStorage::create(&folder).unwrap();
        record(storage.clone(), SMALL, 1);
        let mut seen = 1;
        for _ in 0..25 {
            seen = kill_a_writer(&folder, &storage, seen + dice.below(15) as u64, &mut dice);
            let sent: Vec<_> =
                (1..=seen as usize).map(|number| Sent::numbered(number, 1 + number % 3)).collect();
            tally.compare(&Reader::open(storage.clone()).unwrap(), &sent, sent.len());
            tally.tried += 1;
        }
        let segments = storage.list().unwrap().iter().filter(|name| name.ends_with(".log")).count();
        assert!(segments > 25, "only {segments} segments were begun");
        std::fs::remove_dir_all(folder).unwrap();
    }
    tally.finish("writers killed beside a reader", 100);
}

/// A commit of one event: the first so large that a thread makes zeros after it.
fn large(number: usize) -> Batch {
    let mut batch = Batch::new();
    let bytes = if number == 0 { 3 << 20 } else { 1_000 + number % 7 * 50_000 };
    batch.push_bytes(1, 1, &vec![number as u8 | 1; bytes]);
    batch
}

#[test]
fn a_writer_killed_while_its_thread_makes_zeros_loses_nothing_a_reader_saw() {
    let (folder, mut dice) = (folder("killed-in-zeros"), Dice::new(6));
    let storage = DiskStorage::create(&folder).unwrap();
    Log::create(storage.clone()).unwrap().append(UNTIMED, &large(0)).unwrap();
    let (mut kills, mut left_zeros, mut seen) = (0, 0, 1);
    while kills < 60 {
        let writer = other_process("append and rest for ever", &folder).spawn().unwrap();
        let reader = kill_once_seen(writer, &storage, seen + 1, dice.below(9_000));
        let length = std::fs::metadata(folder.join(FIRST_SEGMENT)).unwrap().len();
        assert!(verify(&storage).unwrap().is_sound());
        let (log, _) = Log::open(storage.clone()).unwrap();
        let cut = length - std::fs::metadata(folder.join(FIRST_SEGMENT)).unwrap().len();
        (kills, left_zeros) = (kills + 1, left_zeros + u64::from(cut > 400_000));
        assert!(log.head().commit_count >= reader.head().commit_count);
        seen = log.head().commit_count;
        let read = read_all(&log.reader().unwrap()).unwrap();
        let is_whole = |(number, sent): (usize, &Sent)| sent.batch().event(0) == large(number).event(0);
        assert!(read.len() as u64 == seen && read.iter().enumerate().all(is_whole));
    }
    tell(&format!(
        "log writers killed beside the thread that makes zeros: {kills} tried, {left_zeros} left zeros, 0 acknowledged events lost"
    ));
    assert!(left_zeros > 20, "only {left_zeros} of {kills} left zeros");
    std::fs::remove_dir_all(folder).unwrap();
}

/// Kills a writer so many microseconds after a reader saw `target` commits; gives the reader, which looked just before.
fn kill_once_seen(mut writer: Child, storage: &DiskStorage, target: u64, micros: usize) -> Reader {
    let mut reader = Reader::open(storage.clone()).unwrap();
    while reader.head().commit_count < target {
        reader.refresh().unwrap();
        std::thread::yield_now();
    }
    std::thread::sleep(std::time::Duration::from_micros(micros as u64));
    reader.refresh().unwrap();
    writer.kill().unwrap();
    writer.wait().unwrap();
    reader
}

/// Kills a writer some time after a reader saw `target` commits; says how many the next writer finds.
fn kill_a_writer(folder: &std::path::Path, storage: &DiskStorage, target: u64, dice: &mut Dice) -> u64 {
    let writer = other_process("append for ever", folder).stderr(Stdio::null()).spawn().unwrap();
    let reader = kill_once_seen(writer, storage, target, dice.below(3_000));
    let (log, _) = Log::open_with(storage.clone(), SMALL).unwrap();
    assert!(log.head().commit_count >= reader.head().commit_count);
    assert!(verify(storage).unwrap().is_sound());
    log.head().commit_count
}

#[test]
fn a_writer_that_reads_its_own_record_does_not_read_what_it_wrote() {
    let disk = FaultyDisk::new(0);
    let mut log = Log::create_with(disk.clone(), SMALL).unwrap();
    let (mut own, mut other) = (Reader::open(disk.clone()).unwrap(), Reader::open(disk.clone()).unwrap());
    let mut sent = Vec::new();
    for number in 1..60 {
        sent.push(Sent::numbered(number, 1 + number % 4));
        let commit = sent[number - 1].append(&mut log).unwrap();
        let reads = disk.reads();
        assert_eq!(own.note(&commit).unwrap(), log.head());
        let is_first_of_a_segment = commit.offset == 100 && number > 1;
        assert_eq!(disk.reads() > reads, is_first_of_a_segment);
        if number % 7 == 0 {
            assert_eq!(other.note(&commit).unwrap(), log.head(), "what it was not told of, it looks for");
            assert_eq!(other.note(&commit).unwrap(), log.head());
            assert_eq!(own.refresh().unwrap(), log.head());
        }
        assert_eq!(read_all(&own).unwrap(), sent);
        assert_eq!(read_all(&other).unwrap(), sent[..number / 7 * 7]);
    }
}
