//! What does a rule make of the parts its pattern found?

use super::found::{Found, Value};
use super::meaning::{Amount, Count, Feast, Item, Meaning, Parts, Span, Third, Unit, Way, Year};
use super::numeric::{Order, eight_digits, month_year, numeric};

/// How a rule makes its value. Parts are taken by their kind, and in their order where there are two of a kind, so that one
/// name serves whatever order a language puts its words in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Make {
    /// The one value that was found.
    Keep,
    /// Words that carry no value of their own.
    Nothing,
    /// A number as a year of the common era.
    Ce,
    /// A number as a year before it: 1 BCE is year 0.
    Bce,
    Unit(Unit),
    Third(Third),
    /// A count of a unit.
    Amount,
    /// Half of one of its unit.
    HalfOf,
    /// One of its unit and a half.
    OneAndHalf,
    /// Two amounts added.
    Sum,
    /// Day, month, year, weekday: whichever were found.
    Date,
    /// Numbers in the order month, day, year (or day first where month first is impossible).
    MonthFirst,
    /// Numbers in the order day, month, year.
    DayFirst,
    /// Numbers in the order year, month, day.
    YearFirst,
    /// Month and year as numbers.
    MonthYear,
    EightDigits,
    Season,
    Quarter,
    Half,
    /// "1870s"; a hundred is a century, unless it was said with reserve.
    Years,
    /// "1900s" as a decade whatever it ends with.
    DecadeYears,
    DecadeOf,
    Century,
    CenturyBce,
    Relative,
    RelativeTo(Unit, i32),
    /// A unit holding the anchor: "the year".
    Current,
    /// "today": a day so many away.
    Today,
    WeekdayOf,
    /// A stretch, the nearest one the relative word says; 0 is the one in this year.
    Nearest,
    RollingRelative,
    /// "the past week": the length of one unit up to the anchor.
    RollingUnit,
    /// "months ago".
    AgoUnits,
    /// "in the coming weeks".
    ComingUnits,
    /// "more than a year ago".
    LongAgo,
    /// "less than a year ago".
    ShortlyAgo,
    /// "5 to 7 May".
    DaysOfMonth,
    Ago(Way),
    From(Way),
    Reach(Way),
    ThirdOf,
    /// The third of a unit holding the anchor: "end of the year".
    ThirdOfUnit,
    ThirdOfThe(Third, Unit),
    /// "earlier last week": the first third of it.
    EarlyLast,
    SoFarUnit,
    MonthNumber,
    NthWeekday,
    LastWeekday,
    /// "the 4th to the 23rd of next month", days as numbers.
    DaysRange,
    ForAtLeast,
    /// "for months".
    ForUnits,
    /// Which one: an ordinal, or a count of first ones.
    Nth,
    FirstOf,
    LastOf,
    Within,
    /// The first in the second, where the second was said first.
    WithinReversed,
    Holding,
    WeekNumber,
    Feast(Feast),
    /// A feast or season in a year.
    InYear,
    SoFar,
    Rest,
    /// Up to the anchor, so many days.
    Recent(u32),
    RecentUnits,
    SomeDay,
    Item,
    Approximate,
    Uncertain,
    Both,
    In,
    Range,
    /// "1861-67".
    YearsRange,
    /// "17-19th centuries".
    CenturiesRange,
    Either,
    Before,
    After,
    Since,
    SinceAtLeast,
    Until,
    UntilNow,
    SinceNow,
    NoLaterThan,
    NoEarlierThan,
    For,
    ForFrom,
}

impl Make {
    /// Makes the value, or `None` where the parts do not fit together after all.
    pub(super) fn of(self, values: &[Value]) -> Option<Value> {
        let parts = Found(values);
        match self {
            Make::Keep => values.iter().find(|value| **value != Value::Nothing).cloned(),
            Make::Nothing => Some(Value::Nothing),
            Make::Unit(unit) => Some(Value::Unit(unit)),
            Make::Third(third) => Some(Value::Third(third)),
            Make::Ce => Some(Value::Year(Year::Full(parts.number()?.0.into()))),
            Make::Bce => Some(Value::Year(Year::Full(1 - i64::from(parts.number()?.0)))),
            Make::Amount => {
                Some(Value::Amount(Amount(vec![(parts.count().unwrap_or(Count::exactly(1)), parts.unit()?)])))
            }
            Make::HalfOf => Some(Value::Amount(Amount(vec![half(parts.unit()?)?]))),
            Make::OneAndHalf => {
                let (count, unit) = (parts.count().unwrap_or(Count::exactly(1)), parts.unit()?);
                Some(Value::Amount(Amount(vec![(count, unit), half(unit)?])))
            }
            Make::Sum => parts.sum().map(Value::Amount),
            Make::Item | Make::Approximate | Make::Uncertain | Make::Both => self.item(parts),
            _ => match self.span(parts) {
                Some(span) => Some(Value::Span(Box::new(span))),
                None => self.meaning(parts).map(|meaning| Value::Meaning(Box::new(meaning))),
            },
        }
    }

