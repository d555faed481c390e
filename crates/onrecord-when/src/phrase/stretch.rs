//! Which days does a stretch of the calendar cover, seen from a given day?

use super::count::{add, business_days, days_in, is_vague, rough_days};
use super::feast::feast_day;
use super::meaning::{Amount, Count, Parts, Span, Third, Unit, Way, Year};
use super::unit::{monday, unit_at, whole};
use crate::calendar::{Civil, season_months};
use crate::edtf::{Date, Two};
use crate::tick::month_end;

/// From where a phrase is seen: the anchor's day if known, and whether the past or the future reading is wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) anchor: Option<i64>,
    pub(super) way: Way,
}

/// Why there is no stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Miss {
    /// It hangs from an anchor, and there is none.
    NoAnchor,
    /// There is no such day, as 30 February.
    NoSuchDay,
}

/// The first and the last day (by number), and how EDTF writes them where there is more to say than the days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) first: i64,
    pub(super) last: i64,
    /// The EDTF date that means it: a season, unspecified digits.
    pub(super) date: Option<Date>,
    /// The day it was counted to, where the days around it are its width.
    pub(super) centre: Option<i64>,
    pub(super) approximate: bool,
}

pub(super) type Result<T> = std::result::Result<T, Miss>;

impl Stretch {
    pub(super) fn new(first: i64, last: i64) -> Stretch {
        Stretch { first, last, date: None, centre: None, approximate: false }
    }

    fn day(day: i64) -> Stretch {
        Stretch::new(day, day)
    }

    pub(super) fn civil(first: Civil, last: Civil) -> Option<Stretch> {
        Some(Stretch::new(first.number()?, last.number()?))
    }

    /// A year of more than four digits has no months in EDTF.
    fn written(self, date: Date) -> Stretch {
        Stretch { date: Some(date).filter(|date| date.year.unsigned_abs() <= 9999), ..self }
    }

    fn vague(self) -> Stretch {
        Stretch { approximate: true, ..self }
    }
}

impl View {
    fn anchor(self) -> Result<i64> {
        self.anchor.ok_or(Miss::NoAnchor)
    }

    fn past_from(day: i64) -> View {
        View { anchor: Some(day), way: Way::Past }
    }

    /// The occurrence, one a year, that the reading wants: the last that had begun, or the next to begin.
    fn yearly(self, occurrence: impl Fn(i64) -> Option<Stretch>) -> Result<Stretch> {
        let anchor = self.anchor()?;
        let year = Civil::from_number(anchor).year;
        let fits = |stretch: &Stretch| match self.way {
            Way::Past => stretch.first <= anchor,
            Way::Future => stretch.first > anchor,
        };
        // A leap day may be eight years away.
        let found = match self.way {
            Way::Past => (year - 9..=year + 1).rev().filter_map(&occurrence).find(fits),
            Way::Future => (year - 1..=year + 9).filter_map(&occurrence).find(fits),
        };
        found.ok_or(Miss::NoSuchDay)
    }

    /// An occurrence in the year that was said, or the one the reading wants.
    fn in_year(self, year: Option<Year>, occurrence: impl Fn(i64) -> Option<Stretch>) -> Result<Stretch> {
        match year {
            None => self.yearly(occurrence),
            Some(Year::Full(year)) => occurrence(year).ok_or(Miss::NoSuchDay),
            Some(Year::LastTwo(two)) => {
                let now = Civil::from_number(self.anchor()?).year;
                let nearest = now - (now - i64::from(two)).rem_euclid(100);
                let stretch = occurrence(nearest).ok_or(Miss::NoSuchDay)?;
                match self.way {
                    Way::Past if stretch.first <= self.anchor()? => Ok(stretch),
                    Way::Past => occurrence(nearest - 100).ok_or(Miss::NoSuchDay),
                    Way::Future => occurrence(nearest + 100).ok_or(Miss::NoSuchDay),
                }
            }
        }
    }
}

