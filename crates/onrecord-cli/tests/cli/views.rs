//! Views as programs read them: every moment, every filter, every digest.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::run::{Folder, RUMOURS, SEED, first_lines, onrecord, onrecord_with};

const VIEWS: [&str; 5] = ["timeline", "claims", "ledger", "actors", "silence"];

#[test]
fn every_view_known_at_a_position_is_that_of_the_lines_up_to_there() {
    for known in 1..=42 {
        let lines = first_lines(SEED, known);
        for view in VIEWS {
            let whole = onrecord(&[view, SEED, "--known", &known.to_string(), "--format", "jsonl"]).fine();
            let part = onrecord_with(&[view, "-", "--format", "jsonl"], lines.as_bytes()).fine();
            assert_eq!(whole, part, "{view} at {known}");
        }
        let whole = onrecord(&["timeline", SEED, "--known", &known.to_string(), "--notes"]).fine();
        let part = onrecord_with(&["timeline", "-", "--notes"], lines.as_bytes()).fine();
        assert_eq!(whole, part, "text at {known}");
    }
    assert_eq!(onrecord(&["timeline", SEED, "--known", "0", "--format", "jsonl"]).fine(), "");
}

#[test]
fn the_hash_of_the_json_lines_is_the_digest() {
    for arguments in
        [&["timeline", RUMOURS][..], &["claims", SEED], &["claims", SEED, "--headline", "unanswered"]]
    {
        let lines = onrecord(&[arguments, &["--format", "jsonl"]].concat()).fine();
        let view = onrecord(&[arguments, &["--format", "json"]].concat()).json();
        assert_eq!(view["digest"], blake3::hash(lines.as_bytes()).to_hex().to_string());
        let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(view["rows"], Value::Array(rows));
    }
}

#[test]
fn a_view_is_an_object_to_cite() {
    let text = onrecord(&["claims", SEED, "--format", "json"]).fine();
    let view: Value = serde_json::from_str(&text).unwrap();
    let keys: BTreeSet<&str> = view.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = ["view", "version", "record", "known", "said", "digest", "rows"];
    assert_eq!(keys, BTreeSet::from(expected));
    assert!(text.starts_with("{\"view\":\"claims\",\"version\":"), "{text:.80}");
    assert_eq!(
        (&view["record"]["head"], &view["known"], &view["said"]),
        (&42.into(), &42.into(), &Value::Null)
    );
}

#[test]
fn a_folder_a_file_and_standard_input_give_the_same_rows() {
    let folder = Folder::new();
    let record = folder.seeded();
    let lines = first_lines(SEED, 42);
    for view in VIEWS {
        let from_file = onrecord(&[view, SEED, "--format", "jsonl"]).fine();
        assert_eq!(onrecord(&[view, &record, "--format", "jsonl"]).fine(), from_file);
        assert_eq!(onrecord_with(&[view, "-", "--format", "jsonl"], lines.as_bytes()).fine(), from_file);
    }
}

fn positions(arguments: &[&str]) -> Vec<u64> {
    let lines = onrecord(&[arguments, &["--format", "jsonl"]].concat()).fine();
    let mut found: Vec<u64> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["position"].as_u64().unwrap())
        .collect();
    found.sort_unstable();
    found
}

#[test]
fn the_timeline_is_filtered_by_kind_actor_claim_and_story() {
    let filtered = |filters: &[&str]| positions(&[&["timeline", SEED], filters].concat());
    assert_eq!(filtered(&["--kind", "denial_issued"]), [34]);
    assert_eq!(filtered(&["--kind", "denial_issued", "--kind", "comment_requested"]), [33, 34]);
    assert_eq!(filtered(&["--actor", "pakistan-foreign-ministry"]), [34, 35, 36]);
    assert_eq!(filtered(&["--claim", "shipment-for-ukraine"]), [27, 33, 34, 35, 36]);
    assert_eq!(filtered(&["--story", "pakistan-arms", "--actor", "russia"]), [41, 42]);
}

#[test]
fn a_period_shows_what_may_lie_in_it() {
    let filtered = |filters: &[&str]| positions(&[&["timeline", RUMOURS], filters].concat());
    let day = filtered(&["--period", "2014-08-15"]);
    assert!(day.contains(&5));
    let acts = |rows: Vec<u64>| rows.len();
    assert_eq!(
        acts(filtered(&["--from", "2030"])),
        acts(filtered(&["--until", "2000"])),
        "undated acts alone"
    );
    assert_eq!(
        filtered(&[
            "--from",
            "2014-08-15T12:28:00Z",
            "--until",
            "2014-08-15T12:28:20Z",
            "--kind",
            "report_published"
        ]),
        [8]
    );
}