    fn item(self, parts: Found<'_>) -> Option<Value> {
        let mut item = parts.item(0).or_else(|| Some(Item::plain(parts.span(0)?)))?;
        item.approximate |= matches!(self, Make::Approximate | Make::Both);
        item.uncertain |= matches!(self, Make::Uncertain | Make::Both);
        Some(Value::Item(Box::new(item)))
    }

    fn span(self, parts: Found<'_>) -> Option<Span> {
        Some(match self {
            Make::Date => Span::Date(parts.date()),
            Make::MonthFirst => Span::Date(numeric(parts, Order::Month)?),
            Make::DayFirst => Span::Date(numeric(parts, Order::Day)?),
            Make::YearFirst => Span::Date(numeric(parts, Order::Year)?),
            Make::MonthYear => Span::Date(month_year(parts)?),
            Make::EightDigits => Span::Date(eight_digits(parts.number()?.0)),
            Make::Season => Span::Season(parts.season()?, parts.year()),
            Make::Quarter => Span::Division(32 + parts.small(4)?, parts.year()),
            Make::Half => Span::Division(39 + parts.small(2)?, parts.year()),
            Make::Years => years(parts.number()?, 100)?,
            Make::DecadeYears => years(parts.number()?, i64::MAX)?,
            Make::DecadeOf => Span::DecadeOf(parts.decade()?),
            Make::Century => century(parts.small(99)?),
            Make::CenturyBce => Span::Years { first: -100 * i64::from(parts.small(99)?) + 1, digits: 2 },
            Make::Relative => Span::Relative(parts.unit()?, parts.relative()?),
            Make::RelativeTo(unit, shift) => Span::Relative(unit, shift),
            Make::Current => current(parts.unit()?)?,
            Make::Today => Span::Relative(Unit::Day, parts.relative()?),
            Make::WeekdayOf => Span::WeekdayOf(parts.weekday()?, parts.relative()?),
            Make::Nearest => nearest(parts.span(0)?, parts.relative()?),
            Make::RollingRelative => {
                let counted = || Some(Amount(vec![(parts.count()?, parts.unit()?)]));
                rolling(parts.amount().or_else(counted)?, way_of(parts.relative()?)?)
            }
            Make::RollingUnit => Span::Rolling(Amount(vec![(Count::exactly(1), parts.unit()?)]), Way::Past),
            Make::ComingUnits => Span::Rolling(some_units(parts.unit()?), Way::Future),
            Make::AgoUnits => Span::Ago(some_units(parts.unit()?), Way::Past),
            Make::Ago(way) => Span::Ago(parts.amount()?, way),
            Make::From(way) => Span::From(parts.amount()?, way, Box::new(parts.span(0)?)),
            Make::Reach(way) => Span::Reach(parts.amount()?, way, Box::new(parts.span(0)?)),
            Make::ThirdOf => match (parts.span(0), parts.relative()) {
                (Some(span), _) => Span::Third(parts.third()?, Box::new(span)),
                (None, Some(shift)) => {
                    Span::Third(parts.third()?, Box::new(Span::Relative(parts.unit()?, shift)))
                }
                (None, None) => return None,
            },
            Make::ThirdOfThe(third, unit) => Span::Third(third, Box::new(Span::Relative(unit, 0))),
            Make::EarlyLast => Span::Third(Third::Early, Box::new(Span::Relative(parts.unit()?, -1))),
            Make::SoFarUnit => Span::SoFar(Box::new(Span::Relative(parts.unit()?, 0))),
            Make::MonthNumber => Span::Date(Parts { month: Some(parts.small(12)?), ..Parts::default() }),
            Make::NthWeekday => {
                Span::NthWeekday(parts.small(53)?.into(), parts.weekday()?, Box::new(parts.span(0)?))
            }
            Make::LastWeekday => Span::NthWeekday(-1, parts.weekday()?, Box::new(parts.span(0)?)),
            Make::ThirdOfUnit => Span::Third(parts.third()?, Box::new(Span::Relative(parts.unit()?, 0))),
            Make::Nth | Make::FirstOf | Make::LastOf => self.nth(parts)?,
            Make::Within => Span::Within(Box::new(parts.span(0)?), Box::new(parts.span(1)?)),
            Make::WithinReversed => Span::Within(Box::new(parts.span(1)?), Box::new(parts.span(0)?)),
            Make::Holding => {
                let inner = parts.span(0)?;
                let inner = parts.year().map_or(Some(inner.clone()), |year| in_year(inner, year))?;
                Span::Holding(parts.unit()?, Box::new(inner))
            }
            Make::WeekNumber => Span::WeekNumber(parts.small(53)?, parts.year()),
            Make::Feast(feast) => Span::Feast(feast, None),
            Make::InYear => in_year(parts.span(0)?, parts.year()?)?,
            Make::SoFar => Span::SoFar(Box::new(parts.span(0)?)),
            Make::Rest => Span::Rest(Box::new(parts.span(0)?)),
            Make::Recent(days) => Span::Recent { days },
            Make::RecentUnits => {
                rolling(Amount(vec![(Count { least: 1, most: 6 }, parts.unit()?)]), Way::Past)
            }
            Make::SomeDay => Span::SomeDay(parts.year()?),
            _ => return None,
        })
    }

