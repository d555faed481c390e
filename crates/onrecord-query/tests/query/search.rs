//! Search by words: what is found, in what order, and as of any moment.

use onrecord::{Lines, Moment, Record};
use onrecord_query::SearchIndex;

use crate::sampled::record as sampled;

const LINES: &str = r#"
{"event":"story_opened","story":"harbour","title":"Crates at the harbour"}
{"event":"actor_introduced","actor":"the-ledger","name":"The Ledger","actor_kind":"outlet"}
{"event":"actor_introduced","actor":"muller","name":"Jürgen Müller","actor_kind":"person"}
{"event":"report_published","story":"harbour","report":"ledger-crates","by":"the-ledger","title":"Crates left by night"}
{"event":"claim_made","story":"harbour","claim":"rifles","by":"the-ledger","in":"report:ledger-crates","text":"the crates held rifles","place":"Le Havre"}
{"event":"denial_issued","story":"harbour","denial":"no-rifles","by":"muller","answers":["claim:rifles"],"extent":"full","quote":"no rifles of ours"}
{"event":"event_withdrawn","story":"harbour","of":"denial:no-rifles","reason":"entered twice"}
"#;

fn record() -> Record {
    Record::from_lines(LINES.trim_start().as_bytes()).unwrap()
}

fn check(query: &str, known: u64, expected: &[u64]) {
    let record = record();
    let mut index = SearchIndex::new();
    index.extend(&record).unwrap();
    let hits = index.search(&record, query, Moment::known(known), 20).unwrap();
    let found: Vec<u64> = hits.iter().map(|hit| hit.position.get()).collect();
    assert_eq!(found, expected, "{query:?} at {known}");
}

#[test]
fn names_titles_claims_quotes_and_places_are_found() {
    check("ledger", 7, &[4, 2]);
    check("night", 7, &[4]);
    check("held", 7, &[5]);
    check("havre", 7, &[5]);
    check("twice", 7, &[7]);
    check("nothing-of-this", 7, &[]);
    check("", 7, &[]);
}

#[test]
fn case_and_accents_make_no_difference() {
    check("MULLER", 7, &[3]);
    check("jürgen", 7, &[3]);
}

#[test]
fn those_that_hold_most_words_come_first_and_of_those_the_latest() {
    check("crates rifles", 7, &[5, 4, 1]);
    check("crates", 7, &[5, 4, 1]);
}

#[test]
fn the_last_word_may_be_the_beginning_of_one() {
    check("crates rif", 7, &[5, 4, 1]);
    check("rif crates", 7, &[5, 4, 1]);
    check("cra held", 7, &[5]);
}

#[test]
fn what_was_withdrawn_is_found_only_before() {
    check("rifles", 6, &[6, 5]);
    check("rifles", 7, &[5]);
    check("rifles", 4, &[]);
}

#[test]
fn an_index_extended_in_steps_finds_the_same_as_one_built_at_once() {
    let mut record = Record::in_memory();
    let mut stepwise = SearchIndex::new();
    for line in LINES.lines().filter(|line| !line.is_empty()) {
        record.append_lines(&mut Lines::new(line.as_bytes())).unwrap();
        stepwise.extend(&record).unwrap();
    }
    let mut at_once = SearchIndex::new();
    at_once.extend(&record).unwrap();
    assert_eq!((stepwise.head(), stepwise.word_count()), (7, at_once.word_count()));
    let hits = |index: &SearchIndex| index.search(&record, "crates le", Moment::known(7), 20).unwrap();
    assert_eq!(hits(&stepwise), hits(&at_once));
}

#[test]
fn the_index_is_lean() {
    let record = sampled(4_000);
    let mut index = SearchIndex::new();
    index.extend(&record).unwrap();
    assert!(index.bytes() < 4_000 * 200, "{} bytes for 4,000 events", index.bytes());
}
