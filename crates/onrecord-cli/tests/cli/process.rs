//! What only a process of its own can show: pipes that close, lines that arrive, records that are locked.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use crate::run::{Folder, RUMOURS, SEED, first_lines, onrecord_with};

fn onrecord() -> Command {
    Command::new(env!("CARGO_BIN_EXE_onrecord"))
}

#[test]
fn each_commit_is_told_before_the_next_line_is_sent() {
    let folder = Folder::new();
    let record = folder.record();
    let mut append = onrecord();
    let append = append.args(["append", &record, "--each"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut append = append.spawn().unwrap();
    let (mut input, output) = (append.stdin.take().unwrap(), append.stdout.take().unwrap());
    let mut told = BufReader::new(output).lines();
    for (line, position) in first_lines(SEED, 3).lines().zip(1..) {
        writeln!(input, "{line}").unwrap();
        let told = told.next().unwrap().unwrap();
        assert!(told.starts_with(&format!("{{\"positions\":[{position},{position}],\"new\":1,")), "{told}");
    }
    drop(input);
    assert!(append.wait().unwrap().success());
}

#[test]
fn a_reader_that_leaves_ends_the_command_quietly() {
    let mut timeline = onrecord();
    let timeline = timeline.args(["timeline", RUMOURS]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut timeline = timeline.spawn().unwrap();
    drop(timeline.stdout.take());
    let mut errors = String::new();
    timeline.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!(timeline.wait().unwrap().code(), Some(0));
    assert!(!errors.contains("error") && !errors.contains("panic"), "{errors}");
}

#[test]
fn a_record_that_another_process_writes_is_locked_to_writers_and_open_to_readers() {
    let folder = Folder::new();
    let record = folder.seeded();
    let held = onrecord::Record::open(&record).unwrap();
    let append = onrecord().args(["append", &record, RUMOURS]).output().unwrap();
    assert_eq!(append.status.code(), Some(6));
    assert!(String::from_utf8_lossy(&append.stderr).contains("another writer holds the record"));
    let timeline = onrecord().args(["timeline", &record]).output().unwrap();
    assert_eq!(timeline.status.code(), Some(0));
    drop(held);
    assert!(onrecord().args(["append", &record, RUMOURS]).status().unwrap().success());
}

#[test]
fn a_pipe_is_a_record() {
    let mut claims = onrecord();
    let claims =
        claims.args(["claims", "-", "--format", "jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut claims = claims.spawn().unwrap();
    claims.stdin.take().unwrap().write_all(first_lines(SEED, 42).as_bytes()).unwrap();
    let output = claims.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 16);
}

/// The lines of the next round: what stands up to an empty line.
fn round(told: &mut impl Iterator<Item = std::io::Result<String>>) -> String {
    let lines = told.map(Result::unwrap).take_while(|line| !line.is_empty());
    lines.map(|line| line + "\n").collect()
}

#[test]
fn a_record_is_followed_while_another_process_appends() {
    let folder = Folder::new();
    let record = folder.record();
    let append = |lines: &str| onrecord_with(&["append", &record, "-"], lines.as_bytes()).fine();
    let seed = first_lines(SEED, 42);
    let (before, after) = seed.split_at(first_lines(SEED, 14).len());
    append(before);
    let mut follow = onrecord();
    let follow = follow.args(["diff", &record, "--follow", "--from", "12", "--view", "claims"]);
    let mut follow = follow.stdout(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(follow.stdout.take().unwrap()).lines();
    assert_eq!(round(&mut told), "#13-#14\n");
    append(after);
    let changes = crate::run::onrecord(&["diff", &record, "--from", "14", "--view", "claims"]).out;
    assert!(changes.contains("[shipment-159]"), "{changes}");
    assert_eq!(round(&mut told), format!("#15-#42\n{changes}"));
    follow.kill().unwrap();
    follow.wait().unwrap();
}
