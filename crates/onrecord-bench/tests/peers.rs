//! The whole program, run small: all contenders agree on what they hold, and every goal is told, met or not.

#![expect(clippy::unwrap_used, reason = "a report without these fields fails the test")]

use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;

/// The goals of the engine, by name.
const GOALS: &[&str] = &[
    "replay, times SQLite",
    "replay with two threads, times SQLite",
    "replay, of read + CRC-32C",
    "replay, peak MiB resident",
    "batch of 1,000, log, of raw",
    "batch of 1,000, log, overlapped, of raw",
    "batch of 1,000, engine, of raw",
    "batch of 1,000, log, times the fastest peer",
    "batch of 1,000, engine, times the fastest peer",
    "single append, log, of raw",
    "single append, engine, of raw",
    "64 writers, log, times one",
    "64 writers, engine, times one",
    "rebuild, million events/s",
    "resident bytes per event",
    "catch-up of 1,000 at a tenth, ms",
    "catch-up of 1,000 at the whole, ms",
    "all claims as known earlier, of head",
    "one claim as known earlier, of head",
    "bytes on disk per event",
    "open with snapshots, ms",
    "timeline of one story, times SQLite",
    "timeline of one actor, times SQLite",
    "first 50 of a story, times SQLite",
    "first 50 of all, times SQLite",
    "search for a name, times SQLite",
    "search for a rare word, times SQLite",
    "search for a frequent word, first 50, times SQLite",
    "one claim, ms",
    "one claim in depth, ms",
    "whole ledger, us for each claim",
    "diff of the last event, of 5 ms + 0.1 ms for each changed row",
    "diff of the last 1,000 events, of 5 ms + 0.1 ms for each changed row",
    "timeline of one story, of the same at a tenth",
    "timeline of one actor, of the same at a tenth",
    "first 50 of a story, of the same at a tenth",
    "first 50 of all, of the same at a tenth",
    "search for a name, of the same at a tenth",
    "search for a frequent word, first 50, of the same at a tenth",
    "one claim, of the same at a tenth",
    "one claim in depth, of the same at a tenth",
    "diff of the last event, of the same at a tenth",
    "diff of the last 1,000 events, of the same at a tenth",
    "append beside a read of one second, times alone",
    "four reads at once, of one after the other",
];

/// The questions, in the order of the table.
const QUESTIONS: &[&str] = &[
    "timeline of one story",
    "timeline of one actor",
    "first 50 of a story",
    "first 50 of all",
    "search for a name",
    "search for a rare word",
    "search for a frequent word, first 50",
    "one claim",
    "one claim in depth",
    "whole ledger",
    "diff of the last event",
    "diff of the last 1,000 events",
];

fn peers(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peers"));
    let output = command.args(arguments).arg("--folder").arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let left: Vec<_> = std::fs::read_dir(folder).unwrap().collect();
    assert!(left.is_empty(), "the temporary folder was not removed: {left:?}");
    output
}

/// The report of one small run, which all tests look at.
static REPORT: LazyLock<Value> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let output = peers(&["--events", "1000", "--format", "json"], folder.path());
    serde_json::from_slice(&output.stdout).unwrap()
});

fn of<'r>(report: &'r Value, what: &str) -> Vec<&'r str> {
    let measurements = report["measurements"].as_array().unwrap().iter();
    measurements.filter(|found| found["what"] == what).map(|found| found["of"].as_str().unwrap()).collect()
}

#[test]
fn a_small_run_agrees_on_the_content_and_tells_every_goal_as_json() {
    let report = &*REPORT;
    assert_eq!(report["events"], 1000);
    assert_eq!(report["content_hash"].as_str().map(str::len), Some(16));
    let goals = report["goals"].as_array().unwrap();
    assert_eq!(goals.iter().map(|goal| goal["name"].as_str().unwrap()).collect::<Vec<_>>(), GOALS);
    for goal in goals {
        let value = goal["value"].as_f64().unwrap_or_else(|| panic!("nothing was measured for {goal}"));
        let met = match (goal["wanted"]["at_least"].as_f64(), goal["wanted"]["at_most"].as_f64()) {
            (Some(least), None) => value >= least,
            (None, Some(most)) => value <= most,
            wanted => panic!("{wanted:?} is wanted"),
        };
        assert_eq!(goal["met"], met, "{goal}");
    }
}

