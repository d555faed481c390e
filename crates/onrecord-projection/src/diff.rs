//! What became of a row between two moments.

use std::collections::BTreeSet;

use onrecord_core::Position;
use serde::Serialize;

use crate::rows::Row;
use crate::view::Version;

/// One row that is not the same at two moments.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(bound = "R: Row")]
pub struct Change<K, R> {
    /// What it is the row of.
    #[serde(skip)]
    pub key: K,
    /// The row at the first moment, if there was one.
    pub before: Option<Version<K, R>>,
    /// The row at the second moment, if there is one.
    pub after: Option<Version<K, R>>,
    /// The position at which the row came to be what it is at the later of the two moments, or ceased to be.
    pub at: Option<Position>,
}

impl<K, R: PartialEq> Change<K, R> {
    /// Whether the row differs at all, be it only in its reasons.
    pub(crate) fn is_change(&self) -> bool {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => {
                (before.from, &before.row, &before.because) != (after.from, &after.row, &after.because)
            }
            (before, after) => before.is_some() != after.is_some(),
        }
    }

    /// The events that made the change, ascending: those that stand behind one side and not behind the other, and the
    /// one at [`Change::at`], which may be no reason for either, such as a withdrawal.
    pub fn because(&self) -> Vec<Position> {
        let reasons = |side: &'_ Option<Version<K, R>>| side.as_ref().map(|row| row.because.clone());
        made(&reasons(&self.before).unwrap_or_default(), &reasons(&self.after).unwrap_or_default(), self.at)
    }
}

/// The events that stand behind one side and not behind the other, and the one `at` which the change was made.
pub(crate) fn made(before: &[Position], after: &[Position], at: Option<Position>) -> Vec<Position> {
    let (before, after): (BTreeSet<Position>, BTreeSet<Position>) =
        (before.iter().copied().collect(), after.iter().copied().collect());
    let mut made: Vec<Position> = before.symmetric_difference(&after).copied().collect();
    made.extend(at);
    made.sort_unstable();
    made.dedup();
    made
}

/// Applies changes to the rows of the first moment, in the order of keys, and so gives those of the second.
pub fn apply<K: Ord + Clone, R: Clone>(rows: &mut Vec<Version<K, R>>, changes: &[Change<K, R>]) {
    for change in changes {
        match (rows.binary_search_by(|row| row.key.cmp(&change.key)), &change.after) {
            (Ok(place), Some(after)) => rows[place] = after.clone(),
            (Ok(place), None) => drop(rows.remove(place)),
            (Err(place), Some(after)) => rows.insert(place, after.clone()),
            (Err(_), None) => {}
        }
    }
}
