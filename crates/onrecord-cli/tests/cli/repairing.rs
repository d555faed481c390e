//! `verify` on a damaged record, and the new record that `--repair` makes of what is good.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::{Folder, SEED, bytes_of, onrecord, onrecord_with};

/// A record of nine commits: a story, an actor, and seven claims, each of which repeats the one before it in a commit
/// of its own but for the last, which stands alone.
fn record(folder: &Folder) -> String {
    let record = folder.record();
    let mut lines = String::from("{\"event\":\"story_opened\",\"story\":\"harbour\",\"title\":\"Crates\"}\n");
    lines += "{\"event\":\"actor_introduced\",\"actor\":\"ledger\",\"name\":\"The Ledger\",\"actor_kind\":\"outlet\"}\n";
    for number in 1..=7 {
        let part = match number {
            1 | 7 => String::new(),
            number => format!(",\"part_of\":\"claim-{}\"", number - 1),
        };
        lines += &format!(
            "{{\"event\":\"claim_made\",\"story\":\"harbour\",\"claim\":\"claim-{number}\",\"text\":\"crate {number}\"{part}}}\n"
        );
    }
    onrecord_with(&["append", &record, "--each"], lines.as_bytes()).fine();
    record
}

/// Changes one byte of `text` where it stands in the log.
fn damage(record: &str, text: &str) {
    let path = Path::new(record).join("00000000000000000001.log");
    let mut bytes = fs::read(&path).unwrap();
    let place = bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    bytes[place] ^= 0x20;
    fs::write(path, bytes).unwrap();
}

fn problems(found: &Value) -> Vec<(u64, &str)> {
    let problem = |one: &'_ Value| one["position"].as_u64().unwrap();
    found.as_array().unwrap().iter().map(|one| (problem(one), one["problem"].as_str().unwrap())).collect()
}

#[test]
fn a_damaged_record_is_repaired_into_a_new_one_and_left_as_it_is() {
    let folder = Folder::new();
    let record = record(&folder);
    damage(&record, "crate 4");
    let before = bytes_of(&record);
    let new = folder.path("new");
    let ran = onrecord(&["verify", &record, "--repair", &new]);
    assert_eq!((ran.exit, ran.err.as_str()), (1, ""));
    assert_eq!(bytes_of(&record), before);
    for expected in [
        "position 6: the commit does not match its checksum; position 6 lost\n",
        "claim_made ",
        "no claim \"claim-4\" on record",
        "no claim \"claim-5\" on record",
        "1 fault, and 2 events that cannot be taken in: 8 commits, 8 events,",
        &format!("a new record of what is good is in {new}\n6 events in 6 commits, hash "),
        "positions 1-5 kept their place\nposition 9 is now 6\n",
        "left out because they are lost: position 6\n",
        "left out because they cannot be taken in: 2 events, named above\n",
    ] {
        assert!(ran.out.contains(expected), "no {expected:?} in\n{}", ran.out);
    }
    assert!(onrecord(&["verify", &new]).fine().starts_with("sound: 6 commits, 6 events, "));
    onrecord(&["replay", &new, "--check"]).fine();
    let lines = |record: &str| onrecord(&["export", "jsonl", record]).fine();
    let events: Vec<Value> = lines(&new).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let claims: Vec<_> = events.iter().filter_map(|event| event["claim"].as_str()).collect();
    assert_eq!(claims, ["claim-1", "claim-2", "claim-3", "claim-7"]);
    assert!(events.iter().all(|event| event["recorded_at"].is_string()));
}

