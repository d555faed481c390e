//! Records on which a law once did not hold, in the fewest events.

use onrecord_core::{Event, Position, Refusal, ValidateError, read_line, validate};
use onrecord_index::RecordIndex;
use onrecord_projection::views::{Actors, Claims, Ledger, Silence, Timeline};
use onrecord_testkit::{laws, standing};

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

#[test]
fn a_subscription_hears_of_a_merge_that_moves_an_open_answer() {
    let events = record(
        r#"{"event":"story_opened","story":"harbour","title":"Crates"}
{"event":"actor_introduced","actor":"port","name":"Port","actor_kind":"person"}
{"event":"actor_introduced","actor":"harbour-master","name":"Harbour master","actor_kind":"person"}
{"event":"claim_made","story":"harbour","claim":"rifles","text":"the crates held rifles","accuses":["port"]}
{"event":"actors_merged","actor":"port","into":"harbour-master"}"#,
    );
    laws::prefix(|| Silence, &events).unwrap();
    laws::batches(|| Silence, &events, 4).unwrap();
}

/// A report withdrawn twice, once by a withdrawal that was itself withdrawn, with its name used again.
const WITHDRAWN_TWICE: &str = r#"{"event":"story_opened","story":"harbour","title":"Crates"}
{"event":"report_published","id":"00000000-0000-4000-8000-000000000001","story":"harbour","report":"crates","title":"Crates"}
{"event":"event_withdrawn","id":"00000000-0000-4000-8000-000000000002","of":"report:crates","reason":"a mistake"}
{"event":"event_withdrawn","id":"00000000-0000-4000-8000-000000000003","of":"event:00000000-0000-4000-8000-000000000002","reason":"no mistake"}
{"event":"event_withdrawn","id":"00000000-0000-4000-8000-000000000004","of":"event:00000000-0000-4000-8000-000000000001","reason":"a mistake after all"}
{"event":"report_published","story":"harbour","report":"crates","title":"Other crates"}"#;

#[test]
fn what_two_withdrawals_withdraw_stands_only_when_both_are_withdrawn() {
    laws::withdrawal(|| Timeline, &record(WITHDRAWN_TWICE), 3).unwrap();
}

/// A report withdrawn, its name used again, and the second report withdrawn by that name.
const NAME_USED_AGAIN: &str = r#"{"event":"story_opened","story":"harbour","title":"Crates"}
{"event":"report_published","id":"00000000-0000-4000-8000-000000000001","story":"harbour","report":"crates","title":"Crates"}
{"event":"event_withdrawn","id":"00000000-0000-4000-8000-000000000002","of":"report:crates","reason":"a mistake"}
{"event":"report_published","story":"harbour","report":"crates","title":"Other crates"}
{"event":"event_withdrawn","of":"report:crates","reason":"a mistake"}"#;

#[test]
fn a_withdrawal_but_for_which_a_name_was_not_free_has_no_record_without_it_to_be_compared_with() {
    let mut events = record(NAME_USED_AGAIN);
    laws::withdrawal(|| Timeline, &events, 2).unwrap();
    let again = r#"{"event":"event_withdrawn","of":"event:00000000-0000-4000-8000-000000000002","reason":"no mistake"}"#;
    events.extend(record(again));
    assert_eq!(
        standing(&events),
        [true, true, false, false, true, true],
        "the first stands again, not the second"
    );
}

#[test]
fn a_withdrawal_that_would_come_back_and_take_what_is_referred_to_is_refused() {
    let lines = WITHDRAWN_TWICE.lines().take(4).collect::<Vec<_>>().join("\n");
    let held = r#"{"event":"report_held","story":"harbour","report":"crates"}"#;
    let withdrawal = r#"{"event":"event_withdrawn","of":"event:00000000-0000-4000-8000-000000000003","reason":"a mistake"}"#;
    let events = record(&format!("{lines}\n{held}\n{withdrawal}"));
    let mut index = RecordIndex::new();
    for event in &events[..5] {
        validate(event, &index).unwrap();
        index.apply(event).unwrap();
    }
    let refused = validate(&events[5], &index);
    let Err(ValidateError::Refused(Refusal::Referred { by, .. })) = refused else { panic!("it is accepted") };
    assert_eq!(by, [(Position::FIRST.after(4), events[4].id)]);
}

