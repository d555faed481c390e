//! Appending: durable commits, told one by one; what is known is not written again.

use std::fs;

use serde_json::{Value, json};

use crate::run::{Folder, SEED, bytes_of, first_lines, onrecord, onrecord_with};

#[test]
fn a_file_appended_twice_is_known_the_second_time_and_nothing_is_written() {
    let folder = Folder::new();
    let record = folder.record();
    let first = onrecord(&["append", &record, SEED]).fine();
    assert_eq!(first, "42 new at positions 1-42, 0 already known\n");
    let before = bytes_of(&record);
    let second = onrecord(&["append", &record, SEED]).fine();
    assert_eq!(second, "0 new, 42 already known; nothing written\n");
    let told = onrecord(&["append", &record, SEED, "--format", "json"]).json();
    assert_eq!((&told["positions"], &told["new"], &told["known"]), (&Value::Null, &json!(0), &json!(42)));
    assert_eq!(bytes_of(&record), before);
}

#[test]
fn each_line_is_a_commit_and_so_many_lines_are_with_batch() {
    let folder = Folder::new();
    let lines = first_lines(SEED, 5);
    let check = |name: &str, options: &[&str], expected: &[Value]| {
        let record = folder.path(name);
        onrecord(&["init", &record]).fine();
        let arguments = [&["append", &record, "--each"][..], options].concat();
        let out = onrecord_with(&arguments, lines.as_bytes()).fine();
        let told: Vec<Value> = out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["positions"].clone())
            .collect();
        assert_eq!(told, expected);
    };
    check("one", &[], &[json!([1, 1]), json!([2, 2]), json!([3, 3]), json!([4, 4]), json!([5, 5])]);
    check("two", &["--batch", "2"], &[json!([1, 2]), json!([3, 4]), json!([5, 5])]);
}

#[test]
fn commits_before_a_bad_line_stay_with_each() {
    let folder = Folder::new();
    let record = folder.record();
    let input = first_lines(SEED, 3) + "{}\n" + &first_lines(SEED, 4);
    let ran = onrecord_with(&["append", &record, "--each", "--batch", "2"], input.as_bytes());
    assert_eq!(ran.exit, 3);
    assert_eq!(ran.out.lines().count(), 1);
    assert!(ran.err.starts_with("error: <stdin>:4:"), "{}", ran.err);
    let timeline = onrecord(&["timeline", &record, "--format", "json"]).json();
    assert_eq!(timeline["record"]["head"], 2);
}

#[test]
fn a_story_that_moved_on_is_a_conflict() {
    let folder = Folder::new();
    let record = folder.record();
    let story = r#"{"event":"story_opened","story":"harbour","title":"Crates"}"#;
    let claim =
        r#"{"event":"claim_made","story":"harbour","claim":"rifles","text":"the crates held rifles"}"#;
    onrecord_with(&["append", &record, "--expect", "harbour=0"], story.as_bytes()).fine();
    let ran = onrecord_with(&["append", &record, "--expect", "harbour=0"], claim.as_bytes());
    assert_eq!((ran.exit, ran.out.as_str()), (4, ""));
    assert!(ran.err.contains("story \"harbour\" is at version 1, not 0"), "{}", ran.err);
    onrecord_with(&["append", &record, "--expect", "harbour=1"], claim.as_bytes()).fine();
}

#[test]
fn what_is_no_record_says_how_to_make_one() {
    let folder = Folder::new();
    let missing = folder.path("missing");
    let ran = onrecord(&["append", &missing, SEED]);
    assert_eq!(ran.exit, 3);
    let expected =
        format!("error: there is no record at {missing}; make one with: onrecord init {missing}\n");
    assert_eq!(ran.err, expected);
    let empty = folder.path("empty");
    fs::create_dir(&empty).unwrap();
    let ran = onrecord(&["append", &empty, SEED]);
    assert_eq!(ran.exit, 3);
    assert!(ran.err.contains("a folder without a record in it"), "{}", ran.err);
}

#[test]
fn an_export_restores_the_record_to_the_byte() {
    let folder = Folder::new();
    let record = folder.seeded();
    let export = onrecord(&["export", "jsonl", &record]).fine();
    let again = folder.path("again");
    onrecord_with(&["restore", &again], export.as_bytes()).fine();
    assert_eq!(onrecord(&["export", "jsonl", &again]).fine(), export);
    let segments = |folder: &str| {
        let mut files = bytes_of(folder);
        files.retain(|name, _| name.to_string_lossy().ends_with(".log"));
        files
    };
    assert_eq!(segments(&again), segments(&record));
    let ran = onrecord_with(&["restore", &again], export.as_bytes());
    assert_eq!(ran.exit, 4, "{}", ran.err);
}

#[test]
fn an_export_that_was_changed_is_not_restored() {
    let folder = Folder::new();
    let export = onrecord(&["export", "jsonl", &folder.seeded()]).fine();
    let changed = export.replace("159 containers", "158 containers");
    let ran = onrecord_with(&["restore", &folder.path("again")], changed.as_bytes());
    assert_eq!(ran.exit, 3);
    assert!(ran.err.contains("the export was changed"), "{}", ran.err);
}
