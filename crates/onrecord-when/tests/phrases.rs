//! How are phrases of the news read: before and after the date of their text is known, and while it is known within limits?

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use onrecord_when::{Bound, Bounds, Edtf, Phrase};

fn on(text: &str) -> Bounds {
    text.parse::<Edtf>().unwrap().bounds()
}

fn shown(bound: Bound) -> String {
    match bound {
        Bound::Unknown => "?".to_owned(),
        Bound::Open => "..".to_owned(),
        Bound::At(tick) => tick.to_string(),
    }
}

/// "EDTF | start a..b | end c..d", with a tilde before it where the reading is approximate.
fn read(phrase: &str, anchor: &str) -> String {
    let anchor = (!anchor.is_empty()).then(|| on(anchor));
    let reading = Phrase::read(phrase, anchor.as_ref());
    if !reading.understood {
        return "unreadable".to_owned();
    }
    let edtf = reading.edtf.map_or("-".to_owned(), |edtf| edtf.to_string());
    if reading.needs_anchor {
        return format!("{edtf} | waits");
    }
    let bounds = reading.bounds;
    let [a, b, c, d] = [bounds.start.0, bounds.start.1, bounds.end.0, bounds.end.1].map(shown);
    format!("{}{edtf} | {a} to {b} | {c} to {d}", if reading.approximate { "~ " } else { "" })
}

fn check(anchor: &str, cases: &[(&str, &str)]) {
    for (phrase, expected) in cases {
        assert_eq!(read(phrase, anchor), *expected, "{phrase:?} on {anchor:?}");
    }
}

#[test]
fn the_phrases_of_a_report_resolve_as_a_careful_reader_would_on_its_date() {
    check(
        "2023-02-10",
        &[
            ("since at least August", "- | ? to 2022-08-31 | 2023-02-10 to .."),
            ("in September", "2022-09 | 2022-09-01 to 2022-09-30 | 2022-09-01 to 2022-09-30"),
            ("last month", "2023-01 | 2023-01-01 to 2023-01-31 | 2023-01-01 to 2023-01-31"),
            ("on Thursday", "2023-02-09 | 2023-02-09 to 2023-02-09 | 2023-02-09 to 2023-02-09"),
            ("for several months", "~ - | 2022-04-25 to 2022-11-25 | 2023-02-10 to .."),
            ("as long as it takes", "unreadable"),
        ],
    );
}

#[test]
fn they_wait_for_their_anchor_and_say_what_can_be_said_without_it() {
    check(
        "",
        &[
            ("since at least August", "- | waits"),
            ("in September", "XXXX-09 | waits"),
            ("last month", "- | waits"),
            ("on Thursday", "- | waits"),
            ("for several months", "- | waits"),
            ("January 12", "XXXX-01-12 | waits"),
            ("as long as it takes", "unreadable"),
        ],
    );
}

#[test]
fn an_anchor_known_within_limits_widens_what_hangs_from_it() {
    check(
        "2023-02",
        &[
            ("last month", "2023-01 | 2023-01-01 to 2023-01-31 | 2023-01-01 to 2023-01-31"),
            ("on Thursday", "[2023-01-26..2023-02-23] | 2023-01-26 to 2023-02-23 | 2023-01-26 to 2023-02-23"),
            ("since at least August", "- | ? to 2022-08-31 | 2023-02-01 to .."),
            ("10 November 2022", "2022-11-10 | 2022-11-10 to 2022-11-10 | 2022-11-10 to 2022-11-10"),
        ],
    );
    check("/2023-02-10", &[("on Thursday", "- | ? to 2023-02-09 | ? to 2023-02-09")]);
    check("../..", &[("on Thursday", "- | waits")]);
}

#[test]
fn absolute_phrases_need_no_anchor() {
    check(
        "",
        &[
            ("10 November 2022", "2022-11-10 | 2022-11-10 to 2022-11-10 | 2022-11-10 to 2022-11-10"),
            ("mid-2022", "~ 2022-05-01~/2022-08-31~ | 2022-05-01 to 2022-08-31 | 2022-05-01 to 2022-08-31"),
            (
                "the late 1990s",
                "~ 1996-09-01~/1999-12-31~ | 1996-09-01 to 1999-12-31 | 1996-09-01 to 1999-12-31",
            ),
            ("summer 2022", "2022-22 | 2022-06-01 to 2022-08-31 | 2022-06-01 to 2022-08-31"),
            ("winter 2010", "2010-24 | 2010-01-01 to 2011-02-28 | 2010-01-01 to 2011-02-28"),
            ("before approx. January 1928", "~ /1928-01~ | ? to 1927-12-31 | ? to 1927-12-31"),
            ("circa 1860", "~ 1860~ | 1860-01-01 to 1860-12-31 | 1860-01-01 to 1860-12-31"),
            ("no later than 5 May 2022", "[..2022-05-05] | ? to 2022-05-05 | ? to 2022-05-05"),
            ("5-7 May 2022", "2022-05-05/2022-05-07 | 2022-05-05 to 2022-05-05 | 2022-05-07 to 2022-05-07"),
            (
                "1st century BCE",
                "-0099-01-01/0000-12-31 | -0099-01-01 to 0000-12-31 | -0099-01-01 to 0000-12-31",
            ),
            ("15 March 44 BC", "-0043-03-15 | -0043-03-15 to -0043-03-15 | -0043-03-15 to -0043-03-15"),
            ("2014–2016", "2014/2016 | 2014-01-01 to 2014-12-31 | 2016-01-01 to 2016-12-31"),
        ],
    );
}

