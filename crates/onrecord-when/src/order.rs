//! Which of two came first, why do we say so, and how likely is it where we cannot?

use std::fmt;

use crate::bounds::{Bound, Bounds};
use crate::tick::{Moment, Tick};

/// How two bounded times stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The first was certainly over before the second began.
    Before,
    /// The second was certainly over before the first began.
    After,
    /// Both are exactly known and are the same day, instant or span, as finely as they are known.
    Same,
    /// What is known does not decide it.
    Undecided,
}

impl Relation {
    /// The relation of the second to the first.
    pub fn reverse(self) -> Relation {
        match self {
            Relation::Before => Relation::After,
            Relation::After => Relation::Before,
            Relation::Same | Relation::Undecided => self,
        }
    }
}

/// Why [`relate`] decided as it did; its `Display` is a clause for a person, in which "the first" and "the second" are the
/// arguments in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reason(Why);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Why {
    FirstOver { by: Tick, second_from: Tick },
    SecondOver { by: Tick, first_from: Tick },
    Equal { start: Tick, end: Tick },
    Undated { which: Which },
    Overlap { from: Tick, to: Tick },
    Unbounded,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Which {
    First,
    Second,
    Both,
}

/// Decides the order of two bounded times, and says why.
///
/// `relate(a, b)` is the reverse of `relate(b, a)`. Decided relations are transitive. Two acts of one month, each dated
/// by the month, are undecided; two acts of one day, each dated by the day, are the same: the day is as fine as they are known.
pub fn relate(a: &Bounds, b: &Bounds) -> (Relation, Reason) {
    let (relation, why) = decide(a, b);
    (relation, Reason(why))
}

fn decide(a: &Bounds, b: &Bounds) -> (Relation, Why) {
    if let Some((by, second_from)) = over_before(a, b) {
        return (Relation::Before, Why::FirstOver { by, second_from });
    }
    if let Some((by, first_from)) = over_before(b, a) {
        return (Relation::After, Why::SecondOver { by, first_from });
    }
    match (a.is_exact() && a == b, a.earliest(), a.latest()) {
        (true, Bound::At(start), Bound::At(end)) => (Relation::Same, Why::Equal { start, end }),
        _ => (Relation::Undecided, undecided(a, b)),
    }
}

fn over_before(a: &Bounds, b: &Bounds) -> Option<(Tick, Tick)> {
    let (last, first) = (a.latest().tick()?, b.earliest().tick()?);
    (last.closing() < first.opening()).then_some((last, first))
}

fn undecided(a: &Bounds, b: &Bounds) -> Why {
    match (a.is_undated(), b.is_undated()) {
        (true, true) => return Why::Undated { which: Which::Both },
        (true, false) => return Why::Undated { which: Which::First },
        (false, true) => return Why::Undated { which: Which::Second },
        (false, false) => {}
    }
    let ticks = (a.earliest().tick(), b.earliest().tick(), a.latest().tick(), b.latest().tick());
    let (Some(a_first), Some(b_first), Some(a_last), Some(b_last)) = ticks else {
        return Why::Unbounded;
    };
    let from = if a_first.opening() < b_first.opening() { b_first } else { a_first };
    let to = if a_last.closing() < b_last.closing() { a_last } else { b_last };
    Why::Overlap { from, to }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Why::FirstOver { by, second_from } => {
                write!(f, "the first was over by {by}, the second began no earlier than {second_from}")
            }
            Why::SecondOver { by, first_from } => {
                write!(f, "the second was over by {by}, the first began no earlier than {first_from}")
            }
            Why::Equal { start, end } if start == end => write!(f, "both are dated {start}"),
            Why::Equal { start, end } => write!(f, "both ran from {start} to {end}"),
            Why::Undated { which: Which::First } => f.write_str("the first is undated"),
            Why::Undated { which: Which::Second } => f.write_str("the second is undated"),
            Why::Undated { which: Which::Both } => f.write_str("neither is dated"),
            Why::Overlap { from, to } if from == to => write!(f, "both may lie on {from}"),
            Why::Overlap { from, to } => write!(f, "both may lie between {from} and {to}"),
            Why::Unbounded => f.write_str("a limit that would decide it is open or unknown"),
        }
    }
}

