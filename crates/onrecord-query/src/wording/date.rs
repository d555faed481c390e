//! A time in the world as people write it: "August 2022", "15 August 2014", "31 August 2022 or earlier".

use onrecord::views::Said;
use onrecord::when::{Bound, Bounds, Described, Latency, Span as Length, Tick};
use onrecord::{Act, When};

use super::{Span, Wording, words};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The heading of acts that nobody dated.
const UNDATED: &str = "Undated";

/// The heading of the acts of one date: the date, and the phrase as it was said.
pub fn heading(said: Option<&Said>) -> Wording {
    let label = said.map_or_else(|| UNDATED.to_owned(), |said| dated(said.bounds()));
    let phrase = said.and_then(|said| said.described().phrase.clone());
    words![Span::Date { text: label }, phrase.map(|phrase| words![" · said: ", Wording::quote(phrase)])]
}

/// The time of day, where an act is known to the instant.
pub fn time_of_day(said: &Said) -> Option<Wording> {
    instant(said.bounds()).map(|text| Span::Date { text }.into())
}

/// A date as far as it is known; [`UNDATED`] where nothing is.
fn dated(bounds: &Bounds) -> String {
    let known = |bound: Bound| bound.tick();
    match (known(bounds.earliest()), known(bounds.latest())) {
        (Some(first), Some(last)) => between(first, last),
        (Some(first), None) if bounds.latest() == Bound::Open => match known(bounds.start.1) {
            Some(begun) if begun != first => {
                format!("Begun between {} and {}, and since", day(first), day(begun))
            }
            _ => format!("{} and since", first_of(first)),
        },
        (Some(first), None) => format!("{} or later", first_of(first)),
        (None, Some(last)) => format!("{} or earlier", last_of(last)),
        (None, None) => match (known(bounds.start.1), known(bounds.end.0)) {
            (Some(begun), _) => format!("{} or earlier, and since", last_of(begun)),
            (None, Some(lasted)) => format!("still on {}", day(lasted)),
            (None, None) => UNDATED.to_owned(),
        },
    }
}

/// A time within a sentence: the date, the phrase, or both; empty where nobody said.
pub fn inline(said: Option<&Said>) -> Wording {
    said.map_or_else(Wording::new, |said| described(said.described()))
}

/// The same, of a time that was read.
pub(crate) fn described(described: &Described) -> Wording {
    let date = dated(&described.bounds);
    match (&described.phrase, date.as_str()) {
        (Some(phrase), UNDATED) => Wording::quote(phrase),
        (Some(phrase), _) => words![Span::Date { text: date }, " (said: ", Wording::quote(phrase), ")"],
        (None, UNDATED) => Wording::new(),
        (None, _) => match instant(&described.bounds) {
            Some(time) => Span::Date { text: format!("{date}, {time}") }.into(),
            None => Span::Date { text: date }.into(),
        },
    }
}

/// When an act took place, within a sentence; empty where nobody said.
pub fn of_act(act: Option<Act<'_>>) -> Wording {
    act.and_then(|act| act.dated().described()).map_or_else(Wording::new, |dated| described(&dated))
}

/// How long something took: "2 days", "2 days to 5 days", "at least 2 days".
pub(crate) fn took(latency: &Latency) -> Wording {
    let date = |text: String| Span::Date { text };
    match (latency.at_least.map(length), latency.at_most.map(length)) {
        (Some(least), Some(most)) if least == most => date(least).into(),
        (Some(least), Some(most)) => words![date(least), " to ", date(most)],
        (Some(least), None) => words!["at least ", date(least)],
        (None, Some(most)) => words!["at most ", date(most)],
        (None, None) => "an unknown time".into(),
    }
}

/// The two greatest units of a length that are not zero.
fn length(length: Length) -> String {
    let (sign, seconds) = match length {
        Length::Days(days) => (days.signum() < 0, u128::from(days.unsigned_abs()) * 86_400),
        Length::Nanos(nanos) => (nanos < 0, nanos.unsigned_abs() / 1_000_000_000),
    };
    let units = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];
    let (mut left, mut parts) = (seconds, Vec::new());
    for (unit, size) in units {
        let count = left / size;
        left %= size;
        if count > 0 {
            parts.push(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }));
        }
    }
    parts.truncate(2);
    let text = if parts.is_empty() { "no time".to_owned() } else { parts.join(" and ") };
    if sign { format!("minus {text}") } else { text }
}

/// A time as an event gives it, before anything is known of what it is relative to.
pub(crate) fn as_given(when: &When<'_>) -> Wording {
    match when {
        When::Edtf(edtf) => Span::Date { text: dated(&edtf.bounds()) }.into(),
        When::Phrase { phrase, .. } => Wording::quote(&**phrase),
    }
}

