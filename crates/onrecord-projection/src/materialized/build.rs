//! How the versions of rows are found: row by row, on all cores.

use onrecord_index::{IndexError, Moment, RecordIndex};

use super::{Malformed, Materialize, Materialized, MaterializedError};
use crate::history::RowChange;
use crate::parallel::compute_all;
use crate::view::View;

/// How many rows are built between two looks at whether to go on, and at most lost where the process is ended.
const ROWS_PER_STEP: usize = 128;

/// How far a build has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// How many rows of those asked for are built in all their versions.
    pub built: usize,
    /// How many were asked for.
    pub of: usize,
}

impl<P: Materialize> Materialized<P> {
    /// Builds every version of the rows of `keys` that are not here yet, a few hundred at a time, and calls `step` after
    /// each of these with what is kept by then. It may save that, and end the build by its answer.
    ///
    /// # Errors
    /// What `step` answers; [`MaterializedError::Beyond`] where the index is of another moment than what is kept, and
    /// [`MaterializedError::Index`]. Rows that are built by then stay.
    pub fn build<E: From<MaterializedError>>(
        &mut self,
        index: &RecordIndex,
        keys: impl IntoIterator<Item = P::Key>,
        step: impl FnMut(&mut Materialized<P>, Progress) -> Result<(), E>,
    ) -> Result<(), E> {
        let missing: Vec<P::Key> = keys.into_iter().filter(|key| !self.chains.contains_key(key)).collect();
        self.build_missing(index, &missing, false, step)
    }

    /// Builds every row of the view that is not here yet.
    ///
    /// # Errors
    /// As [`Materialized::build`].
    pub fn build_all<E: From<MaterializedError>>(
        &mut self,
        index: &RecordIndex,
        step: impl FnMut(&mut Materialized<P>, Progress) -> Result<(), E>,
    ) -> Result<(), E> {
        self.check(index)?;
        if self.is_complete {
            return Ok(());
        }
        let keys =
            View::new(index, &self.projection).keys_ever(self.head).map_err(MaterializedError::from)?;
        let missing: Vec<P::Key> = keys.into_iter().filter(|key| !self.chains.contains_key(key)).collect();
        self.build_missing(index, &missing, true, step)
    }

    fn build_missing<E: From<MaterializedError>>(
        &mut self,
        index: &RecordIndex,
        missing: &[P::Key],
        are_all: bool,
        mut step: impl FnMut(&mut Materialized<P>, Progress) -> Result<(), E>,
    ) -> Result<(), E> {
        self.check(index)?;
        self.is_complete |= are_all && missing.is_empty();
        let mut progress = Progress { built: 0, of: missing.len() };
        for some in missing.chunks(ROWS_PER_STEP) {
            let found = {
                let view = View::new(index, &self.projection);
                changes_of(&view, some, 0, self.head).map_err(MaterializedError::from)?
            };
            some.iter().zip(found).for_each(|(key, changes)| self.add(key, changes));
            progress.built += some.len();
            self.is_complete |= are_all && progress.built == progress.of;
            step(self, progress)?;
        }
        Ok(())
    }
}

impl<P: Materialize> Materialized<P> {
    /// The first key whose versions are not those that the view computes: another witness of what is kept, at the cost
    /// of building it.
    ///
    /// # Errors
    /// As [`Materialized::build`].
    pub fn first_difference(&self, index: &RecordIndex) -> Result<Option<P::Key>, MaterializedError> {
        self.check(index)?;
        let view = View::new(index, &self.projection);
        let mut keys: Vec<P::Key> = self.chains.keys().cloned().collect();
        if self.is_complete {
            let missing = view.keys_ever(self.head)?.into_iter().filter(|key| !self.chains.contains_key(key));
            keys.extend(missing.collect::<Vec<_>>());
        }
        for some in keys.chunks(ROWS_PER_STEP) {
            let computed = changes_of(&view, some, 0, self.head)?;
            for (key, changes) in some.iter().zip(computed) {
                if !self.holds(key, &changes)? {
                    return Ok(Some(key.clone()));
                }
            }
        }
        Ok(None)
    }

    /// Whether what is kept of a row is what was computed.
    fn holds(&self, key: &P::Key, computed: &[RowChange<P::Row>]) -> Result<bool, Malformed> {
        let Some(chain) = self.chains.get(key) else { return Ok(computed.is_empty()) };
        Ok(chain.changes()? == computed)
    }
}

/// For each of `keys`, what its row came to be after position `after`, up to `head`.
pub(super) fn changes_of<P: Materialize>(
    view: &View<'_, P>,
    keys: &[P::Key],
    after: u64,
    head: u64,
) -> Result<Vec<Vec<RowChange<P::Row>>>, IndexError> {
    let moment = Moment::known(head);
    let changes = compute_all(view.index, moment, keys, |key, _| view.changes_after(key, after, moment));
    changes.into_iter().collect()
}
