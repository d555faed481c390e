//! A disk that fails: what the engine says then, and what its views hold.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use onrecord::{
    AppendError, Error, Expect, LockGuard, MemoryStorage, Options, Record, Storage, StoredFile, verify,
};
use onrecord_testkit::sample::Sample;
use onrecord_testkit::storage::{Failure, FaultyDisk};

use crate::rig::{ANSWER, HARBOUR, HARBOUR_EVENTS, append, rows};

/// Memory that takes no more writes once it is told so, and syncs nothing while its door is held. It notes who asks
/// for what.
#[derive(Clone, Default, Debug)]
pub(crate) struct Full {
    pub(crate) memory: MemoryStorage,
    pub(crate) is_full: Arc<AtomicBool>,
    pub(crate) door: Arc<Mutex<()>>,
    pub(crate) calls: Arc<Mutex<Vec<String>>>,
}

struct FullFile {
    file: Box<dyn StoredFile>,
    disk: Full,
}

impl Full {
    fn note(&self, call: String) {
        self.calls.lock().unwrap().push(call);
    }

    fn watched(&self, file: Box<dyn StoredFile>) -> Box<dyn StoredFile> {
        Box::new(FullFile { file, disk: self.clone() })
    }
}

impl Storage for Full {
    fn list(&self) -> io::Result<Vec<String>> {
        self.note("list".to_owned());
        self.memory.list()
    }
    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.memory.create(name).map(|file| self.watched(file))
    }
    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.note(format!("open {name}"));
        self.memory.open(name).map(|file| self.watched(file))
    }
    fn open_to_write(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.memory.open_to_write(name).map(|file| self.watched(file))
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.memory.rename(from, to)
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.memory.remove(name)
    }
    fn sync_directory(&self) -> io::Result<()> {
        self.memory.sync_directory()
    }
    fn try_lock(&self, name: &str) -> io::Result<Option<LockGuard>> {
        self.memory.try_lock(name)
    }
    fn lock(&self, name: &str) -> io::Result<LockGuard> {
        self.memory.lock(name)
    }
    fn try_lock_shared(&self, name: &str) -> io::Result<Option<LockGuard>> {
        self.note(format!("share {name}"));
        self.memory.try_lock_shared(name)
    }
}

impl StoredFile for FullFile {
    fn length(&self) -> io::Result<u64> {
        self.disk.note("length".to_owned());
        self.file.length()
    }
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.disk.note(format!("read {}", buffer.len()));
        self.file.read_at(offset, buffer)
    }
    fn write_at(&self, offset: u64, parts: &[&[u8]]) -> io::Result<()> {
        match self.disk.is_full.load(Ordering::Relaxed) {
            true => Err(io::ErrorKind::StorageFull.into()),
            false => self.file.write_at(offset, parts),
        }
    }
    fn truncate(&self, length: u64) -> io::Result<()> {
        self.file.truncate(length)
    }
    fn sync(&self) -> io::Result<()> {
        drop(self.disk.door.lock().unwrap());
        self.file.sync()
    }
}

#[test]
fn a_commit_that_could_not_be_written_is_in_no_view_and_the_record_is_opened_again() {
    let storage = Full::default();
    let mut record = Record::create_in(storage.clone()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    let shown = rows(&record);
    storage.is_full.store(true, Ordering::Relaxed);
    let error = append(&mut record, ANSWER).unwrap_err();
    assert!(matches!(&error, Error::Append(error) if matches!(**error, AppendError::Journal(_))), "{error}");
    assert_eq!(error.to_string(), "cannot write the commit");
    assert_eq!(rows(&record), shown);
    assert_eq!(record.head().position, HARBOUR_EVENTS);

    storage.is_full.store(false, Ordering::Relaxed);
    let error = append(&mut record, ANSWER).unwrap_err();
    let expected = "an earlier write failed: the record must be opened again before it takes more";
    assert_eq!(error.to_string(), expected);
    drop(record);
    let mut record = Record::open_in(storage).unwrap();
    assert_eq!(rows(&record), shown);
    assert_eq!(append(&mut record, ANSWER).unwrap().new, 2);
}

#[test]
fn a_snapshot_that_cannot_be_saved_is_told_takes_no_room_and_is_missed_by_nobody() {
    let storage = Full::default();
    let mut record = Record::create_in(storage.clone()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    storage.is_full.store(true, Ordering::Relaxed);
    assert_eq!(record.save_snapshot().unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert!(storage.list().unwrap().iter().all(|name| !name.contains("snapshot")));
    storage.is_full.store(false, Ordering::Relaxed);
    append(&mut record, ANSWER).unwrap();
    drop(record);
    let record = Record::open_in(storage).unwrap();
    assert_eq!((record.opened().snapshot, record.opened().events_folded), (0, 6));
}

#[test]
fn a_writer_sees_what_it_acknowledged_though_the_mark_for_readers_could_not_be_written() {
    let options = Options { segment_bytes: 2_000, ..Options::default() };
    let events: Vec<_> = Sample::new(4).events(40).collect();
    let mut marks_behind = 0;
    for step in 0..60 {
        let disk = FaultyDisk::new(step);
        let mut record = Record::create_with(disk.clone(), options).unwrap();
        disk.fail_at(disk.steps() + step, Failure::Refuse(io::ErrorKind::StorageFull));
        let mut acknowledged = 0;
        for commit in events.chunks(4) {
            let Ok(appended) = record.append(commit, Expect::Any) else { break };
            acknowledged += appended.new;
            assert_eq!((record.head().position, record.head().hash), (acknowledged, appended.hash), "{step}");
            marks_behind += u64::from(disk.bytes("head").unwrap()[8..40] != *appended.hash.as_bytes());
        }
        drop(record);
        let mut record = Record::open_in(disk.clone()).unwrap();
        record.save_snapshot().unwrap();
        drop(record);
        assert!(verify(disk).unwrap().is_sound(), "{step}");
    }
    assert!(marks_behind > 0, "no mark was behind");
}
