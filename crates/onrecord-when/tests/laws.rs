//! Which laws hold of every expression, every pair of bounds and every text whatever?

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use onrecord_when::{
    Bound, Bounds, Edtf, Phrase, Relation, Tick, Widths, describe, latency, relate, share_before,
};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

fn digits(text: impl Strategy<Value = String>, masked: f64) -> impl Strategy<Value = String> {
    (text, proptest::collection::vec(proptest::bool::weighted(masked), 4)).prop_map(|(text, masks)| {
        text.chars()
            .zip(masks.iter().chain(std::iter::repeat(&false)))
            .map(|(digit, masked)| if *masked { 'X' } else { digit })
            .collect()
    })
}

fn qualifier() -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => Just(""), 1 => Just("?"), 1 => Just("~"), 1 => Just("%")]
}

fn two(range: std::ops::RangeInclusive<u8>) -> impl Strategy<Value = String> {
    digits(range.prop_map(|number| format!("{number:02}")), 0.15)
}

fn date() -> BoxedStrategy<String> {
    let year = digits((0..=9999_u32).prop_map(|year| format!("{year:04}")), 0.1);
    let sign = prop_oneof![4 => Just(""), 1 => Just("-")];
    let short = (
        qualifier(),
        sign,
        year,
        qualifier(),
        0..4_u8,
        qualifier(),
        two(1..=12),
        qualifier(),
        two(1..=31),
        21..=41_u8,
    )
        .prop_map(|(before, sign, year, after, parts, inner, month, last, day, season)| match parts {
            0 => format!("{before}{sign}{year}{after}"),
            1 => format!("{before}{sign}{year}{after}-{inner}{month}{last}"),
            2 => format!("{sign}{year}{after}-{season}{last}"),
            _ => format!("{before}{sign}{year}-{inner}{month}{after}-{day}{last}"),
        });
    let long = (any::<bool>(), 1..=999_999_i64, 0..=9_u8, 0..=4_u8).prop_map(
        |(negative, year, power, significant)| {
            let sign = if negative { "-" } else { "" };
            let significant = if significant > 0 { format!("S{significant}") } else { String::new() };
            format!("Y{sign}{year}E{power}{significant}")
        },
    );
    let time =
        (0..=9999_u16, 1..=12_u8, 1..=28_u8, 0..=23_u8, 0..=59_u8, 0..=59_u8, -12..=13_i8, any::<bool>())
            .prop_map(|(year, month, day, hour, minute, second, zone, zoned)| {
                let sign = if zone < 0 { '-' } else { '+' };
                let zone = if zoned { format!("{sign}{:02}:30", zone.abs().min(11)) } else { "Z".to_owned() };
                format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
            });
    prop_oneof![6 => short, 1 => long, 1 => time].boxed()
}

fn text() -> impl Strategy<Value = String> {
    let edge = || prop_oneof![8 => date(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    let member = || {
        (date(), date(), 0..4_u8).prop_map(|(from, to, kind)| match kind {
            0 => format!("{from}..{to}"),
            1 => format!("..{to}"),
            2 => format!("{from}.."),
            _ => from,
        })
    };
    let set = (any::<bool>(), proptest::collection::vec(member(), 1..4)).prop_map(|(one, members)| {
        let inner = members.join(", ");
        if one { format!("[{inner}]") } else { format!("{{{inner}}}") }
    });
    let interval = (edge(), edge()).prop_map(|(from, to)| format!("{from}/{to}"));
    prop_oneof![4 => date(), 2 => interval, 1 => set]
}

/// Texts that are read; those that a random date makes impossible are passed over.
fn expression() -> BoxedStrategy<Edtf> {
    text().prop_filter_map("no such date", |text| text.parse().ok()).boxed()
}

fn before_or_at(low: Bound, high: Bound) -> bool {
    match (low, high) {
        (Bound::At(low), Bound::At(high)) => low.to_day() <= high.to_day(),
        _ => true,
    }
}

fn ordered(bounds: &Bounds) -> bool {
    let Bounds { start: (a, b), end: (c, d) } = *bounds;
    [(a, b), (c, d), (a, c), (b, d), (a, d)].into_iter().all(|(low, high)| before_or_at(low, high))
}

fn contains(wide: &Bounds, narrow: &Bounds) -> bool {
    let lower = |wide: Bound, narrow: Bound| !wide.is_known() || before_or_at(wide, narrow);
    let upper = |wide: Bound, narrow: Bound| !wide.is_known() || before_or_at(narrow, wide);
    lower(wide.earliest(), narrow.earliest()) && upper(wide.latest(), narrow.latest())
}

const WORDS: &[&str] = &[
    "since",
    "at",
    "least",
    "last",
    "next",
    "this",
    "the",
    "of",
    "in",
    "on",
    "two",
    "three",
    "several",
    "weeks",
    "month",
    "years",
    "ago",
    "before",
    "after",
    "until",
    "between",
    "and",
    "or",
    "from",
    "to",
    "August",
    "May",
    "Thursday",
    "5",
    "31",
    "1999",
    "2023",
    "99999999",
    "early",
    "late",
    "mid",
    "-",
    "/",
    ",",
    "~",
    "?",
    "(",
    "summer",
    "winter",
    "first",
    "thirty",
    "hundred",
    "thousand",
    "centuries",
    "decade",
    "easter",
    "christmas",
    "week",
    "weekend",
    "today",
    "1st",
    "business",
    "days",
    "half",
    "a",
    "BCE",
    "century",
    "recently",
    "by",
    "end",
    "il",
    "y",
    "depuis",
    "mois",
    "derniers",
];

fn phrase() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(WORDS), 0..9).prop_map(|words| words.join(" "))
}

