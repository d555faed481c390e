//! How claims, and what became of them, are worded, on records of one situation each.

use crate::run::{SEED, onrecord};

/// Checks that the difference of the claims between two positions of a case is worded in `lines`.
fn check(case: &str, from: u32, to: u32, lines: &[&str]) {
    assert_eq!(worded(&file_of(case), from, to), lines);
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

/// What became of the claims, without the events that did it.
fn worded(record: &str, from: u32, to: u32) -> Vec<String> {
    let (from, to) = (from.to_string(), to.to_string());
    let ran = onrecord(&["diff", record, "--from", &from, "--to", &to, "--view", "claims"]);
    assert_eq!(ran.exit, 1, "{}", ran.err);
    let worded = ran.out.lines().filter_map(|line| line.strip_prefix("      "));
    worded.filter(|line| !line.starts_with("by #")).map(str::to_owned).collect()
}

#[test]
fn a_withdrawn_report_says_how_many_appearances_rest_on_it() {
    check(
        "kill-of-one-of-several-sources",
        14,
        15,
        &[
            "the report “Crates at the quay” (Harbour Wire) was withdrawn (#15): 2 of 3 appearances rest on it",
        ],
    );
    check(
        "kill-of-the-only-source",
        12,
        13,
        &[
            "the report “Crates at the quay” (Harbour Wire) was withdrawn (#13): 2 of 2 appearances rest on it",
            "every appearance rests on what was withdrawn",
            "status: no response on record → source withdrawn",
        ],
    );
}

#[test]
fn a_source_identified_is_the_reason_why_origins_fell() {
    let reports =
        "the report “Crates at the quay” (The Ledger) and the report “Crates at the quay” (The Courier)";
    let fell = |counts: &str, source: &str| {
        format!("independent origins: {counts}, because {reports} rest on one source, {source}")
    };
    let unnamed = fell("0 to 2 → 0 to 1", "an unnamed source (docker) (#13)");
    check("two-anonymous-sources-that-are-one", 12, 13, &[&unnamed]);
    let named = fell("1 to 2 → 1", "Foreman (#14)");
    check("anonymous-source-that-may-be-the-named-one", 13, 14, &[&named]);
}

#[test]
fn a_denial_its_withdrawal_and_an_acknowledgement_are_worded_in_turn() {
    let case = "denial-withdrawn-and-claim-acknowledged";
    let denied = ["Port authority denied it (#11)", "status: no response on record → denied"];
    check(case, 10, 11, &denied);
    let back = ["Port authority withdrew its denial (#11)", "status: denied → no response on record"];
    check(case, 11, 12, &back);
    let yes = ["Port authority confirmed it (#13)", "status: no response on record → confirmed"];
    check(case, 12, 13, &yes);
}

#[test]
fn a_correction_says_what_rests_on_it_and_changes_no_status() {
    check(
        "correction-after-repetition",
        14,
        15,
        &[
            "the report “Crates at the quay” (Harbour Wire) was corrected (#15): 2 of 3 appearances rest on it",
        ],
    );
}

#[test]
fn evidence_found_miscaptioned_is_worded_once() {
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
            "Port authority confirmed the report “Crates at the quay” (The Ledger), which carried it, without saying which part (#14)",
            "status: no response on record → confirmed through the report",
        ],
    );
}

#[test]
fn a_hold_and_its_release_undo_each_other() {
    let report = "the report “Crates at the quay” (Harbour Wire)";
    let held = format!("{report} is on hold (#13): 2 of 2 appearances rest on it");
    let fell = "every appearance rests on what was withdrawn or is on hold";
    check(
        "hold-and-release",
        12,
        13,
        &[&held, fell, "status: no response on record → source withdrawn or on hold"],
    );
    let released = format!("{report} is no longer on hold");
    let stands =
        ["an appearance counts again", "status: source withdrawn or on hold → no response on record"];
    check("hold-and-release", 13, 14, &[&released, stands[0], stands[1]]);
}

#[test]
fn a_part_that_is_answered_answers_the_whole_in_part() {
    check(
        "parts-with-different-fates",
        13,
        14,
        &[
            "Port authority confirmed ‹by night›, which is part of it (#14)",
            "its part [night]: answered directly",
            "status: no response on record → confirmed in part",
            "Port authority confirmed it (#14)",
            "status: no response on record → confirmed",
        ],
    );
}

#[test]
fn a_question_is_worded_with_its_deadline() {
    check(
        "deadline-that-passed",
        10,
        11,
        &[
            "Port authority, asked by The Ledger, 3 April 2031 (#11), to answer by 5 April 2031, no reply on record",
        ],
    );
}

#[test]
fn a_denial_of_a_report_is_worded_once_for_all_that_it_carried() {
    let worded = worded(SEED, 33, 34);
    let denied = worded.iter().filter(|line| line.contains("denied the report"));
    assert_eq!(denied.count(), 3, "{worded:?}");
    let sums_up = "status: no response on record → denied through the report";
    assert_eq!(worded.iter().filter(|line| *line == sums_up).count(), 3, "{worded:?}");
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
        assert!(!explained.contains(": \n"), "{explained}");
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