    fn nth(self, parts: Found<'_>) -> Option<Span> {
        let (nth, count) = match self {
            Make::Nth => (i32::from(parts.small(100)?), 1),
            Make::FirstOf => (1, parts.count().map_or(1, |count| count.most)),
            _ => (-1, parts.count().map_or(1, |count| count.most)),
        };
        Some(Span::Nth { nth, count, unit: parts.unit()?, of: Box::new(parts.span(0)?) })
    }

    fn meaning(self, parts: Found<'_>) -> Option<Meaning> {
        let item = |place| parts.item(place);
        Some(match self {
            Make::In => Meaning::In(item(0)?),
            Make::Range => plausible_range(item(0)?, item(1)?)?,
            Make::YearsRange => years_range(parts)?,
            Make::CenturiesRange => centuries_range(parts)?,
            Make::Either => Meaning::Either(item(0)?, item(1)?),
            Make::Before => Meaning::Before(item(0)?),
            Make::After => Meaning::After(item(0)?),
            Make::Since => Meaning::Since(item(0)?),
            Make::SinceAtLeast => Meaning::SinceAtLeast(item(0)?),
            Make::Until => Meaning::Until(item(0)?),
            Make::UntilNow => Meaning::Until(Item::plain(Span::Relative(Unit::Day, 0))),
            Make::SinceNow => Meaning::Range(item(0)?, Item::plain(Span::Relative(Unit::Day, 0))),
            Make::NoLaterThan => Meaning::NoLaterThan(item(0)?),
            Make::NoEarlierThan => Meaning::NoEarlierThan(item(0)?),
            Make::DaysRange => days_range(parts)?,
            Make::For => Meaning::For(parts.amount()?),
            Make::ForAtLeast => Meaning::SinceAtLeast(Item::plain(Span::Ago(parts.amount()?, Way::Past))),
            Make::LongAgo => Meaning::NoLaterThan(Item::plain(Span::Ago(parts.amount()?, Way::Past))),
            Make::ShortlyAgo => Meaning::In(Item::plain(Span::Rolling(parts.amount()?, Way::Past))),
            Make::ForUnits => Meaning::For(some_units(parts.unit()?)),
            Make::DaysOfMonth => days_of_month(parts)?,
            Make::ForFrom => Meaning::ForFrom(parts.amount()?, item(0)?),
            _ => return None,
        })
    }
}

/// Half a unit in the next smaller one that counts it evenly, or nearly.
fn half(unit: Unit) -> Option<(Count, Unit)> {
    let (count, smaller) = match unit {
        Unit::Minute => (30, Unit::Second),
        Unit::Hour => (30, Unit::Minute),
        Unit::Day => (12, Unit::Hour),
        Unit::Month => (15, Unit::Day),
        Unit::Year => (6, Unit::Month),
        Unit::Decade => (5, Unit::Year),
        Unit::Century => (50, Unit::Year),
        _ => return None,
    };
    Some((Count::exactly(count), smaller))
}

fn years((number, digits): (u32, u8), century: i64) -> Option<Span> {
    let first = i64::from(number);
    match (digits, first % 10) {
        (4, 0) if first % century == 0 => Some(Span::Years { first, digits: 2 }),
        (3 | 4, 0) => Some(Span::Years { first, digits: 1 }),
        (2, 0) => Some(Span::DecadeOf(number as u8)),
        _ => None,
    }
}

fn century(number: u8) -> Span {
    Span::Years { first: (i64::from(number) - 1) * 100, digits: 2 }
}

/// "the weekend" of a text is the last one that had begun; "the second" is no date at all.
fn current(unit: Unit) -> Option<Span> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => None,
        Unit::Weekend => {
            let saturday = Span::Date(Parts { weekday: Some(5), ..Parts::default() });
            Some(Span::Holding(Unit::Weekend, Box::new(saturday)))
        }
        _ => Some(Span::Relative(unit, 0)),
    }
}

