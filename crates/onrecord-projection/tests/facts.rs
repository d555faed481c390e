//! What a change of a row means, told as facts: of labelled cases, from one position to another.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use onrecord_core::{read_line, validate};
use onrecord_index::{Moment, RecordIndex};
use onrecord_projection::views::{Actors, Claims, Facts, Origins};

use onrecord_projection::{Projection, View};

/// The facts that changed in the rows of a view of a case, from one position to another, as JSON; all of them if the
/// rows hold no others, in their order.
fn check<P: Projection<Row: Facts>>(projection: &P, case: &str, from: u64, to: u64, expected: &str) {
    let path = format!("{}/../../fixtures/cases/{case}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let mut index = RecordIndex::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let event = read_line(line.as_bytes()).unwrap().event;
        validate(&event, &index).unwrap();
        index.apply(&event).unwrap();
    }
    let changes = View::new(&index, projection).diff(Moment::known(from), Moment::known(to)).unwrap();
    let facts: Vec<_> = changes.iter().flat_map(|change| change.facts()).collect();
    let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
    assert_eq!(serde_json::to_value(facts).unwrap(), expected, "{case}");
}

#[test]
fn a_denial_is_told_with_whom_and_how_far() {
    check(
        &Claims,
        "denial-withdrawn-and-claim-acknowledged",
        10,
        11,
        r#"[{"fact":"answered","actor":"port","by":"port","kind":"full_denial","coverage":"direct","extent":"full","position":11},
            {"fact":"party_moved","actor":"port","from":"unasked","to":"denied"},
            {"fact":"headline_changed","from":"unanswered","to":"denied"}]"#,
    );
}

#[test]
fn a_denial_taken_back_is_told_as_such() {
    check(
        &Claims,
        "denial-withdrawn-and-claim-acknowledged",
        11,
        12,
        r#"[{"fact":"answer_changed","actor":"port","kind":["full_denial","withdrawn_denial"],"coverage":["direct","direct"],"position":11},
            {"fact":"party_moved","actor":"port","from":"denied","to":"denial_withdrawn"},
            {"fact":"headline_changed","from":"denied","to":"unanswered"}]"#,
    );
}

#[test]
fn origins_that_turn_out_to_be_one_fell() {
    check(
        &Claims,
        "two-anonymous-sources-that-are-one",
        12,
        13,
        r#"[{"fact":"origins_fell","from":{"at_least":0,"at_most":2},"to":{"at_least":0,"at_most":1}}]"#,
    );
}

#[test]
fn a_withdrawn_report_is_told_with_how_many_appearances_rest_on_it_and_undone_when_the_kill_is() {
    let befell =
        r#"[{"fact":"befell","on":"report:wire-story","fate":"withdrawn","appearances":2,"total":3}]"#;
    check(&Claims, "withdrawn-correction", 14, 15, befell);
    check(
        &Claims,
        "withdrawn-correction",
        15,
        16,
        r#"[{"fact":"undone","on":"report:wire-story","fate":"withdrawn"}]"#,
    );
}

#[test]
fn a_ring_and_a_contradiction_are_told() {
    check(
        &Origins,
        "two-papers-citing-each-other",
        12,
        13,
        r#"[{"fact":"origins_fell","from":{"at_least":1,"at_most":1},"to":{"at_least":0,"at_most":0}},
            {"fact":"ring_closed","ring":["report:crates","report:crates-too"]}]"#,
    );
    check(
        &Actors,
        "acknowledged-and-denied-by-one-body",
        11,
        12,
        r#"[{"fact":"contradicted_itself","contradiction":{"kind":"denied_and_acknowledged","of":["claim:rifles"],"positions":[11,12]}}]"#,
    );
}

#[test]
fn a_row_that_came_or_went_is_told_as_that() {
    check(&Claims, "accusation-without-response", 9, 10, r#"[{"fact":"came"}]"#);
    check(&Claims, "accusation-without-response", 10, 9, r#"[{"fact":"went"}]"#);
}
