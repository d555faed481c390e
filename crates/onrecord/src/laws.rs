//! Whether the laws of views hold of one record: determinism, prefix, split and diff.
//!
//! The record is read once. On the way the fold is saved and reopened at every position that is looked at, so that
//! what is compared there has been through a snapshot each time.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_core::Position;
use onrecord_index::{Moment, RecordIndex, Snapshot, SnapshotError};
use onrecord_projection::{AnyRow, AnyView};
use serde::Serialize;

use crate::error::Error;
use crate::record::Record;

/// Up to so many events every position is looked at; of a longer record, so many, evenly spread.
const POSITIONS_MAX: u64 = 256;
const POSITIONS_SAMPLED: u64 = 32;

/// The outcome of checking one law.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LawCheck {
    /// The number of the law.
    pub law: u8,
    /// Its name.
    pub name: &'static str,
    /// What was compared.
    pub checked: String,
    /// The first difference, where the law does not hold.
    pub broken: Option<String>,
}

impl Record {
    /// Checks laws 1 to 4 on this record for `views`. `whole` is the record [folded anew](crate::Reading::fold_anew).
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`].
    pub fn check_laws(&self, whole: &RecordIndex, views: &[&dyn AnyView]) -> Result<Vec<LawCheck>, Error> {
        let positions = positions(whole.head());
        let mut found = Found { views, determinism: None, prefix: None, split: None, diff: None };
        let again = self.fold_anew()?;
        found.determinism = found.first(|view| same(view, whole, &again));
        let mut part = RecordIndex::new();
        self.replay(Position::FIRST, |recorded| {
            part.apply(&recorded.event)?;
            if positions.contains(&part.head()) {
                found.compare(whole, &mut part);
            }
            Ok::<(), Error>(())
        })?;
        if part != *whole && found.split.is_none() {
            found.split = Some("the fold that was saved and reopened differs at the head".to_owned());
        }
        found.diff = found.differences(whole, &positions);
        Ok(found.outcome(whole.head(), &positions))
    }
}

/// The positions that are looked at; the head is always one of them.
fn positions(head: u64) -> BTreeSet<u64> {
    if head <= POSITIONS_MAX {
        return (1..=head).collect();
    }
    (1..=POSITIONS_SAMPLED).map(|part| (head * part).div_ceil(POSITIONS_SAMPLED)).collect()
}

/// The first difference that was found, law by law.
struct Found<'v> {
    views: &'v [&'v dyn AnyView],
    determinism: Option<String>,
    prefix: Option<String>,
    split: Option<String>,
    diff: Option<String>,
}

impl Found<'_> {
    /// Asks every view, up to the first that has a difference.
    fn first(&self, ask: impl Fn(&dyn AnyView) -> Option<String>) -> Option<String> {
        self.views.iter().find_map(|view| ask(*view))
    }

    /// Compares the fold of the first events with the whole, and lets it go on from a snapshot of itself.
    fn compare(&mut self, whole: &RecordIndex, part: &mut RecordIndex) {
        if self.prefix.is_none() {
            self.prefix = self.first(|view| same(view, whole, part));
        }
        match reopened(part) {
            Ok(again) if again == *part => *part = again,
            Ok(_) => {
                let difference =
                    format!("the fold saved at position {} is another when reopened", part.head());
                self.split.get_or_insert(difference);
            }
            Err(error) => {
                self.split.get_or_insert(format!("at position {}: {error}", part.head()));
            }
        }
    }

    /// From each position to the next and back, and from nothing to the head and back.
    fn differences(&self, whole: &RecordIndex, positions: &BTreeSet<u64>) -> Option<String> {
        let mut before = 0;
        let head = whole.head();
        let pairs = positions.iter().map(|&position| (std::mem::replace(&mut before, position), position));
        let pairs: Vec<(u64, u64)> = pairs.chain([(0, head)]).collect();
        self.first(|view| {
            pairs.iter().find_map(|&(a, b)| leads(view, whole, a, b).or_else(|| leads(view, whole, b, a)))
        })
    }

    fn outcome(self, head: u64, positions: &BTreeSet<u64>) -> Vec<LawCheck> {
        let which = match positions.len() as u64 == head {
            true => format!("all {head} positions"),
            false => format!("{} of {head} positions, evenly spread", positions.len()),
        };
        let law = |law, name, checked, broken| LawCheck { law, name, checked, broken };
        vec![
            law(1, "determinism", "the record folded twice, all views".to_owned(), self.determinism),
            law(2, "prefix", format!("all views at {which}"), self.prefix),
            law(3, "split", format!("saved and reopened at {which}"), self.split),
            law(4, "diff", format!("all views, from each to the next and back, at {which}"), self.diff),
        ]
    }
}

fn reopened(index: &RecordIndex) -> Result<RecordIndex, SnapshotError> {
    let bytes = Snapshot::write(index, &[0; 32])?;
    Ok(Snapshot::read(&bytes)?.restore())
}

/// The first difference between the view of `whole` as of the end of `part`, and that of `part` alone.
fn same(view: &dyn AnyView, whole: &RecordIndex, part: &RecordIndex) -> Option<String> {
    let moment = Moment::known(part.head());
    let place = format!("{} as of position {}", view.name(), part.head());
    match (lines(view, whole, moment), lines(view, part, moment)) {
        (Ok(left), Ok(right)) => first_difference(&place, left.iter(), right.iter()),
        (Err(error), _) | (_, Err(error)) => Some(format!("{place}: {error}")),
    }
}

/// The rows in the order of the view, each in its canonical form.
fn lines(view: &dyn AnyView, index: &RecordIndex, moment: Moment) -> Result<Vec<String>, String> {
    as_text(view.rows(index, moment))?.iter().map(|row| line(&**row)).collect()
}

fn line(row: &dyn AnyRow) -> Result<String, String> {
    let mut line = Vec::new();
    as_text(row.write_line(&mut line))?;
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

/// The first difference between the rows at `to` and those to which the changes since `from` lead.
fn leads(view: &dyn AnyView, whole: &RecordIndex, from: u64, to: u64) -> Option<String> {
    let place = format!("{} from position {from} to {to}", view.name());
    match changed(view, whole, from, to).and_then(|led| Ok((led, by_key(view, whole, to)?))) {
        Ok((led, rows)) => first_difference(&place, led.values(), rows.values()),
        Err(error) => Some(format!("{place}: {error}")),
    }
}

fn by_key(view: &dyn AnyView, index: &RecordIndex, known: u64) -> Result<BTreeMap<String, String>, String> {
    let rows = as_text(view.rows(index, Moment::known(known)))?;
    rows.iter().map(|row| Ok((row.key(), line(&**row)?))).collect()
}

/// The rows at `from` with the changes up to `to` applied.
fn changed(
    view: &dyn AnyView,
    index: &RecordIndex,
    from: u64,
    to: u64,
) -> Result<BTreeMap<String, String>, String> {
    let mut rows = by_key(view, index, from)?;
    for change in as_text(view.diff(index, Moment::known(from), Moment::known(to)))? {
        match change.after {
            Some(after) => rows.insert(change.key, line(&*after)?),
            None => rows.remove(&change.key),
        };
    }
    Ok(rows)
}

fn as_text<T>(answer: Result<T, impl ToString>) -> Result<T, String> {
    answer.map_err(|error| error.to_string())
}

/// The first row that two views do not share.
fn first_difference<'r>(
    place: &str,
    mut left: impl Iterator<Item = &'r String>,
    mut right: impl Iterator<Item = &'r String>,
) -> Option<String> {
    loop {
        match (left.next(), right.next()) {
            (Some(one), Some(other)) if one == other => {}
            (None, None) => return None,
            (one, other) => {
                let (one, other) =
                    (one.map_or("no row", String::as_str), other.map_or("no row", String::as_str));
                return Some(format!("{place}: {one} is not {other}"));
            }
        }
    }
}