pub(super) fn stretch(span: &Span, view: View) -> Result<Stretch> {
    match span {
        Span::Date(parts) => date(parts, view),
        Span::Season(code, year) => season(*code, *year, view),
        Span::Division(code, year) => view.in_year(*year, |year| division(*code, year)),
        Span::Years { first, digits } => years(*first, *digits).ok_or(Miss::NoSuchDay),
        Span::DecadeOf(two) => decade(*two, view),
        Span::Relative(unit, shift) => whole(*unit, view.anchor()?, *shift).ok_or(Miss::NoSuchDay),
        Span::WeekdayOf(weekday, weeks) => {
            let day = monday(view.anchor()?) + 7 * i64::from(*weeks) + i64::from(*weekday);
            Ok(Stretch::day(day))
        }
        Span::Nearest(inner, way) => nearest(inner, *way, view),
        Span::Rolling(amount, way) => rolling(amount, *way, view.anchor()?),
        Span::Ago(amount, way) => ago(amount, *way, view.anchor()?),
        Span::From(amount, way, of) => {
            let base = stretch(of, view)?;
            let (near, far) =
                (add(base.first, amount, *way, Pick::Most), add(base.last, amount, *way, Pick::Least));
            let (first, last) = if *way == Way::Past {
                (near, far)
            } else {
                (add(base.first, amount, *way, Pick::Least), add(base.last, amount, *way, Pick::Most))
            };
            Ok(Stretch { approximate: is_vague(amount) || base.approximate, ..Stretch::new(first, last) })
        }
        Span::Reach(amount, way, of) => {
            let base = stretch(of, view)?;
            let reach = add(0, amount, Way::Future, Pick::Most).max(1) - 1;
            Ok(match way {
                Way::Past => Stretch::new(base.first - reach, base.last),
                Way::Future => Stretch::new(base.first, base.last + reach),
            })
        }
        Span::Third(third, of) => Ok(third_of(*third, stretch(of, view)?)),
        Span::Nth { nth, count, unit, of } => nth_of(*nth, *count, *unit, stretch(of, view)?),
        Span::NthWeekday(nth, weekday, of) => nth_weekday(*nth, *weekday, stretch(of, view)?),
        Span::Within(inner, outer) => within(inner, outer, view),
        Span::Holding(unit, of) => {
            let base = stretch(of, view)?;
            unit_at(*unit, base.first, base.last).ok_or(Miss::NoSuchDay)
        }
        Span::WeekNumber(week, year) => view.in_year(*year, |year| week_number(*week, year)),
        Span::Feast(feast, year) => view.in_year(*year, |year| feast_day(*feast, year).map(Stretch::day)),
        Span::SoFar(of) => {
            let (base, anchor) = (stretch(of, view)?, view.anchor()?);
            Ok(Stretch::new(base.first, base.last.min(anchor).max(base.first)))
        }
        Span::Rest(of) => {
            let (base, anchor) = (stretch(of, view)?, view.anchor()?);
            Ok(Stretch::new(base.first.max(anchor).min(base.last), base.last))
        }
        Span::Recent { days } => {
            let anchor = view.anchor()?;
            Ok(Stretch::new(anchor - i64::from(*days), anchor).vague())
        }
        Span::SomeDay(year) => some_day(*year, view),
    }
}

/// The least or the most of a vague count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    Least,
    Most,
}

fn date(parts: &Parts, view: View) -> Result<Stretch> {
    match (parts.month, parts.day, parts.weekday) {
        (Some(month), Some(day), _) => view.in_year(parts.year, |year| {
            let civil = Civil::new(year, month, day);
            Stretch::civil(civil, civil)
        }),
        (Some(month), None, _) => view
            .in_year(parts.year, |year| Stretch::civil(Civil::new(year, month, 1), month_end(year, month))),
        (None, None, Some(weekday)) if parts.year.is_none() => weekday_from(weekday, view),
        (None, Some(day), weekday) if parts.year.is_none() => day_of_some_month(day, weekday, view),
        (None, None, None) if parts.year.is_some() => {
            view.in_year(parts.year, |year| Stretch::civil(Civil::new(year, 1, 1), Civil::new(year, 12, 31)))
        }
        _ => Err(Miss::NoSuchDay),
    }
}

/// A text that names the weekday of its own date means that day.
fn weekday_from(weekday: u8, view: View) -> Result<Stretch> {
    let anchor = view.anchor()?;
    let today = i64::from(Civil::from_number(anchor).weekday());
    let day = match view.way {
        Way::Past => anchor - (today - i64::from(weekday)).rem_euclid(7),
        Way::Future => anchor + 1 + (i64::from(weekday) - today - 1).rem_euclid(7),
    };
    Ok(Stretch::day(day))
}

