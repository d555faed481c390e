//! What views of records of one shape cost: counted in rows computed and events looked at, it grows as their size does,
//! or as what they answer where that grows faster. The largest of them, in a release build and on demand, in time.

#![expect(clippy::unwrap_used, reason = "the records are written here")]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use onrecord_core::{ClaimId, Position, validate};
use onrecord_index::{Act, AsOf, Moment, RecordIndex};
use onrecord_projection::views::{Actors, Claims, Origins, Silence, Timeline};
use onrecord_projection::{Projection, Shown, View, canonical_rows};
use onrecord_testkit::shapes::{self, Shape};
use onrecord_when::SortKey;

/// A projection that counts how often a row of it is computed, and how many events are looked at for rows and keys.
#[derive(Default)]
struct Counted<P> {
    projection: P,
    rows: AtomicU64,
    looks: AtomicU64,
}

impl<P: Projection> Counted<P> {
    fn counting<T>(&self, at: &AsOf<'_>, look: impl FnOnce(&P) -> T) -> T {
        let before = at.events_looked_at();
        let found = look(&self.projection);
        self.looks.fetch_add(at.events_looked_at() - before, Ordering::Relaxed);
        found
    }
}

impl<P: Projection> Projection for Counted<P> {
    const NAME: &'static str = P::NAME;
    const VERSION: u32 = P::VERSION;
    type Key = P::Key;
    type Row = P::Row;

    fn keys(&self, act: &Act<'_>) -> Vec<P::Key> {
        self.counting(act.record(), |projection| projection.keys(act))
    }

