//! Whether the laws of views hold of one record: determinism, prefix, split and diff.
//!
//! The record is read once. On the way the fold is saved and reopened at every position that is looked at, so that
//! what is compared there has been through a snapshot each time.

use std::collections::BTreeSet;

use onrecord::views::{Actors, Claims, Origins, Silence, Timeline};
use onrecord::{
    Moment, Position, Projection, Record, RecordIndex, Snapshot, Version, View, apply, canonical_rows,
};
use serde::Serialize;

use crate::failure::Failure;

/// Up to so many events every position is looked at; of a longer record, so many, evenly spread.
const POSITIONS_MAX: u64 = 256;
const POSITIONS_SAMPLED: u64 = 32;

/// What came of checking one law.
#[derive(Debug, Serialize)]
pub(super) struct Checked {
    pub(super) law: u8,
    pub(super) name: &'static str,
    /// What was looked at.
    pub(super) checked: String,
    /// The first difference, where the law does not hold.
    pub(super) broken: Option<String>,
}

/// Checks laws 1 to 4 of `record`, whose fold is `whole`.
pub(super) fn check(record: &Record, whole: &RecordIndex) -> Result<Vec<Checked>, Failure> {
    let positions = positions(whole.head());
    let mut found = Found::default();
    let again = super::fold(record)?;
    found.determinism = all_views(|view| view.same(whole, &again));
    let mut part = RecordIndex::new();
    let read = record.replay(Position::FIRST, |recorded| {
        part.apply(&recorded.event)?;
        if positions.contains(&part.head()) {
            found.look(whole, &mut part);
        }
        Ok::<(), onrecord::Error>(())
    });
    read.map_err(|error| Failure::engine("the record", error))?;
    if part != *whole && found.split.is_none() {
        found.split = Some("the fold that was saved and reopened differs at the head".to_owned());
    }
    found.diff = differences(whole, &positions);
    Ok(found.told(whole.head(), &positions))
}

/// The positions that are looked at; the head is always one of them.
fn positions(head: u64) -> BTreeSet<u64> {
    if head <= POSITIONS_MAX {
        return (1..=head).collect();
    }
    (1..=POSITIONS_SAMPLED).map(|part| (head * part).div_ceil(POSITIONS_SAMPLED)).collect()
}

/// The first difference that was found, law by law.
#[derive(Default)]
struct Found {
    determinism: Option<String>,
    prefix: Option<String>,
    split: Option<String>,
    diff: Option<String>,
}

impl Found {
    /// Looks at the fold of the first events, and lets it go on from a snapshot of itself.
    fn look(&mut self, whole: &RecordIndex, part: &mut RecordIndex) {
        if self.prefix.is_none() {
            self.prefix = all_views(|view| view.same(whole, part));
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

    fn told(self, head: u64, positions: &BTreeSet<u64>) -> Vec<Checked> {
        let which = match positions.len() as u64 == head {
            true => format!("all {head} positions"),
            false => format!("{} of {head} positions, evenly spread", positions.len()),
        };
        let law = |law, name, checked, broken| Checked { law, name, checked, broken };
        vec![
            law(1, "determinism", "the record folded twice, all views".to_owned(), self.determinism),
            law(2, "prefix", format!("all views at {which}"), self.prefix),
            law(3, "split", format!("saved and reopened at {which}"), self.split),
            law(4, "diff", format!("all views, from each to the next and back, at {which}"), self.diff),
        ]
    }
}

fn reopened(index: &RecordIndex) -> Result<RecordIndex, onrecord::SnapshotError> {
    let bytes = Snapshot::write(index, &[0; 32])?;
    Ok(Snapshot::read(&bytes)?.restore())
}

/// From each position to the next and back, and from nothing to the head and back.
fn differences(whole: &RecordIndex, positions: &BTreeSet<u64>) -> Option<String> {
    let mut before = 0;
    let head = whole.head();
    let pairs = positions.iter().map(|&position| (std::mem::replace(&mut before, position), position));
    let pairs: Vec<(u64, u64)> = pairs.chain([(0, head)]).collect();
    all_views(|view| {
        pairs.iter().find_map(|&(a, b)| view.leads(whole, a, b).or_else(|| view.leads(whole, b, a)))
    })
}

/// One view, whatever its rows.
trait AnyView {
    /// The first difference between the view of `whole` as of the end of `part`, and that of `part` alone.
    fn same(&self, whole: &RecordIndex, part: &RecordIndex) -> Option<String>;

    /// The first difference between the rows at `to` and those to which the changes since `from` lead.
    fn leads(&self, whole: &RecordIndex, from: u64, to: u64) -> Option<String>;
}

/// Asks every built-in view, up to the first that has something to say.
fn all_views(ask: impl Fn(&dyn AnyView) -> Option<String>) -> Option<String> {
    let views: [&dyn AnyView; 5] = [&Timeline, &Claims, &Actors, &Silence, &Origins];
    views.into_iter().find_map(ask)
}

impl<P: Projection> AnyView for P {
    fn same(&self, whole: &RecordIndex, part: &RecordIndex) -> Option<String> {
        let moment = Moment::known(part.head());
        let lines = |index: &RecordIndex| {
            View::new(index, self).rows(moment).map(|rows| canonical_rows(&rows)).unwrap_or_default()
        };
        let place = format!("{} as of position {}", P::NAME, part.head());
        first_difference(&place, &lines(whole), &lines(part))
    }

    fn leads(&self, whole: &RecordIndex, from: u64, to: u64) -> Option<String> {
        let view = View::new(whole, self);
        let (from, to) = (Moment::known(from), Moment::known(to));
        let by_key = |moment| {
            let mut rows: Vec<Version<P::Key, P::Row>> = view.rows(moment).unwrap_or_default();
            rows.sort_by(|a, b| a.key.cmp(&b.key));
            rows
        };
        let mut rows = by_key(from);
        apply(&mut rows, &view.diff(from, to).unwrap_or_default());
        let place = format!("{} from position {} to {}", P::NAME, from.known, to.known);
        first_difference(&place, &canonical_rows(&rows), &canonical_rows(&by_key(to)))
    }
}

/// The first line that two views do not share.
fn first_difference(place: &str, left: &[u8], right: &[u8]) -> Option<String> {
    if left == right {
        return None;
    }
    let (left, right) = (String::from_utf8_lossy(left), String::from_utf8_lossy(right));
    let (mut left, mut right) = (left.lines(), right.lines());
    loop {
        match (left.next(), right.next()) {
            (Some(one), Some(other)) if one == other => {}
            (None, None) => return Some(format!("{place}: the bytes differ")),
            (one, other) => {
                let (one, other) = (one.unwrap_or("no row"), other.unwrap_or("no row"));
                return Some(format!("{place}: {one} is not {other}"));
            }
        }
    }
}
