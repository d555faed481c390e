//! Lists: pages, orders, the stories of a record, and search by words.

use serde_json::Value;

use crate::run::{SEED, onrecord};

fn keys(arguments: &[&str], field: &str) -> Vec<Value> {
    let view = onrecord(&[arguments, &["--format", "json"]].concat()).json();
    view["rows"].as_array().unwrap().iter().map(|row| row[field].clone()).collect()
}

#[test]
fn a_page_goes_on_where_the_one_before_ended() {
    let whole = keys(&["claims", SEED], "claim");
    let first = onrecord(&["claims", SEED, "--limit", "6", "--format", "json"]).json();
    let next = first["next"].as_str().unwrap();
    assert_eq!(first["rows"].as_array().unwrap().len(), 6);
    let rest = keys(&["claims", SEED, "--after", next], "claim");
    assert_eq!(rest, whole[6..]);
    let last = onrecord(&["claims", SEED, "--after", next, "--limit", "50", "--format", "json"]).json();
    assert_eq!(last["next"], Value::Null);
}

#[test]
fn a_page_of_text_says_how_to_go_on() {
    let ran = onrecord(&["timeline", SEED, "--limit", "3"]);
    assert_eq!(ran.exit, 0);
    assert!(ran.err.contains("--after "), "{}", ran.err);
    let ran = onrecord(&["timeline", SEED]);
    assert!(!ran.err.contains("--after"), "{}", ran.err);
}

#[test]
fn rows_come_in_three_orders() {
    let recorded = keys(&["timeline", SEED, "--sort", "recorded"], "position");
    assert!(recorded.iter().map(|position| position.as_u64().unwrap()).eq(1..=42));
    let by_key = keys(&["claims", SEED, "--sort", "key"], "claim");
    assert!(by_key.iter().map(|claim| claim.as_str().unwrap()).is_sorted());
    let by_time = keys(&["claims", SEED, "--sort", "recorded"], "text_of");
    assert!(by_time.iter().map(|position| position.as_u64().unwrap()).is_sorted());
}

#[test]
fn a_key_that_is_none_and_a_filter_that_means_nothing_are_refused() {
    let ran = onrecord(&["claims", SEED, "--after", "no-such-claim"]);
    assert_eq!(ran.exit, 3);
    assert!(ran.err.contains("is no key of claims"), "{}", ran.err);
    assert_eq!(onrecord(&["claims", SEED, "--sort", "size"]).exit, 2);
}

#[test]
fn names_and_texts_stand_after_the_rows_on_request() {
    let text = onrecord(&["claims", SEED, "--names", "--texts", "--format", "json"]).fine();
    let view: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(view["names"]["actor:pakistan"], "Pakistan");
    assert_eq!(view["texts"]["24"], "the shipment fills 159 containers");
    assert!(
        text.find("\"rows\"") < text.find("\"digest\"") && text.find("\"digest\"") < text.find("\"names\"")
    );
}

#[test]
fn stories_are_listed_with_what_belongs_to_them() {
    let stories = onrecord(&["stories", SEED, "--format", "json"]).json();
    let [story] = &stories["stories"].as_array().unwrap()[..] else { panic!("{stories}") };
    assert_eq!(
        (&story["story"], &story["claims"], &story["last"]),
        (&"pakistan-arms".into(), &16.into(), &42.into())
    );
    let text = onrecord(&["stories", SEED]).fine();
    assert!(text.contains("30 events: 29 acts, 16 claims, 3 reports, 1 denial; last #42"), "{text}");
}

#[test]
fn words_are_found_in_any_case_and_by_their_beginning() {
    let hits = |words: &[&str]| {
        let found = onrecord(&[&["search", SEED, "--format", "json"], words].concat()).json();
        let hits = found["hits"].as_array().unwrap().clone();
        hits.iter().map(|hit| hit["position"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(hits(&["ACCURATE"]), [34]);
    assert_eq!(hits(&["helicop"]), [32]);
    assert_eq!(hits(&["zeppelin"]), [0; 0]);
    assert_eq!(hits(&["ukraine", "--limit", "2"]).len(), 2);
    assert!(onrecord(&["search", SEED, "accurate"]).fine().contains("#34"));
}

#[test]
fn the_ledger_shows_what_each_body_answered() {
    let text = onrecord(&["ledger", SEED]).fine();
    assert!(text.contains("‹the shipment fills 159 containers› [shipment-containers]"), "{text}");
    assert!(text.contains("Pakistan, accused: denied through the report (#34)"), "{text}");
    let unanswered = keys(&["ledger", SEED, "--unanswered"], "claim");
    assert_eq!(unanswered, keys(&["claims", SEED, "--unanswered"], "claim"));
}