/// More are run where `PROPTEST_CASES` says so.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(512)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/laws.regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_printed_reads_back_as_the_same(edtf in expression()) {
        prop_assert_eq!(edtf.to_string().parse::<Edtf>(), Ok(edtf.clone()));
        let json = serde_json::to_string(&edtf).unwrap();
        prop_assert_eq!(serde_json::from_str::<Edtf>(&json).unwrap(), edtf);
    }

    #[test]
    fn bounds_are_ordered_and_the_widened_contain_the_strict(edtf in expression()) {
        let widths = [Widths::default(), Widths { years: 10, months: 3, days: 7, season_weeks: 6 }];
        prop_assert!(ordered(&edtf.bounds()));
        for widths in widths {
            let wide = edtf.widened_bounds(&widths);
            prop_assert!(ordered(&wide), "{wide:?}");
            prop_assert!(contains(&wide, &edtf.bounds()));
        }
    }

    #[test]
    fn a_date_with_a_digit_less_contains_the_whole_date(
        year in 1000..=9999_i64, month in 1..=12_u8, day in 1..=28_u8, hidden in 0..8_usize,
    ) {
        let whole = Edtf::from_day(year, month, day).unwrap();
        let mut text: Vec<char> = whole.to_string().chars().collect();
        let place = [0, 1, 2, 3, 5, 6, 8, 9][hidden];
        text[place] = 'X';
        let masked: Edtf = text.iter().collect::<String>().parse().unwrap();
        prop_assert!(contains(&masked.bounds(), &whole.bounds()));
        let month = Edtf::from_month(year, month).unwrap();
        prop_assert!(contains(&month.bounds(), &whole.bounds()));
        prop_assert!(contains(&Edtf::from_year(year).unwrap().bounds(), &month.bounds()));
    }

    #[test]
    fn the_order_is_antisymmetric_and_agrees_with_the_list(a in expression(), b in expression()) {
        let (a, b) = (a.bounds(), b.bounds());
        let (relation, reason) = relate(&a, &b);
        prop_assert_eq!(relate(&b, &a).0, relation.reverse());
        prop_assert!(!reason.to_string().is_empty());
        match relation {
            Relation::Before => {
                prop_assert!(a.sort_key() < b.sort_key());
                prop_assert!(a.certainly_by(&b) || b.latest() == Bound::Unknown);
            }
            Relation::After => prop_assert!(a.sort_key() > b.sort_key() && !a.possibly_by(&b)),
            Relation::Same => prop_assert_eq!(a, b),
            Relation::Undecided => {}
        }
    }

    #[test]
    fn the_order_is_transitive_where_it_is_decided(a in expression(), b in expression(), c in expression()) {
        let (a, b, c) = (a.bounds(), b.bounds(), c.bounds());
        let (first, second) = (relate(&a, &b).0, relate(&b, &c).0);
        if first == second && first != Relation::Undecided {
            prop_assert_eq!(relate(&a, &c).0, first);
        }
        if first == Relation::Same {
            prop_assert_eq!(relate(&a, &c).0, second);
        }
    }

    #[test]
    fn what_is_certain_by_a_limit_is_possible_by_it(a in expression(), b in expression()) {
        let (a, b) = (a.bounds(), b.bounds());
        prop_assert!(!a.certainly_by(&b) || a.possibly_by(&b));
        prop_assert!(Bounds::UNKNOWN.possibly_by(&a) && !Bounds::UNKNOWN.certainly_by(&a));
    }

    #[test]
    fn the_share_before_is_a_share_and_adds_up_to_one(a in expression(), b in expression()) {
        let (a, b) = (a.bounds(), b.bounds());
        if let (Some(share), Some(other)) = (share_before(&a, &b), share_before(&b, &a)) {
            prop_assert!((0.0..=1.0).contains(&share));
            prop_assert!((share + other - 1.0).abs() < 1e-6, "{share} {other}");
        }
    }

    #[test]
    fn a_latency_s_limits_are_ordered_and_the_least_is_negative_only_if_all_is(a in expression(), b in expression()) {
        if let Some(found) = latency(&a.bounds(), &b.bounds()) {
            let text = serde_json::to_string(&found).unwrap();
            let negative = text.matches("-P").count();
            prop_assert!(negative != 1 || text.contains("null"), "{text}");
        }
    }

    #[test]
    fn no_text_makes_it_panic_and_errors_point_into_the_text(text in "\\PC{0,24}") {
        if let Err(error) = text.parse::<Edtf>() {
            prop_assert!(error.offset <= text.len() && text.is_char_boundary(error.offset));
            prop_assert!(!error.expected.is_empty());
        }
        describe(&text, None).sentence();
    }

    #[test]
    fn no_text_of_edtf_s_own_letters_makes_it_panic(text in "[0-9XYEST?~%/.,\\[\\]{}:+ -]{0,20}") {
        if let Ok(edtf) = text.parse::<Edtf>() {
            prop_assert!(ordered(&edtf.bounds()), "{}", edtf);
            prop_assert_eq!(edtf.to_string().parse::<Edtf>(), Ok(edtf));
        }
    }

    #[test]
    fn whatever_a_phrase_and_its_anchor_are_the_bounds_are_ordered(phrase in phrase(), anchor in expression()) {
        let anchor = anchor.bounds();
        for reading in [Phrase::read(&phrase, Some(&anchor)), Phrase::read(&phrase, None)] {
            prop_assert!(ordered(&reading.bounds), "{phrase}: {:?}", reading.bounds);
            prop_assert!(reading.understood || reading.bounds.is_undated());
            prop_assert!(!reading.needs_anchor || reading.bounds.is_undated());
            if let Some(edtf) = &reading.edtf {
                prop_assert_eq!(edtf.to_string().parse::<Edtf>(), Ok(edtf.clone()), "{}", phrase);
            }
        }
        describe(&phrase, Some(&anchor)).sentence();
    }

    #[test]
    fn a_wider_anchor_gives_bounds_that_contain_those_of_a_narrower_one(
        phrase in phrase(), year in 1900..=2100_i64, month in 1..=12_u8, day in 1..=28_u8,
    ) {
        let narrow = Edtf::from_day(year, month, day).unwrap().bounds();
        let wide = Edtf::from_month(year, month).unwrap().bounds();
        let (narrow, wide) = (Phrase::read(&phrase, Some(&narrow)), Phrase::read(&phrase, Some(&wide)));
        if narrow.understood && wide.understood {
            prop_assert!(contains(&wide.bounds, &narrow.bounds), "{phrase}: {:?} in {:?}", narrow.bounds, wide.bounds);
        }
    }

    #[test]
    fn ticks_of_any_year_print_their_own_day(year in -10_000_000_000_000_000..=10_000_000_000_000_000_i64, month in 1..=12_u8) {
        let tick = Tick::day(year, month, 1).unwrap();
        prop_assert_eq!(tick.ymd(), (year, month, 1));
    }

    /// edtf-core has its own months for seasons, leaves out times of day, and lets significant digits widen the bounds, so
    /// these are not compared.
    #[test]
    fn an_independent_implementation_gives_the_same_outer_days(edtf in expression()) {
        let text = edtf.to_string();
        let season = edtf.level() > onrecord_when::Level::Zero && has_season(&text);
        if let (Ok(peer), false, false) = (edtf_core::Edtf::parse(&text), season, text.contains(['T', 'S'])) {
            let (ours, theirs) = (edtf.bounds(), peer.bounds());
            prop_assert_eq!(peer_shown(theirs.earliest), shown(ours.earliest()), "{}", text);
            prop_assert_eq!(peer_shown(theirs.latest), shown(ours.latest()), "{}", text);
        }
    }
}

fn has_season(text: &str) -> bool {
    let months =
        text.split(['/', ',', '[', ']', '{', '}']).flat_map(|date| date.split("..")).filter_map(|date| {
            let plain: String = date.chars().filter(|letter| !"?~%".contains(*letter)).collect();
            plain.trim_start_matches('-').split('-').nth(1).and_then(|month| month.parse::<u8>().ok())
        });
    months.into_iter().any(|month| month > 12)
}

fn shown(bound: Bound) -> String {
    match bound {
        Bound::Unknown => "unknown".to_owned(),
        Bound::Open => "open".to_owned(),
        Bound::At(tick) => tick.to_string(),
    }
}

fn peer_shown(bound: edtf_core::Bound) -> String {
    match bound {
        edtf_core::Bound::Date(day) => day.to_string(),
        edtf_core::Bound::Unknown => "unknown".to_owned(),
        _ => "open".to_owned(),
    }
}