fn day_of_some_month(day: u8, weekday: Option<u8>, view: View) -> Result<Stretch> {
    let anchor = view.anchor()?;
    let civil = Civil::from_number(anchor);
    let start = Civil::new(civil.year, civil.month, 1);
    // A weekday and a day of the month meet again within 400 months.
    let found = (0..400).find_map(|step| {
        let month = start.plus_months(if view.way == Way::Past { -step } else { step });
        let civil = Civil::new(month.year, month.month, day);
        let number = civil.number()?;
        let fits = if view.way == Way::Past { number <= anchor } else { number > anchor };
        (fits && weekday.is_none_or(|weekday| weekday == civil.weekday())).then_some(number)
    });
    found.map(Stretch::day).ok_or(Miss::NoSuchDay)
}

/// Winter runs from December into the next year; where a year is named, either of its two winters may be meant.
fn season(code: u8, year: Option<Year>, view: View) -> Result<Stretch> {
    let (first, last) = season_months(code).ok_or(Miss::NoSuchDay)?;
    let winter = (first, last) == (12, 12);
    let named = year.is_some();
    view.in_year(year, |year| {
        let written = Date::plain(year, Two::of(code), Two::NONE);
        let stretch = match (winter, named) {
            (false, _) => Stretch::civil(Civil::new(year, first, 1), month_end(year, last)),
            (true, false) => Stretch::civil(Civil::new(year, 12, 1), month_end(year + 1, 2)),
            (true, true) => Stretch::civil(Civil::new(year, 1, 1), month_end(year + 1, 2)),
        };
        Some(stretch?.written(written))
    })
}

fn division(code: u8, year: i64) -> Option<Stretch> {
    let (first, last) = season_months(code)?;
    let stretch = Stretch::civil(Civil::new(year, first, 1), month_end(year, last))?;
    Some(stretch.written(Date::plain(year, Two::of(code), Two::NONE)))
}

fn years(first: i64, digits: u8) -> Option<Stretch> {
    let count = 10_i64.pow(digits.into());
    let stretch = Stretch::civil(Civil::new(first, 1, 1), Civil::new(first + count - 1, 12, 31))?;
    let near = if first < 0 { first + count - 1 } else { first };
    // Year 0 has no sign, so no masked year covers it and the years before it.
    Some(match Date::masked(near, digits).filter(|_| first >= 0 || near < 0) {
        Some(date) => stretch.written(date),
        None => stretch,
    })
}

fn decade(two: u8, view: View) -> Result<Stretch> {
    let year = Civil::from_number(view.anchor()?).year;
    let past = year - (year - i64::from(two)).rem_euclid(100);
    let first = if view.way == Way::Past { past } else { past + 100 };
    years(first, 1).ok_or(Miss::NoSuchDay)
}

fn nearest(inner: &Span, way: Way, view: View) -> Result<Stretch> {
    let anchor = view.anchor()?;
    let found = stretch(inner, View { anchor: Some(anchor), way })?;
    if way == Way::Past && found.last >= anchor {
        return stretch(inner, View::past_from(found.first - 1));
    }
    Ok(found)
}

fn rolling(amount: &Amount, way: Way, anchor: i64) -> Result<Stretch> {
    if let &[(Count { most, .. }, unit @ (Unit::Quarter | Unit::Decade | Unit::Century))] =
        amount.0.as_slice()
    {
        let many = i32::try_from(most).unwrap_or(i32::MAX).max(1);
        let (near, far) = if way == Way::Past { (-1, many.saturating_neg()) } else { (1, many) };
        let ends = (whole(unit, anchor, near), whole(unit, anchor, far));
        let (Some(near), Some(far)) = ends else {
            return Err(Miss::NoSuchDay);
        };
        return Ok(Stretch::new(near.first.min(far.first), near.last.max(far.last)));
    }
    if let &[(Count { most, .. }, Unit::BusinessDay)] = amount.0.as_slice() {
        let far = business_days(anchor, most, way);
        return Ok(if way == Way::Past {
            Stretch::new(far, anchor - 1)
        } else {
            Stretch::new(anchor + 1, far)
        });
    }
    let far = add(anchor, amount, way, Pick::Most);
    let rolled =
        if way == Way::Past { Stretch::new(far, anchor) } else { Stretch::new((anchor + 1).min(far), far) };
    Ok(if is_vague(amount) { rolled.vague() } else { rolled })
}

/// Days are counted to the day; a week, month or year may be half its own length off.
fn ago(amount: &Amount, way: Way, anchor: i64) -> Result<Stretch> {
    let (least, most) = (add(anchor, amount, way, Pick::Least), add(anchor, amount, way, Pick::Most));
    let width = rough_days(amount) / 2;
    let (first, last) = (least.min(most) - width, least.max(most) + width);
    let (first, last) = match way {
        Way::Past => (first, last.min(anchor)),
        Way::Future => (first.max(anchor), last),
    };
    let centre = (least == most).then_some(least);
    let approximate = width > 0 || is_vague(amount) || days_in(amount).is_none();
    Ok(Stretch { centre, approximate, ..Stretch::new(first, last) })
}

