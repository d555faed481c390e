//! What does a meaning come to, seen from one day: bounds, and the EDTF form where there is one?

use super::meaning::{Item, Meaning, Parts, Span, Way, Year};
use super::stretch::{Miss, Pick, Result, Stretch, View, stretch};
use crate::bounds::{Bound, Bounds};
use crate::calendar::Civil;
use crate::edtf::{Choice, Date, Edge, Edtf, Form, Member, Point, Qualifier, Set, Two};
use crate::tick::Tick;

/// What a meaning comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) bounds: Bounds,
    pub(super) edtf: Option<Edtf>,
    pub(super) approximate: bool,
}

pub(super) fn resolve(meaning: &Meaning, view: View) -> Result<Answer> {
    match meaning {
        Meaning::In(item) => inside(item, view),
        Meaning::Range(from, to) => range(from, to, view),
        Meaning::Either(one, other) => either(one, other, view),
        Meaning::Before(item) => {
            let found = item.seen(view)?;
            let limit = (Bound::Unknown, at(found.first.saturating_sub(1)));
            Ok(found.answer(Bounds { start: limit, end: limit }, |edge| Edtf::interval(Edge::Unknown, edge)))
        }
        Meaning::After(item) => {
            let found = item.seen(view)?;
            let limit = (at(found.last.saturating_add(1)), Bound::Unknown);
            Ok(found.answer(Bounds { start: limit, end: limit }, |edge| Edtf::interval(edge, Edge::Unknown)))
        }
        Meaning::Since(item) => {
            let found = item.seen(view)?;
            let bounds = Bounds::between((at(found.first), at(found.last)), (still(view), Bound::Open));
            Ok(found.answer(bounds, |edge| Edtf::interval(edge, Edge::Open)))
        }
        Meaning::SinceAtLeast(item) => {
            let found = item.seen(view)?;
            let end = (still_or(view, found.last), Bound::Open);
            let bounds = Bounds { start: (Bound::Unknown, at(found.last)), end };
            Ok(Answer { bounds, edtf: None, approximate: found.approximate() })
        }
        Meaning::Until(item) => {
            let found = item.seen(view)?;
            let end = (at(found.first), at(found.last));
            let bounds = Bounds::between((Bound::Unknown, Bound::Unknown), end);
            Ok(found.answer(bounds, |edge| Edtf::interval(Edge::Unknown, edge)))
        }
        Meaning::NoLaterThan(item) => {
            let found = item.seen(view)?;
            let limit = (Bound::Unknown, at(found.last));
            Ok(found.answer(Bounds { start: limit, end: limit }, |edge| one_of(None, point_of(edge))))
        }
        Meaning::NoEarlierThan(item) => {
            let found = item.seen(view)?;
            let limit = (at(found.first), Bound::Unknown);
            Ok(found.answer(Bounds { start: limit, end: limit }, |edge| one_of(point_of(edge), None)))
        }
        Meaning::For(amount) => {
            let begun = stretch(&Span::Ago(amount.clone(), Way::Past), view)?;
            let bounds = Bounds::between((at(begun.first), at(begun.last)), (still(view), Bound::Open));
            Ok(Answer { bounds, edtf: None, approximate: begun.approximate })
        }
        Meaning::ForFrom(amount, item) => {
            let found = item.seen(view)?;
            let end =
                |day: i64, pick| super::count::add(day, amount, Way::Future, pick).saturating_sub(1).max(day);
            let (least, most) = (end(found.first, Pick::Least), end(found.last, Pick::Most));
            let bounds = Bounds::between((at(found.first), at(found.last)), (at(least), at(most)));
            let exact = found.first == found.last && least == most;
            let edtf = exact.then(|| days_edtf(found.first, least)).flatten();
            Ok(Answer { bounds, edtf, approximate: found.approximate() || least != most && exact })
        }
    }
}

/// The EDTF form of a phrase that still waits for its anchor: a month or day of a year that is not specified.
pub(super) fn unanchored(meaning: &Meaning) -> Option<Edtf> {
    let Meaning::In(item) = meaning else {
        return None;
    };
    let Span::Date(Parts { year: None, month: Some(month), day, .. }) = item.span else {
        return None;
    };
    let mut date = Date::masked(0, 4)?;
    date.month = Two::of(month);
    date.day = day.map_or(Two::NONE, Two::of);
    Some(Edtf::from_date(date).qualified(item.qualifier(false)))
}

/// Is there another reading: the next occurrence instead of the last?
pub(super) fn has_choice(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::In(item)
        | Meaning::Before(item)
        | Meaning::After(item)
        | Meaning::Since(item)
        | Meaning::SinceAtLeast(item)
        | Meaning::Until(item)
        | Meaning::NoLaterThan(item)
        | Meaning::NoEarlierThan(item)
        | Meaning::ForFrom(_, item) => item.span.recurs(),
        Meaning::Range(from, to) => {
            let (from, to) = shared(from, to);
            from.span.recurs() || to.span.recurs()
        }
        Meaning::Either(one, other) => one.span.recurs() || other.span.recurs(),
        Meaning::For(_) => false,
    }
}

