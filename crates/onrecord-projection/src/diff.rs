//! What became of a row between two moments.

use std::collections::BTreeSet;

use onrecord_core::Position;
use onrecord_index::{Act, AsOf, IndexError, Moment};
use serde::Serialize;

use crate::parallel::on_all_cores;
use crate::projection::Projection;
use crate::rows::Row;
use crate::version::{Version, version};
use crate::view::View;

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

/// A change of a row of a projection.
pub type ChangeOf<P> = Change<<P as Projection>::Key, <P as Projection>::Row>;

/// Changes of the rows of a projection.
pub type Changes<P> = Vec<ChangeOf<P>>;

impl<P: Projection> View<'_, P> {
    /// What became of each row between two moments, in either direction, in the order of keys.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn diff(&self, from: Moment, to: Moment) -> Result<Changes<P>, IndexError> {
        let forwards = from.known <= to.known;
        let (earlier, later) = if forwards { (from, to) } else { (to, from) };
        let keys = self.touched(earlier, later)?;
        let keys: Vec<P::Key> = keys.into_iter().collect();
        let changes = on_all_cores(
            &keys,
            || self.both(earlier, later),
            |key, (earlier, later)| self.change(key, earlier, later),
        );
        let changes = changes.into_iter().filter_map(Result::transpose);
        let turned = |change: Change<_, _>| Change { before: change.after, after: change.before, ..change };
        changes.map(|change| if forwards { change } else { change.map(turned) }).collect()
    }

    /// The record at two moments, the earlier one first. They share what holds at both.
    fn both(&self, earlier: Moment, later: Moment) -> (AsOf<'_>, AsOf<'_>) {
        let at_later = AsOf::new(self.index, later);
        let next = Position::new(earlier.known + 1).filter(|_| earlier.said == later.said);
        (next.map_or_else(|| AsOf::new(self.index, earlier), |next| at_later.before(next)), at_later)
    }

    /// The keys of the rows that may differ between two moments, the earlier one first: those that the events between them
    /// touch; all, where next to nothing was on record before, or where the limits of saying are not the same.
    pub(crate) fn touched(&self, earlier: Moment, later: Moment) -> Result<BTreeSet<P::Key>, IndexError> {
        let (first, last) = (earlier.known + 1, later.known.min(self.index.head()));
        let is_nearly_all = earlier.known < last / 8;
        if !is_nearly_all && earlier.said == later.said {
            return self.touched_by((first..=last).filter_map(Position::new), earlier, later);
        }
        let moments = [AsOf::new(self.index, earlier), AsOf::new(self.index, later)];
        let touched = moments.iter().flat_map(|at| self.known_keys(at)).collect();
        moments.iter().try_for_each(|at| at.checked(()))?;
        Ok(touched)
    }

    /// The keys of the rows that `events` may have changed, as seen from a moment before them and from one after them.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn touched_by(
        &self,
        events: impl IntoIterator<Item = Position>,
        before: Moment,
        after: Moment,
    ) -> Result<BTreeSet<P::Key>, IndexError> {
        let disturbed = self.index.disturbed_by(events)?;
        let mut touched = BTreeSet::new();
        for moment in [before, after] {
            let at = AsOf::new(self.index, moment);
            let acts: Vec<Act<'_>> = disturbed.iter().filter_map(|position| at.recorded(*position)).collect();
            touched.extend(at.checked(self.projection.touches(&acts))?);
        }
        Ok(touched)
    }

    /// What became of the row of `key` from one moment to a later one. It is computed at the earlier one only where it
    /// was another at any moment since.
    fn change(
        &self,
        key: &P::Key,
        earlier: &AsOf<'_>,
        later: &AsOf<'_>,
    ) -> Result<Option<ChangeOf<P>>, IndexError> {
        let computed = self.compute(key, later)?;
        let known = earlier.moment().known;
        let earliest = Some(earlier).filter(|_| earlier.moment().said == later.moment().said);
        let since = self.since_after(key, later, &computed, earliest)?;
        if earliest.is_some() && since.as_ref().is_none_or(|since| since.from.get() <= known) {
            return Ok(None);
        }
        let at = since.as_ref().map(|since| since.from);
        let is_next = at.is_some_and(|at| at.get() == known + 1);
        let before = since.and_then(|since| since.before).filter(|_| earliest.is_some() && is_next);
        let before = before.map_or_else(|| self.compute(key, earlier), Ok)?;
        let before = self.dated(key, earlier, before)?;
        let after = computed.shown.zip(at).map(|(shown, from)| version(key, from, None, shown));
        let change = Change { key: key.clone(), before, after, at };
        Ok(change.is_change().then_some(change))
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
