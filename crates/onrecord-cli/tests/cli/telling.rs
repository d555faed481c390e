//! How claims, and what became of them, are worded, on records of one situation each.

use crate::run::{SEED, onrecord};

/// Checks that the difference of the claims between two positions of a case is told in `lines`.
fn check(case: &str, from: u32, to: u32, lines: &[&str]) {
    assert_eq!(told(&file_of(case), from, to), lines);
}

/// Checks that `claims` shows a field of a case, and how.
fn check_field(case: &str, field: &str, text: &str) {
    let claims = onrecord(&["claims", &file_of(case)]).fine();
    let line = format!("  {field:<14}{text}");
    assert!(claims.lines().any(|shown| shown == line), "{claims}");
}

fn file_of(case: &str) -> String {
    format!("{}/../../fixtures/cases/{case}.jsonl", env!("CARGO_MANIFEST_DIR"))
}

/// What is told of the claims, without the events that did it.
fn told(record: &str, from: u32, to: u32) -> Vec<String> {
    let (from, to) = (from.to_string(), to.to_string());
    let ran = onrecord(&["diff", record, "--from", &from, "--to", &to, "--view", "claims"]);
    assert_eq!(ran.exit, 1, "{}", ran.err);
    let told = ran.out.lines().filter_map(|line| line.strip_prefix("      "));
    told.filter(|line| !line.starts_with("by #")).map(str::to_owned).collect()
}

#[test]
fn a_withdrawn_report_is_told_with_how_many_appearances_rested_on_it() {
    check(
        "kill-of-one-of-several-sources",
        14,
        15,
        &[
            "the report \"Crates at the quay\" (Harbour Wire) was withdrawn (#15): 2 of 3 appearances rest on it",
        ],
    );
    check(
        "kill-of-the-only-source",
        12,
        13,
        &[
            "the report \"Crates at the quay\" (Harbour Wire) was withdrawn (#13): 2 of 2 appearances rest on it",
            "nothing is left that it stands on: every appearance fell",
            "the headline went from unanswered to withdrawn",
        ],
    );
}

#[test]
fn a_source_identified_is_the_reason_why_origins_fell() {
    let reports =
        "the report \"Crates at the quay\" (The Courier) and the report \"Crates at the quay\" (The Ledger)";
    let fell = |counts: &str, source: &str| {
        format!("independent origins fell from {counts} because {reports} rest on one source, {source}")
    };
    let unnamed = fell("0–2 to 0–1", "a source not named (docker) (#13)");
    check("two-anonymous-sources-that-are-one", 12, 13, &[&unnamed]);
    let named = fell("1–2 to 1", "Foreman (#14)");
    check("anonymous-source-that-may-be-the-named-one", 13, 14, &[&named]);
}

#[test]
fn a_denial_its_withdrawal_and_an_acknowledgement_are_told_in_turn() {
    let case = "denial-withdrawn-and-claim-acknowledged";
    let denied = ["Port authority denied all of it (#11)", "the headline went from unanswered to denied"];
    check(case, 10, 11, &denied);
    let back = ["Port authority took back its denial (#11)", "the headline went from denied to unanswered"];
    check(case, 11, 12, &back);
    let yes = ["Port authority acknowledged it (#13)", "the headline went from unanswered to acknowledged"];
    check(case, 12, 13, &yes);
}

#[test]
fn a_correction_is_told_with_what_rests_on_it_and_moves_no_headline() {
    check(
        "correction-after-repetition",
        14,
        15,
        &[
            "the report \"Crates at the quay\" (Harbour Wire) was corrected (#15): 2 of 3 appearances rest on it",
        ],
    );
}

#[test]
fn evidence_found_miscaptioned_is_told_once() {
    check(
        "evidence-found-miscaptioned",
        15,
        16,
        &["image (crates) was found miscaptioned (#16): 2 of 3 appearances rest on it"],
    );
}

#[test]
fn an_acknowledgement_through_a_report_says_so() {
    check(
        "acknowledged-through-the-report",
        13,
        14,
        &[
            "Port authority acknowledged, without saying what of it, the report \"Crates at the quay\" (The Ledger), which carried it (#14)",
            "the headline went from unanswered to acknowledged through a report",
        ],
    );
}

