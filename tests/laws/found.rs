//! Records on which a law once did not hold, in the fewest events.

use onrecord_core::{Event, read_line};
use onrecord_projection::views::{Actors, Silence, Timeline};
use onrecord_testkit::laws;

fn record(lines: &str) -> Vec<Event<'static>> {
    lines.lines().map(|line| read_line(line.as_bytes()).expect("a line of the record").event).collect()
}

#[test]
fn two_grades_of_one_source_may_arrive_in_either_order() {
    let events = record(
        r#"{"event":"actor_introduced","actor":"port","name":"Port","actor_kind":"person"}
{"event":"source_assessed","actor":"port","reliability":"A"}
{"event":"source_assessed","actor":"port","reliability":"B"}"#,
    );
    laws::arrival(|| Actors, &events, 1).unwrap();
}

#[test]
fn two_undated_questions_may_arrive_in_either_order() {
    let events = record(
        r#"{"event":"story_opened","story":"harbour","title":"Crates"}
{"event":"actor_introduced","actor":"port","name":"Port","actor_kind":"person"}
{"event":"claim_made","story":"harbour","claim":"rifles","text":"the crates held rifles"}
{"event":"comment_requested","story":"harbour","of":"port","about":["claim:rifles"],"said":{"phrase":"last month"}}
{"event":"comment_requested","story":"harbour","of":"port","about":["claim:rifles"]}"#,
    );
    laws::arrival(|| Silence, &events, 3).unwrap();
}

#[test]
fn a_date_established_in_words_that_give_none_changes_nothing() {
    let events = record(
        r#"{"event":"story_opened","story":"harbour","title":"Crates"}
{"event":"report_published","story":"harbour","report":"crates","title":"Crates","said":{"phrase":"some time ago"}}
{"event":"date_established","story":"harbour","of":"report:crates","when":{"phrase":"last month"}}"#,
    );
    laws::prefix(|| Timeline, &events).unwrap();
}