    fn touches(&self, acts: &[Act<'_>]) -> BTreeSet<P::Key> {
        match acts.first() {
            Some(act) => self.counting(act.record(), |projection| projection.touches(acts)),
            None => BTreeSet::new(),
        }
    }

    fn row(&self, key: &P::Key, at: &AsOf<'_>) -> Option<Shown<P::Row>> {
        self.rows.fetch_add(1, Ordering::Relaxed);
        self.counting(at, |projection| projection.row(key, at))
    }

    fn time(&self, key: &P::Key, at: &AsOf<'_>) -> Option<SortKey> {
        self.counting(at, |projection| projection.time(key, at))
    }
}

/// What an answer costs, and how long it is.
#[derive(Clone, Copy, Debug)]
struct Cost {
    rows: u64,
    looks: u64,
    bytes: u64,
    reasons: u64,
}

fn indexed(shape: Shape, n: usize) -> RecordIndex {
    let mut index = RecordIndex::new();
    index.apply_all(&shape(n)).unwrap();
    index
}

fn cost_of_rows<P: Projection + Default>(shape: Shape, n: usize) -> Cost {
    let (index, counted) = (indexed(shape, n), Counted::<P>::default());
    let view = View::new(&index, &counted);
    let rows = view.rows(view.head()).unwrap();
    let bytes = canonical_rows(&rows).unwrap().len() as u64;
    let reasons = rows.iter().map(|row| row.because.len() as u64).sum();
    Cost {
        rows: counted.rows.load(Ordering::Relaxed),
        looks: counted.looks.load(Ordering::Relaxed),
        bytes,
        reasons,
    }
}

fn cost_of_diff<P: Projection + Default>(shape: Shape, n: usize) -> Cost {
    let (index, counted) = (indexed(shape, n), Counted::<P>::default());
    let view = View::new(&index, &counted);
    view.diff(Moment::known(index.head() - 2), view.head()).unwrap();
    Cost {
        rows: counted.rows.load(Ordering::Relaxed),
        looks: counted.looks.load(Ordering::Relaxed),
        bytes: 1,
        reasons: 1,
    }
}

/// Holds that a record of twice the size costs no more than 2.4 times as much, or 1.2 times as much more as the answer is
/// longer.
fn check(name: &str, n: usize, cost: impl Fn(usize) -> Cost) {
    let costs = [n, 2 * n, 4 * n].map(cost);
    for pair in costs.windows(2) {
        let times = |of: fn(&Cost) -> u64| of(&pair[1]).max(1) as f64 / of(&pair[0]).max(1) as f64;
        let allowed = 1.2 * times(|cost| cost.bytes).max(times(|cost| cost.reasons)).max(2.0);
        let grown = (times(|cost| cost.rows), times(|cost| cost.looks));
        assert!(grown.0 <= allowed && grown.1 <= allowed, "{name} of {n}: {costs:?}");
    }
}

#[test]
fn dates_that_hang_from_one_another_cost_what_they_are() {
    check("timeline of dates", 200, |n| cost_of_rows::<Timeline>(shapes::date_chain, n));
    check("diff of dates", 200, |n| cost_of_diff::<Timeline>(shapes::date_chain, n));
}

#[test]
fn repetitions_cost_what_they_are() {
    for shape in [shapes::repeats as Shape, shapes::repeats_in_reports] {
        check("silence of repeats", 100, |n| cost_of_rows::<Silence>(shape, n));
        check("actors of repeats", 100, |n| cost_of_rows::<Actors>(shape, n));
        check("claims of repeats", 100, |n| cost_of_rows::<Claims>(shape, n));
        check("origins of repeats", 100, |n| cost_of_rows::<Origins>(shape, n));
        check("diff of repeats in silence", 100, |n| cost_of_diff::<Silence>(shape, n));
        check("diff of repeats in claims", 100, |n| cost_of_diff::<Claims>(shape, n));
    }
}

#[test]
fn a_repetition_about_which_nobody_asked_is_no_reason_to_compute_anew_who_owes_an_answer() {
    let cost = cost_of_rows::<Silence>(shapes::repeats_in_reports, 400);
    assert_eq!(cost.rows, 1, "one party owes one answer");
}

#[test]
fn a_ring_of_reports_costs_what_it_is() {
    check("origins of a ring", 100, |n| cost_of_rows::<Origins>(shapes::ring, n));
    check("claims of a ring", 100, |n| cost_of_rows::<Claims>(shapes::ring, n));
}

#[test]
fn chains_of_actors_cost_what_they_are() {
    check("actors of merges", 100, |n| cost_of_rows::<Actors>(shapes::merge_chain, n));
    check("actors of speakers", 50, |n| cost_of_rows::<Actors>(shapes::speaks_for_chain, n));
}

#[test]
fn chains_of_claims_cost_what_they_are() {
    check("claims of parts", 100, |n| cost_of_rows::<Claims>(shapes::part_of_chain, n));
    check("claims on claims", 50, |n| cost_of_rows::<Claims>(shapes::claims_on_claims, n));
    check("origins of claims on claims", 50, |n| cost_of_rows::<Origins>(shapes::claims_on_claims, n));
}

#[test]
fn withdrawals_of_withdrawals_cost_what_they_are() {
    check("timeline of withdrawals", 200, |n| cost_of_rows::<Timeline>(shapes::withdrawal_chain, n));
    check("claims of withdrawals", 200, |n| cost_of_rows::<Claims>(shapes::withdrawal_chain, n));
}

#[test]
fn one_version_of_a_history_is_held_at_a_time_and_each_costs_a_row() {
    const REPEATS: usize = 200;
    let (index, counted) = (indexed(shapes::repeats, REPEATS), Counted::<Claims>::default());
    let view = View::new(&index, &counted);
    let claim = ClaimId::new("claim-0").unwrap();
    let mut versions = view.each_version(&claim, view.head()).unwrap();
    let to_find_them = counted.rows.load(Ordering::Relaxed);
    // Each once, and the row before the first, which there is none of.
    assert_eq!(to_find_them, 2 + REPEATS as u64);
    let oldest = versions.next().unwrap().unwrap();
    assert_eq!((oldest.row.appearances.total, oldest.until), (1, Position::new(oldest.from.get() + 1)));
    assert_eq!(counted.rows.load(Ordering::Relaxed), to_find_them + 1, "the first is told before the second");
    let versions: Vec<_> = [Ok(oldest)].into_iter().chain(versions).collect::<Result<_, _>>().unwrap();
    assert_eq!(versions, view.history(&claim, view.head()).unwrap());
    assert_eq!(versions.len(), 1 + REPEATS);
}

#[test]
fn shapes_of_any_size_are_answered_without_recursion() {
    const LONG: usize = 5_000;
    // The reasons of each row list all of the chain, so that what these answer is its square.
    const LISTED: usize = 1_000;
    let long = [
        (LONG, cost_of_rows::<Timeline>(shapes::date_chain, LONG)),
        (LONG, cost_of_rows::<Timeline>(shapes::withdrawal_chain, LONG)),
        (LISTED, cost_of_rows::<Actors>(shapes::merge_chain, LISTED)),
        (LISTED, cost_of_rows::<Claims>(shapes::part_of_chain, LISTED)),
    ];
    let is_linear = |(length, cost): &(usize, Cost)| {
        let length = *length as u64;
        cost.rows >= length && cost.rows <= 3 * length
    };
    assert!(long.iter().all(is_linear), "{long:?}");
    let one = [
        cost_of_rows::<Origins>(shapes::ring, LONG),
        cost_of_rows::<Claims>(shapes::ring, LONG),
        cost_of_rows::<Silence>(shapes::repeats_in_reports, LONG),
    ];
    assert!(one.iter().all(|cost| cost.rows == 1), "{one:?}");
}

#[test]
fn a_withdrawal_at_the_end_of_a_long_chain_is_validated() {
    let mut events = shapes::withdrawal_chain(1_000);
    let last = events.pop().unwrap();
    let mut index = RecordIndex::new();
    index.apply_all(&events).unwrap();
    assert!(validate(&last, &index).is_ok());
}

/// Run with `cargo test --release -p onrecord-projection --test growth -- --ignored --nocapture`.
#[test]
#[ignore = "it measures time"]
fn the_largest_shapes_are_answered_in_seconds() {
    timed("timeline of 100,000 dates", || cost_of_rows::<Timeline>(shapes::date_chain, 100_000));
    timed("origins of a ring of 20,000", || cost_of_rows::<Origins>(shapes::ring, 20_000));
    timed("claims of a ring of 20,000", || cost_of_rows::<Claims>(shapes::ring, 20_000));
    for (name, shape) in
        [("repeats", shapes::repeats as Shape), ("repeats in reports", shapes::repeats_in_reports)]
    {
        println!("100,000 {name}:");
        timed("  silence", || cost_of_rows::<Silence>(shape, 100_000));
        timed("  actors", || cost_of_rows::<Actors>(shape, 100_000));
        timed("  claims", || cost_of_rows::<Claims>(shape, 100_000));
        timed("  origins", || cost_of_rows::<Origins>(shape, 100_000));
        timed("  diff of silence", || cost_of_diff::<Silence>(shape, 100_000));
    }
    // Each merge on the way from an actor to the last one is a reason of its row.
    timed("actors of 5,000 merges", || cost_of_rows::<Actors>(shapes::merge_chain, 5_000));
    timed("claims of 100,000 parts", || cost_of_rows::<Claims>(shapes::part_of_chain, 100_000));
    timed("timeline of 100,000 withdrawals", || cost_of_rows::<Timeline>(shapes::withdrawal_chain, 100_000));
}

fn timed(name: &str, ask: impl FnOnce() -> Cost) {
    let start = Instant::now();
    let cost = ask();
    println!("{name}: {:.2?}, {cost:?}", start.elapsed());
}