/// The same with day and month changed about, where they were numbers that could stand either way.
pub(super) fn turned(meaning: &Meaning) -> Option<Meaning> {
    match meaning {
        Meaning::In(item) => match item.span {
            Span::Date(Parts { year, month: Some(month), day: Some(day), weekday, ambiguous: true }) => {
                let parts = Parts { year, month: Some(day), day: Some(month), weekday, ambiguous: true };
                Some(Meaning::In(Item { span: Span::Date(parts), ..item.clone() }))
            }
            _ => None,
        },
        _ => None,
    }
}

impl Span {
    fn recurs(&self) -> bool {
        match self {
            Span::Date(parts) => !matches!(parts.year, Some(Year::Full(_))),
            Span::Season(_, year)
            | Span::Division(_, year)
            | Span::WeekNumber(_, year)
            | Span::Feast(_, year) => year.is_none(),
            Span::DecadeOf(_) => true,
            Span::From(_, _, of) | Span::Third(_, of) | Span::Nth { of, .. } | Span::Holding(_, of) => {
                of.recurs()
            }
            Span::NthWeekday(_, _, of) | Span::Within(_, of) | Span::Reach(_, _, of) => of.recurs(),
            _ => false,
        }
    }
}

/// A stretch with the reserve it was said with.
struct Seen {
    first: i64,
    last: i64,
    edge: Option<Edge>,
    approximate: bool,
    reserved: bool,
}

impl Item {
    fn qualifier(&self, approximate: bool) -> Qualifier {
        match (self.approximate || approximate, self.uncertain) {
            (false, false) => Qualifier::NONE,
            (true, false) => Qualifier::APPROXIMATE,
            (false, true) => Qualifier::UNCERTAIN,
            (true, true) => Qualifier::BOTH,
        }
    }

    fn seen(&self, view: View) -> Result<Seen> {
        let found = stretch(&self.span, view)?;
        let date = found.edge_date().or_else(|| self.span.rough_date(view));
        let qualified = date.map(|mut date| {
            date.qualify(self.qualifier(found.approximate && found.centre.is_some()));
            Edge::At(Point::Date(date))
        });
        Ok(Seen {
            first: found.first,
            last: found.last,
            edge: qualified,
            approximate: self.approximate || found.approximate,
            reserved: self.approximate,
        })
    }
}

impl Seen {
    fn approximate(&self) -> bool {
        self.approximate || self.reserved
    }

    fn answer(&self, bounds: Bounds, edtf: impl FnOnce(Edge) -> Edtf) -> Answer {
        Answer { bounds, edtf: self.edge.map(edtf), approximate: self.approximate() }
    }
}

impl Span {
    /// The EDTF date that holds a stretch which has none of its own: "early 1930s" is in `193X`.
    fn rough_date(&self, view: View) -> Option<Date> {
        match self {
            Span::Third(_, of) => stretch(of, view).ok()?.edge_date(),
            _ => None,
        }
    }
}

impl Stretch {
    /// The one EDTF date that means just this.
    fn edge_date(&self) -> Option<Date> {
        self.date.or_else(|| plain_date(self.centre.unwrap_or(self.first), self.centre.unwrap_or(self.last)))
    }
}

fn inside(item: &Item, view: View) -> Result<Answer> {
    let found = stretch(&item.span, view)?;
    let bounds = Bounds::within(Tick::from_day_number(found.first), Tick::from_day_number(found.last));
    let qualifier = item.qualifier(found.approximate);
    let edtf = match found.edge_date() {
        Some(date) => Some(Edtf::from_date(date)),
        None => days_edtf(found.first, found.last),
    };
    let approximate = item.approximate || found.approximate;
    Ok(Answer { bounds, edtf: edtf.map(|edtf| edtf.qualified(qualifier)), approximate })
}

fn range(from: &Item, to: &Item, view: View) -> Result<Answer> {
    let (from, to) = shared(from, to);
    let start = from.seen(view)?;
    // An end without a year of its own is the first one after the start.
    let later = View { anchor: Some(start.last), way: Way::Future };
    let end = match to.seen(if needs_year(&to.span) && needs_year(&from.span) { later } else { view })? {
        end if end.last < start.first && needs_year(&to.span) => to.seen(later)?,
        end => end,
    };
    let start = match start {
        start if start.first > end.last && needs_year(&from.span) => {
            from.seen(View { anchor: Some(end.first), way: Way::Past })?
        }
        start => start,
    };
    if start.first > end.last {
        return Err(Miss::NoSuchDay);
    }
    let bounds = Bounds::between((at(start.first), at(start.last)), (at(end.first), at(end.last)));
    let edtf = start.edge.zip(end.edge).map(|(start, end)| Edtf::interval(start, end));
    Ok(Answer { bounds, edtf, approximate: start.approximate() || end.approximate() })
}

