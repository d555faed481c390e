//! Are plain dates the same as numbers and as text, and is everything else told apart from them?

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use onrecord_when::{Edtf, Plain};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

fn text(Plain { year, month, day, clock }: Plain) -> String {
    let sign = if year < 0 { "-" } else { "" };
    let mut text = format!("{sign}{:04}", year.unsigned_abs());
    for part in [month, day].into_iter().filter(|part| *part > 0) {
        text += &format!("-{part:02}");
    }
    if let Some([hour, minute, second]) = clock {
        text += &format!("T{hour:02}:{minute:02}:{second:02}Z");
    }
    text
}

fn plain() -> impl Strategy<Value = Plain> {
    let clock = proptest::option::of([0..=25_u8, 0..=61_u8, 0..=61_u8]);
    (-10_001..=10_001_i16, 0..=13_u8, 0..=32_u8, clock).prop_map(|(year, month, day, clock)| Plain {
        year,
        month,
        day,
        clock,
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("regressions/plain.txt"))),
        ..ProptestConfig::default()
    })]

    /// Numbers stand for a date exactly where their text is one; but for what is left to texts.
    #[test]
    fn numbers_and_text_are_the_same_expression(plain in plain()) {
        let gap = (plain.month == 0 && plain.day > 0) || (plain.day == 0 && plain.clock.is_some());
        let left_to_texts = plain.clock.is_some_and(|[hour, _, second]| hour == 24 || second == 60);
        let parsed = text(plain).parse::<Edtf>().ok().filter(|_| !gap && !left_to_texts);
        let made = Edtf::from_plain(plain);
        prop_assert_eq!(&made, &parsed);
        if let Some(edtf) = made {
            prop_assert_eq!(edtf.to_string(), text(plain));
            prop_assert_eq!(edtf.to_plain(), Some(plain));
            prop_assert_eq!(edtf.bounds(), text(plain).parse::<Edtf>().unwrap().bounds());
        }
    }
}

#[test]
fn whatever_says_more_than_its_numbers_has_none() {
    let texts = [
        "2004-06~",
        "?2004",
        "2004-06-11%",
        "201X",
        "2004-XX",
        "2004-06-XX",
        "-0XXX",
        "Y12345",
        "Y17E7",
        "1950S2",
        "2004-21",
        "2004-06-11T12:30:00",
        "2004-06-11T12:30:00+04:00",
        "2004-06-11T12:30:00.5Z",
        "2004-06-11T12:30:00.0Z",
        "2004-06-11T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2004/2006",
        "../2004",
        "[2004]",
        "{2004,2005}",
    ];
    for text in texts {
        assert_eq!(text.parse::<Edtf>().unwrap().to_plain(), None, "{text}");
    }
    for text in ["2004", "0000", "-0001", "2004-06", "2004-02-29", "2004-06-11T12:30:59Z"] {
        assert!(text.parse::<Edtf>().unwrap().to_plain().is_some(), "{text}");
    }
}
