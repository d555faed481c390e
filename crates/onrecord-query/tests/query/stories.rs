//! The list of stories: counts, and pages.

use onrecord::{Moment, Record};
use onrecord_query::{Page, stories};

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pakistan-arms.jsonl");

#[test]
fn a_story_counts_what_belongs_to_it() {
    let file = std::fs::File::open(SEED).unwrap();
    let record = Record::from_lines(std::io::BufReader::new(file)).unwrap();
    let found = stories(&record, Moment::known(42), &Page::default()).unwrap();
    let [story] = &found.rows[..] else { panic!("one story") };
    assert_eq!((story.story.as_str(), story.opened.get(), story.last.get()), ("pakistan-arms", 1, 42));
    let lines = std::fs::read_to_string(SEED).unwrap();
    let count = |kind: &str| {
        lines.lines().filter(|line| line.contains(&format!("\"event\":\"{kind}\""))).count() as u64
    };
    assert_eq!(story.claims, count("claim_made"));
    assert_eq!(story.reports, count("report_published"));
    assert_eq!(story.denials, count("denial_issued"));
    assert_eq!(story.events, 42 - count("actor_introduced"));
}

#[test]
fn pages_of_stories_are_the_whole() {
    let record = crate::sampled::record(25_000);
    let moment = Moment::known(record.head().position);
    let whole = stories(&record, moment, &Page::default()).unwrap().rows;
    assert_eq!(whole.len(), 5);
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = Page { limit: Some(2), after, sort: None };
        let mut some = stories(&record, moment, &page).unwrap();
        found.append(&mut some.rows);
        after = some.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, whole);
}
