//! A word is a word and an actor is an actor, whatever slugs actors have.

use crate::run::onrecord_with;

/// Actors whose slugs are words that rows hold.
const RECORD: &str = r#"
{"event":"story_opened","story":"harbour","title":"Crates at the harbour"}
{"event":"actor_introduced","actor":"the-ledger","name":"The Ledger","actor_kind":"outlet"}
{"event":"actor_introduced","actor":"outlet","name":"Outlet Shopping Ltd","actor_kind":"organisation"}
{"event":"actor_introduced","actor":"held","name":"Held and Sons","actor_kind":"organisation"}
{"event":"actor_introduced","actor":"government","name":"The Government of Freedonia","actor_kind":"government"}
{"event":"actor_introduced","actor":"interior-ministry","name":"Interior Ministry","actor_kind":"government"}
{"event":"actor_introduced","actor":"denied","name":"Denied Records","actor_kind":"organisation"}
{"event":"report_published","story":"harbour","report":"crates","by":"the-ledger","title":"Crates left by night"}
{"event":"claim_made","story":"harbour","claim":"rifles","by":"the-ledger","in":"report:crates","text":"the crates held rifles","accuses":["held"]}
{"event":"report_held","story":"harbour","report":"crates","by":"the-ledger"}
{"event":"denial_issued","story":"harbour","denial":"no","by":"held","answers":["claim:rifles"],"extent":"full"}
"#;

fn explained(id: &str) -> Vec<String> {
    let ran = onrecord_with(&["explain", "-", id], RECORD.as_bytes());
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let facts = ran.out.lines().map(str::trim_start);
    facts.map(|line| line.split("  ←").next().unwrap_or_default().to_owned()).collect()
}

#[track_caller]
fn check(id: &str, fact: &str) {
    let facts = explained(id);
    assert!(facts.iter().any(|line| line == fact), "{fact:?} is not among {facts:#?}");
}

#[test]
fn a_kind_is_not_the_actor_that_has_it_for_a_slug() {
    check("the-ledger", "actor kind: outlet");
    check("interior-ministry", "actor kind: government");
    check("government", "actor kind: government");
}

#[test]
fn a_headline_and_a_standing_are_not_the_actor_of_that_slug() {
    check("rifles", "headline: held");
    check("rifles", "standing: held");
}

#[test]
fn an_actor_is_named_where_a_row_names_one() {
    check("rifles", "responses: Held and Sons: denied it, directly (#11)");
    check("held", "actor: Held and Sons");
}

#[test]
fn changes_and_history_tell_words_from_names_too() {
    let ran =
        onrecord_with(&["diff", "-", "--from", "9", "--to", "11", "--view", "claims"], RECORD.as_bytes());
    assert!(ran.out.contains("Held and Sons denied it (#11)"), "{}", ran.out);
    assert!(ran.out.contains("status: no response on record → source withdrawn or on hold"), "{}", ran.out);
    assert!(!ran.out.contains("Denied Records"), "{}", ran.out);
}

#[test]
fn each_fact_of_an_actor_has_the_events_behind_it() {
    let view = onrecord_with(&["explain", "-", "the-ledger", "--format", "json"], RECORD.as_bytes()).json();
    for fact in view["facts"].as_array().unwrap() {
        assert!(!fact["because"].as_array().unwrap().is_empty(), "{fact}");
    }
}
