//! What a line of JSON may say, and what is said of one that is wrong.

use onrecord_core::{Content, LineError, read_line, write_line};

fn refusal(line: &str) -> LineError {
    read_line(line.as_bytes()).expect_err("the line is wrong")
}

#[test]
fn the_lines_of_the_design_are_read_and_written_back_unchanged() {
    let lines = [
        r#"{"event":"actor_introduced","actor":"the-ledger","name":"The Ledger","actor_kind":"outlet"}"#,
        r#"{"event":"report_published","story":"harbour","report":"ledger-crates","by":"the-ledger","title":"Crates left by night","said":"2031-04-02","cites":["unnamed:dock-worker"]}"#,
        r#"{"event":"claim_made","story":"harbour","claim":"crates-held-rifles","by":"the-ledger","in":"report:ledger-crates","text":"the crates held rifles","about":{"phrase":"last month","anchor":"report:ledger-crates"},"accuses":["port-authority"],"basis":["unnamed:dock-worker"],"said":"2031-04-02"}"#,
        r#"{"event":"denial_issued","story":"harbour","denial":"port-no","by":"port-spokesman","on_behalf_of":"port-authority","answers":["report:ledger-crates"],"extent":"unspecific","quote":"not accurate","said":{"phrase":"on Thursday","anchor":"report:ledger-crates"}}"#,
    ];
    for line in lines {
        let read = read_line(line.as_bytes()).unwrap();
        let written = write_line(&read.event);
        let again = read_line(written.as_bytes()).unwrap();
        assert_eq!(again.event, read.event);
        assert_eq!(write_line(&again.event), written);
    }
}

#[test]
fn a_line_without_an_id_gets_the_same_one_every_time() {
    let line = br#"{"event":"story_opened","story":"harbour","title":"Crates"}"#;
    let spaced = br#" { "title": "Crates", "story": "harbour", "event": "story_opened" } "#;
    let id = read_line(line).unwrap().event.id;
    assert_eq!(read_line(spaced).unwrap().event.id, id);
    assert_eq!(id.to_string().as_bytes()[14], b'8', "a derived id is a UUID of version 8");
}

