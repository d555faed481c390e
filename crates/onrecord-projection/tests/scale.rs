//! What views of a long record cost: counted in rows and in events looked at, and once, in a release build and on demand, in time.
//!
//! The record is one of reports that repeat claims through chains eight deep: each report cites the one before it in its
//! chain, and the first of a chain an unnamed source.

#![expect(clippy::unwrap_used, reason = "the record is written here")]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use onrecord_core::{read_line, validate};
use onrecord_index::{Act, AsOf, Moment, RecordIndex};
use onrecord_projection::views::{Actors, Claims, Origins, Silence, Timeline};

use onrecord_projection::{Live, Projection, Shown, View};

const CHAIN: usize = 8;
const PAPERS: usize = 11;

struct Desk {
    index: RecordIndex,
}

impl Desk {
    /// `reports` reports that repeat `claims` claims, each by one of [`PAPERS`] papers.
    fn of(reports: usize, claims: usize) -> Desk {
        let mut desk = Desk { index: RecordIndex::new() };
        desk.take(r#"{"event":"story_opened","story":"s","title":"t"}"#);
        desk.take(r#"{"event":"actor_introduced","actor":"port","name":"Port","actor_kind":"government"}"#);
        for paper in 0..PAPERS {
            let line =
                r#"{"event":"actor_introduced","actor":"paper-N","name":"Paper","actor_kind":"outlet"}"#;
            desk.take(&line.replace('N', &paper.to_string()));
        }
        for number in 0..reports {
            desk.report(number % claims, number / claims, (number / claims) % PAPERS);
        }
        desk
    }

    /// The report of `claim` at `place` in its chains, and what it says.
    fn report(&mut self, claim: usize, place: usize, paper: usize) {
        let cites = match place % CHAIN {
            0 => format!("unnamed:source-{claim}-{place}"),
            _ => format!("report:r-{claim}-{}", place - 1),
        };
        self.take(&format!(
            r#"{{"event":"report_published","story":"s","report":"r-{claim}-{place}","by":"paper-{paper}","title":"t","cites":["{cites}"],"said":"2031-04-02"}}"#
        ));
        let said = match place {
            0 => format!(r#""event":"claim_made","claim":"c-{claim}","text":"t","accuses":["port"]"#),
            _ => format!(r#""event":"claim_repeated","claim":"c-{claim}""#),
        };
        self.take(&format!(
            r#"{{{said},"story":"s","by":"paper-{paper}","in":"report:r-{claim}-{place}","said":"2031-04-02"}}"#
        ));
    }

    fn take(&mut self, line: &str) {
        let event = read_line(line.as_bytes()).unwrap().event;
        validate(&event, &self.index).unwrap();
        self.index.apply(&event).unwrap();
    }
}

/// The rows computed and the events looked at for one more report of one claim, in a record of this many claims.
fn cost_of_one_more<P: Projection>(projection: &P, claims: usize) -> (u64, u64) {
    let mut desk = Desk::of(claims * 20, claims);
    let mut live = Live::new(&desk.index, projection, desk.index.head()).unwrap();
    let before = (live.rows_computed(), live.events_looked_at());
    desk.report(3, 20, 0);
    let changes = live.advance(&desk.index, projection).unwrap();
    assert_eq!(changes.len(), 1, "one row of {} changes", P::NAME);
    (live.rows_computed() - before.0, live.events_looked_at() - before.1)
}

#[test]
fn one_more_report_costs_what_its_claim_is_worth_however_long_the_record() {
    assert_eq!(cost_of_one_more(&Origins, 10), cost_of_one_more(&Origins, 100));
    assert_eq!(cost_of_one_more(&Claims, 10), cost_of_one_more(&Claims, 100));
    let (rows, _) = cost_of_one_more(&Claims, 10);
    assert_eq!(rows, 1);
}

/// A projection that counts how often a row of it is computed.
struct Counted<P>(P, AtomicUsize);

impl<P: Projection> Projection for Counted<P> {
    const NAME: &'static str = P::NAME;
    const VERSION: u32 = P::VERSION;
    type Key = P::Key;
    type Row = P::Row;

    fn keys(&self, act: &Act<'_>) -> Vec<P::Key> {
        self.0.keys(act)
    }

    fn touches(&self, acts: &[Act<'_>]) -> BTreeSet<P::Key> {
        self.0.touches(acts)
    }

    fn row(&self, key: &P::Key, at: &AsOf<'_>) -> Option<Shown<P::Row>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.row(key, at)
    }
}

/// How many rows there are, and how many were computed to list them.
fn listed<P: Projection>(index: &RecordIndex, projection: P) -> (usize, usize) {
    let counted = Counted(projection, AtomicUsize::new(0));
    let view = View::new(index, &counted);
    let rows = view.each_row(view.head()).count();
    (rows, counted.1.load(Ordering::Relaxed))
}

#[test]
fn a_row_that_its_last_event_made_is_computed_once_to_be_listed() {
    let desk = Desk::of(200, 10);
    assert_eq!(listed(&desk.index, Timeline), (413, 413));
    assert_eq!(listed(&desk.index, Claims), (10, 10));
    assert_eq!(listed(&desk.index, Origins), (10, 10));
    assert_eq!(listed(&desk.index, Actors), (12, 12));
}

#[test]
fn a_row_is_computed_again_only_for_what_it_may_have_come_from_and_did_not() {
    let mut desk = Desk::of(200, 10);
    let judged = r#"{"event":"information_assessed","story":"s","claim":"c-3","credibility":1,"id":"00000000-0000-4000-8000-000000000001"}"#;
    desk.take(judged);
    desk.take(
        r#"{"event":"event_withdrawn","story":"s","of":"event:00000000-0000-4000-8000-000000000001","reason":"r"}"#,
    );
    assert_eq!(listed(&desk.index, Claims), (10, 11), "one claim was another before the withdrawal");
    assert_eq!(
        listed(&desk.index, Silence),
        (10, 10),
        "nobody asked about a repetition, so none changed who owes an answer"
    );
    assert_eq!(listed(&desk.index, Actors), (12, 12), "no actor is concerned");
}

/// How many rows changed since position `from`, and how many were computed to tell.
fn changed<P: Projection>(index: &RecordIndex, from: u64, projection: P) -> (usize, usize) {
    let counted = Counted(projection, AtomicUsize::new(0));
    let view = View::new(index, &counted);
    let changes = view.diff(Moment::known(from), view.head()).unwrap();
    (changes.len(), counted.1.load(Ordering::Relaxed))
}

#[test]
fn a_row_that_is_the_same_at_both_moments_is_not_followed_back_beyond_the_earlier_one() {
    let asked = r#"{"event":"comment_requested","story":"s","of":"paper-N","about":["claim:c-3"],"said":"2031-04-05"}"#;
    let mut desk = Desk::of(200, 10);
    (0..50).for_each(|_| desk.take(&asked.replace('N', "1")));
    let from = desk.index.head();
    desk.take(&asked.replace('N', "2"));
    desk.take(&asked.replace('N', "2"));
    // One row comes to be, and is another after the second question. Those of the port and of the other paper are
    // computed before each of the questions, and are the same.
    assert_eq!(changed(&desk.index, from, Silence), (1, 8));
}

#[test]
fn a_row_that_was_computed_at_the_earlier_moment_on_the_way_is_not_computed_there_again() {
    let mut desk = Desk::of(200, 10);
    let judged = r#"{"event":"information_assessed","story":"s","claim":"c-3","credibility":1,"id":"00000000-0000-4000-8000-000000000001"}"#;
    desk.take(judged);
    let from = desk.index.head();
    desk.take(
        r#"{"event":"event_withdrawn","story":"s","of":"event:00000000-0000-4000-8000-000000000001","reason":"r"}"#,
    );
    assert_eq!(
        changed(&desk.index, from, Claims),
        (1, 2),
        "a withdrawal is no reason, so it is looked behind"
    );
    let counted = Counted(Claims, AtomicUsize::new(0));
    let view = View::new(&desk.index, &counted);
    let row = view.rows(view.head()).unwrap().swap_remove(3);
    counted.1.store(0, Ordering::Relaxed);
    let versions = view.history(&row.key, view.head()).unwrap().len();
    assert_eq!(counted.1.load(Ordering::Relaxed), versions + 1, "the last time, there is no row");
}

#[test]
fn what_a_spokesman_says_that_contradicts_nothing_is_not_looked_at_for_the_body() {
    let mut desk = Desk::of(200, 10);
    desk.take(r#"{"event":"actor_introduced","actor":"voice","name":"V","actor_kind":"person","speaks_for":"port"}"#);
    let from = desk.index.head();
    for number in 0..20 {
        desk.take(&format!(
            r#"{{"event":"comment_declined","story":"s","by":"voice","answers":["claim:c-{}"],"said":"2031-04-05"}}"#,
            number % 10
        ));
    }
    // The row of the spokesman is another, and computed at both moments; that of the body is computed once.
    assert_eq!(changed(&desk.index, from, Actors), (1, 3));
}

#[test]
fn a_thousand_events_are_taken_in_at_one_cost_however_long_the_record() {
    let cost = |claims: usize| {
        let mut desk = Desk::of(claims * 20, claims);
        let mut timeline = Live::new(&desk.index, &Timeline, desk.index.head()).unwrap();
        let mut claim_rows = Live::new(&desk.index, &Claims, desk.index.head()).unwrap();
        let counts = |timeline: &Live<Timeline>, claims: &Live<Claims>| {
            [
                timeline.rows_computed(),
                timeline.events_looked_at(),
                claims.rows_computed(),
                claims.events_looked_at(),
            ]
        };
        let before = counts(&timeline, &claim_rows);
        (0..500).for_each(|number| desk.report(number % 5, 20 + number / 5, number % PAPERS));
        assert_eq!(timeline.advance(&desk.index, &Timeline).unwrap().len(), 1_000);
        assert_eq!(claim_rows.advance(&desk.index, &Claims).unwrap().len(), 5);
        let after = counts(&timeline, &claim_rows);
        [0, 1, 2, 3].map(|place| after[place] - before[place])
    };
    let costs = cost(10);
    assert_eq!(costs, cost(100));
    let [timeline_rows, timeline_events, claim_rows, _] = costs;
    assert_eq!((timeline_rows, timeline_events, claim_rows), (1_000, 1_000, 5));
}

#[test]
fn one_more_question_costs_what_its_claim_is_worth_however_long_the_record() {
    let cost = |claims: usize| {
        let mut desk = Desk::of(claims * 20, claims);
        let mut live = Live::new(&desk.index, &Silence, desk.index.head()).unwrap();
        let before = (live.rows_computed(), live.events_looked_at());
        desk.take(r#"{"event":"comment_requested","story":"s","of":"port","about":["claim:c-3"],"said":"2031-04-05"}"#);
        assert_eq!(live.advance(&desk.index, &Silence).unwrap().len(), 1);
        (live.rows_computed() - before.0, live.events_looked_at() - before.1)
    };
    assert_eq!(cost(10), cost(100));
}

#[test]
fn chains_are_followed_to_the_sources_at_their_ends() {
    let desk = Desk::of(200, 10);
    let view = View::new(&desk.index, &Origins);
    for row in view.rows(view.head()).unwrap() {
        assert_eq!((row.row.at_least, row.row.at_most), (0, 3), "twenty reports are three chains");
        assert_eq!(
            row.row.paths.iter().map(Vec::len).max(),
            Some(2 + CHAIN),
            "the claim, the chain and its source"
        );
    }
}

/// Run with `cargo test --release -p onrecord-projection --test scale -- --ignored --nocapture`.
#[test]
#[ignore = "it measures time"]
fn ten_thousand_reports_of_five_hundred_claims_within_a_second() {
    let desk = Desk::of(10_000, 500);
    println!("{} events", desk.index.head());
    timed(&desk.index, &Origins);
    timed(&desk.index, &Claims);
    timed(&desk.index, &Silence);
}

fn timed<P: Projection>(index: &RecordIndex, projection: &P) {
    let view = View::new(index, projection);
    let start = Instant::now();
    let rows = view.rows(view.head()).unwrap();
    let all = start.elapsed();
    let mut each: Vec<_> = rows
        .iter()
        .map(|row| {
            let start = Instant::now();
            assert!(view.row(&row.key, view.head()).unwrap().is_some());
            start.elapsed()
        })
        .collect();
    each.sort_unstable();
    let (median, longest) = (each[each.len() / 2], each[each.len() - 1]);
    println!(
        "{}: {} rows in {all:?}; one row {median:?} (median), {longest:?} (longest)",
        P::NAME,
        rows.len()
    );
}
