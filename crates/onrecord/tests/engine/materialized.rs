//! Rows that are kept in all their versions: beside the record, taken up again, and never taken for those of another.

use std::fs;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use onrecord::views::Ledger;
use onrecord::{
    Blob, Blobs, DiskStorage, Error, Event, Expect, FileBlobs, FileJournal, Materialized, MaterializedError,
    MaterializedRows, MemoryStorage, Moment, Options, Record, RowsFault, canonical_rows, verify,
};
use onrecord_index::crc32c;
use onrecord_testkit::sample::Sample;

use crate::rig::Folder;

fn sampled(folder: &Folder, count: u64) -> Record {
    holding(folder, &Sample::new(4).events(count).collect::<Vec<_>>())
}

fn holding(folder: &Folder, events: &[Event<'_>]) -> Record {
    let mut record = Record::create(folder.path()).unwrap();
    for some in events.chunks(50) {
        record.append(some, Expect::Any).unwrap();
    }
    record
}

fn is_what_is_computed(kept: &MaterializedRows<Ledger>, record: &Record) {
    let head = record.head().position;
    assert!(kept.is_complete() && kept.head() == head);
    for known in [0, 1, head / 3, head / 2, head - 1, head] {
        let computed = record.view(&Ledger).rows(Moment::known(known)).unwrap();
        let kept = kept.rows(known).unwrap();
        assert_eq!(canonical_rows(&kept).unwrap(), canonical_rows(&computed).unwrap(), "known {known}");
    }
}

#[test]
fn rows_are_built_once_and_taken_up_by_the_next_process() {
    let folder = Folder::new("materialized");
    let events: Vec<_> = Sample::new(4).events(640).collect();
    let record = holding(&folder, &events[..600]);
    let mut kept = record.materialized(Ledger).unwrap();
    assert_eq!(kept.row_count(), 0);
    kept.build_all(&record, |_| true).unwrap();
    is_what_is_computed(&kept, &record);
    drop((kept, record));

    let mut record = Record::open(folder.path()).unwrap();
    let mut kept = record.materialized(Ledger).unwrap();
    is_what_is_computed(&kept, &record);
    // What comes in later costs the rows that it touches, and is saved behind what is there.
    record.append(&events[600..610], Expect::Any).unwrap();
    let computed = kept.advance(&record).unwrap();
    assert!(computed > 0 && computed < kept.row_count(), "{computed} of {} rows", kept.row_count());
    kept.save(&record).unwrap();
    is_what_is_computed(&kept, &record);
    drop((kept, record));
    let record = Record::read(folder.path()).unwrap();
    is_what_is_computed(&record.materialized(Ledger).unwrap(), &record);
}

#[test]
fn a_build_that_is_broken_off_goes_on_from_there() {
    let folder = Folder::new("materialized-broken-off");
    let record = sampled(&folder, 8_000);
    let all = record.view(&Ledger).rows(Moment::known(record.head().position)).unwrap().len();
    let mut kept = record.materialized(Ledger).unwrap();
    kept.build_all(&record, |progress| progress.built < 100).unwrap();
    assert!(!kept.is_complete());
    drop(kept); // as at a kill: what was saved by then is there

    let mut kept = record.materialized(Ledger).unwrap();
    let before = kept.row_count();
    assert!(before >= 100 && before < all, "{before} of {all}");
    let mut of = 0;
    kept.build_all(&record, |progress| {
        of = progress.of;
        true
    })
    .unwrap();
    assert_eq!(of, all - before, "rows that were there are not built again");
    assert!(kept.is_complete());
}

#[test]
fn stored_rows_that_are_damaged_or_of_another_record_are_as_good_as_none() {
    let folder = Folder::new("materialized-damaged");
    let record = sampled(&folder, 300);
    let mut kept = record.materialized(Ledger).unwrap();
    kept.build_all(&record, |_| true).unwrap();
    let path = folder.path().join("ledger.rows.0");
    let bytes = fs::read(&path).unwrap();
    for place in (0..bytes.len()).step_by(97) {
        let mut changed = bytes.clone();
        changed[place] ^= 0x10;
        fs::write(&path, &changed).unwrap();
        assert!(!record.materialized(Ledger).unwrap().is_complete(), "byte {place}");
    }
    let other_folder = Folder::new("materialized-other");
    let mut other = Record::create(other_folder.path()).unwrap();
    let events: Vec<_> = Sample::new(5).events(300).collect();
    other.append(&events, Expect::Any).unwrap();
    fs::write(other_folder.path().join("ledger.rows.0"), &bytes).unwrap();
    assert_eq!(other.materialized(Ledger).unwrap().row_count(), 0);
    assert!(matches!(kept.advance(&other), Err(Error::OtherRecord)));
}

#[test]
fn verify_finds_rows_that_are_damaged_of_another_record_or_not_what_the_events_give() {
    let folder = Folder::new("materialized-verify");
    let record = sampled(&folder, 300);
    let verified = || verify(DiskStorage::open(folder.path()).unwrap()).unwrap();
    assert!(verified().is_sound());
    record.materialized(Ledger).unwrap().build_all(&record, |_| true).unwrap();
    assert!(verified().is_sound(), "{:?}", verified().rows);

    let path = folder.path().join("ledger.rows.0");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    assert!(matches!(verified().rows, Some(RowsFault::Unreadable { .. })));

    // A block of fewer events, given out as one of all: every checksum is right, and the rows are not.
    let half = Folder::new("materialized-verify-half");
    let events: Vec<_> = Sample::new(4).events(300).collect();
    let part = holding(&half, &events[..150]);
    let mut rows = Materialized::new(Ledger, 150);
    rows.build_all(part.index(), |_, _| Ok::<(), MaterializedError>(())).unwrap();
    let forged = forged(rows.take_block(*record.head().hash.as_bytes()).unwrap().bytes());
    fs::write(&path, forged).unwrap();
    assert!(
        matches!(verified().rows, Some(RowsFault::Differs { position: 300, .. })),
        "{:?}",
        verified().rows
    );

    let mut rows = Materialized::new(Ledger, 300);
    fs::write(&path, rows.take_block([9; 32]).unwrap().bytes()).unwrap();
    assert!(matches!(verified().rows, Some(RowsFault::NotOnRecord { position: 300, .. })));
    fs::write(&path, &bytes).unwrap();
    assert!(verified().is_sound());
}

/// The bytes of a block of 150 events that says it is one of 300, with the checksum of that.
fn forged(block: &[u8]) -> Vec<u8> {
    let (checked, _) = block.split_last_chunk::<4>().unwrap();
    let mut forged = checked.to_vec();
    let head = b"ONRROWS\0\x01\x06ledger\x01".len();
    assert_eq!(forged[head..head + 2], [0x96, 0x01], "150 in LEB128");
    forged[head..head + 2].copy_from_slice(&[0xac, 0x02]);
    forged.extend_from_slice(&crc32c(&forged).to_le_bytes());
    forged
}

#[test]
fn many_small_saves_are_written_again_as_one() {
    let folder = Folder::new("materialized-many");
    let events: Vec<_> = Sample::new(4).events(300).collect();
    let mut record = holding(&folder, &events[..200]);
    let mut kept = record.materialized(Ledger).unwrap();
    kept.build_all(&record, |_| true).unwrap();
    for event in &events[200..] {
        record.append([event], Expect::Any).unwrap();
        kept.advance(&record).unwrap();
        kept.save(&record).unwrap();
    }
    let files = folder.files();
    let count = files.keys().filter(|name| name.starts_with("ledger.rows.")).count();
    assert!(count <= 64, "{count} files");
    is_what_is_computed(&record.materialized(Ledger).unwrap(), &record);
}

/// A place for derived files on a disk that is full now and then.
#[derive(Debug)]
struct FullNow {
    blobs: FileBlobs,
    is_full: Arc<AtomicBool>,
}

impl Blobs for FullNow {
    fn put(&self, name: &str, write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        match self.is_full.load(Ordering::Relaxed) {
            true => Err(io::ErrorKind::StorageFull.into()),
            false => self.blobs.put(name, write),
        }
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn Blob>> {
        self.blobs.open(name)
    }

    fn delete(&self, name: &str) -> io::Result<()> {
        self.blobs.delete(name)
    }
}

#[test]
fn a_block_that_could_not_be_stored_is_stored_with_the_next() {
    let events: Vec<_> = Sample::new(4).events(300).collect();
    let storage = MemoryStorage::new();
    let is_full = Arc::new(AtomicBool::new(false));
    let blobs = FullNow { blobs: FileBlobs::new(storage.clone()), is_full: Arc::clone(&is_full) };
    let journal = Arc::new(FileJournal::create(storage, Options::default()).unwrap());
    let mut record = Record::open_journal(journal, Some(Arc::new(blobs))).unwrap();
    record.append(&events[..200], Expect::Any).unwrap();
    let mut kept = record.materialized(Ledger).unwrap();
    kept.build_all(&record, |_| true).unwrap();

    record.append(&events[200..250], Expect::Any).unwrap();
    kept.advance(&record).unwrap();
    is_full.store(true, Ordering::Relaxed);
    assert!(matches!(kept.save(&record), Err(Error::Io(_))));
    is_full.store(false, Ordering::Relaxed);
    record.append(&events[250..], Expect::Any).unwrap();
    kept.advance(&record).unwrap();
    kept.save(&record).unwrap();
    is_what_is_computed(&record.materialized(Ledger).unwrap(), &record);
}

#[test]
fn blocks_behind_one_that_is_damaged_are_not_taken_for_those_behind_its_successor() {
    let folder = Folder::new("materialized-behind");
    let events: Vec<_> = Sample::new(4).events(300).collect();
    let mut record = holding(&folder, &events[..100]);
    let mut kept = record.materialized(Ledger).unwrap();
    kept.build_all(&record, |_| true).unwrap();
    for some in events[100..200].chunks(50) {
        record.append(some, Expect::Any).unwrap();
        kept.advance(&record).unwrap();
        kept.save(&record).unwrap();
    }
    assert!(folder.path().join("ledger.rows.2").exists());
    fs::write(folder.path().join("ledger.rows.1"), b"damaged").unwrap();
    let mut kept = record.materialized(Ledger).unwrap();
    record.append(&events[200..], Expect::Any).unwrap();
    kept.advance(&record).unwrap();
    kept.save(&record).unwrap();
    assert!(folder.path().join("ledger.rows.2").exists(), "it is left, and does not follow");
    is_what_is_computed(&record.materialized(Ledger).unwrap(), &record);
}

#[test]
fn rows_are_built_in_the_background_while_others_append() {
    let folder = Folder::new("materialized-background");
    let events: Vec<_> = Sample::new(4).events(700).collect();
    let mut record = holding(&folder, &events[..600]);
    let build = record.build_in_background(Ledger).unwrap();
    record.append(&events[600..], Expect::Any).unwrap();
    while !build.is_finished() {
        std::thread::yield_now();
    }
    let progress = build.progress();
    let mut kept = build.wait().unwrap();
    assert_eq!((progress.built, kept.head()), (kept.row_count(), 600));
    assert_eq!(progress.built, progress.of);
    kept.advance(&record).unwrap();
    is_what_is_computed(&kept, &record);
}

#[test]
fn a_build_in_the_background_is_stopped_after_its_step_and_what_it_saved_stays() {
    let folder = Folder::new("materialized-stopped");
    let record = sampled(&folder, 8_000);
    let build = record.build_in_background(Ledger).unwrap();
    build.stop();
    let stopped = build.wait().unwrap();
    let (built, is_complete) = (stopped.row_count(), stopped.is_complete());
    assert!(built > 0 && !is_complete, "{built} rows in one step");
    drop(stopped);
    let taken_up = record.materialized(Ledger).unwrap();
    assert_eq!((taken_up.row_count(), taken_up.is_complete()), (built, false));
}

#[test]
fn a_build_saves_no_block_without_rows() {
    let folder = Folder::new("materialized-no-empty");
    let record = sampled(&folder, 300);
    let mut kept = record.materialized(Ledger).unwrap();
    kept.build_all(&record, |_| true).unwrap();
    kept.save(&record).unwrap();
    let files = folder.files();
    let blocks: Vec<_> = files.keys().filter(|name| name.starts_with("ledger.rows.")).collect();
    assert_eq!(blocks, ["ledger.rows.0"], "all rows are one step");
    assert!(record.materialized(Ledger).unwrap().is_complete());
}
