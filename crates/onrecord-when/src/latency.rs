//! How long did it take from one to the other, at least and at most?

use std::fmt;

use serde::ser::{Serialize, SerializeTuple, Serializer};

use crate::bounds::Bounds;
use crate::tick::Tick;

/// The time from one act to another, as two limits; either may be unknown. JSON `[min|null, max|null]`.
///
/// Used as "from the claim to the first response": where the order of the two is undecided, `at_least` is zero rather than
/// negative. Both limits are negative only where the second act was certainly over before the first began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Latency {
    /// No shorter than this.
    pub at_least: Option<Span>,
    /// No longer than this.
    pub at_most: Option<Span>,
}

/// A length of time, printed as an ISO 8601 duration: `P3D` between whole days, `PT5M12S` or `P1DT2H` between instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// A count of calendar days, between two whole days.
    Days(i64),
    /// A length in nanoseconds, where an instant takes part.
    Nanos(i128),
}

const NANOS_PER_DAY: i128 = 86_400_000_000_000;

impl Span {
    fn nanos(self) -> i128 {
        match self {
            Span::Days(days) => i128::from(days) * NANOS_PER_DAY,
            Span::Nanos(nanos) => nanos,
        }
    }

    fn not_negative(self) -> Span {
        match self {
            Span::Days(days) => Span::Days(days.max(0)),
            Span::Nanos(nanos) => Span::Nanos(nanos.max(0)),
        }
    }
}

/// The time from `from` to `to`; `None` where neither limit is known.
///
/// Between two whole days it is the difference of the days (an answer of the same day took `P0D`). Where an instant takes
/// part, a whole day is taken from its first to its last moment.
pub fn latency(from: &Bounds, to: &Bounds) -> Option<Latency> {
    let pair = |a: Option<Tick>, b: Option<Tick>| Some((a?, b?));
    let shortest = pair(from.latest().tick(), to.earliest().tick()).map(|(from, to)| least(from, to));
    let longest = pair(from.earliest().tick(), to.latest().tick()).map(|(from, to)| most(from, to));
    if shortest.is_none() && longest.is_none() {
        return None;
    }
    let certainly_negative = longest.is_some_and(|span| span.nanos() < 0);
    let at_least = if certainly_negative { shortest } else { shortest.map(Span::not_negative) };
    Some(Latency { at_least, at_most: longest })
}

fn least(from: Tick, to: Tick) -> Span {
    match (from.is_day(), to.is_day()) {
        (true, true) => Span::Days(to.day_number() - from.day_number()),
        (from_day, _) => Span::Nanos(opening(to) - opening(from) - if from_day { NANOS_PER_DAY } else { 0 }),
    }
}

fn most(from: Tick, to: Tick) -> Span {
    match (from.is_day(), to.is_day()) {
        (true, true) => Span::Days(to.day_number() - from.day_number()),
        (_, to_day) => Span::Nanos(opening(to) - opening(from) + if to_day { NANOS_PER_DAY } else { 0 }),
    }
}

fn opening(tick: Tick) -> i128 {
    let (day, nanos) = tick.opening();
    i128::from(day) * NANOS_PER_DAY + i128::from(nanos)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = match *self {
            Span::Days(days) if days < 0 => return write!(f, "-P{}D", days.unsigned_abs()),
            Span::Days(days) => return write!(f, "P{days}D"),
            Span::Nanos(nanos) => nanos,
        };
        f.write_str(if nanos < 0 { "-P" } else { "P" })?;
        let nanos = nanos.unsigned_abs();
        let (days, rest) = (nanos / NANOS_PER_DAY as u128, nanos % NANOS_PER_DAY as u128);
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if rest > 0 || days == 0 { write_time(f, rest) } else { Ok(()) }
    }
}

fn write_time(f: &mut fmt::Formatter<'_>, nanos: u128) -> fmt::Result {
    let (seconds, fraction) = (nanos / 1_000_000_000, nanos % 1_000_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    f.write_str("T")?;
    if hours > 0 {
        write!(f, "{hours}H")?;
    }
    if minutes > 0 {
        write!(f, "{minutes}M")?;
    }
    if fraction > 0 {
        let digits = format!("{fraction:09}");
        write!(f, "{seconds}.{}S", digits.trim_end_matches('0'))
    } else if seconds > 0 || (hours == 0 && minutes == 0) {
        write!(f, "{seconds}S")
    } else {
        Ok(())
    }
}

impl Serialize for Latency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pair = serializer.serialize_tuple(2)?;
        pair.serialize_element(&self.at_least)?;
        pair.serialize_element(&self.at_most)?;
        pair.end()
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str, expected: &str) {
        let bounds = |text: &str| text.parse::<crate::Edtf>().unwrap().bounds();
        let found = latency(&bounds(from), &bounds(to));
        assert_eq!(serde_json::to_string(&found).unwrap(), expected, "{from} to {to}");
    }

    #[test]
    fn days_are_counted_as_days_and_instants_to_the_second() {
        check("2023-02-07", "2023-02-10", r#"["P3D","P3D"]"#);
        check("2023-02-07T10:00:00Z", "2023-02-07T10:05:12Z", r#"["PT5M12S","PT5M12S"]"#);
        check("2023-02-07T10:00:00Z", "2023-02-08T12:00:00.25Z", r#"["P1DT2H0.25S","P1DT2H0.25S"]"#);
        check("2023-01", "2023-02-10", r#"["P10D","P40D"]"#);
    }

    #[test]
    fn an_undecided_order_gives_no_negative_shortest_time() {
        check("2023-02", "2023-02-10", r#"["P0D","P9D"]"#);
        check("2023-02-07", "2023-02-07T10:00:00Z", r#"["PT0S","PT10H"]"#);
        check("2023-02-10", "2023-02-07", r#"["-P3D","-P3D"]"#);
    }

    #[test]
    fn an_open_end_leaves_a_limit_unknown() {
        check("2023-02-07", "2023-02-10/..", r#"["P3D",null]"#);
        check("../..", "2023-02-10", "null");
    }
}