#[test]
fn relative_phrases_hang_from_the_date_of_their_text() {
    check(
        "2023-02-10",
        &[
            ("Nov. 10", "2022-11-10 | 2022-11-10 to 2022-11-10 | 2022-11-10 to 2022-11-10"),
            ("two weeks ago", "~ 2023-01-27~ | 2023-01-24 to 2023-01-30 | 2023-01-24 to 2023-01-30"),
            ("three days ago", "2023-02-07 | 2023-02-07 to 2023-02-07 | 2023-02-07 to 2023-02-07"),
            ("this year", "2023 | 2023-01-01 to 2023-12-31 | 2023-01-01 to 2023-12-31"),
            (
                "over the weekend",
                "2023-02-04/2023-02-05 | 2023-02-04 to 2023-02-05 | 2023-02-04 to 2023-02-05",
            ),
            ("until recently", "~ - | ? to 2023-02-10 | 2022-11-12 to 2023-02-10"),
            ("last Friday", "2023-02-03 | 2023-02-03 to 2023-02-03 | 2023-02-03 to 2023-02-03"),
            ("late Thursday", "2023-02-09 | 2023-02-09 to 2023-02-09 | 2023-02-09 to 2023-02-09"),
            ("over a year ago", "~ [..2022-02-10~] | ? to 2022-08-11 | ? to 2022-08-11"),
            (
                "less than a week ago",
                "2023-02-03/2023-02-10 | 2023-02-03 to 2023-02-10 | 2023-02-03 to 2023-02-10",
            ),
            ("the past week", "2023-02-03/2023-02-10 | 2023-02-03 to 2023-02-10 | 2023-02-03 to 2023-02-10"),
            (
                "in the coming weeks",
                "~ 2023-02-11~/2023-04-28~ | 2023-02-11 to 2023-04-28 | 2023-02-11 to 2023-04-28",
            ),
            ("at 10:30 on Thursday", "2023-02-09 | 2023-02-09 to 2023-02-09 | 2023-02-09 to 2023-02-09"),
            ("for the past two years", "~ - | 2020-08-12 to 2021-08-11 | 2023-02-10 to .."),
            ("between May and July", "2022-05/2022-07 | 2022-05-01 to 2022-05-31 | 2022-07-01 to 2022-07-31"),
        ],
    );
}

#[test]
fn an_anchor_with_a_time_counts_as_the_day_of_its_own_zone() {
    check(
        "2023-02-10T23:30:00-05:00",
        &[("yesterday", "2023-02-09 | 2023-02-09 to 2023-02-09 | 2023-02-09 to 2023-02-09")],
    );
}

#[test]
fn the_reading_that_was_set_aside_is_kept() {
    let other = |phrase: &str| {
        let reading = Phrase::read(phrase, Some(&on("2023-02-10")));
        reading.alternative.and_then(|other| other.edtf).map(|edtf| edtf.to_string())
    };
    assert_eq!(other("in September").as_deref(), Some("2023-09"));
    assert_eq!(other("5/12/2019").as_deref(), Some("2019-12-05"));
    assert_eq!(other("last month"), None);
    assert_eq!(other("since August"), None);
}

#[test]
fn a_day_that_does_not_exist_is_no_date() {
    for phrase in ["30 February 2020", "feb 30", "29 February 2023", "31/31/2020", "the 32nd of May"] {
        assert_eq!(read(phrase, "2023-02-10"), "unreadable", "{phrase}");
    }
}

#[test]
fn a_word_that_could_be_anything_is_no_date() {
    for phrase in [
        "second",
        "the second",
        "the first",
        "a",
        "12",
        "then",
        "never",
        "not 1860",
        "during the war",
        "",
        "?",
    ] {
        assert_eq!(read(phrase, "2023-02-10"), "unreadable", "{phrase}");
    }
}

#[test]
fn french_is_read_by_its_own_file() {
    check(
        "2023-02-10",
        &[
            ("depuis au moins août", "- | ? to 2022-08-31 | 2023-02-10 to .."),
            ("en septembre", "2022-09 | 2022-09-01 to 2022-09-30 | 2022-09-01 to 2022-09-30"),
            ("le mois dernier", "2023-01 | 2023-01-01 to 2023-01-31 | 2023-01-01 to 2023-01-31"),
            ("jeudi", "2023-02-09 | 2023-02-09 to 2023-02-09 | 2023-02-09 to 2023-02-09"),
            ("depuis plusieurs mois", "~ - | 2022-04-25 to 2022-11-25 | 2023-02-10 to .."),
            ("il y a deux semaines", "~ 2023-01-27~ | 2023-01-24 to 2023-01-30 | 2023-01-24 to 2023-01-30"),
            (
                "au cours des trois derniers mois",
                "2022-11-10/2023-02-10 | 2022-11-10 to 2023-02-10 | 2022-11-10 to 2023-02-10",
            ),
            (
                "du 5 au 7 mai 2022",
                "2022-05-05/2022-05-07 | 2022-05-05 to 2022-05-05 | 2022-05-07 to 2022-05-07",
            ),
            ("avant-hier", "2023-02-08 | 2023-02-08 to 2023-02-08 | 2023-02-08 to 2023-02-08"),
        ],
    );
}
