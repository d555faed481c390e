//! Kept rows: however they were built, they are what the view computes, at every position.

#![expect(clippy::unwrap_used, reason = "the records are made here")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use onrecord_core::{ClaimId, Event, read_line};
use onrecord_index::{Act, AsOf, Moment, RecordIndex};
use onrecord_projection::materialized::{
    Block, Malformed, Materialize, Materialized, MaterializedError, Reader, Writer,
};
use onrecord_projection::views::{Ledger, LedgerRow};
use onrecord_projection::{Projection, Row, Shown, Version, View, canonical_rows};
use onrecord_testkit::sample::Sample;
use onrecord_testkit::shapes;

const COMMIT: [u8; 32] = [7; 32];

fn indexed(events: &[Event<'_>]) -> RecordIndex {
    let mut index = RecordIndex::new();
    index.apply_all(events).unwrap();
    index
}

fn all(index: &RecordIndex) -> Materialized<Ledger> {
    let mut kept = Materialized::new(Ledger, index.head());
    kept.build_all(index, |_, _| Ok::<(), MaterializedError>(())).unwrap();
    kept
}

/// The rows that the view computes, in the order of keys.
fn computed(index: &RecordIndex, known: u64) -> String {
    text(&View::new(index, &Ledger).rows(Moment::known(known)).unwrap())
}

fn text<K, R: Row>(rows: &[Version<K, R>]) -> String {
    String::from_utf8(canonical_rows(rows).unwrap()).unwrap()
}

fn holds_everywhere(kept: &Materialized<Ledger>, index: &RecordIndex) {
    assert_eq!(kept.head(), index.head());
    for known in 0..=index.head() {
        assert_eq!(text(&kept.rows(known).unwrap()), computed(index, known), "known {known}");
    }
}

fn fixture(name: &str) -> Vec<Event<'static>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name);
    let lines = std::fs::read_to_string(path).unwrap();
    lines.lines().map(|line| read_line(line.as_bytes()).unwrap().event.into_owned()).collect()
}

#[test]
fn rows_that_are_kept_are_those_that_are_computed_at_every_position() {
    for events in [fixture("pakistan-arms.jsonl"), Sample::new(3).events(300).collect()] {
        let index = indexed(&events);
        holds_everywhere(&all(&index), &index);
    }
}

#[test]
fn rows_that_took_in_events_as_they_came_are_those_built_at_once() {
    let events: Vec<_> = Sample::new(5).events(240).collect();
    let whole = indexed(&events);
    for batch in [1, 7, 100] {
        let mut index = RecordIndex::new();
        let mut kept = all(&index);
        for some in events.chunks(batch) {
            index.apply_all(some).unwrap();
            kept.advance(&index).unwrap();
        }
        holds_everywhere(&kept, &whole);
        for claim in all(&whole).rows(whole.head()).unwrap() {
            let history =
                View::new(&whole, &Ledger).history(&claim.key, Moment::known(whole.head())).unwrap();
            assert_eq!(kept.versions(&claim.key).unwrap().unwrap(), history);
        }
    }
}

#[test]
fn an_event_costs_only_the_rows_that_it_touches() {
    let cost = |count: u64| {
        let events: Vec<_> = Sample::new(5).events(count).collect();
        let mut index = indexed(&events);
        let mut kept = all(&index);
        let claim = kept.rows(index.head()).unwrap()[0].key.clone();
        let line = format!(
            r#"{{"event":"verdict_published","story":"{}","claim":"{claim}","by":"{}","rating":"false"}}"#,
            kept.rows(index.head()).unwrap()[0].row.story.clone().unwrap(),
            events.iter().find_map(Event::defines).and_then(|name| name.slug().map(str::to_owned)).unwrap(),
        );
        index.apply(&read_line(line.as_bytes()).unwrap().event).unwrap();
        kept.advance(&index).unwrap()
    };
    assert_eq!((cost(300), cost(1_200)), (1, 1));
}

#[test]
fn a_build_of_some_rows_leaves_the_others_and_goes_on_where_it_was_broken_off() {
    let events: Vec<_> = Sample::new(9).events(400).collect();
    let index = indexed(&events);
    let claims: Vec<ClaimId<'static>> =
        all(&index).rows(index.head()).unwrap().into_iter().map(|row| row.key).collect();
    let mut kept = Materialized::new(Ledger, index.head());
    kept.build(&index, claims[..3].to_vec(), |_, _| Ok::<(), MaterializedError>(())).unwrap();
    assert_eq!((kept.row_count(), kept.is_complete()), (3, false));
    assert_eq!(kept.row(&claims[5], index.head()).unwrap(), None, "it is not kept");
    assert!(kept.row(&claims[0], index.head()).unwrap().is_some());

    // The blocks written by then are read by the next process.
    let bytes = kept.take_block(COMMIT).unwrap().bytes().to_vec();
    let mut again = Materialized::new(Ledger, 0);
    again.add_block(&Block::read::<Ledger>(bytes).unwrap()).unwrap();
    assert_eq!((again.row_count(), again.is_complete()), (3, false));
    let mut built = 0;
    again
        .build_all(&index, |_, progress| {
            built = progress.built;
            Ok::<(), MaterializedError>(())
        })
        .unwrap();
    assert!(built < all(&index).row_count(), "{built} rows were built, also those that were there");
    holds_everywhere(&again, &index);
}