/// The time of day, where an act is known to the instant.
fn instant(bounds: &Bounds) -> Option<String> {
    let tick = bounds.earliest().tick().filter(|tick| bounds.is_exact() && !tick.is_day())?;
    let text = tick.to_string();
    // A day is one of UTC; with another offset the day may be another, so it is given along with the time.
    match text.split_once('T') {
        Some((_, time)) if time.ends_with('Z') => Some(time.trim_end_matches('Z').to_owned() + " UTC"),
        _ => Some(text),
    }
}

fn between(first: Tick, last: Tick) -> String {
    let ((year, month, from), (last_year, last_month, to)) = (first.ymd(), last.ymd());
    if first.to_day() == last.to_day() {
        return day(first);
    }
    let ends_month = next_day_is_first(last);
    match (from == 1 && ends_month, year == last_year) {
        (true, true) if (month, last_month) == (1, 12) => year_words(year),
        (true, true) if month == last_month => month_words(year, month),
        (true, true) => format!("{} to {}", month_name(month), month_words(year, last_month)),
        (true, false) if (month, last_month) == (1, 12) => {
            format!("{} to {}", year_words(year), year_words(last_year))
        }
        (true, false) => format!("{} to {}", month_words(year, month), month_words(last_year, last_month)),
        (false, true) if month == last_month => format!("{from} to {to} {}", month_words(year, month)),
        (false, _) => format!("{} to {}", day(first), day(last)),
    }
}

/// A limit from which on something holds: a month, where it is the first day of one.
fn first_of(tick: Tick) -> String {
    let (year, month, from) = tick.ymd();
    if from == 1 && tick.is_day() { month_words(year, month) } else { day(tick) }
}

/// A limit up to which something holds: a month, where it is the last day of one.
fn last_of(tick: Tick) -> String {
    let (year, month, _) = tick.ymd();
    if next_day_is_first(tick) && tick.is_day() { month_words(year, month) } else { day(tick) }
}

/// Whether a tick lies on the last day of its month.
fn next_day_is_first(tick: Tick) -> bool {
    let (year, month, day) = tick.ymd();
    Tick::day(year, month, day + 1).is_none_or(|next| next.ymd().1 != month)
}

fn day(tick: Tick) -> String {
    let (year, month, day) = tick.ymd();
    format!("{day} {}", month_words(year, month))
}

fn month_words(year: i64, month: u8) -> String {
    format!("{} {}", month_name(month), year_words(year))
}

fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("month")
}

/// Year 0 is 1 BCE.
fn year_words(year: i64) -> String {
    if year > 0 { year.to_string() } else { format!("{} BCE", year.unsigned_abs() + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edtf: &str, expected: &str) {
        let edtf: onrecord::when::Edtf = edtf.parse().unwrap();
        assert_eq!(dated(&edtf.bounds()), expected);
    }

    #[test]
    fn a_date_is_as_fine_as_it_is_known() {
        check("2022-08-15", "15 August 2022");
        check("2022-08", "August 2022");
        check("2024-02", "February 2024");
        check("2022", "2022");
        check("2022-08-15T12:27:19Z", "15 August 2022");
        check("2022-08-03/2022-08-09", "3 to 9 August 2022");
        check("2022-08/2022-10", "August to October 2022");
        check("-0043", "44 BCE");
    }

    #[test]
    fn a_phrase_that_says_no_later_than_says_so() {
        let on: onrecord::when::Edtf = "2022-11-10".parse().unwrap();
        let read = onrecord::when::describe("since at least August", Some(&on.bounds()));
        let expected = "August 2022 or earlier, and since (said: “since at least August”)";
        assert_eq!(described(&read).to_string(), expected);
    }

    #[test]
    fn a_beginning_that_is_not_known_to_the_day_says_so() {
        check("2022-08/..", "Begun between 1 August 2022 and 31 August 2022, and since");
    }

    #[test]
    fn a_length_of_time_has_two_units_at_most() {
        let check = |at_least, at_most, expected: &str| {
            assert_eq!(took(&Latency { at_least, at_most }).to_string(), expected);
        };
        check(Some(Length::Days(2)), Some(Length::Days(2)), "2 days");
        check(Some(Length::Days(0)), Some(Length::Days(1)), "no time to 1 day");
        check(Some(Length::Nanos(93_784_000_000_000)), None, "at least 1 day and 2 hours");
        check(None, Some(Length::Nanos(61_000_000_000)), "at most 1 minute and 1 second");
    }

    #[test]
    fn an_open_side_is_shown() {
        check("2022-08-15/..", "15 August 2022 and since");
        check("../2022-08-15", "15 August 2022 or earlier");
        check("../2022-08", "August 2022 or earlier");
    }
}
