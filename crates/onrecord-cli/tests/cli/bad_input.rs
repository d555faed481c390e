//! What is wrong with an input is told by line and column, and the record is as it was to the byte.

use crate::run::{Folder, bytes_of, onrecord, onrecord_with};

const STORY: &str = r#"{"event":"story_opened","story":"harbour","title":"Crates"}"#;
const CLAIM: &str =
    r#"{"event":"claim_made","story":"harbour","claim":"rifles","text":"the crates held rifles"}"#;

/// Appends `line` as the second line after a good one, to a record that holds a story and a claim.
fn check(line: &[u8], place: &str, problem: &str) {
    let folder = Folder::new();
    let record = folder.record();
    onrecord_with(&["append", &record], format!("{STORY}\n{CLAIM}\n").as_bytes()).fine();
    let before = bytes_of(&record);
    let mut input = br#"{"event":"story_opened","story":"quay","title":"Another"}"#.to_vec();
    input.push(b'\n');
    input.extend_from_slice(line);
    let file = folder.file("bad.jsonl", &input);

    let ran = onrecord(&["append", &record, &file]);
    assert_eq!(ran.exit, 3, "{}", ran.err);
    assert_eq!(ran.out, "");
    assert!(ran.err.starts_with(&format!("error: {file}:{place}: ")), "{}", ran.err);
    assert!(ran.err.contains(problem), "{}", ran.err);
    assert_eq!(bytes_of(&record), before, "the record was written to");

    let ran = onrecord(&["append", &record, &file, "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    let told = &told["error"];
    assert_eq!(format!("{}:{}", told["line"], told["column"]), place);
    assert_eq!((told["code"].as_u64(), told["file"].as_str()), (Some(3), Some(file.as_str())));
}

#[test]
fn a_broken_date_is_named_by_its_place() {
    let line = br#"{"event":"claim_made","story":"harbour","claim":"x","text":"x","said":"2022-13-01"}"#;
    check(line, "2:82", "expected a month from 01 to 12");
}

#[test]
fn an_unknown_kind_is_named_by_its_place() {
    check(
        br#"{"event":"claim_mad","story":"harbour","claim":"x","text":"x"}"#,
        "2:20",
        "did you mean \"claim_made\"?",
    );
}

#[test]
fn an_unknown_claim_is_named_and_the_nearest_suggested() {
    let line = br#"{"event":"claim_repeated","story":"harbour","claim":"rifle"}"#;
    check(line, "2:54", "no claim \"rifle\" on record; did you mean \"rifles\"?");
}

#[test]
fn an_id_on_record_with_other_content_is_refused() {
    let folder = Folder::new();
    let record = folder.record();
    let id = "0190b5a0-0000-7000-8000-000000000001";
    let line =
        |title: &str| format!(r#"{{"event":"story_opened","id":"{id}","story":"s","title":"{title}"}}"#);
    onrecord_with(&["append", &record], line("one").as_bytes()).fine();
    let before = bytes_of(&record);
    let ran = onrecord_with(&["append", &record], format!("\n{}\n", line("two")).as_bytes());
    assert_eq!(ran.exit, 3);
    assert!(ran.err.starts_with("error: <stdin>:2:31: event 0190b5a0"), "{}", ran.err);
    assert!(ran.err.contains("already on record at position 1, with other content"), "{}", ran.err);
    assert_eq!(bytes_of(&record), before);
}

#[test]
fn two_contents_under_one_id_in_one_file_are_refused() {
    let line = |id: &str, story: &str| {
        format!(r#"{{"event":"story_opened","id":"{id}","story":"{story}","title":"x"}}"#)
    };
    let id = "0190b5a0-0000-7000-8000-000000000002";
    let input = format!("{}\n{}", line(id, "one"), line(id, "two"));
    let folder = Folder::new();
    let record = folder.record();
    let ran = onrecord_with(&["append", &record], input.as_bytes());
    assert_eq!(ran.exit, 3);
    assert!(ran.err.starts_with("error: <stdin>:2:31: "), "{}", ran.err);
}

#[test]
fn invalid_utf_8_is_named_by_its_byte() {
    check(
        b"{\"event\":\"story_opened\",\"story\":\"x\",\"title\":\"caf\xe9\"}",
        "2:49",
        "byte 0xe9 is not UTF-8",
    );
}

#[test]
fn a_line_of_ten_megabytes_is_refused_before_it_is_held() {
    let line = [br#"{"event":"story_opened","story":"x","title":""#.to_vec(), vec![b'a'; 10 << 20]].concat();
    check(&line, "2:1048577", "longer than 1048576 bytes");
}

#[test]
fn an_empty_file_is_no_input() {
    let folder = Folder::new();
    let record = folder.record();
    let before = bytes_of(&record);
    let file = folder.file("empty.jsonl", b"");
    for arguments in [&["append", &record, &file][..], &["append", &record, &file, "--each"]] {
        let ran = onrecord(arguments);
        assert_eq!(ran.exit, 3);
        assert_eq!(ran.err, format!("error: {file}:1:1: the input holds no events\n"));
    }
    assert_eq!(bytes_of(&record), before);
}

#[test]
fn a_bad_line_is_told_by_reading_commands_too() {
    let ran = onrecord_with(&["timeline", "-"], b"{\"event\":\"story_opened\"}\n");
    assert_eq!(ran.exit, 3);
    assert!(ran.err.starts_with("error: <stdin>:1:24: missing field"), "{}", ran.err);
}
