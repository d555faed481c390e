//! Every record under `fixtures/cases` comes out as its label says: at the head, and at each earlier position and each
//! moment of saying for which the label speaks.
//!
//! `NAME.jsonl` is a record of one situation, and `NAME.expect.json` a list of labels. A label gives the reason, `why`;
//! the moment, `at` (a position) and `said` (`{"by": EDTF, "possibly": true}`), both optional; and the rows expected, by
//! view and key. Of an object the fields that are named must be as they are named; a list is compared item by item, or by
//! its length where a number is given; `null` for a row says that there is none; `[a, b]` stands for the origins `a` to `b`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use onrecord_core::{ClaimId, read_line, validate};
use onrecord_index::{Certainty, Moment, RecordIndex, SaidBy};
use onrecord_projection::views::{Actors, Claims, Origins, Silence};

use onrecord_projection::{Projection, View};
use onrecord_when::Edtf;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    why: String,
    at: Option<u64>,
    said: Option<SaidLimit>,
    #[serde(default)]
    claims: BTreeMap<String, Value>,
    #[serde(default)]
    origins: BTreeMap<String, Value>,
    #[serde(default)]
    actors: BTreeMap<String, Value>,
    #[serde(default)]
    silence: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidLimit {
    by: String,
    #[serde(default)]
    possibly: bool,
}

#[test]
fn every_labelled_case_comes_out_as_its_label_says() {
    let (names, mut problems) = names();
    assert!(names.len() >= 40, "only {} cases", names.len());
    for name in &names {
        for (number, label) in labels(name).iter().enumerate() {
            for problem in disagreements(&record(name), label) {
                writeln!(problems, "{name}, label {}: {}\n    {problem}", number + 1, label.why).unwrap();
            }
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn a_label_that_is_wrong_is_found_out() {
    let graph = record("accusation-without-response");
    let label = |rows: &str| serde_json::from_str(&format!(r#"{{"why": "", {rows}}}"#)).unwrap();
    let count = |rows: &str| disagreements(&graph, &label(rows)).len();
    assert_eq!(count(r#""claims": {"rifles": {"headline": "unanswered"}}"#), 0);
    assert_eq!(count(r#""claims": {"rifles": {"headline": "denied"}}"#), 1);
    assert_eq!(count(r#""claims": {"rifles": {"no_such_field": null}}"#), 1);
    assert_eq!(count(r#""claims": {"rifles": {"unanswered_by": []}}"#), 1);
    assert_eq!(count(r#""claims": {"rifles": null}"#), 1);
    assert_eq!(count(r#""claims": {"no-such-claim": {}}"#), 1);
    assert_eq!(count(r#""claims": {}"#), 1, "a label that expects nothing");
}

/// The names of the cases, and which files have no partner.
fn names() -> (BTreeSet<String>, String) {
    let files =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = files.filter(|file| file != "README.md").collect();
    let stems = |ending: &str| -> BTreeSet<String> {
        files.iter().filter_map(|file| file.strip_suffix(ending)).map(str::to_owned).collect()
    };
    let (records, labels) = (stems(".jsonl"), stems(".expect.json"));
    let mut problems = String::new();
    for alone in records.symmetric_difference(&labels) {
        writeln!(problems, "{alone}: a record and its label stand together").unwrap();
    }
    assert_eq!(files.len(), records.len() + labels.len(), "a file that is neither a record nor a label");
    (records.intersection(&labels).cloned().collect(), problems)
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cases")
}

fn record(name: &str) -> RecordIndex {
    let mut graph = RecordIndex::new();
    for (number, line) in
        fs::read_to_string(folder().join(format!("{name}.jsonl"))).unwrap().lines().enumerate()
    {
        let place = || format!("{name}.jsonl, line {}", number + 1);
        let event = read_line(line.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", place())).event;
        validate(&event, &graph).unwrap_or_else(|refusal| panic!("{}: {refusal}", place()));
        graph.apply(&event).unwrap();
    }
    graph
}

fn labels(name: &str) -> Vec<Label> {
    let text = fs::read_to_string(folder().join(format!("{name}.expect.json"))).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}.expect.json: {error}"))
}

fn disagreements(graph: &RecordIndex, label: &Label) -> Vec<String> {
    let limit = label.said.as_ref().map(|said| SaidBy {
        limit: said.by.parse::<Edtf>().unwrap().bounds(),
        certainty: if said.possibly { Certainty::Possibly } else { Certainty::Certainly },
    });
    let moment = Moment { known: label.at.unwrap_or(graph.head()), said: limit };
    let mut found = Vec::new();
    if label.at.is_some_and(|at| at > graph.head()) {
        found.push("the record is shorter than that".to_owned());
    }
    if [&label.claims, &label.origins, &label.actors, &label.silence].iter().all(|rows| rows.is_empty()) {
        found.push("the label expects nothing".to_owned());
    }
    let claim = |key: &str| key.parse::<ClaimId>().unwrap();
    let pair = |key: &str| {
        let (claim, actor) = key.split_once(' ').unwrap();
        (claim.parse().unwrap(), actor.parse().unwrap())
    };
    compare(graph, &Claims, moment, &label.claims, claim, &mut found);
    compare(graph, &Origins, moment, &label.origins, claim, &mut found);
    compare(graph, &Actors, moment, &label.actors, |key| key.parse().unwrap(), &mut found);
    compare(graph, &Silence, moment, &label.silence, pair, &mut found);
    found
}

fn compare<P: Projection>(
    graph: &RecordIndex,
    projection: &P,
    moment: Moment,
    expected: &BTreeMap<String, Value>,
    key: impl Fn(&str) -> P::Key,
    found: &mut Vec<String>,
) {
    for (name, expected) in expected {
        let row = View::new(graph, projection).row(&key(name), moment).unwrap();
        let place = format!("{} {name}", P::NAME);
        match (row, expected) {
            (None, Value::Null) => {}
            (Some(row), expected) if !expected.is_null() => {
                differences(&place, expected, &serde_json::to_value(&row.row).unwrap(), found);
            }
            (row, _) => found.push(format!("{place}: expected {expected}, found {row:?}")),
        }
    }
}

fn differences(place: &str, expected: &Value, found: &Value, problems: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(fields), Value::Object(row)) => {
            for (name, expected) in fields {
                match row.get(name) {
                    Some(found) => differences(&format!("{place}.{name}"), expected, found, problems),
                    None => problems.push(format!("{place}: there is no field {name:?}")),
                }
            }
        }
        (Value::Array(items), Value::Array(row)) if items.len() == row.len() => {
            for (index, (expected, found)) in items.iter().zip(row).enumerate() {
                differences(&format!("{place}[{index}]"), expected, found, problems);
            }
        }
        (Value::Number(length), Value::Array(row)) if length.as_u64() == Some(row.len() as u64) => {}
        (Value::Array(items), Value::Object(row)) if row.len() == 2 && row.contains_key("at_least") => {
            let count = [&row["at_least"], &row["at_most"]];
            if !items.iter().eq(count) {
                problems.push(format!("{place}: expected {expected}, found {found}"));
            }
        }
        (expected, found) if expected == found => {}
        (expected, found) => problems.push(format!("{place}: expected {expected}, found {found}")),
    }
}
