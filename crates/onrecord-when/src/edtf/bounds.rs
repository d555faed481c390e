//! Which days may an EDTF expression mean, taken at its word, and with room for its qualifiers?

use super::date::{Date, Part, Qualifier};
use super::{Choice, Edge, Form, Member, Point, Set};
use crate::bounds::{Bound, Bounds};
use crate::calendar::{Civil, season_months};
use crate::tick::{Tick, month_end};

/// How far a qualified part reaches to either side.
///
/// Each part that `?` or `~` holds of widens the bounds by its own width; `%` counts twice. A qualifier at the end of a
/// date holds of every part of it, so `2004-06-11~` reaches one year, one month and one day each way, where `2004-06-~11`
/// reaches a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widths {
    /// Years either side of a qualified year.
    pub years: u32,
    /// Months either side of a qualified month.
    pub months: u32,
    /// Days either side of a qualified day.
    pub days: u32,
    /// Weeks either side of a qualified season.
    pub season_weeks: u32,
}

impl Default for Widths {
    /// One year, one month, one day; twelve weeks for a season.
    fn default() -> Self {
        Widths { years: 1, months: 1, days: 1, season_weeks: 12 }
    }
}

pub(super) fn strict(form: &Form) -> Bounds {
    match form {
        Form::Point(Point::Date(date)) if date.marks.masked() == 0 => {
            let (first, last) = date.days();
            Bounds::within(first, last)
        }
        _ => bounds(form, &|point| point.extent()),
    }
}

pub(super) fn widened(form: &Form, widths: &Widths) -> Bounds {
    bounds(form, &|point| widened_extent(point, widths))
}

type Extent<'f> = &'f dyn Fn(&Point) -> (Tick, Tick);

fn bounds(form: &Form, extent: Extent<'_>) -> Bounds {
    match form {
        Form::Point(point) => {
            let (first, last) = extent(point);
            Bounds::within(first, last)
        }
        Form::Interval(edges) => Bounds::between(edge(&edges.0, extent), edge(&edges.1, extent)),
        Form::Set(set) => set_bounds(set, extent),
    }
}

fn edge(edge: &Edge, extent: Extent<'_>) -> (Bound, Bound) {
    match edge {
        Edge::Unknown => (Bound::Unknown, Bound::Unknown),
        Edge::Open => (Bound::Open, Bound::Open),
        Edge::At(point) => {
            let (first, last) = extent(point);
            (Bound::At(first), Bound::At(last))
        }
    }
}

/// One of a set lies anywhere between its ends; all of a set begins with its first member and ends with its last.
fn set_bounds(set: &Set, extent: Extent<'_>) -> Bounds {
    let mut members = set.members.iter().map(|member| member_bounds(member, extent));
    let Some(mut outer) = members.next() else {
        return Bounds::UNKNOWN;
    };
    for member in members {
        outer.start = (lower(outer.start.0, member.start.0), lower(outer.start.1, member.start.1));
        outer.end = (upper(outer.end.0, member.end.0), upper(outer.end.1, member.end.1));
    }
    match set.choice {
        Choice::AllOf => Bounds::between(outer.start, outer.end),
        Choice::OneOf => {
            let both = (outer.earliest(), outer.latest());
            Bounds { start: both, end: both }
        }
    }
}

fn member_bounds(member: &Member, extent: Extent<'_>) -> Bounds {
    let side = |point: &Option<Point>| match point {
        Some(point) => edge(&Edge::At(*point), extent),
        None => (Bound::Open, Bound::Open),
    };
    match member {
        Member::One(point) => {
            let both = edge(&Edge::At(*point), extent);
            Bounds { start: both, end: both }
        }
        Member::Range(from, to) => Bounds::between(side(from), side(to)),
    }
}

/// The earlier of two lower limits; an open one lies before everything.
fn lower(a: Bound, b: Bound) -> Bound {
    match (a, b) {
        (Bound::At(first), Bound::At(second)) if second.opening() < first.opening() => b,
        (Bound::At(_), Bound::Open) => b,
        _ => a,
    }
}

/// The later of two upper limits; an open one lies after everything.
fn upper(a: Bound, b: Bound) -> Bound {
    match (a, b) {
        (Bound::At(first), Bound::At(second)) if second.closing() > first.closing() => b,
        (Bound::At(_), Bound::Open) => b,
        _ => a,
    }
}

fn widened_extent(point: &Point, widths: &Widths) -> (Tick, Tick) {
    let Point::Date(date) = point else {
        return point.extent();
    };
    let (first, last) = date.with_all_of_it();
    let weight = |part: Part| match date.qualifiers.of(part) {
        Qualifier::NONE => 0,
        Qualifier::BOTH => 2,
        _ => 1,
    };
    let season = date.month.value().is_some_and(|code| season_months(code).is_some());
    let in_month = if date.month.is_some() { weight(Part::Month) } else { 0 };
    let in_day = if date.day.is_some() { weight(Part::Day) } else { 0 };
    let years = i64::from(widths.years) * 12 * weight(Part::Year);
    let months = if season { 0 } else { i64::from(widths.months) * in_month };
    let weeks = if season { i64::from(widths.season_weeks) * in_month } else { 0 };
    let days = weeks * 7 + i64::from(widths.days) * in_day;
    (first.shifted(-years - months, -days), last.shifted(years + months, days))
}

impl Date {
    /// The days it may mean when its significant digits are taken seriously, and a winter is taken whole.
    fn with_all_of_it(&self) -> (Tick, Tick) {
        let (low, high) = self.significant_years();
        if let Some(days) = self.month.value().and_then(|code| winter(code, low, high)) {
            return days;
        }
        if self.significant == 0 {
            return self.days();
        }
        (tick(Civil::new(low, 1, 1)), tick(Civil::new(high, 12, 31)))
    }

    fn significant_years(&self) -> (i64, i64) {
        let (low, high) = self.years();
        let digits =
            self.whole_year().unsigned_abs().to_string().len().max(if self.marks.is_long() { 0 } else { 4 });
        let free = digits.saturating_sub(self.significant.into());
        if self.significant == 0 || free == 0 {
            return (low, high);
        }
        let unit = 10_i64.saturating_pow(free as u32);
        let base = self.whole_year() / unit * unit;
        if self.marks.is_negative() { (base - unit + 1, base) } else { (base, base + unit - 1) }
    }
}

/// A season that begins in December belongs to two years; people mean either. So it reaches from January of the year
/// written to the end of February of the next.
fn winter(code: u8, low: i64, high: i64) -> Option<(Tick, Tick)> {
    let in_december = season_months(code) == Some((12, 12));
    in_december.then(|| (tick(Civil::new(low, 1, 1)), tick(month_end(high + 1, 2))))
}

fn tick(day: Civil) -> Tick {
    Tick::from_day_number(day.number().unwrap_or_default())
}