#[test]
fn every_contender_is_measured_with_all_its_rounds_and_the_raw_probe_beside_it() {
    let report = &*REPORT;
    let contenders = [
        "onrecord, log",
        "onrecord, log, without a pause",
        "onrecord, log, overlapped",
        "onrecord, engine",
        "SQLite",
        "redb",
        "fjall",
    ];
    let raw = ["raw, pre-zeroed", "raw, growing"];
    assert_eq!(of(report, "batch"), [&raw[..], &contenders[..]].concat());
    assert_eq!(of(report, "single"), [&raw[..], &contenders[..]].concat());
    assert_eq!(of(report, "disk"), contenders);
    assert_eq!(of(report, "rows"), ["timeline", "claims", "actors", "origins", "silence"]);
    for measured in report["measurements"].as_array().unwrap() {
        let rounds = measured["rounds"].as_array().unwrap();
        assert!(!rounds.is_empty() && measured["median"].as_f64() > Some(0.0), "{measured}");
        let beside = measured["raw"]["rounds"].as_array();
        assert!(beside.is_none_or(|raw| raw.len() == rounds.len()), "{measured}");
    }
}

#[test]
fn a_small_run_is_told_in_tables() {
    let folder = tempfile::tempdir().unwrap();
    let output = peers(&["--events", "500"], folder.path());
    let text = String::from_utf8(output.stdout).unwrap();
    for goal in GOALS {
        assert!(text.contains(&format!("| {goal} ")), "{goal} is not in:\n{text}");
    }
}

#[test]
fn every_question_is_answered_at_both_sizes_with_its_texts_apart() {
    let answered = REPORT["questions"].as_array().unwrap();
    let names: Vec<_> = answered.iter().map(|answered| answered["question"].as_str().unwrap()).collect();
    let twice: Vec<_> = QUESTIONS.iter().flat_map(|question| [*question, *question]).collect();
    assert_eq!(names, twice);
    for answered in answered {
        assert!(answered["rows"].as_u64() > Some(0), "{answered}");
        let has_texts = !answered["texts"].is_null();
        let times = [&answered["engine"], &answered["sqlite"]].into_iter();
        let texts = [&answered["texts"]["engine"], &answered["texts"]["sqlite"]];
        for time in times.chain(texts.into_iter().filter(|_| has_texts)) {
            assert!(time["median"].as_f64() > Some(0.0), "{answered}");
        }
    }
    // The sample of 1,000 events has one story: every event that names no actor alone belongs to it.
    let story = answered.iter().find(|answered| answered["of"] == "all events").unwrap();
    assert!(story["rows"].as_u64() > Some(900), "{story}");
}

#[test]
fn one_section_is_measured_without_the_others_and_tells_its_own_goals_alone() {
    let folder = tempfile::tempdir().unwrap();
    let output = peers(&["--events", "300", "--section", "questions", "--format", "json"], folder.path());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(of(&report, "batch").is_empty());
    let goals = report["goals"].as_array().unwrap();
    let told: Vec<_> = goals.iter().map(|goal| goal["name"].as_str().unwrap()).collect();
    let of_a_question = |goal: &&&str| QUESTIONS.iter().any(|name| goal.starts_with(&format!("{name}, ")));
    // Two goals of the views begin with the words of a question.
    let wanted = GOALS.iter().filter(of_a_question).filter(|goal| !goal.ends_with("of head"));
    assert_eq!(told, wanted.copied().collect::<Vec<_>>());
}

#[test]
fn the_sql_that_is_published_has_every_question() {
    let folder = tempfile::tempdir().unwrap();
    let output = peers(&["--sql"], folder.path());
    let sql = String::from_utf8(output.stdout).unwrap();
    for question in QUESTIONS {
        assert!(sql.contains(&format!("-- {question}")), "{question} is not in:\n{sql}");
    }
}