#[test]
fn an_unknown_kind_is_refused_with_the_nearest_one() {
    let error = refusal(r#"{"event":"claim_mad","story":"harbour"}"#);
    assert_eq!(error.problem, r#""claim_mad" is no kind of event; did you mean "claim_made"?"#);
    assert_eq!(error.column, 20);
}

#[test]
fn an_unknown_field_is_refused_with_the_nearest_one() {
    let error = refusal(r#"{"event":"story_opened","story":"harbour","titel":"Crates"}"#);
    assert_eq!(error.problem, r#"story_opened has no field "titel"; did you mean "title"?"#);
}

#[test]
fn what_is_missing_doubled_or_empty_is_named() {
    let missing = refusal(r#"{"event":"story_opened","story":"harbour"}"#);
    assert_eq!(missing.problem, "missing field `title`");
    let doubled = refusal(r#"{"event":"story_opened","story":"harbour","story":"harbour","title":"x"}"#);
    assert_eq!(doubled.problem, "duplicate field `story`");
    let empty = refusal(
        r#"{"event":"denial_issued","story":"s","denial":"d","by":"a","answers":[],"extent":"full"}"#,
    );
    assert_eq!(empty.problem, r#""answers" is empty; it needs at least one entry"#);
}

#[test]
fn a_date_that_does_not_exist_is_refused_where_it_stands() {
    let line = r#"{"event":"report_published","story":"s","report":"r","title":"t","said":"2023-02-30"}"#;
    let error = refusal(line);
    assert_eq!(error.column, line.len() - 1);
    assert!(error.problem.contains("2023-02-30") || error.problem.contains("day"), "{}", error.problem);
}

#[test]
fn bytes_that_are_not_text_are_refused_where_they_stand() {
    let error = read_line(b"{\"event\":\"story_opened\",\"story\":\"\xff\"}").expect_err("0xff is no UTF-8");
    assert_eq!((error.column, error.problem.as_str()), (34, "byte 0xff is not UTF-8"));
}

#[test]
fn a_slug_may_be_given_with_or_without_its_sort_where_only_one_sort_can_stand() {
    let with = r#"{"event":"claim_repeated","story":"s","claim":"claim:c","in":"report:r"}"#;
    let without = r#"{"event":"claim_repeated","story":"s","claim":"c","in":"r"}"#;
    let (with, without) = (read_line(with.as_bytes()).unwrap(), read_line(without.as_bytes()).unwrap());
    assert_eq!(with.event, without.event);
    assert!(matches!(with.event.content, Content::ClaimRepeated(repeated) if repeated.claim.as_str() == "c"));
    let wrong = refusal(r#"{"event":"claim_repeated","story":"s","claim":"report:c"}"#);
    assert_eq!(wrong.problem, r#""report:c" cannot stand here; claim:… can"#);
}

#[test]
fn what_an_export_adds_is_read_and_is_no_part_of_the_event() {
    let plain = read_line(br#"{"event":"story_opened","story":"s","title":"t"}"#).unwrap();
    let line = br#"{"event":"story_opened","story":"s","title":"t","position":1,"commit":"ab","recorded_at":"2024-01-01T00:00:00Z"}"#;
    let exported = read_line(line).unwrap();
    assert_eq!(exported.event, plain.event);
    assert_eq!((exported.position, exported.commit.as_deref()), (Some(1), Some("ab")));
}

#[test]
fn a_word_that_cannot_stand_there_is_refused_with_those_that_can() {
    let error = refusal(
        r#"{"event":"denial_issued","story":"s","denial":"d","by":"a","answers":["claim:c"],"extent":"ful"}"#,
    );
    assert_eq!(
        error.problem,
        r#""ful" is not one of the words that can stand here: full, partial, unspecific; did you mean "full"?"#
    );
    for grade in ["0", "7", "-1", "300"] {
        let line =
            format!(r#"{{"event":"information_assessed","story":"s","claim":"c","credibility":{grade}}}"#);
        let expected = format!("credibility {grade} is not on the Admiralty code; it goes from 1 to 6");
        assert_eq!(refusal(&line).problem, expected);
    }
    let line = r#"{"event":"evidence_surfaced","story":"s","evidence":"e","medium":"m","description":"d","bears_on":["claim:c"]}"#;
    let expected = r#"invalid type: string "claim:c", expected a claim and what is done for it, as {"claim":"…","bearing":"supports"}"#;
    assert_eq!(refusal(line).problem, expected);
}

#[test]
fn line_breaks_and_control_characters_in_a_text_survive() {
    let line = r#"{"event":"story_opened","story":"s","title":"two\nlines,\ta tab,\u0000 and \u001b[31m"}"#;
    let event = read_line(line.as_bytes()).unwrap().event;
    let written = write_line(&event);
    assert!(!written.contains(char::is_control), "a line stays one line, and shows no control character");
    assert_eq!(read_line(written.as_bytes()).unwrap().event, event);
    assert!(
        matches!(event.content, Content::StoryOpened(opened) if opened.title == "two\nlines,\ta tab,\0 and \u{1b}[31m")
    );
}

#[test]
fn where_the_kind_stands_in_a_line_makes_no_difference() {
    let read = |line: &str| read_line(line.as_bytes()).unwrap();
    let first = r#"{"event":"story_opened","story":"s","title":"t"}"#;
    let others = [
        r#" { "event" : "story_opened" , "story" : "s" , "title" : "t" } "#,
        r#"{"story":"s","title":"t","event":"story_opened"}"#,
        r#"{"ev\u0065nt":"story_opened","st\u006fry":"\u0073","title":"t"}"#,
        r#"{"story":"s","ev\u0065nt":"story\u005fopened","title":"t"}"#,
    ];
    others.iter().for_each(|line| assert_eq!(read(line), read(first)));
    let doubled = [
        r#"{"event":"story_opened","story":"s","title":"t","event":"story_opened"}"#,
        r#"{"story":"s","event":"story_opened","title":"t","event":"story_opened"}"#,
        r#"{"event":"story_opened","ev\u0065nt":"story_opened","story":"s","title":"t"}"#,
    ];
    doubled.iter().for_each(|line| assert_eq!(refusal(line).problem, "duplicate field `event`"));
    for line in ["{}", r#"{"story":"s"}"#, r#"{"story":"event"}"#] {
        assert_eq!(refusal(line).problem, "the line does not say which \"event\" it is");
    }
    for line in
        [r#"{"event"}"#, r#"{"event":}"#, r#"{"event":7}"#, r#"{"event":"story_opened""#, r#"{"event":"#]
    {
        assert!(refusal(line).column >= 8, "{line}: {:?}", refusal(line));
    }
}
