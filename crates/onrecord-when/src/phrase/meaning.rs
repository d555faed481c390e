//! What can a phrase mean, before any anchor is known: the small trees that the grammar builds.

/// A unit of the calendar or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    BusinessDay,
    Weekend,
    WorkWeek,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A year as said: in full, or by its last two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Year {
    Full(i64),
    LastTwo(u8),
}

/// A day, month or year with parts left out, to be filled from the anchor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) year: Option<Year>,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
    pub(crate) weekday: Option<u8>,
    /// Day and month were both small numbers and could stand the other way round.
    pub(crate) ambiguous: bool,
}

/// Where in a stretch: its first, middle or last third.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Third {
    Early,
    Middle,
    Late,
}

/// Which way from a point, or which of several occurrences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Past,
    Future,
}

/// A feast, by the rule that finds its day in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feast {
    /// Month and day.
    Fixed(u8, u8),
    /// Month, weekday (Monday is 0), and which one, -1 for the last; then days after it.
    Nth(u8, u8, i8, i8),
    /// Days after Easter Sunday of the western churches.
    Easter(i16),
}

/// So many units, at least and at most; the same twice where the number is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) least: u32,
    pub(crate) most: u32,
}

/// A length: counts of units, added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Amount(pub(crate) Vec<(Count, Unit)>);

/// A stretch of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// "10 November 2022", "November", "on Thursday".
    Date(Parts),
    /// A season by its code, in a year if one was said.
    Season(u8, Option<Year>),
    /// Quarter or half by its code of ISO 8601-2.
    Division(u8, Option<Year>),
    /// Whole years: first, and how many digits are free (1 a decade, 2 a century).
    Years { first: i64, digits: u8 },
    /// "the nineties": the last two digits of a decade.
    DecadeOf(u8),
    /// "last month": a unit of the calendar, so many away from the one that holds the anchor.
    Relative(Unit, i32),
    /// "last Wednesday": a weekday of the week so many weeks away.
    WeekdayOf(u8, i32),
    /// "last August", "next Easter": the nearest one that way which does not hold the anchor.
    Nearest(Box<Span>, Way),
    /// "the last three months": up to the anchor, or from it.
    Rolling(Amount, Way),
    /// "two weeks ago": that far from the anchor, as finely as its unit says.
    Ago(Amount, Way),
    /// "2 weeks before Christmas": that far from another stretch.
    From(Amount, Way, Box<Span>),
    /// "within three days of yesterday": at some time in that reach from another stretch.
    Reach(Amount, Way, Box<Span>),
    /// "the late 1990s".
    Third(Third, Box<Span>),
    /// "the second week of May": which one (negative: from the end), how many of them, the unit.
    Nth { nth: i32, count: u32, unit: Unit, of: Box<Span> },
    /// "the first Monday of May": which one (negative: from the end) of a weekday.
    NthWeekday(i32, u8, Box<Span>),
    /// "Tuesday of last week": the first in the second.
    Within(Box<Span>, Box<Span>),
    /// "the week of 10 April": the unit that holds it.
    Holding(Unit, Box<Span>),
    /// "week 10": a week by its number in ISO 8601, in a year if one was said.
    WeekNumber(u8, Option<Year>),
    /// A feast, in a year if one was said.
    Feast(Feast, Option<Year>),
    /// "earlier this year": its part before the anchor.
    SoFar(Box<Span>),
    /// "later this week": its part after the anchor.
    Rest(Box<Span>),
    /// "recently": so many days up to the anchor.
    Recent { days: u32 },
    /// "a day in 1872": some day of it, written with unspecified digits.
    SomeDay(Year),
}

/// A stretch, and whether it was said with reserve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) span: Span,
    pub(crate) approximate: bool,
    pub(crate) uncertain: bool,
}

/// A whole phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// At some time in it.
    In(Item),
    /// From one to the other.
    Range(Item, Item),
    /// One or the other.
    Either(Item, Item),
    /// Before it began.
    Before(Item),
    /// After it was over.
    After(Item),
    /// Began in it, and still went on at the anchor.
    Since(Item),
    /// Began in it or before, and still went on at the anchor.
    SinceAtLeast(Item),
    /// Began at an unknown time and ended in it.
    Until(Item),
    /// At some time up to its end.
    NoLaterThan(Item),
    /// At some time from its beginning.
    NoEarlierThan(Item),
    /// Began that long before the anchor, and still went on at it.
    For(Amount),
    /// Began in the stretch and went on for that long.
    ForFrom(Amount, Item),
}

impl Count {
    pub(crate) fn exactly(count: u32) -> Count {
        Count { least: count, most: count }
    }
}

impl Item {
    pub(crate) fn plain(span: Span) -> Item {
        Item { span, approximate: false, uncertain: false }
    }
}
