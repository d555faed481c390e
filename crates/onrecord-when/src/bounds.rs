//! Between which points did it start, and between which did it end; and where does it stand in a list?

use serde::{Serialize, Serializer};

use crate::tick::{Moment, Tick};

/// One limit of a start or an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// Nobody said; there is a limit, but it is not known. JSON `null`.
    Unknown,
    /// There is no limit: before all time, or still going on. JSON `".."`.
    Open,
    /// The limit is known.
    At(Tick),
}

/// What is known of when something started and when it ended: start within `start.0 ..= start.1`, end within
/// `end.0 ..= end.1`.
///
/// **A month is not a span of a month.** "2004-06" as the date of an act says that it happened at some time in June: its
/// start lies within June and so does its end. So the start is `(06-01, 06-30)` and the end is `(06-01, 06-30)`; this is
/// true of an act of one minute and of one that filled the month, and [`earliest`](Self::earliest) and
/// [`latest`](Self::latest) give the outer limits exactly. Who knows that the month was filled asks for
/// [`filled`](Self::filled). An interval "2004/2006" starts within 2004 and ends within 2006.
///
/// The limits never contradict each other: a start is not later than the latest end, nor an end earlier than the earliest
/// start. JSON `{"start":[a,b],"end":[c,d]}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Bounds {
    /// The start lies within these two.
    pub start: (Bound, Bound),
    /// The end lies within these two.
    pub end: (Bound, Bound),
}

impl Bound {
    /// The tick, where the limit is known.
    pub fn tick(self) -> Option<Tick> {
        match self {
            Bound::At(tick) => Some(tick),
            Bound::Unknown | Bound::Open => None,
        }
    }

    /// Says whether the limit is a known tick.
    pub fn is_known(self) -> bool {
        self.tick().is_some()
    }
}

impl Bounds {
    /// Nothing is known of it: undated.
    pub const UNKNOWN: Bounds =
        Bounds { start: (Bound::Unknown, Bound::Unknown), end: (Bound::Unknown, Bound::Unknown) };

    /// It happened at this tick and was over within it.
    pub fn at(tick: Tick) -> Bounds {
        Bounds::within(tick, tick)
    }

    /// It happened at some time between two ticks, both included.
    pub fn within(first: Tick, last: Tick) -> Bounds {
        let both = (Bound::At(first), Bound::At(last));
        Bounds { start: both, end: both }
    }

    /// It began within one stretch and ended within another. Limits that follow from the others are filled in.
    pub fn between(start: (Bound, Bound), end: (Bound, Bound)) -> Bounds {
        let start = (start.0, earlier_of(start.1, end.1));
        let end = (later_of(start.0, end.0), end.1);
        Bounds { start, end }
    }

    /// The same outer limits, read as a span that is filled from the first to the last.
    pub fn filled(&self) -> Bounds {
        Bounds { start: (self.start.0, self.start.0), end: (self.end.1, self.end.1) }
    }

    /// The earliest moment any of it can lie at.
    pub fn earliest(&self) -> Bound {
        self.start.0
    }

    /// The latest moment any of it can lie at.
    pub fn latest(&self) -> Bound {
        self.end.1
    }

    /// No limit of it is known.
    pub fn is_undated(&self) -> bool {
        self.limits().iter().all(|bound| !bound.is_known())
    }

    /// Start and end are each known to one tick.
    pub fn is_exact(&self) -> bool {
        let exact = |pair: (Bound, Bound)| pair.0.is_known() && pair.0 == pair.1;
        exact(self.start) && exact(self.end)
    }

    /// Certainly over by the end of `limit`: the latest end is no later than the limit's latest.
    pub fn certainly_by(&self, limit: &Bounds) -> bool {
        match (self.latest(), limit.latest()) {
            (Bound::At(mine), Bound::At(theirs)) => mine.closing() <= theirs.closing(),
            (Bound::At(_) | Bound::Open, Bound::Open) => true,
            (Bound::Unknown | Bound::Open, _) | (_, Bound::Unknown) => false,
        }
    }

    /// Possibly begun by the end of `limit`: the earliest start is no later than the limit's latest. What is unknown is
    /// possible, so an undated act is always possibly by any limit.
    pub fn possibly_by(&self, limit: &Bounds) -> bool {
        match (self.earliest(), limit.latest()) {
            (Bound::At(mine), Bound::At(theirs)) => mine.opening() <= theirs.closing(),
            _ => true,
        }
    }

    /// Where it stands in a list: by the earliest limit that is known, then the latest; undated last.
    ///
    /// What is certainly before another thing has the smaller key.
    pub fn sort_key(&self) -> SortKey {
        if self.is_undated() {
            return SortKey { first: Place::Undated, last: Place::Undated };
        }
        let first = match self.earliest() {
            Bound::Open => Place::Beginning,
            Bound::At(tick) => Place::At(tick.opening()),
            Bound::Unknown => self.first_known(),
        };
        let last = match self.latest() {
            Bound::At(tick) => Place::At(tick.closing()),
            Bound::Open | Bound::Unknown => Place::Undated,
        };
        SortKey { first, last }
    }

    fn first_known(&self) -> Place {
        let known = self.limits().into_iter().find_map(Bound::tick);
        known.map_or(Place::Undated, |tick| Place::At(tick.opening()))
    }

    fn limits(&self) -> [Bound; 4] {
        [self.start.0, self.start.1, self.end.0, self.end.1]
    }
}

/// The place of a thing in a list sorted by time; see [`Bounds::sort_key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey {
    first: Place,
    last: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    Beginning,
    At(Moment),
    Undated,
}

/// The tighter of two upper limits of a start; an end that goes on for ever does not limit it.
fn earlier_of(start: Bound, end: Bound) -> Bound {
    match (start, end) {
        (Bound::At(a), Bound::At(b)) if b.closing() < a.closing() => end,
        (Bound::Unknown, Bound::At(_)) => end,
        _ => start,
    }
}

/// The tighter of two lower limits of an end.
fn later_of(start: Bound, end: Bound) -> Bound {
    match (start, end) {
        (Bound::At(a), Bound::At(b)) if a.opening() > b.opening() => start,
        (Bound::At(_), Bound::Unknown) => start,
        _ => end,
    }
}

impl Serialize for Bound {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Bound::Unknown => serializer.serialize_none(),
            Bound::Open => serializer.serialize_str(".."),
            Bound::At(tick) => tick.serialize(serializer),
        }
    }
}
