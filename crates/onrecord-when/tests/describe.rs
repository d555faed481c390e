//! What does `describe` answer, for programs and for people?

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use onrecord_when::{Bounds, Edtf, describe};
use serde_json::{Value, json};

const CORPUS: &str = include_str!("../../../fixtures/when/edtf.jsonl");

fn on(text: &str) -> Bounds {
    text.parse::<Edtf>().unwrap().bounds()
}

fn check(input: &str, anchor: Option<&str>, expected: Value) {
    let anchor = anchor.map(on);
    let described = describe(input, anchor.as_ref());
    assert_eq!(serde_json::to_value(&described).unwrap(), expected, "{}", described.sentence());
}

#[test]
fn edtf_is_described_with_no_phrase() {
    check(
        "2004-06",
        None,
        json!({"input": "2004-06", "valid": true, "phrase": null, "edtf": "2004-06", "level": 0,
            "start": ["2004-06-01", "2004-06-30"], "end": ["2004-06-01", "2004-06-30"], "error": null}),
    );
    check(
        "2004-06-01/..",
        None,
        json!({"input": "2004-06-01/..", "valid": true, "phrase": null, "edtf": "2004-06-01/..", "level": 1,
            "start": ["2004-06-01", "2004-06-01"], "end": ["..", ".."], "error": null}),
    );
    check(
        "2004-01-01T10:10:10+05:00",
        None,
        json!({"input": "2004-01-01T10:10:10+05:00", "valid": true, "phrase": null,
            "edtf": "2004-01-01T10:10:10+05:00", "level": 0,
            "start": ["2004-01-01T10:10:10+05:00", "2004-01-01T10:10:10+05:00"],
            "end": ["2004-01-01T10:10:10+05:00", "2004-01-01T10:10:10+05:00"], "error": null}),
    );
}

#[test]
fn a_phrase_is_described_with_its_words_before_and_after_its_anchor_is_known() {
    check(
        "since at least August",
        Some("2023-02-10"),
        json!({"input": "since at least August", "valid": true, "phrase": "since at least August", "edtf": null,
            "level": null, "start": [null, "2022-08-31"], "end": ["2023-02-10", ".."], "error": null}),
    );
    check(
        "last month",
        None,
        json!({"input": "last month", "valid": true, "phrase": "last month", "edtf": null, "level": null,
            "start": [null, null], "end": [null, null], "error": null}),
    );
}

#[test]
fn what_cannot_be_read_claims_no_date_and_says_why() {
    let described = describe("as long as it takes", Some(&on("2023-02-10")));
    assert!(!described.valid && described.bounds.is_undated() && described.edtf.is_none());
    assert_eq!(
        described.sentence(),
        "\"as long as it takes\": not read as a time; it is kept as a phrase, without a date"
    );
    let wrong = describe("2016-13", None).error.unwrap();
    assert!(wrong.contains("at byte 5: found \"13\", expected a month from 01 to 12"), "{wrong}");
}

#[test]
fn no_string_that_is_wrong_as_edtf_slips_through_as_a_phrase() {
    let rows = CORPUS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let slipped: Vec<String> = rows
        .filter(|row| row["valid"] == false)
        .map(|row| describe(row["edtf"].as_str().unwrap(), None))
        .filter(|described| described.valid)
        .map(|described| described.sentence())
        .collect();
    assert!(slipped.is_empty(), "{slipped:#?}");
    assert!(!describe("2012/2011", None).valid);
}