/// How likely it is that a moment of `a` lies before a moment of `b`, from 0 to 1; `None` where a limit that matters is open
/// or unknown.
///
/// The moment is taken as equally likely anywhere within its outer limits, independently for the two. This is the weight
/// of *aoristic analysis* (J. H. Ratcliffe, "Aoristic analysis: the spatial interpretation of unspecific temporal
/// events", International Journal of Geographical Information Science 14(7), 2000). `share_before(a, b) +
/// share_before(b, a)` is 1. It is a number for a reader ("probably before"): no view depends on it.
pub fn share_before(a: &Bounds, b: &Bounds) -> Option<f64> {
    match relate(a, b).0 {
        Relation::Before => return Some(1.0),
        Relation::After => return Some(0.0),
        Relation::Same => return Some(0.5),
        Relation::Undecided => {}
    }
    let origin = a.earliest().tick()?.opening();
    let (a, b) = (extent(a, origin)?, extent(b, origin)?);
    Some(uniform_before(a, b).clamp(0.0, 1.0))
}

/// The outer limits in days after `origin`.
fn extent(bounds: &Bounds, origin: Moment) -> Option<(f64, f64)> {
    let (first, last) = (bounds.earliest().tick()?, bounds.latest().tick()?);
    let end = if last.is_day() { (last.day_number() + 1, 0) } else { last.closing() };
    let days = |moment: Moment| (moment.0 - origin.0) as f64 + (moment.1 as f64 - origin.1 as f64) / 86_400e9;
    Some((days(first.opening()), days(end)))
}

/// P(X < Y) + P(X = Y) / 2 for X and Y uniform on two stretches.
fn uniform_before(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (a_length, b_length) = (a.1 - a.0, b.1 - b.0);
    if a_length <= 0.0 && b_length <= 0.0 {
        return if a.0 < b.0 {
            1.0
        } else if a.0 > b.0 {
            0.0
        } else {
            0.5
        };
    }
    if b_length <= 0.0 {
        return (b.0 - a.0) / a_length;
    }
    if a_length <= 0.0 {
        return (b.1 - a.0) / b_length;
    }
    // The part of X below b, then the mean over the overlap of the part of b that lies after X.
    let below = (b.0.min(a.1) - a.0).max(0.0);
    let (from, to) = (a.0.max(b.0), a.1.min(b.1));
    let overlap = (to - from).max(0.0) * (b.1 - (from + to) / 2.0) / b_length;
    (below + overlap) / a_length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> Bounds {
        text.parse::<crate::Edtf>().unwrap().bounds()
    }

    #[test]
    fn the_order_of_two_dates_is_decided_only_where_they_cannot_overlap() {
        let check = |a: &str, b: &str, relation: Relation, reason: &str| {
            let (found, why) = relate(&bounds(a), &bounds(b));
            assert_eq!((found, why.to_string().as_str()), (relation, reason), "{a} and {b}");
            assert_eq!(relate(&bounds(b), &bounds(a)).0, relation.reverse());
        };
        let before = "the first was over by 2004-06-30, the second began no earlier than 2004-07-01";
        check("2004-06", "2004-07", Relation::Before, before);
        check("2004-06", "2004-06", Relation::Undecided, "both may lie between 2004-06-01 and 2004-06-30");
        check("2004-06-11", "2004-06-11", Relation::Same, "both are dated 2004-06-11");
        check(
            "2004-06-11",
            "2004-06-11T10:00:00Z",
            Relation::Undecided,
            "both may lie on 2004-06-11T10:00:00Z",
        );
        check("../..", "2004", Relation::Undecided, "the first is undated");
        check("2004/..", "2005", Relation::Undecided, "a limit that would decide it is open or unknown");
    }

    #[test]
    fn the_share_before_is_that_of_two_even_spreads() {
        let share = |a: &str, b: &str| share_before(&bounds(a), &bounds(b)).unwrap();
        assert_eq!(share("2004", "2005"), 1.0);
        assert_eq!(share("2004-06", "2004-06"), 0.5);
        assert!((share("2023-01", "2023-01-16/2023-02-15") - 0.867).abs() < 0.01);
        assert!((share("2004-06-11", "2004") + share("2004", "2004-06-11") - 1.0).abs() < 1e-9);
        assert_eq!(share_before(&bounds("2004/.."), &bounds("2005")), None);
    }
}
