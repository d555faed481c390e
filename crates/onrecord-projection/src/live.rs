//! A view that is kept up to date: the rows as they stand, and after each commit the rows that changed, at a cost that
//! depends on what the commit touched and not on the length of the record.

use std::collections::BTreeMap;

use onrecord_index::{AsOf, IndexError, Moment, RecordIndex};

use crate::diff::{Change, ChangeOf, Changes};
use crate::projection::Projection;
use crate::version::{VersionOf, version};
use crate::view::View;

/// The rows of one view, kept up to date.
pub struct Live<P: Projection> {
    rows: BTreeMap<P::Key, VersionOf<P>>,
    head: u64,
    rows_computed: u64,
    events_looked_at: u64,
}

impl<P: Projection> Live<P> {
    /// Starts from the rows as of `head`, which are there to be read at once.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn new(index: &RecordIndex, projection: &P, head: u64) -> Result<Live<P>, IndexError> {
        let view = View::new(index, projection);
        let rows = view.rows(Moment::known(head))?;
        let rows_computed = rows.len() as u64;
        let rows = rows.into_iter().map(|row| (row.key.clone(), row)).collect();
        Ok(Live { rows, head, rows_computed, events_looked_at: 0 })
    }

    /// The position up to which changes have been taken in.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// The rows as they stand at [`Live::head`], in the order of their keys.
    pub fn rows(&self) -> impl Iterator<Item = &VersionOf<P>> {
        self.rows.values()
    }

    /// How many rows have been computed so far: the work done.
    pub fn rows_computed(&self) -> u64 {
        self.rows_computed
    }

    /// How many events were looked at to take in what came since: the same work in finer grain.
    pub fn events_looked_at(&self) -> u64 {
        self.events_looked_at
    }

    /// Takes in what was applied to the index since, and returns the rows that changed, in the order of their keys.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read; the rows are then as they were.
    pub fn advance(&mut self, index: &RecordIndex, projection: &P) -> Result<Changes<P>, IndexError> {
        let view = View::new(index, projection);
        let (before, after) = (Moment::known(self.head), Moment::known(index.head()));
        let at = AsOf::new(index, after);
        let mut changes = Vec::new();
        for key in view.touched(before, after)? {
            self.rows_computed += 1;
            changes.extend(self.change(&view, key, &at)?);
        }
        self.head = index.head();
        self.events_looked_at += at.events_looked_at();
        for change in &changes {
            match &change.after {
                Some(after) => drop(self.rows.insert(change.key.clone(), after.clone())),
                None => drop(self.rows.remove(&change.key)),
            }
        }
        Ok(changes)
    }

    /// What became of the row of `key`, if it is another.
    fn change(
        &self,
        view: &View<'_, P>,
        key: P::Key,
        at: &AsOf<'_>,
    ) -> Result<Option<ChangeOf<P>>, IndexError> {
        let computed = view.compute(&key, at)?;
        let since = view.since(&key, at, &computed)?.map(|since| since.from);
        let after = computed.shown.zip(since).map(|(shown, from)| version(&key, from, None, shown));
        let before = self.rows.get(&key).cloned();
        let change = Change { key, before, after, at: since };
        Ok(change.is_change().then_some(change))
    }
}
