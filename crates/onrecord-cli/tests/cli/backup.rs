//! Backups, as a person makes them: of a record at rest, of one that another process writes, of one that is damaged.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::run::{Folder, RUMOURS, SEED, bytes_of, first_lines, onrecord};

#[test]
fn a_backup_verifies_and_says_what_the_record_says() {
    let folder = Folder::new();
    let record = folder.seeded();
    onrecord(&["append", &record, RUMOURS]).fine();
    let copy = folder.path("copy");
    let told = onrecord(&["backup", &record, &copy]).fine();
    assert!(told.starts_with("backed up 518 events in 2 commits, "), "{told}");
    assert_eq!(onrecord(&["verify", &copy]).fine(), onrecord(&["verify", &record]).fine());
    assert_eq!(onrecord(&["export", "jsonl", &copy]).fine(), onrecord(&["export", "jsonl", &record]).fine());

    let again = folder.path("again");
    let told = onrecord(&["backup", &record, &again, "--format", "json"]).json();
    let expected = onrecord(&["verify", &record, "--format", "json"]).json();
    assert_eq!((&told["record"], &told["commits"]), (&expected["record"], &expected["commits"]));
    assert_eq!(bytes_of(&again), bytes_of(&copy));
}

#[test]
fn a_backup_goes_nowhere_where_something_is_and_comes_from_nowhere_but_a_record() {
    let folder = Folder::new();
    let record = folder.seeded();
    let before = bytes_of(&record);
    let check = |from: &str, to: &str, exit: u8, problem: &str| {
        let ran = onrecord(&["backup", from, to]);
        assert_eq!((ran.exit, ran.out.as_str()), (exit, ""), "{}", ran.err);
        assert!(ran.err.contains(problem), "{}", ran.err);
    };
    check(&record, &record, 4, "there is something here already");
    check(&record, &folder.file("file", b""), 4, "there is something here already");
    check(SEED, &folder.path("copy"), 3, "is no folder");
    check("-", &folder.path("copy"), 3, "is no folder");
    check(&folder.path("nothing"), &folder.path("copy"), 3, "there is nothing at");
    check(&folder.path("."), &folder.path("copy"), 3, "there is no record here");
    assert_eq!(bytes_of(&record), before);
    assert!(!std::path::Path::new(&folder.path("copy")).exists());
}

#[test]
fn a_damaged_record_is_not_backed_up_and_the_place_is_named() {
    let folder = Folder::new();
    let record = folder.seeded();
    onrecord(&["append", &record, RUMOURS]).fine();
    let segment = std::path::Path::new(&record).join("00000000000000000001.log");
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[600] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    let copy = folder.path("copy");
    let ran = onrecord(&["backup", &record, &copy]);
    assert_eq!((ran.exit, ran.out.as_str()), (5, ""));
    assert!(ran.err.contains("(segment 00000000000000000001.log, offset 100, position 1)"), "{}", ran.err);
    let left: Vec<_> =
        std::fs::read_dir(folder.path(".")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left.len(), 1, "nothing is left but the record: {left:?}");
}

#[test]
fn a_record_is_backed_up_while_another_process_appends_to_it() {
    let folder = Folder::new();
    let record = folder.record();
    let binary = env!("CARGO_BIN_EXE_onrecord");
    let mut append = Command::new(binary);
    let append = append.args(["append", &record, "--each"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut append = append.spawn().unwrap();
    let (mut input, output) = (append.stdin.take().unwrap(), append.stdout.take().unwrap());
    let mut acknowledged = BufReader::new(output).lines();
    let mut copies = Vec::new();
    for (line, position) in first_lines(RUMOURS, 120).lines().zip(1_u64..) {
        writeln!(input, "{line}").unwrap();
        // Of every eighth line the acknowledgement is not waited for: the backup meets the commit under way.
        if position % 8 != 0 {
            acknowledged.next().unwrap().unwrap();
            continue;
        }
        let copy = folder.path(&format!("copy-{position}"));
        let backup =
            Command::new(binary).args(["backup", &record, &copy, "--format", "json"]).output().unwrap();
        assert!(backup.status.success(), "{}", String::from_utf8_lossy(&backup.stderr));
        let told: serde_json::Value = serde_json::from_slice(&backup.stdout).unwrap();
        let head = told["record"]["head"].as_u64().unwrap();
        assert!((position - 1..=position).contains(&head), "{head} at {position}");
        copies.push((copy, head as usize));
        acknowledged.next().unwrap().unwrap();
    }
    drop(input);
    assert!(append.wait().unwrap().success());
    let whole = onrecord(&["export", "jsonl", &record]).fine();
    for (copy, head) in copies {
        assert!(onrecord(&["verify", &copy]).fine().starts_with("sound: "));
        let beginning: String = whole.lines().take(head).map(|line| format!("{line}\n")).collect();
        assert_eq!(onrecord(&["export", "jsonl", &copy]).fine(), beginning);
    }
}
