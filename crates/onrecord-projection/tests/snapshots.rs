//! Snapshots: read piece by piece, equal however they came about, and never misread.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use onrecord_core::{Event, Position};
use onrecord_index::{RecordIndex, Snapshot, SnapshotSource};
use onrecord_projection::views::Timeline;

use onrecord_projection::{View, canonical_rows};
use onrecord_testkit::sample::Sample;

const COMMIT: [u8; 32] = [7; 32];

/// A snapshot that counts what is read of it.
struct Counted {
    bytes: Vec<u8>,
    reads: AtomicU64,
}

impl Counted {
    fn new(bytes: Vec<u8>) -> Arc<Counted> {
        Arc::new(Counted { bytes, reads: AtomicU64::default() })
    }
}

impl SnapshotSource for Counted {
    fn length(&self) -> io::Result<u64> {
        Ok(self.bytes.len() as u64)
    }

    fn read(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let bytes = self.bytes.get(offset as usize..offset as usize + buffer.len());
        buffer.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

fn apply(index: &mut RecordIndex, events: &[Event<'_>]) {
    for event in events {
        index.apply(event).unwrap();
    }
}

fn index(events: &[Event<'_>]) -> RecordIndex {
    let mut index = RecordIndex::new();
    apply(&mut index, events);
    index
}

fn sample(count: u64) -> Vec<Event<'static>> {
    Sample::new(3).events(count).collect()
}

fn rows(index: &RecordIndex) -> Vec<u8> {
    let view = View::new(index, &Timeline);
    let rows = view.rows(view.head()).expect("it is in memory");
    canonical_rows(&rows).expect("rows that can be written")
}

#[test]
fn an_outline_opened_from_a_snapshot_goes_on_as_the_one_that_was_saved() {
    let events = sample(3_000);
    let whole = index(&events);
    let expected = Snapshot::write(&whole, &COMMIT).unwrap();
    for count in [0, 1, 63, 64, 65, 1_024, 2_999, 3_000] {
        let saved = Snapshot::write(&index(&events[..count]), &COMMIT).unwrap();
        let mut opened = Snapshot::read(&saved).unwrap().restore();
        assert_eq!(opened.head(), count as u64);
        apply(&mut opened, &events[count..]);
        assert_eq!(opened, whole, "saved after {count} events");
        assert_eq!(
            Snapshot::write(&opened, &COMMIT).unwrap(),
            expected,
            "saved after {count} events, and again at the end"
        );
    }
}

#[test]
fn what_was_applied_after_a_snapshot_can_be_taken_back() {
    let events = sample(2_500);
    let before = index(&events[..2_000]);
    let mut opened = Snapshot::read(&Snapshot::write(&before, &COMMIT).unwrap()).unwrap().restore();
    apply(&mut opened, &events[2_000..]);
    opened.truncate(2_000);
    assert_eq!(opened, before);
    apply(&mut opened, &events[2_000..]);
    assert_eq!(opened, index(&events));
}

#[test]
fn opening_reads_the_trailer_and_the_contents_and_a_row_only_what_it_is_made_of() {
    for count in [2_000, 20_000] {
        let whole = index(&sample(count));
        let source = Counted::new(Snapshot::write(&whole, &COMMIT).unwrap());
        let opened = Snapshot::open(source.clone()).unwrap().restore();
        assert_eq!(source.reads.load(Ordering::Relaxed), 2);
        let (view, expected) = (View::new(&opened, &Timeline), View::new(&whole, &Timeline));
        let position = Position::new(count / 2).unwrap();
        assert_eq!(view.row(&position, view.head()).unwrap(), expected.row(&position, view.head()).unwrap());
        let reads = source.reads.load(Ordering::Relaxed);
        assert!(reads <= 12, "{reads} reads for one event of {count}");
        assert_eq!(rows(&opened), rows(&whole));
    }
}

#[test]
fn a_view_over_a_block_that_changed_answers_with_an_error_and_never_with_other_rows() {
    let whole = index(&sample(2_000));
    let good = Snapshot::write(&whole, &COMMIT).unwrap();
    let expected = rows(&whole);
    let mut refused = 0;
    for byte in (8..good.len()).step_by(good.len() / 40) {
        let mut bad = good.clone();
        bad[byte] ^= 0x10;
        Snapshot::read(&bad).unwrap_err();
        let Ok(snapshot) = Snapshot::open(Counted::new(bad)) else { continue };
        let opened = snapshot.restore();
        let view = View::new(&opened, &Timeline);
        match view.rows(view.head()) {
            // A block by which names are found is not looked at for every view.
            Ok(shown) => assert_eq!(canonical_rows(&shown).unwrap(), expected, "changed at {byte}"),
            Err(error) => {
                assert!(error.to_string().contains("checksum"), "{error}");
                assert!(opened.failure().is_some());
                refused += 1;
            }
        }
    }
    assert!(refused > 20, "{refused} of 40 changes were met");
}

#[test]
fn an_event_is_not_applied_where_what_it_mentions_cannot_be_looked_up() {
    let events = sample(2_001);
    let bytes = Snapshot::write(&index(&events[..2_000]), &COMMIT).unwrap();
    let mut bad = bytes.clone();
    let blocks = bytes.len() - bytes.len() / 10;
    bad[8..blocks].fill(0);
    let mut opened = Snapshot::open(Counted::new(bad)).unwrap().restore();
    opened.apply(&events[2_000]).unwrap_err();
    assert_eq!(opened.head(), 2_000);
}