#[test]
fn claims_are_filtered_by_headline_actor_and_silence() {
    let claims = |filters: &[&str]| -> Vec<String> {
        let lines = onrecord(&[&["claims", SEED, "--format", "jsonl"], filters].concat()).fine();
        lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["claim"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(claims(&["--actor", "russia"]), ["us-derailed-talks", "us-strategy-futile"]);
    assert_eq!(claims(&["--actor", "us"]), ["us-derailed-talks"]);
    assert!(claims(&["--unanswered"]).contains(&"us-derailed-talks".to_owned()));
    assert_eq!(claims(&["--headline", "retracted"]), [""; 0]);
}

#[test]
fn filters_are_part_of_what_is_cited() {
    let view = onrecord(&["timeline", SEED, "--kind", "denial_issued", "--format", "json"]).json();
    assert_eq!(view["filters"], serde_json::json!({ "kinds": ["denial_issued"] }));
    let view = onrecord(&["timeline", SEED, "--said", "2022-08", "--possibly", "--format", "json"]).json();
    assert_eq!(view["said"], serde_json::json!({ "by": "2022-08", "certainty": "possibly" }));
}

#[test]
fn a_time_of_recording_is_refused_where_there_is_none() {
    let ran = onrecord(&["timeline", SEED, "--known", "2024-05-01"]);
    assert_eq!(ran.exit, 3);
    assert!(ran.err.contains("no time of recording"), "{}", ran.err);
    let folder = Folder::new();
    let view = onrecord(&["timeline", &folder.seeded(), "--known", "2020-01-01", "--format", "json"]).json();
    assert_eq!((&view["known"], view["rows"].as_array().unwrap().len()), (&0.into(), 0));
}

#[test]
fn a_difference_names_the_event_that_made_it_also_where_a_row_is_gone() {
    let ran =
        onrecord(&["diff", SEED, "--from", "33", "--to", "34", "--view", "silence", "--format", "json"]);
    assert_eq!(ran.exit, 1);
    let diff: Value = serde_json::from_str(&ran.out).unwrap();
    let changes = diff["views"][0]["changes"].as_array().unwrap();
    assert!(!changes.is_empty());
    for change in changes {
        assert_eq!((&change["after"], &change["because"]), (&Value::Null, &serde_json::json!([34])));
    }
    let ran = onrecord(&["diff", SEED, "--from", "34", "--to", "34"]);
    assert_eq!((ran.exit, ran.out.as_str()), (0, ""));
}

#[test]
fn an_explanation_names_the_rule_of_the_headline() {
    let view = onrecord(&["explain", SEED, "shipment-159", "--format", "json"]).json();
    let facts = view["facts"].as_array().unwrap();
    let headline = facts.iter().find(|fact| fact["field"] == "headline").unwrap();
    assert!(headline["because"].as_array().unwrap().contains(&34.into()));
    assert!(headline["rule"]["condition"].as_str().unwrap().contains("denial names a report"));
    assert_eq!(
        view["events"].as_array().unwrap().len(),
        view["rows"][0]["because"].as_array().unwrap().len()
    );
}

#[test]
fn a_history_is_without_gaps() {
    let lines = onrecord(&["history", SEED, "shipment-159", "--format", "jsonl"]).fine();
    let versions: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(versions.len() > 1);
    for pair in versions.windows(2) {
        assert_eq!(pair[0]["until"], pair[1]["from"]);
    }
    assert_eq!(versions.last().unwrap()["until"], Value::Null);
}

#[test]
fn an_id_stands_for_a_claim_first_then_for_other_sorts() {
    let view = |id: &str| onrecord(&["explain", SEED, id, "--format", "json"]).json()["view"].clone();
    assert_eq!(view("shipment-159"), "claims");
    assert_eq!(view("pakistan"), "actors");
    assert_eq!(view("le-monde-september"), "timeline");
    assert_eq!(view("denial:not-accurate"), "timeline");
    assert_eq!(view("34"), "timeline");
}

#[test]
fn replay_checks_the_laws_on_the_record() {
    let checked = onrecord(&["replay", SEED, "--check", "--format", "json"]).json();
    let laws = checked["laws"].as_array().unwrap();
    assert_eq!(laws.len(), 4);
    assert!(laws.iter().all(|law| law["broken"].is_null()), "{laws:?}");
}
