//! Does the crate accept, reject and bound what independent implementations agree on?

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use onrecord_when::{Bound, Edtf, Level};
use serde_json::Value;

const CORPUS: &str = include_str!("../../../fixtures/when/edtf.jsonl");

fn rows() -> impl Iterator<Item = Value> {
    CORPUS.lines().map(|line| serde_json::from_str(line).unwrap())
}

fn shown(bound: Bound) -> String {
    match bound {
        Bound::Unknown => "unknown".to_owned(),
        Bound::Open => "open".to_owned(),
        Bound::At(tick) => tick.to_day().to_string(),
    }
}

/// The label of a limit. Its source puts an unknown end ten years from the known one; this crate says that it is unknown.
fn label(text: &str, side: &str, value: &str) -> String {
    match value {
        "inf" | "-inf" => "open".to_owned(),
        _ if side == "lower" && text.starts_with('/') => "unknown".to_owned(),
        _ if side == "upper" && text.ends_with('/') => "unknown".to_owned(),
        _ => value.to_owned(),
    }
}

#[test]
fn every_string_is_accepted_or_rejected_as_labelled() {
    let wrong: Vec<String> = rows()
        .filter_map(|row| {
            let (text, valid) = (row["edtf"].as_str()?, row["valid"].as_bool()?);
            let read = text.parse::<Edtf>();
            (read.is_ok() != valid).then(|| format!("{text}: labelled {valid}, got {read:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_strict_bound_is_exact() {
    check_bounds("strict", |edtf| edtf.bounds());
}

/// But for a winter, whose source knows only its December; here it is widened into both years.
#[test]
fn every_widened_bound_but_winter_s_is_exact_with_the_default_widths() {
    check_bounds("fuzzy", |edtf| match edtf.to_string().as_str() {
        "2010-24" => edtf.bounds(),
        _ => edtf.widened_bounds(&Default::default()),
    });
}

fn check_bounds(kind: &str, bounds: impl Fn(&Edtf) -> onrecord_when::Bounds) {
    let mut seen = 0;
    let mut wrong = Vec::new();
    for row in rows().filter(|row| row["bounds"].is_object()) {
        let text = row["edtf"].as_str().unwrap();
        let found = bounds(&text.parse().unwrap());
        for (side, bound) in [("lower", found.earliest()), ("upper", found.latest())] {
            let expected = label(text, side, row["bounds"][format!("{side}_{kind}")].as_str().unwrap());
            seen += 1;
            if shown(bound) != expected {
                wrong.push(format!("{text} {side}: {} instead of {expected}", shown(bound)));
            }
        }
    }
    assert!(seen > 50 && wrong.is_empty(), "{seen} seen, wrong: {wrong:#?}");
}

#[test]
fn every_flag_is_as_labelled() {
    for row in rows().filter(|row| row["flags"].is_object()) {
        let text = row["edtf"].as_str().unwrap();
        let edtf: Edtf = text.parse().unwrap();
        let both = row["flags"]["uncertain_and_approximate"] == true;
        assert_eq!(edtf.is_uncertain(), both || row["flags"]["uncertain"] == true, "{text}");
        assert_eq!(edtf.is_approximate(), both || row["flags"]["approximate"] == true, "{text}");
    }
}

#[test]
fn every_string_is_printed_so_that_it_reads_back() {
    for row in rows().filter(|row| row["valid"] == true) {
        let edtf: Edtf = row["edtf"].as_str().unwrap().parse().unwrap();
        assert_eq!(edtf.to_string().parse::<Edtf>().as_ref(), Ok(&edtf));
    }
}

/// One label differs from the standard, which has negative years in level 1.
#[test]
fn levels_are_as_labelled_where_the_label_follows_the_standard() {
    let differ: Vec<String> = rows()
        .filter(|row| row["level"].is_u64())
        .filter_map(|row| {
            let text = row["edtf"].as_str()?;
            let level = text.parse::<Edtf>().ok()?.level();
            (u64::from(level.number()) != row["level"].as_u64()?).then(|| format!("{text} {level}"))
        })
        .collect();
    assert_eq!(differ, ["-9999 1"]);
    assert!(Level::Zero < Level::Two);
}
