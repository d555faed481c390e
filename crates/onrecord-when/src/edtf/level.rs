//! Which level of the standard does an expression take?

use std::fmt;

use super::date::{Date, Part, Qualifier, Two};
use super::{Edge, Form, Point};

/// A conformance level of ISO 8601-2, clause "Extended Date/Time Format".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Dates, date-times and intervals of them.
    Zero,
    /// Long and negative years, seasons, qualifiers on the whole, trailing unspecified digits, open and unknown ends.
    One,
    /// Everything else: sets, exponents, significant digits, sub-year groupings, qualified parts, any unspecified digit.
    Two,
}

impl Level {
    /// The level as a number, 0 to 2.
    pub fn number(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

pub(super) fn of(form: &Form) -> Level {
    match form {
        Form::Point(point) => of_point(point),
        Form::Interval(edges) => of_edge(&edges.0).max(of_edge(&edges.1)),
        Form::Set(_) => Level::Two,
    }
}

/// Unspecified digits inside an interval are of level 2, wherever they stand.
fn of_edge(edge: &Edge) -> Level {
    match edge {
        Edge::Unknown | Edge::Open => Level::One,
        Edge::At(Point::Date(date)) if date.has_unspecified_digits() => Level::Two,
        Edge::At(point) => of_point(point),
    }
}

fn of_point(point: &Point) -> Level {
    match point {
        Point::Date(date) => of_date(date),
        Point::Time(time) if time.year < 0 => Level::One,
        Point::Time(_) => Level::Zero,
    }
}

fn of_date(date: &Date) -> Level {
    let parts = [by_year(date), by_qualifiers(date), by_mask(date), by_month(date)];
    parts.into_iter().max().unwrap_or(Level::Zero)
}

fn by_year(date: &Date) -> Level {
    if date.exponent.is_some() || date.significant > 0 {
        Level::Two
    } else if date.marks.is_long() || date.marks.is_negative() {
        Level::One
    } else {
        Level::Zero
    }
}

fn by_month(date: &Date) -> Level {
    match date.month.value() {
        Some(21..=24) => Level::One,
        Some(25..) => Level::Two,
        _ => Level::Zero,
    }
}

/// Level 1 has one qualifier, at the very end.
fn by_qualifiers(date: &Date) -> Level {
    if date.qualifiers.is_empty() {
        return Level::Zero;
    }
    let last = date.last_part();
    let elsewhere = [Part::Year, Part::Month, Part::Day].into_iter().any(|part| {
        date.qualifiers.before(part) != Qualifier::NONE
            || (part != last && date.qualifiers.after(part) != Qualifier::NONE)
    });
    if elsewhere { Level::Two } else { Level::One }
}

/// Level 1 has `201X`, `20XX`, `XXXX`, `2004-XX`, `2004-06-XX` and `2004-XX-XX`.
fn by_mask(date: &Date) -> Level {
    let (month, day) = (masked(date.month), masked(date.day));
    match (date.marks.masked(), month, day) {
        (0, Masked::No, Masked::No) => Level::Zero,
        (0, Masked::Whole, Masked::No) if !date.day.is_some() => Level::One,
        (0, Masked::No | Masked::Whole, Masked::Whole) => Level::One,
        (0b1 | 0b11 | 0b1111, Masked::No, Masked::No) if !date.month.is_some() => Level::One,
        _ => Level::Two,
    }
}

enum Masked {
    No,
    Partly,
    Whole,
}

fn masked(two: Two) -> Masked {
    match two {
        Two::UNSPECIFIED => Masked::Whole,
        two if !two.is_some() || two.value().is_some() => Masked::No,
        _ => Masked::Partly,
    }
}
