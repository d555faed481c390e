//! Text as people read it, at 80 columns.

use crate::run::{RUMOURS, SEED, onrecord, onrecord_with};

const DATED: &str = r#"
{"event":"story_opened","story":"harbour","title":"Crates at the harbour"}
{"event":"actor_introduced","actor":"the-ledger","name":"The Ledger","actor_kind":"outlet"}
{"event":"actor_introduced","actor":"port","name":"Port Authority","actor_kind":"organisation"}
{"event":"report_published","story":"harbour","report":"ledger-crates","by":"the-ledger","title":"Crates left by night","said":"2022-11-10"}
{"event":"claim_made","story":"harbour","claim":"rifles","by":"the-ledger","in":"report:ledger-crates","text":"the crates held rifles","accuses":["port"],"basis":["unnamed:docker"],"said":{"phrase":"since at least August","anchor":"report:ledger-crates"}}
{"event":"claim_repeated","story":"harbour","claim":"rifles","basis":["unstated"],"said":{"phrase":"last month","anchor":"report:ledger-crates"}}
{"event":"denial_issued","story":"harbour","denial":"no-rifles","by":"port","answers":["claim:rifles"],"extent":"partial","quote":"no rifles of ours","said":"2022-11-12T09:30:00Z"}
{"event":"comment_declined","story":"harbour","by":"port","answers":["report:ledger-crates"]}
{"event":"information_assessed","story":"harbour","claim":"rifles","credibility":3}
{"event":"report_corrected","story":"harbour","report":"ledger-crates","manner":"correction","text":"two crates, not three","said":"2022-11"}
{"event":"claim_retracted","story":"harbour","claim":"rifles","by":"the-ledger","said":"2022-12"}
"#;

fn at_80_columns(arguments: &[&str]) -> String {
    let ran = onrecord_with(&[arguments, &["--width", "80"]].concat(), DATED.as_bytes());
    assert!(ran.exit <= 1, "{}", ran.err);
    ran.out
}

#[test]
fn the_timeline_of_the_seed_record() {
    insta::assert_snapshot!(at_80_columns(&["timeline", SEED]));
}

#[test]
fn the_claims_of_the_seed_record() {
    insta::assert_snapshot!(at_80_columns(&["claims", SEED]));
}

#[test]
fn the_silence_and_the_origins_of_the_seed_record() {
    let both = at_80_columns(&["silence", SEED])
        + "\n"
        + &at_80_columns(&["origins", SEED, "munitions-reached-ukraine"]);
    insta::assert_snapshot!(both);
}

#[test]
fn the_actors_of_the_seed_record() {
    insta::assert_snapshot!(at_80_columns(&["actors", SEED, "--actor", "mumtaz-zahra-baloch"]));
}

#[test]
fn dates_are_shown_with_the_phrase_beside_them_and_undated_acts_at_the_end() {
    insta::assert_snapshot!(at_80_columns(&["timeline", "-", "--notes"]));
}

#[test]
fn a_claim_in_depth() {
    insta::assert_snapshot!(at_80_columns(&["claim", "-", "rifles"]));
}

#[test]
fn an_explanation_a_history_and_a_difference() {
    let parts = [
        &["explain", "-", "rifles"][..],
        &["history", "-", "rifles"],
        &["diff", "-", "--from", "6", "--to", "11"],
    ];
    insta::assert_snapshot!(parts.map(at_80_columns).join("\n"));
}

#[test]
fn instants_are_shown_with_their_time_of_day() {
    let timeline = onrecord(&["timeline", RUMOURS]).fine();
    assert!(timeline.starts_with("15 August 2014\n   #5  12:27:19 UTC  "), "{timeline:.100}");
}