/// The first, middle or last third; of a decade four years each, of a week three days or four, of a day the day itself.
fn third_of(third: Third, base: Stretch) -> Stretch {
    if base.first == base.last {
        return base;
    }
    let (from, to) = (Civil::from_number(base.first), Civil::from_number(base.last));
    let years = to.year - from.year + 1;
    let months = years * 12 - i64::from(from.month - 1) - i64::from(12 - to.month);
    let (low, high) = match third {
        Third::Early => (0, 1),
        Third::Middle => (1, 2),
        Third::Late => (2, 3),
    };
    let thirds = if months >= 12 && months % 3 == 0 || months == 3 {
        let start = Civil::new(from.year, from.month, 1);
        let end = start.plus_months(months * high / 3).number().map(|day| day - 1);
        start.plus_months(months * low / 3).number().zip(end)
    } else if months == 1 && base.last - base.first > 20 {
        let end = if third == Third::Late { base.last } else { base.first + 10 * high - 1 };
        Some((base.first + 10 * low, end))
    } else if base.last - base.first == 6 {
        let (from, to) = [(0, 2), (2, 4), (3, 6)][low as usize];
        Some((base.first + from, base.first + to))
    } else {
        None
    };
    let days = base.last - base.first;
    let (first, last) = thirds.unwrap_or((base.first + (days * low + 2) / 3, base.first + (days * high) / 3));
    Stretch::new(first, last.max(first)).vague()
}

fn nth_of(nth: i32, count: u32, unit: Unit, base: Stretch) -> Result<Stretch> {
    let more = i32::try_from(count).unwrap_or(i32::MAX).max(1) - 1;
    let (from, to) = if nth > 0 {
        (nth - 1, (nth - 1).saturating_add(more))
    } else {
        (nth.saturating_sub(more) + 1, nth + 1)
    };
    let edge = if nth > 0 { base.first } else { base.last };
    // A week belongs to the stretch that holds its Thursday, as in ISO 8601.
    let edge = match unit {
        Unit::Week | Unit::WorkWeek if nth > 0 => monday(edge + 3),
        Unit::Week | Unit::WorkWeek => monday(edge - 3),
        _ => edge,
    };
    let (Some(first), Some(last)) = (whole(unit, edge, from), whole(unit, edge, to)) else {
        return Err(Miss::NoSuchDay);
    };
    let inside = first.first <= base.last
        && last.last >= base.first
        && last.first <= base.last
        && first.last >= base.first;
    if inside { Ok(Stretch::new(first.first, last.last)) } else { Err(Miss::NoSuchDay) }
}

pub(super) fn nth_weekday(nth: i32, weekday: u8, base: Stretch) -> Result<Stretch> {
    let weekday = i64::from(weekday);
    let day = if nth > 0 {
        let start = i64::from(Civil::from_number(base.first).weekday());
        base.first + (weekday - start).rem_euclid(7) + 7 * i64::from(nth - 1)
    } else {
        let end = i64::from(Civil::from_number(base.last).weekday());
        base.last - (end - weekday).rem_euclid(7) + 7 * i64::from(nth + 1)
    };
    if (base.first..=base.last).contains(&day) { Ok(Stretch::day(day)) } else { Err(Miss::NoSuchDay) }
}

fn within(inner: &Span, outer: &Span, view: View) -> Result<Stretch> {
    let base = stretch(outer, view)?;
    let found = stretch(inner, View::past_from(base.last))?;
    if found.first >= base.first || found.last >= base.first { Ok(found) } else { Err(Miss::NoSuchDay) }
}

fn week_number(week: u8, year: i64) -> Option<Stretch> {
    let first = monday(Civil::new(year, 1, 4).number()?);
    let start = first + 7 * (i64::from(week) - 1);
    let thursday = Civil::from_number(start + 3);
    (thursday.year == year).then(|| Stretch::new(start, start + 6))
}

fn some_day(year: Year, view: View) -> Result<Stretch> {
    let whole = |year| Stretch::civil(Civil::new(year, 1, 1), Civil::new(year, 12, 31));
    let stretch = view.in_year(Some(year), whole)?;
    let year = Civil::from_number(stretch.first).year;
    Ok(stretch.written(Date::plain(year, Two::UNSPECIFIED, Two::UNSPECIFIED)))
}
