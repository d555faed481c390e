//! The fixtures of the workspace are read for ever, as lines and as logs.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use onrecord::{DiskStorage, Event, Kind, Known, Moment, Position, Record, verify};
use serde_json::Value;

use crate::rig::rows;

const PAKISTAN: &str = include_str!("../../../../fixtures/pakistan-arms.jsonl");
const RUMOURS: &str = include_str!("../../../../fixtures/rumours.jsonl");
const THREADS: &str = include_str!("../../../../fixtures/rumours/threads.jsonl");

fn events(record: &Record) -> Vec<Event<'static>> {
    let mut events = Vec::new();
    record
        .replay(Position::FIRST, |recorded| {
            events.push(recorded.event.into_owned());
            Ok::<(), onrecord::Error>(())
        })
        .unwrap();
    events
}

fn of_lines(lines: &str) -> Record {
    Record::from_lines(lines.as_bytes()).unwrap()
}

#[test]
fn both_records_of_lines_load() {
    assert_eq!(of_lines(PAKISTAN).head().position, PAKISTAN.lines().count() as u64);
    assert_eq!(of_lines(RUMOURS).head().position, RUMOURS.lines().count() as u64);
}

fn names(folder: &Path) -> Vec<OsString> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect()
}

/// Reads the log in `fixtures/` under `name`, which has the events of `lines` and this hash at its head.
fn read_log(name: &str, lines: &str, hash: &str) -> Record {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name);
    let found = verify(DiskStorage::open(&folder).unwrap()).unwrap();
    assert!(found.is_sound(), "{found:?}");
    assert_eq!(found.log.unfinished, None);

    let (record, plain) = (Record::read(&folder).unwrap(), of_lines(lines));
    assert_eq!(record.head().hash.to_string(), hash);
    assert_eq!(record.head(), found.log.head);
    assert_eq!(events(&record), events(&plain));
    assert_eq!(rows(&record), rows(&plain), "rows do not tell how and when events were recorded");
    assert_eq!(names(&folder), ["00000000000000000001.log"], "reading leaves nothing behind");
    record
}

#[test]
fn the_log_of_the_article_is_read_for_ever() {
    let hash = "d534a4540e31f8a1853ad11e44c5cc0b9099b74391ac9617c5877574e1ad5c16";
    let record = read_log("pakistan-arms.record", PAKISTAN, hash);
    assert_eq!(record.head().commit_count, 2);
    let known = |time: &str| record.moment(time.parse::<Known>().unwrap()).unwrap();
    assert_eq!(known("2023-02-10T11:59:59Z"), Moment::known(0));
    assert_eq!(known("2023-02-10T12:00:00Z"), Moment::known(13));
    assert_eq!(known("2023-02-10"), Moment::known(42));
}

#[test]
fn the_log_of_the_rumours_is_read_for_ever() {
    let hash = "7b36f619f462b6dba5708b0572cecb7ae669c5792fa0cd7178d6fdceeba6aac5";
    let record = read_log("rumours.record", RUMOURS, hash);
    assert_eq!(record.head().commit_count, 13);
}

#[test]
fn the_log_of_the_article_in_schema_2_is_read_for_ever() {
    let hash = "8f8036c240837d272e0ecdce759cfbaec07105ed39243dd8b17189100c9fe4eb";
    let record = read_log("pakistan-arms.schema-2.record", PAKISTAN, hash);
    assert_eq!(record.head().commit_count, 2);
}

/// Stance as it is counted: support, deny, query, comment.
type Stances = [usize; 4];

const STANCES: [(&str, Stances); 12] = [
    ("thread-500378223977721856", [2, 5, 3, 7]),
    ("thread-500381163866062848", [2, 1, 1, 4]),
    ("thread-524929497205055488", [4, 1, 2, 6]),
    ("thread-524959809402331137", [6, 2, 3, 6]),
    ("thread-544272537341812736", [3, 4, 2, 4]),
    ("thread-544278335455776769", [4, 3, 1, 2]),
    ("thread-544306719686656000", [5, 2, 2, 8]),
    ("thread-544319832486064128", [6, 3, 4, 6]),
    ("thread-544374511194632192", [3, 1, 1, 3]),
    ("thread-552783667052167168", [1, 1, 1, 3]),
    ("thread-576829262927413248", [1, 2, 1, 4]),
    ("thread-580339547269144576", [1, 3, 4, 6]),
];

fn stances_of_threads() -> BTreeMap<String, Stances> {
    let threads = THREADS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let counted = threads.map(|thread| {
        let posts = thread["posts"].as_array().unwrap();
        let count = |stance: &str| posts.iter().filter(|post| post["stance"] == stance).count();
        let stances = ["support", "deny", "query", "comment"].map(count);
        (format!("thread-{}", thread["thread"].as_str().unwrap()), stances)
    });
    counted.collect()
}

fn stances_of_record() -> BTreeMap<String, Stances> {
    let mut counted: BTreeMap<String, Stances> = BTreeMap::new();
    for event in events(&of_lines(RUMOURS)) {
        let stance = match event.kind() {
            Kind::ClaimMade if event.by().is_some() => 0,
            Kind::ClaimRepeated => 0,
            Kind::DenialIssued => 1,
            Kind::CommentRequested => 2,
            Kind::StatementMade => 3,
            _ => continue,
        };
        counted.entry(event.story().unwrap().to_string()).or_default()[stance] += 1;
    }
    counted
}

#[test]
fn every_thread_has_the_stances_of_its_posts() {
    let counted = stances_of_record();
    assert_eq!(counted, stances_of_threads());
    let listed: Vec<(&str, Stances)> =
        counted.iter().map(|(thread, stances)| (thread.as_str(), *stances)).collect();
    assert_eq!(listed, STANCES);
}