/// A year alone and then a day without a year are not two ends of one range.
fn plausible_range(from: Item, to: Item) -> Option<Meaning> {
    let odd = match (&from.span, &to.span) {
        (Span::Date(first), Span::Date(last)) => {
            first.year.is_some() && first.month.is_none() && last.year.is_none() && last.day.is_some()
        }
        _ => false,
    };
    (!odd).then_some(Meaning::Range(from, to))
}

/// A bare plural, "months": from two to eleven of them.
fn some_units(unit: Unit) -> Amount {
    Amount(vec![(Count { least: 2, most: 11 }, unit)])
}

fn days_of_month(parts: Found<'_>) -> Option<Meaning> {
    let days: Vec<u8> = parts.days().collect();
    let &[first, last] = days.as_slice() else {
        return None;
    };
    let whole = parts.date();
    whole.month?;
    let day = |day| Item::plain(Span::Date(Parts { day: Some(day), ..whole }));
    (first < last).then(|| Meaning::Range(day(first), day(last)))
}

fn days_range(parts: Found<'_>) -> Option<Meaning> {
    let of = parts.span(0)?;
    let days: Vec<u8> = parts.numbers().filter_map(|(number, _)| u8::try_from(number).ok()).collect();
    let day = |day: u8| {
        let inner = Span::Date(Parts { day: Some(day), ..Parts::default() });
        Item::plain(Span::Within(Box::new(inner), Box::new(of.clone())))
    };
    match days.as_slice() {
        &[first, last] if (1..=31).contains(&first) && first < last && last <= 31 => {
            Some(Meaning::Range(day(first), day(last)))
        }
        _ => None,
    }
}

fn way_of(shift: i32) -> Option<Way> {
    match shift {
        ..0 => Some(Way::Past),
        0 => None,
        1.. => Some(Way::Future),
    }
}

fn nearest(span: Span, shift: i32) -> Span {
    match way_of(shift) {
        Some(way) => Span::Nearest(Box::new(span), way),
        None => Span::Within(Box::new(span), Box::new(Span::Relative(Unit::Year, 0))),
    }
}

/// Whole quarters, halves, decades and centuries are those of the calendar; other lengths end or begin at the anchor.
fn rolling(amount: Amount, way: Way) -> Span {
    match (amount.0.as_slice(), way) {
        (&[(Count { most: 1, .. }, unit)], way) if unit != Unit::Hour => {
            Span::Relative(unit, if way == Way::Past { -1 } else { 1 })
        }
        _ => Span::Rolling(amount, way),
    }
}

fn in_year(span: Span, year: Year) -> Option<Span> {
    match span {
        Span::Season(code, None) => Some(Span::Season(code, Some(year))),
        Span::Division(code, None) => Some(Span::Division(code, Some(year))),
        Span::Feast(feast, None) => Some(Span::Feast(feast, Some(year))),
        Span::WeekNumber(week, None) => Some(Span::WeekNumber(week, Some(year))),
        Span::Holding(unit, inner) => Some(Span::Holding(unit, Box::new(in_year(*inner, year)?))),
        Span::Date(parts) if parts.year.is_none() => Some(Span::Date(Parts { year: Some(year), ..parts })),
        _ => None,
    }
}

/// "1861-67": the second is a year of the first one's century, and not a month. What would span more than thirty years is
/// more likely a mistake for something else.
fn years_range(parts: Found<'_>) -> Option<Meaning> {
    let mut numbers = parts.numbers();
    let (first, second) = (numbers.next()?, numbers.next()?);
    let last = first.0 / 100 * 100 + second.0;
    let year = |year: u32| {
        let year = Some(Year::Full(year.into()));
        Item::plain(Span::Date(Parts { year, ..Parts::default() }))
    };
    let span = last.saturating_sub(first.0);
    (second.1 == 2 && second.0 > 12 && (1..=30).contains(&span))
        .then(|| Meaning::Range(year(first.0), year(last)))
}

fn centuries_range(parts: Found<'_>) -> Option<Meaning> {
    let numbers = parts.0.iter().filter_map(|value| match value {
        Value::Number(number, _) => u8::try_from(*number).ok(),
        Value::Ordinal(number) => Some(*number),
        _ => None,
    });
    let numbers: Vec<u8> = numbers.filter(|number| (1..=99).contains(number)).collect();
    match numbers.as_slice() {
        &[first, last] if first < last => {
            Some(Meaning::Range(Item::plain(century(first)), Item::plain(century(last))))
        }
        _ => None,
    }
}
