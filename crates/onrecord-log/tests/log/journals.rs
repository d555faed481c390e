//! The journal and the place for derived files keep every promise, on a disk and in memory.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use onrecord_core::journal::{Blobs, Journal, Submission};
use onrecord_log::{DiskStorage, FileBlobs, FileJournal, MemoryStorage, Options, Storage, UNTIMED};
use onrecord_testkit::journal::{Made, blobs, conformance};
use onrecord_testkit::storage::{Failure, FaultyDisk};

use crate::sample::Sent;

/// Small enough that commits lie in several segments.
const SMALL: Options = Options { record_id: [3; 16], segment_bytes: 3_000, zeroed_bytes_max: 1_000 };

pub(crate) fn made(storage: impl Storage + Clone + 'static) -> Made {
    let journal = Arc::new(FileJournal::create(storage.clone(), SMALL).unwrap());
    let (again, beside) = (storage.clone(), storage);
    Made::new(journal)
        .reopened_by(move || Arc::new(FileJournal::open(again).unwrap().0))
        .read_by(move || Arc::new(FileJournal::read(beside.clone()).unwrap()))
}

struct Folders {
    path: PathBuf,
    count: AtomicU32,
}

impl Folders {
    fn new(name: &str) -> Folders {
        let path = std::env::temp_dir().join(format!("onrecord-{name}-{}", std::process::id()));
        std::fs::remove_dir_all(&path).unwrap_or_default();
        Folders { path, count: AtomicU32::new(0) }
    }

    fn next(&self) -> DiskStorage {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        DiskStorage::create(self.path.join(number.to_string())).unwrap()
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.path).unwrap_or_default();
    }
}

#[test]
fn a_journal_in_memory_keeps_every_promise() {
    conformance(|| made(MemoryStorage::new())).unwrap();
    conformance(|| Made::new(Arc::new(FileJournal::in_memory()))).unwrap();
}

#[test]
fn a_journal_in_files_keeps_every_promise() {
    let folders = Folders::new("journals");
    conformance(|| made(folders.next())).unwrap();
}

#[test]
fn derived_files_are_kept_as_promised() {
    let folders = Folders::new("blobs");
    let disk = folders.next();
    blobs(&FileBlobs::new(disk.clone())).unwrap();
    blobs(&FileBlobs::in_memory()).unwrap();
    blobs(&FileBlobs::new(FaultyDisk::new(1))).unwrap();
    assert_eq!(disk.list().unwrap(), [""; 0]);
}

#[test]
fn a_derived_file_is_whole_or_as_before_at_whatever_step_the_power_goes_off() {
    let content = |blobs: &FileBlobs| {
        let blob = blobs.open("index").ok()?;
        let mut bytes = vec![0; blob.length().unwrap() as usize];
        blob.read_exact_at(0, &mut bytes).unwrap();
        Some(bytes)
    };
    let put = |blobs: &FileBlobs, byte: u8| {
        blobs.put("index", &mut |file| (0..300).try_for_each(|_| file.write_all(&[byte; 100])))
    };
    let (mut old, mut new, mut refused) = (0, 0, 0);
    for step in 0..6 {
        for failure in [Failure::Crash, Failure::Kill, Failure::Refuse(ErrorKind::StorageFull)] {
            let disk = FaultyDisk::new(step);
            let blobs = FileBlobs::new(disk.clone());
            put(&blobs, 1).unwrap();
            disk.sync_directory().unwrap();
            disk.fail_at(disk.steps() + step, failure);
            refused += u32::from(put(&blobs, 2).is_err());
            let after: Vec<FaultyDisk> = match failure {
                Failure::Crash => (0..40).map(|outcome| disk.after_crash(outcome)).collect(),
                Failure::Kill | Failure::Refuse(_) => {
                    disk.restart();
                    vec![disk]
                }
            };
            for disk in after {
                let blobs = FileBlobs::new(disk);
                match content(&blobs) {
                    Some(bytes) if bytes == [1; 30_000] => old += 1,
                    Some(bytes) if bytes == [2; 30_000] => new += 1,
                    other => panic!("step {step}, {failure:?}: {:?} bytes", other.map(|bytes| bytes.len())),
                }
                put(&blobs, 3).unwrap();
                assert_eq!(content(&blobs).unwrap(), [3; 30_000], "what was left over is in nobody's way");
            }
        }
    }
    assert!(old > 50 && new > 5 && refused > 8, "{old} old, {new} new, {refused} refused");
}

#[test]
fn a_head_is_what_was_acknowledged_though_the_mark_for_readers_cannot_be_written() {
    let mut marks_behind = 0;
    for step in 0..120 {
        let disk = FaultyDisk::new(step);
        let journal = FileJournal::create(disk.clone(), SMALL).unwrap();
        disk.fail_at(disk.steps() + step, Failure::Refuse(ErrorKind::StorageFull));
        for number in 1..=30 {
            let batch = Sent::numbered(number, 6).batch();
            let Ok(accepted) = journal.submit(Submission::new(UNTIMED, batch)).unwrap().wait() else { break };
            marks_behind += u32::from(disk.bytes("head").unwrap()[8..40] != *accepted.head.hash.as_bytes());
            assert_eq!((journal.head(), journal.refresh().unwrap()), (accepted.head, accepted.head));
            let mut found = Vec::new();
            let asked = [accepted.last, accepted.first];
            journal.events(&asked, &mut |event| found.push(event.position)).unwrap();
            assert_eq!(found, asked, "what is behind the head is read");
        }
    }
    assert!(marks_behind > 10, "{marks_behind} marks were behind");
}