#[test]
fn a_refusal_lists_what_refers_to_an_event_that_would_go_with_the_one_withdrawn() {
    let lines = WITHDRAWN_TWICE.lines().take(4).collect::<Vec<_>>().join("\n");
    let held = r#"{"event":"report_held","story":"harbour","report":"crates"}"#;
    let events = record(&format!("{lines}\n{held}"));
    laws::refusal(&events, 3).unwrap();
    laws::bound(&events).unwrap();
}

#[test]
fn the_only_event_that_mentions_a_source_stays_while_the_source_is_identified() {
    let events = record(
        r#"{"event":"story_opened","story":"harbour","title":"Crates"}
{"event":"actor_introduced","actor":"port","name":"Port","actor_kind":"person"}
{"event":"report_published","story":"harbour","report":"crates","title":"Crates","cites":["unnamed:docker"]}
{"event":"source_identified","story":"harbour","source":"unnamed:docker","is":"actor:port"}"#,
    );
    laws::refusal(&events, 2).unwrap();
    let withdrawal = record(r#"{"event":"event_withdrawn","of":"report:crates","reason":"a mistake"}"#);
    let mut index = RecordIndex::new();
    for event in &events {
        index.apply(event).unwrap();
    }
    let refused = validate(&withdrawal[0], &index);
    assert!(matches!(refused, Err(ValidateError::Refused(Refusal::Referred { .. }))));
}

/// What every record of these tests of reasons begins with.
const REPORTED: &str = r#"{"event":"story_opened","story":"harbour","title":"Crates"}
{"event":"actor_introduced","actor":"port","name":"Port","actor_kind":"person"}
{"event":"report_published","story":"harbour","report":"crates","title":"Crates","said":{"phrase":"last month"}}
{"event":"claim_made","story":"harbour","claim":"rifles","in":"report:crates","text":"the crates held rifles","accuses":["port"]}
"#;

#[test]
fn the_note_that_dates_an_act_is_among_the_reasons_of_its_row() {
    let dated = r#"{"event":"date_established","story":"harbour","of":"report:crates","when":"2031-04-02"}"#;
    laws::because(|| Timeline, &record(&format!("{REPORTED}{dated}"))).unwrap();
}

#[test]
fn the_release_of_a_report_is_among_the_reasons_of_what_stands_because_of_it() {
    let released = r#"{"event":"report_held","story":"harbour","report":"crates","said":"2031-04-02"}
{"event":"report_released","story":"harbour","report":"crates","said":"2031-04-03"}"#;
    let events = record(&format!("{REPORTED}{released}"));
    laws::because(|| Claims, &events).unwrap();
    laws::because(|| Ledger, &events).unwrap();
}

#[test]
fn what_took_a_denial_back_is_among_the_reasons_for_no_contradiction() {
    let taken_back = r#"{"event":"claim_acknowledged","story":"harbour","by":"port","answers":["claim:rifles"],"extent":"full"}
{"event":"denial_issued","story":"harbour","denial":"no","by":"port","answers":["claim:rifles"],"extent":"full"}
{"event":"denial_withdrawn","story":"harbour","denial":"no"}"#;
    laws::because(|| Actors, &record(&format!("{REPORTED}{taken_back}"))).unwrap();
}

#[test]
fn a_merge_after_which_an_answer_is_somebody_elses_is_among_the_reasons_of_silence() {
    let merged = r#"{"event":"actor_introduced","actor":"voice","name":"Voice","actor_kind":"person","speaks_for":"port"}
{"event":"actor_introduced","actor":"other","name":"Other","actor_kind":"person"}
{"event":"denial_issued","story":"harbour","denial":"no","by":"voice","answers":["claim:rifles"],"extent":"full"}
{"event":"actors_merged","actor":"voice","into":"other"}"#;
    laws::because(|| Silence, &record(&format!("{REPORTED}{merged}"))).unwrap();
}