#[test]
fn what_was_left_out_is_told_as_json_and_as_lines() {
    let folder = Folder::new();
    let record = record(&folder);
    damage(&record, "crate 4");
    let ran = onrecord(&["verify", &record, "--format", "json", "--repair", &folder.path("new")]);
    assert_eq!(ran.exit, 1);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let checksum = (6, "the commit does not match its checksum");
    let (fifth, sixth) = ((7, "no claim \"claim-4\" on record"), (8, "no claim \"claim-5\" on record"));
    assert_eq!(problems(&told["faults"]), [checksum]);
    assert_eq!(told["faults"][0]["lost"], json!([6, 6]));
    let starts = |found: Vec<(u64, &str)>, expected: &[(u64, &str)]| {
        assert_eq!(found.len(), expected.len());
        for ((position, problem), (at, expected)) in found.iter().zip(expected) {
            assert!(position == at && problem.starts_with(expected), "{position}: {problem}");
        }
    };
    starts(problems(&told["event_faults"]), &[fifth, sixth]);
    let repaired = &told["repaired"];
    starts(problems(&repaired["left_out"]), &[checksum, fifth, sixth]);
    assert_eq!(repaired["kept"], json!([{ "from": [1, 5], "to": [1, 5] }, { "from": [9, 9], "to": [6, 6] }]));
    let verified = onrecord(&["verify", &folder.path("new"), "--format", "json"]).json();
    assert_eq!(verified["record"], repaired["record"]);

    let ran = onrecord(&["verify", &record, "--format", "jsonl", "--repair", &folder.path("again")]);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 5);
    assert_eq!((&lines[0]["lost"], &lines[4]["to"]), (&json!([6, 6]), &json!([6, 6])));
    assert_eq!(onrecord(&["verify", &folder.path("again"), "--format", "jsonl"]).fine(), "");
}

#[test]
fn a_sound_record_is_repaired_into_the_same_one() {
    let folder = Folder::new();
    let (record, new) = (folder.seeded(), folder.path("new"));
    let out = onrecord(&["verify", &record, "--repair", &new]).fine();
    assert!(out.contains("positions 1-42 kept their place"), "{out}");
    let segment = |record: &str| fs::read(Path::new(record).join("00000000000000000001.log")).unwrap();
    assert_eq!(segment(&new), segment(&record));
}

#[test]
fn a_place_that_is_taken_or_in_the_old_record_is_refused_and_nothing_is_written() {
    let folder = Folder::new();
    let (record, taken) = (folder.seeded(), folder.path("taken"));
    fs::create_dir(&taken).unwrap();
    let before = bytes_of(&record);
    let check = |arguments: &[&str], exit: u8, error: &str| {
        let ran = onrecord(arguments);
        assert_eq!((ran.exit, ran.out.as_str()), (exit, ""));
        assert!(ran.err.contains(error), "{}", ran.err);
    };
    check(&["verify", &record, "--repair", &taken], 4, "there is something at");
    check(&["verify", &record, "--repair", &record], 4, "there is something at");
    check(&["verify", &record, "--repair", &format!("{record}/new")], 3, "choose another place");
    check(&["verify", SEED, "--repair", &folder.path("new")], 3, "only a folder is repaired");
    check(&["verify", &taken, "--repair", &folder.path("new")], 3, "there is no record");
    assert_eq!(bytes_of(&record), before);
    assert!(bytes_of(&taken).is_empty());
    assert!(!Path::new(&folder.path("new")).exists());
    assert!(!Path::new(&folder.path("new.unfinished")).exists());
}

#[test]
fn the_snapshot_is_checked_with_the_events() {
    let folder = Folder::new();
    let record = record(&folder);
    onrecord::Record::open(&record).unwrap().save_snapshot().unwrap();
    onrecord(&["verify", &record]).fine();
    let path = Path::new(&record).join("index.snapshot");
    let mut bytes = fs::read(&path).unwrap();
    bytes[20] ^= 1;
    fs::write(&path, bytes).unwrap();
    let told = "index.snapshot is not what the events up to position 9 give; delete it, and it is made again\n1 fault: 9 commits, ";
    let ran = onrecord(&["verify", &record]);
    assert_eq!((ran.exit, ran.out.starts_with(told)), (1, true), "{}", ran.out);
    let found: Value = serde_json::from_str(&onrecord(&["verify", &record, "--format", "json"]).out).unwrap();
    assert_eq!(found["sound"], false);
    let problem = "index.snapshot is not what the events up to position 9 give";
    assert_eq!(found["snapshot_fault"]["problem"], problem);
}
