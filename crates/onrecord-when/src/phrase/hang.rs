//! What does a meaning come to, hung from an anchor that may itself be known only within limits?

use super::meaning::{Meaning, Way};
use super::reading::{Explanation, How, Reading};
use super::resolve::{Answer, has_choice, resolve, turned, unanchored};
use super::stretch::{Miss, View};
use crate::bounds::{Bound, Bounds};
use crate::edtf::{Choice, Edtf, Form, Member, Point, Set};
use crate::tick::Tick;

/// Reads without any anchor, and with bounds that say something?
pub(super) fn stands_alone(meaning: &Meaning) -> bool {
    resolve(meaning, View { anchor: None, way: Way::Past }).is_ok()
}

pub(super) fn hang(
    meaning: &Meaning,
    anchor: Option<&Bounds>,
    language: &'static str,
    remark: bool,
) -> Reading {
    let explained = |how| Explanation { how, language, remark };
    let mut reading = match one_way(meaning, anchor, Way::Past) {
        Ok((answer, how)) => of_answer(answer, explained(how)),
        Err(Miss::NoSuchDay) => Reading::without_time(explained(How::NoSuchDay)),
        Err(Miss::NoAnchor) => waiting(meaning, explained(How::Waiting)),
    };
    if reading.understood && !reading.needs_anchor {
        reading.alternative = other_reading(meaning, anchor, &reading, explained(How::Turned)).map(Box::new);
    }
    reading
}

fn waiting(meaning: &Meaning, explanation: Explanation) -> Reading {
    Reading {
        edtf: unanchored(meaning),
        needs_anchor: true,
        understood: true,
        ..Reading::without_time(explanation)
    }
}

fn of_answer(answer: Answer, explanation: Explanation) -> Reading {
    Reading {
        edtf: answer.edtf,
        bounds: answer.bounds,
        approximate: answer.approximate,
        needs_anchor: false,
        understood: true,
        explanation,
        alternative: None,
    }
}

fn other_reading(
    meaning: &Meaning,
    anchor: Option<&Bounds>,
    reading: &Reading,
    explanation: Explanation,
) -> Option<Reading> {
    if let Some(turned) = turned(meaning) {
        let (answer, _) = one_way(&turned, anchor, Way::Past).ok()?;
        return Some(of_answer(answer, explanation));
    }
    // What still goes on at the anchor cannot have begun after it.
    if !has_choice(meaning) || goes_on(meaning) {
        return None;
    }
    let (answer, how) = one_way(meaning, anchor, Way::Future).ok()?;
    (answer.bounds != reading.bounds).then(|| of_answer(answer, Explanation { how, ..explanation }))
}

/// One reading. The phrase is seen from the first and from the last day the anchor may be, and both answers hold.
fn one_way(meaning: &Meaning, anchor: Option<&Bounds>, way: Way) -> Result<(Answer, How), Miss> {
    let ends = anchor.map(|anchor| (anchor.earliest().tick(), anchor.latest().tick()));
    let chosen = has_choice(meaning);
    let seen = |tick: Tick| resolve(meaning, View { anchor: Some(tick.local_day()), way });
    let hung = |from, to| How::Hung { from, to, future: way == Way::Future, chosen };
    match ends {
        _ if stands_alone(meaning) && !chosen && !goes_on(meaning) => {
            let answer = resolve(meaning, View { anchor: None, way })?;
            Ok((answer, How::Absolute))
        }
        Some((Some(from), Some(to))) if from.local_day() == to.local_day() => {
            Ok((seen(from)?, hung(from, from)))
        }
        Some((Some(from), Some(to))) => Ok((hull(seen(from)?, seen(to)?), hung(from, to))),
        Some((Some(from), None)) => Ok((seen(from)?.with_late_unknown(), How::HalfHung)),
        Some((None, Some(to))) => Ok((seen(to)?.with_early_unknown(), How::HalfHung)),
        Some((None, None)) | None => Ok((resolve(meaning, View { anchor: None, way })?, How::Absolute)),
    }
}

/// What still went on at the anchor is told something by it, even where its start stands by itself.
fn goes_on(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Since(_) | Meaning::SinceAtLeast(_) | Meaning::For(_))
}

/// Both of two answers: it lies somewhere in what either allows.
fn hull(one: Answer, other: Answer) -> Answer {
    let (a, b) = (one.bounds, other.bounds);
    let bounds = Bounds {
        start: (lower(a.start.0, b.start.0), upper(a.start.1, b.start.1)),
        end: (lower(a.end.0, b.end.0), upper(a.end.1, b.end.1)),
    };
    let edtf = if one.edtf == other.edtf { one.edtf } else { some_day_between(one.edtf, other.edtf) };
    Answer { bounds, edtf, approximate: one.approximate || other.approximate }
}

/// Two dates as "one of all from the first to the second".
fn some_day_between(one: Option<Edtf>, other: Option<Edtf>) -> Option<Edtf> {
    match (one?.0, other?.0) {
        (Form::Point(Point::Date(first)), Form::Point(Point::Date(last))) => {
            let members = vec![Member::Range(Some(Point::Date(first)), Some(Point::Date(last)))];
            Some(Edtf(Form::Set(Box::new(Set { choice: Choice::OneOf, members }))))
        }
        _ => None,
    }
}

fn lower(a: Bound, b: Bound) -> Bound {
    match (a, b) {
        (Bound::At(first), Bound::At(second)) => Bound::At(first.min(second)),
        (Bound::At(_), _) => b,
        _ => a,
    }
}

fn upper(a: Bound, b: Bound) -> Bound {
    match (a, b) {
        (Bound::At(first), Bound::At(second)) if first.closing() >= second.closing() => a,
        (Bound::At(_), _) => b,
        _ => a,
    }
}

impl Answer {
    fn with_late_unknown(mut self) -> Answer {
        for bound in [&mut self.bounds.start.1, &mut self.bounds.end.1] {
            if bound.is_known() {
                *bound = Bound::Unknown;
            }
        }
        Answer { edtf: None, ..self }
    }

    fn with_early_unknown(mut self) -> Answer {
        for bound in [&mut self.bounds.start.0, &mut self.bounds.end.0] {
            if bound.is_known() {
                *bound = Bound::Unknown;
            }
        }
        Answer { edtf: None, ..self }
    }
}
