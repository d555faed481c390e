//! The fixtures of the workspace are read for ever, as lines and as logs.

use std::collections::BTreeMap;

use onrecord::{Event, Kind, Position, Record};
use serde_json::Value;

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
