//! The examples run, and print what is written here.

use onrecord::Record;

use crate::rig::Folder;

#[allow(dead_code, reason = "its main function is for running it alone")]
#[path = "../../examples/quickstart.rs"]
mod quickstart;

#[allow(dead_code, reason = "its main function is for running it alone")]
#[path = "../../examples/own_projection.rs"]
pub(crate) mod own_projection;

#[allow(dead_code, reason = "its main function is for running it alone")]
#[path = "../../examples/live.rs"]
mod live;

#[allow(dead_code, reason = "its main function is for running it alone")]
#[path = "../../examples/rumour_threads.rs"]
mod rumour_threads;

fn printed(run: impl FnOnce(&mut Vec<u8>) -> Result<(), Box<dyn std::error::Error>>) -> String {
    let mut out = Vec::new();
    run(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn quickstart_shows_a_claim_before_and_after_its_denial() {
    let folder = Folder::new("examples-quickstart");
    let expected = "\
        after 4 events, rifles is Unanswered; independent origins: 0 to 1\n\
        after 5 events, rifles is Denied; independent origins: 0 to 1\n";
    assert_eq!(printed(|out| quickstart::run(Record::in_memory(), out)), expected);
    assert_eq!(printed(|out| quickstart::run(Record::create(folder.path()).unwrap(), out)), expected);
}

#[test]
fn own_projection_shows_who_is_accused_and_where_things_happened() {
    let lines = include_str!("../../../../fixtures/pakistan-arms.jsonl");
    let expected = "\
        actor:pakistan, since position 32: accused by actor:economic-times (10), nobody named (2)\n\
        actor:us, since position 41: accused by actor:russia (1)\n\
        Ukraine: claim:munitions-reached-ukraine\n";
    assert_eq!(printed(|out| own_projection::run(lines.as_bytes(), out)), expected);
}

#[test]
fn live_shows_each_change_and_the_events_that_made_it() {
    let folder = Folder::new("examples-live");
    let expected = "up to position 3\n\
        up to position 5\n    rifles: not on record -> Unanswered, by 4, 5\n\
        up to position 6\n    rifles: Unanswered -> DeniedThroughReport, by 6\n\
        up to position 7\n    rifles: DeniedThroughReport -> Withdrawn, by 7\n";
    assert_eq!(printed(|out| live::run(folder.path(), out)), expected);
}

#[test]
fn rumour_threads_makes_the_fixture_byte_for_byte() {
    let threads = include_bytes!("../../../../fixtures/rumours/threads.jsonl");
    let made = rumour_threads::record_of(threads).unwrap();
    assert!(made == include_str!("../../../../fixtures/rumours.jsonl"));
}

#[test]
fn rumour_threads_names_the_line_of_a_thread_that_is_none() {
    let error = |input: &str| rumour_threads::record_of(input.as_bytes()).unwrap_err().to_string();
    assert_eq!(error("\n{}"), "line 2: column 2: missing field `thread`");
    let thread = r#"{"thread":"7","veracity":"maybe","posts":[{"id":"7","parent":null,"time":"2014-12-14T15:27:39Z","stance":"support"}]}"#;
    assert_eq!(error(thread), r#"line 1: "maybe" is no veracity; write one of true, false, unverified"#);
}