#[test]
fn blocks_read_one_after_the_other_give_the_rows_again() {
    let events: Vec<_> = Sample::new(11).events(300).collect();
    let (mut index, mut blocks) = (indexed(&events[..100]), Vec::new());
    let mut kept = all(&index);
    blocks.push(kept.take_block(COMMIT).unwrap().bytes().to_vec());
    for some in events[100..].chunks(60) {
        index.apply_all(some).unwrap();
        kept.advance(&index).unwrap();
        blocks.push(kept.take_block(COMMIT).unwrap().bytes().to_vec());
    }
    let mut read = Materialized::new(Ledger, 0);
    for block in &blocks {
        read.add_block(&Block::read::<Ledger>(block.clone()).unwrap()).unwrap();
    }
    assert!(read.is_complete());
    holds_everywhere(&read, &index);
}

/// The ledger, with a count of the rows that were read from bytes.
#[derive(Clone, Copy, Default)]
struct Counted;

static ROWS_READ: AtomicU64 = AtomicU64::new(0);

impl Projection for Counted {
    const NAME: &'static str = "counted";
    const VERSION: u32 = 1;
    type Key = ClaimId<'static>;
    type Row = LedgerRow;

    fn keys(&self, act: &Act<'_>) -> Vec<ClaimId<'static>> {
        Ledger.keys(act)
    }

    fn touches(&self, acts: &[Act<'_>]) -> BTreeSet<ClaimId<'static>> {
        Ledger.touches(acts)
    }

    fn row(&self, claim: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Shown<LedgerRow>> {
        Ledger.row(claim, at)
    }
}

impl Materialize for Counted {
    fn write_key(claim: &ClaimId<'static>, to: &mut Writer) {
        Ledger::write_key(claim, to);
    }

    fn read_key(from: &mut Reader<'_>) -> Result<ClaimId<'static>, Malformed> {
        Ledger::read_key(from)
    }

    fn write_row(row: &LedgerRow, before: Option<&LedgerRow>, to: &mut Writer) {
        Ledger::write_row(row, before, to);
    }

    fn read_row(
        claim: &ClaimId<'static>,
        before: Option<LedgerRow>,
        from: &mut Reader<'_>,
    ) -> Result<LedgerRow, Malformed> {
        ROWS_READ.fetch_add(1, Ordering::Relaxed);
        Ledger::read_row(claim, before, from)
    }
}

#[test]
fn a_look_up_reads_no_more_than_a_page_and_opening_a_block_reads_no_row() {
    const REPEATS: usize = 200;
    const PAGE: u64 = 8;
    let index = indexed(&shapes::repeats(REPEATS));
    let mut kept = Materialized::new(Counted, index.head());
    kept.build_all(&index, |_, _| Ok::<(), MaterializedError>(())).unwrap();
    let bytes = kept.take_block(COMMIT).unwrap().bytes().to_vec();
    let mut read = Materialized::new(Counted, 0);
    read.add_block(&Block::read::<Counted>(bytes).unwrap()).unwrap();
    assert_eq!(ROWS_READ.swap(0, Ordering::Relaxed), 0);
    let claim = ClaimId::new("claim-0").unwrap();
    for known in 0..=index.head() {
        let row = read.row(&claim, known).unwrap().unwrap();
        assert!(row.is_some() || known < index.head() - REPEATS as u64, "no row at {known}");
        let rows_read = ROWS_READ.swap(0, Ordering::Relaxed);
        assert!(rows_read <= PAGE, "{rows_read} rows read for one at {known}");
    }
    assert!(read.versions(&claim).unwrap().unwrap().len() > REPEATS);
}

#[test]
fn a_changed_byte_of_a_block_is_found_and_a_cut_one_too() {
    let index = indexed(&fixture("pakistan-arms.jsonl"));
    let bytes = all(&index).take_block(COMMIT).unwrap().bytes().to_vec();
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        assert!(Block::read::<Ledger>(changed).is_err(), "byte {place}");
        assert!(Block::read::<Ledger>(bytes[..place].to_vec()).is_err(), "cut at {place}");
    }
}

#[test]
fn rows_of_a_longer_record_are_not_taken_for_those_of_a_shorter_one() {
    let events = fixture("pakistan-arms.jsonl");
    let mut kept = all(&indexed(&events));
    let error = kept.advance(&indexed(&events[..10])).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("the kept rows reach to position {}, and the record only to 10", events.len())
    );
}

/// Run with `cargo test --release -p onrecord-projection --test materialized -- --ignored --nocapture`; EVENTS in the
/// environment says how many events there are.
#[test]
#[ignore = "it measures time"]
fn all_versions_of_all_claims_of_a_long_record() {
    let count = std::env::var("EVENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let events: Vec<_> = Sample::new(1).events(count).collect();
    let index = indexed(&events);
    let begun = Instant::now();
    let mut kept = all(&index);
    let versions: usize = kept
        .rows(index.head())
        .unwrap()
        .iter()
        .map(|row| kept.versions(&row.key).unwrap().unwrap().len())
        .sum();
    println!(
        "{} rows in {versions} versions, {} bytes, built in {:?}",
        kept.row_count(),
        kept.change_bytes(),
        begun.elapsed()
    );
    let begun = Instant::now();
    let rows = kept.rows(index.head()).unwrap();
    println!("{} rows at the head in {:?}", rows.len(), begun.elapsed());
    let begun = Instant::now();
    let rows = kept.rows(index.head() / 2).unwrap();
    println!("{} rows at half in {:?}", rows.len(), begun.elapsed());
    let block = kept.take_block(COMMIT).unwrap().bytes().to_vec();
    let begun = Instant::now();
    let mut read = Materialized::new(Ledger, 0);
    read.add_block(&Block::read::<Ledger>(block.clone()).unwrap()).unwrap();
    println!("{} bytes read in {:?}", block.len(), begun.elapsed());
}