fn needs_year(span: &Span) -> bool {
    match span {
        Span::Within(_, of) | Span::Third(_, of) => needs_year(of),
        _ => span.recurs(),
    }
}

/// "26 to 28 June", "Jan-Feb 2017": what one side leaves out the other side says.
fn shared(from: &Item, to: &Item) -> (Item, Item) {
    let (mut from, mut to) = (from.clone(), to.clone());
    if let (Some(first), Some(last)) = (from.span.parts_mut(), to.span.parts_mut())
        && first.weekday.is_none()
        && last.weekday.is_none()
    {
        if first.month.is_none() && first.day.is_some() && first.year.is_none() {
            first.month = last.month;
        }
        if last.month.is_none() && last.day.is_some() && last.year.is_none() {
            last.month = first.month;
        }
        if first.year.is_none() && first.month.is_some() && last.month.is_some() {
            first.year = last.year.map(|year| year_before(year, first, last));
        }
    }
    (from, to)
}

/// The year of a start that shares the year of its end: "December to January 2017" began the year before.
fn year_before(year: Year, first: &Parts, last: &Parts) -> Year {
    match year {
        Year::Full(year) if (first.month, first.day) > (last.month, last.day) && first.month > last.month => {
            Year::Full(year - 1)
        }
        year => year,
    }
}

impl Span {
    fn parts_mut(&mut self) -> Option<&mut Parts> {
        match self {
            Span::Date(parts) => Some(parts),
            Span::Third(_, of) => of.parts_mut(),
            _ => None,
        }
    }
}

fn either(one: &Item, other: &Item, view: View) -> Result<Answer> {
    let (one, other) = (one.seen(view)?, other.seen(view)?);
    let (first, last) = (one.first.min(other.first), one.last.max(other.last));
    let bounds = Bounds::within(Tick::from_day_number(first), Tick::from_day_number(last));
    let members =
        [one.edge.and_then(point_of), other.edge.and_then(point_of)].map(|point| point.map(Member::One));
    let edtf = match members {
        [Some(one), Some(other)] => {
            Some(Edtf(Form::Set(Box::new(Set { choice: Choice::OneOf, members: vec![one, other] }))))
        }
        _ => None,
    };
    Ok(Answer { bounds, edtf, approximate: one.approximate() || other.approximate() })
}

fn one_of(from: Option<Point>, to: Option<Point>) -> Edtf {
    Edtf(Form::Set(Box::new(Set { choice: Choice::OneOf, members: vec![Member::Range(from, to)] })))
}

fn point_of(edge: Edge) -> Option<Point> {
    match edge {
        Edge::At(point) => Some(point),
        Edge::Unknown | Edge::Open => None,
    }
}

/// It still went on at the anchor, where that is known.
fn still(view: View) -> Bound {
    view.anchor.map_or(Bound::Unknown, at)
}

fn still_or(view: View, day: i64) -> Bound {
    at(view.anchor.map_or(day, |anchor| anchor.max(day)))
}

fn at(day: i64) -> Bound {
    Bound::At(Tick::from_day_number(day))
}

/// Days as a day, month, year or interval of days; `None` outside four-digit years.
fn days_edtf(first: i64, last: i64) -> Option<Edtf> {
    if let Some(date) = plain_date(first, last) {
        return Some(Edtf::from_date(date));
    }
    let day = |day: i64| {
        let civil = Civil::from_number(day);
        let date = Date::plain(civil.year, Two::of(civil.month), Two::of(civil.day));
        (civil.year.unsigned_abs() <= 9999).then_some(Edge::At(Point::Date(date)))
    };
    Some(Edtf::interval(day(first)?, day(last)?))
}

/// One EDTF date that covers just these days, where there is one: a day, a month, a year, a decade, a century.
fn plain_date(first: i64, last: i64) -> Option<Date> {
    let (from, to) = (Civil::from_number(first), Civil::from_number(last));
    if from.year.unsigned_abs() > 9999 || to.year.unsigned_abs() > 9999 {
        return None;
    }
    if first == last {
        return Some(Date::plain(from.year, Two::of(from.month), Two::of(from.day)));
    }
    if from.day != 1 || to.plus_days(1).day != 1 {
        return None;
    }
    if (from.year, from.month) == (to.year, to.month) {
        return Some(Date::plain(from.year, Two::of(from.month), Two::NONE));
    }
    match (from.month, to.month, to.year - from.year) {
        (1, 12, 0) => Some(Date::plain(from.year, Two::NONE, Two::NONE)),
        (1, 12, 9) => Date::masked(from.year, 1).filter(|_| from.year >= 0),
        (1, 12, 99) => Date::masked(from.year, 2).filter(|_| from.year >= 0),
        _ => None,
    }
}
