//! What is an EDTF expression: dates, times, intervals and sets of ISO 8601-2, levels 0 to 2.
//!
//! `date` holds one date, `parse` (and `clock`) reads, `print` writes, `bounds` says which days are meant, `level` which level it takes,
//! `plain` which numbers stand for a plain one.

mod bounds;
mod clock;
mod date;
mod error;
mod level;
mod parse;
mod plain;
mod print;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bounds::Bounds;
use crate::tick::Tick;
pub use bounds::Widths;
pub(crate) use date::{Date, DateTime, Qualifier, Two};
use date::{Marks, Part};
pub use error::EdtfError;
pub use level::Level;
pub use plain::Plain;

/// A parsed EDTF expression (ISO 8601-2, all of levels 0, 1 and 2).
///
/// Prints what was read, with one spelling where the standard allows several (`+04` becomes `+04:00`, blanks in sets go);
/// reading what was printed gives an equal value. A date or a date-time lives inside the 24 bytes of the value; only
/// intervals and sets are allocated.
///
/// ```
/// use onrecord_when::Edtf;
///
/// let month: Edtf = "2004-06~".parse()?;
/// assert!(month.is_approximate());
/// assert_eq!(month.bounds().latest().tick().map(|tick| tick.to_string()).as_deref(), Some("2004-06-30"));
/// let wrong = "2004-13".parse::<Edtf>().expect_err("there is no month 13");
/// assert_eq!(wrong.offset, 5);
/// # Ok::<(), onrecord_when::EdtfError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Edtf(pub(crate) Form);

#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    Point(Point),
    Interval(Box<(Edge, Edge)>),
    Set(Box<Set>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Point {
    Date(Date),
    Time(DateTime),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Edge {
    Unknown,
    Open,
    At(Point),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Set {
    pub(crate) choice: Choice,
    pub(crate) members: Vec<Member>,
}

/// `[..]` is one of the members, `{..}` is all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Choice {
    OneOf,
    AllOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Member {
    One(Point),
    /// From, to; a side left out goes on without limit.
    Range(Option<Point>, Option<Point>),
}

impl Edtf {
    /// The expression for a year (0 is 1 BCE); `None` beyond 10^16 years. Beyond four digits it takes the `Y` form.
    pub fn from_year(year: i64) -> Option<Edtf> {
        if year.unsigned_abs() > crate::calendar::YEAR_MAX as u64 {
            return None;
        }
        let mut date = Date::plain(year, Two::NONE, Two::NONE);
        if year.unsigned_abs() > 9999 {
            date.marks.0 |= Marks::LONG;
        }
        Some(Edtf::from_date(date))
    }

    /// The expression for a month, `None` where there is no such month or the year has more than four digits.
    pub fn from_month(year: i64, month: u8) -> Option<Edtf> {
        let possible = year.unsigned_abs() <= 9999 && (1..=12).contains(&month);
        possible.then(|| Edtf::from_date(Date::plain(year, Two::of(month), Two::NONE)))
    }

    /// The expression for a day, `None` where there is no such day or the year has more than four digits.
    pub fn from_day(year: i64, month: u8, day: u8) -> Option<Edtf> {
        let possible = year.unsigned_abs() <= 9999 && Tick::day(year, month, day).is_some();
        possible.then(|| Edtf::from_date(Date::plain(year, Two::of(month), Two::of(day))))
    }

    pub(crate) fn from_date(date: Date) -> Edtf {
        Edtf(Form::Point(Point::Date(date)))
    }

    pub(crate) fn interval(start: Edge, end: Edge) -> Edtf {
        Edtf(Form::Interval(Box::new((start, end))))
    }

    /// The lowest level of the standard that has this expression.
    pub fn level(&self) -> Level {
        level::of(&self.0)
    }

    /// Between which days or instants it started and ended, taken at its word: qualifiers and significant digits widen
    /// nothing.
    pub fn bounds(&self) -> Bounds {
        bounds::strict(&self.0)
    }

    /// The bounds with room for what is marked uncertain or approximate, for significant digits, and for the months of a
    /// winter that lie in the neighbouring years. They contain [`bounds`](Self::bounds).
    pub fn widened_bounds(&self, widths: &Widths) -> Bounds {
        bounds::widened(&self.0, widths)
    }

    /// Some part of it is marked approximate (`~` or `%`).
    pub fn is_approximate(&self) -> bool {
        self.qualifier().0 & Qualifier::APPROXIMATE.0 != 0
    }

    /// Some part of it is marked uncertain (`?` or `%`).
    pub fn is_uncertain(&self) -> bool {
        self.qualifier().0 & Qualifier::UNCERTAIN.0 != 0
    }

    fn qualifier(&self) -> Qualifier {
        Qualifier(self.0.points().fold(0, |bits, point| bits | point.qualifier().0))
    }

    /// Marks a date as approximate, uncertain or both at its end; anything else stays as it is.
    pub(crate) fn qualified(mut self, qualifier: Qualifier) -> Edtf {
        match &mut self.0 {
            Form::Point(Point::Date(date)) => date.qualify(qualifier),
            Form::Interval(edges) => {
                for edge in [&mut edges.0, &mut edges.1] {
                    if let Edge::At(Point::Date(date)) = edge {
                        date.qualify(qualifier);
                    }
                }
            }
            Form::Point(Point::Time(_)) | Form::Set(_) => {}
        }
        self
    }
}

impl Date {
    /// Puts a qualifier at the end, so that it holds of every part.
    pub(crate) fn qualify(&mut self, qualifier: Qualifier) {
        let last = self.last_part();
        self.qualifiers.set_after(last, qualifier);
    }

    pub(crate) fn last_part(&self) -> Part {
        match (self.month.is_some(), self.day.is_some()) {
            (_, true) => Part::Day,
            (true, false) => Part::Month,
            (false, false) => Part::Year,
        }
    }
}

impl Point {
    fn qualifier(&self) -> Qualifier {
        match self {
            Point::Date(date) => date.qualifiers.all(),
            Point::Time(_) => Qualifier::NONE,
        }
    }
}

impl Form {
    /// Every date and date-time that stands in it.
    fn points(&self) -> impl Iterator<Item = &Point> {
        let (one, edges, members): (_, _, &[Member]) = match self {
            Form::Point(point) => (Some(point), None, &[]),
            Form::Interval(edges) => (None, Some([&edges.0, &edges.1]), &[]),
            Form::Set(set) => (None, None, &set.members),
        };
        let of_edges = edges.into_iter().flatten().filter_map(Edge::point);
        let of_members = members.iter().flat_map(|member| match member {
            Member::One(point) => [Some(point), None],
            Member::Range(from, to) => [from.as_ref(), to.as_ref()],
        });
        one.into_iter().chain(of_edges).chain(of_members.flatten())
    }
}

impl Edge {
    fn point(&self) -> Option<&Point> {
        match self {
            Edge::At(point) => Some(point),
            Edge::Unknown | Edge::Open => None,
        }
    }
}

impl FromStr for Edtf {
    type Err = EdtfError;

    /// Reads one expression, the whole text of it.
    ///
    /// # Errors
    /// [`EdtfError`] with the byte at which the text stops being EDTF, or names a date that does not exist.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse::parse(text).map(Edtf)
    }
}

impl fmt::Debug for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edtf({self})")
    }
}

impl Serialize for Edtf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

const _: () = assert!(size_of::<Edtf>() <= 24);
const _: () = assert!(size_of::<Date>() == 16);
