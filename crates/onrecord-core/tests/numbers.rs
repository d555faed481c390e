//! The numbers given by hand to kinds and words: what a number once meant, it means for ever.
//!
//! A line here is never changed and never taken away; what is new is added at the end.

use std::collections::BTreeSet;

use onrecord_core::{
    ActorKind, Bearing, Confidence, CorrectionManner, Credibility, DecodeError, Extent, Finding, Kind,
    Likelihood, Relation, Reliability, StatementManner, decode,
};

const KINDS: &str = "\
    1 story_opened, 2 actor_introduced, 3 actors_merged, 4 report_published, 5 claim_made, 6 claim_repeated, \
    7 denial_issued, 8 statement_made, 9 comment_requested, 10 comment_declined, 11 claim_acknowledged, \
    12 claim_corroborated, 13 claim_contradicted, 14 evidence_surfaced, 15 evidence_assessed, \
    16 claim_retracted, 17 denial_withdrawn, 18 report_corrected, 19 report_held, 20 report_released, \
    21 report_withdrawn, 22 verdict_published, 23 investigation_opened, 24 investigation_closed, \
    25 claims_linked, 26 date_established, 27 source_identified, 28 source_assessed, \
    29 information_assessed, 30 judgement_recorded, 31 event_withdrawn";

#[test]
fn every_kind_keeps_its_number() {
    let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("{} {kind}", kind.number())).collect();
    assert_eq!(kinds.join(", "), KINDS);
    let numbers: BTreeSet<u16> = Kind::ALL.iter().map(|kind| kind.number()).collect();
    assert_eq!(numbers.len(), Kind::ALL.len(), "no number is given twice");
    for number in 0..=u16::MAX {
        let kind = Kind::from_number(number);
        assert_eq!(kind.is_some(), numbers.contains(&number));
        assert!(kind.is_none_or(|kind| kind.number() == number));
    }
}

/// Checks one vocabulary against what is written here.
macro_rules! check {
    ($Name:ident, $words:literal) => {
        let words: Vec<String> = $Name::ALL.iter().map(|word| format!("{} {word}", word.number())).collect();
        assert_eq!(words.join(", "), $words, stringify!($Name));
        for number in 0..=u8::MAX {
            let word = $Name::from_number(number);
            assert_eq!(word.is_some(), $Name::ALL.iter().any(|word| word.number() == number));
            assert!(word.is_none_or(|word| word.number() == number));
        }
    };
}

#[test]
fn every_word_keeps_its_number() {
    check!(ActorKind, "1 person, 2 organisation, 3 government, 4 outlet, 5 agency, 6 account, 7 group");
    check!(Extent, "1 full, 2 partial, 3 unspecific");
    check!(StatementManner, "1 policy_line, 2 deflection, 3 counter_accusation, 4 context, 5 pledge");
    check!(CorrectionManner, "1 correction, 2 corrective, 3 refile");
    check!(Finding, "1 authentic, 2 altered, 3 miscaptioned, 4 fabricated, 5 inconclusive");
    check!(Bearing, "1 supports, 2 undermines, 3 context");
    check!(Relation, "1 same_as, 2 narrows, 3 contradicts, 4 supersedes");
    check!(Reliability, "1 A, 2 B, 3 C, 4 D, 5 E, 6 F");
    check!(
        Likelihood,
        "1 almost_no_chance, 2 very_unlikely, 3 unlikely, 4 roughly_even_chance, 5 likely, 6 very_likely, 7 almost_certain"
    );
    check!(Confidence, "1 low, 2 moderate, 3 high");
    let grades: Vec<u8> = (0..=u8::MAX).filter(|grade| Credibility::new(*grade).is_some()).collect();
    assert_eq!(grades, [1, 2, 3, 4, 5, 6]);
}

/// The payload of a kind that begins with an id: the id, and `fields` after it.
fn problem(kind: Kind, fields: &[u8]) -> String {
    let payload = [&[7; 16], fields].concat();
    match decode(kind.number(), 1, &payload) {
        Err(DecodeError::Malformed { problem, .. }) => problem,
        other => panic!("{kind} should be malformed, not {other:?}"),
    }
}

#[test]
fn a_number_that_no_word_has_is_refused() {
    assert_eq!(problem(Kind::SourceAssessed, b"\x01a\x00"), "Reliability has no word numbered 0");
    assert_eq!(problem(Kind::SourceAssessed, b"\x01a\x07"), "Reliability has no word numbered 7");
    assert_eq!(
        problem(Kind::InformationAssessed, b"\x01s\x01c\x07"),
        "credibility 7 is not on the Admiralty code; it goes from 1 to 6"
    );
}

#[test]
fn a_slug_that_is_none_is_refused() {
    assert_eq!(
        problem(Kind::SourceAssessed, b"\x03A b\x01"),
        r#"'A' at byte 0 of "A b" does not belong in a slug; try "a-b""#
    );
    assert!(problem(Kind::SourceAssessed, b"\x00\x01").starts_with("a slug is empty"));
    let long = [&[97][..], &[b'a'; 97], &[1]].concat();
    assert_eq!(
        problem(Kind::SourceAssessed, &long),
        "a slug of 97 bytes is too long; at most 96 are allowed"
    );
}

#[test]
fn a_sort_of_reference_that_is_none_or_cannot_stand_there_is_refused() {
    let withdrawn = |reference: &[u8]| problem(Kind::EventWithdrawn, &[&[0], reference, b"\x01r"].concat());
    assert_eq!(withdrawn(b"\x00\x00"), "no sort of reference is numbered 0");
    assert_eq!(withdrawn(b"\x0a\x01a"), "no sort of reference is numbered 10");
    assert_eq!(withdrawn(b"\x09\x01a"), r#""a" is not a UUID as it is written"#);
    let identified = |basis: &[u8]| problem(Kind::SourceIdentified, &[b"\x01s\x01u", basis].concat());
    assert!(identified(b"\x01\x01a").starts_with(r#""story:a" cannot stand here"#));
    assert_eq!(identified(b"\x00\x01a"), "no sort of reference is numbered 0");
}

#[test]
fn a_form_of_time_that_is_none_is_refused() {
    let dated = |when: &[u8]| problem(Kind::DateEstablished, &[b"\x01s\x03\x01r", when].concat());
    assert_eq!(dated(b"\x00\x01a\x00"), "no form of time is numbered 0");
    assert_eq!(dated(b"\x05\x01a\x00"), "no form of time is numbered 5");
    assert_eq!(dated(b"\x02\x01a\x01b"), "no form of time is numbered 2");
    assert!(dated(b"\x01\x072031-13\x00").contains("13"), "a month that does not exist");
}