#[test]
fn a_hold_and_its_release_undo_each_other() {
    let report = "the report \"Crates at the quay\" (Harbour Wire)";
    let held = format!("{report} is held (#13): 2 of 2 appearances rest on it");
    let fell = "for now nothing is left that it stands on: every appearance fell or is held";
    check("hold-and-release", 12, 13, &[&held, fell, "the headline went from unanswered to held"]);
    let released = format!("{report} is no longer held");
    let stands = ["it stands again", "the headline went from held to unanswered"];
    check("hold-and-release", 13, 14, &[&released, stands[0], stands[1]]);
}

#[test]
fn a_part_that_is_answered_answers_the_whole_in_part() {
    check(
        "parts-with-different-fates",
        13,
        14,
        &[
            "Port authority acknowledged the claim by night, which is part of it (#14)",
            "its part [night]: answered in so many words",
            "the headline went from unanswered to partly acknowledged",
            "Port authority acknowledged it (#14)",
            "the headline went from unanswered to acknowledged",
        ],
    );
}

#[test]
fn a_question_is_told_with_its_deadline() {
    check(
        "deadline-that-passed",
        10,
        11,
        &["Port authority, asked by The Ledger 3 April 2031 (#11), to answer by 5 April 2031, no reply"],
    );
}

#[test]
fn a_denial_of_a_report_is_told_once_for_all_that_it_carried() {
    let told = told(SEED, 33, 34);
    let denied = told.iter().filter(|line| line.contains("denied, without saying what of it, the report"));
    assert_eq!(denied.count(), 3, "{told:?}");
    let sums_up = "the headline went from unanswered to denied through a report";
    assert_eq!(told.iter().filter(|line| *line == sums_up).count(), 3, "{told:?}");
}

#[test]
fn claims_show_who_was_asked_and_until_when() {
    let asked = "from Port authority, accused; asked by The Ledger, 3 April 2031 (#11), to answer by 5 April 2031, no reply on record";
    check_field("deadline-that-passed", "No answer", asked);
    let not_asked = "from Port authority, accused; not asked as far as the record shows";
    check_field("kill-of-the-only-source", "No answer", not_asked);
}

#[test]
fn claims_show_their_setbacks_and_what_examiners_found() {
    let withdrawn =
        "the report “Crates at the quay” (Harbour Wire) was withdrawn (#15): 2 of 3 appearances rest on it";
    check_field("kill-of-one-of-several-sources", "Setbacks", withdrawn);
    let found = "image (crates) (#9), an appearance rests on it, found miscaptioned by Harbour Wire (#16)";
    check_field("evidence-found-miscaptioned", "Evidence", found);
}

#[test]
fn claims_show_related_claims_and_no_part_reads_as_answered_more_than_it_is() {
    check_field("narrower-and-newer-claims", "Linked", "is narrowed by ‹ten rifles› [ten-rifles] (#13)");
    let parts = "3: 2 answered directly and 1 not answered";
    check_field("parts-with-different-fates", "Parts", parts);
}

#[test]
fn a_claim_in_depth_shows_which_appearance_nobody_answered() {
    let claim = onrecord(&["claim", SEED, "munitions-reached-ukraine"]).fine();
    assert_eq!(claim.matches(" · not answered").count(), 3, "{claim}");
    assert_eq!(claim.matches("restated its policy through the report (#35, #36)").count(), 1, "{claim}");
}

#[test]
fn what_says_nothing_is_left_out_of_an_explanation() {
    for file in [SEED.to_owned(), file_of("evidence-found-miscaptioned"), file_of("deadline-that-passed")] {
        let claim = if file == SEED { "munitions-reached-ukraine" } else { "rifles" };
        let explained = onrecord(&["explain", &file, claim]).fine();
        assert!(!explained.contains("nobody and nothing"), "{explained}");
        assert!(!explained.contains(" no,"), "{explained}");
    }
}

#[test]
fn ways_down_to_an_origin_that_nobody_would_read_are_counted() {
    let ring = file_of("a-dozen-papers-citing-all-the-others");
    let head = onrecord(&["claims", &ring, "--format", "json"]).json()["record"]["head"].to_string();
    for from in 9..head.parse().unwrap() {
        let (from, to) = (from.to_string(), (from + 1).to_string());
        let ran = onrecord(&["diff", &ring, "--from", &from, "--to", &to, "--view", "origins"]);
        assert!(ran.out.lines().count() < 60, "{}", ran.out);
    }
}
