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

#[test]
fn what_is_wrong_is_named_where_it_stands_with_what_would_be_right() {
    let check = |text: &str, expected: &str| {
        assert_eq!(text.parse::<Edtf>().unwrap_err().to_string(), expected, "{text}");
    };
    check("", "at byte 0: found the end, expected a year of four digits, \"Y\", \"/\", \"[\" or \"{\"");
    check(
        "2012-10T10:10:11",
        "at byte 0: found \"2012-10\", expected a whole day without X or qualifiers before \"T\"",
    );
    check(
        "2012T10:10:11",
        "at byte 0: found \"2012\", expected a whole day without X or qualifiers before \"T\"",
    );
    check(
        "2004-06-1XT10:10:11",
        "at byte 0: found \"2004-06-1X\", expected a whole day without X or qualifiers before \"T\"",
    );
    check("2004-13", "at byte 5: found \"13\", expected a month from 01 to 12, or a season from 21 to 41");
    check("2003-02-29", "at byte 8: found \"29\", expected a day from 01 to 28");
    check("2004-21-01", "at byte 7: found \"-\", expected the end of the date: a season has no days");
    check("-0000", "at byte 0: found \"-0000\", expected 0000 for 1 BCE, or -0001 for 2 BCE");
    check("2012/2011", "at byte 5: found \"2011\", expected an end that is not before the start");
    check("[1667,1668", "at byte 10: found the end, expected \",\", \"..\" or \"]\"");
    check(
        "2004-é",
        "at byte 5: found \"é\", expected a month of two digits, 01 to 12, or a season, 21 to 41",
    );
    check(
        "20067",
        "at byte 4: found \"7\", expected the end, or \"-\" and a month; a year of more than four digits begins with \"Y\"",
    );
}

#[test]
fn what_other_implementations_wrongly_refuse_is_read() {
    let check = |text: &str, printed: &str| assert_eq!(text.parse::<Edtf>().unwrap().to_string(), printed);
    check("-01XX", "-01XX");
    check("-20XX", "-20XX");
    check("-1985-04-12T23:20:30", "-1985-04-12T23:20:30");
    check("../..", "../..");
    check("2016-05-02T24:00:00", "2016-05-02T24:00:00");
    check("[1667, 1668 ,1670..1672]", "[1667,1668,1670..1672]");
    check("2004-06-11T10:00:00.123Z", "2004-06-11T10:00:00.123Z");
    check("2004-06-11T10:00:00+0230", "2004-06-11T10:00:00+02:30");
    check("2004-06-11T10:00:00-04", "2004-06-11T10:00:00-04:00");
    check("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z");
}
