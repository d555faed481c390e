//! Rows that are kept in all their versions: beside the record, taken up again, and never taken for those of another.

use std::fs;

use onrecord::views::Ledger;
use onrecord::{Error, Event, Expect, MaterializedRows, Moment, Record, canonical_rows};
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
