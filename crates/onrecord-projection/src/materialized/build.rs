//! How the versions of rows are found: row by row, on all cores.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use onrecord_core::Position;
use onrecord_index::{IndexError, Moment, RecordIndex};

use super::{Materialize, Materialized, MaterializedError};
use crate::projection::Shown;
use crate::view::View;

/// What a row came to be, and from which position on, in the order of the record.
pub(super) type RowChanges<R> = Vec<(Position, Option<Shown<R>>)>;

/// With fewer rows than this, another thread takes longer to start than it saves.
const ROWS_PER_THREAD_MIN: usize = 4;

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
        mut step: impl FnMut(&mut Materialized<P>, Progress) -> Result<(), E>,
    ) -> Result<(), E> {
        if index.head() < self.head {
            return Err(MaterializedError::Beyond { kept: self.head, head: index.head() }.into());
        }
        let missing: Vec<P::Key> = keys.into_iter().filter(|key| !self.chains.contains_key(key)).collect();
        let mut progress = Progress { built: 0, of: missing.len() };
        for some in missing.chunks(ROWS_PER_STEP) {
            let found = {
                let view = View::new(index, &self.projection);
                changes_of(&view, some, 0, self.head).map_err(MaterializedError::from)?
            };
            some.iter().zip(found).for_each(|(key, changes)| self.add(key, changes));
            progress.built += some.len();
            step(self, progress)?;
        }
        Ok(())
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
        let keys =
            View::new(index, &self.projection).keys_ever(self.head).map_err(MaterializedError::from)?;
        self.build(index, keys, step)?;
        self.is_complete = true;
        Ok(())
    }
}

/// For each of `keys`, what its row came to be after position `after`, up to `head`.
pub(super) fn changes_of<P: Materialize>(
    view: &View<'_, P>,
    keys: &[P::Key],
    after: u64,
    head: u64,
) -> Result<Vec<RowChanges<P::Row>>, IndexError> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = cores.min(keys.len() / ROWS_PER_THREAD_MIN).max(1);
    let changes = |key: &P::Key| view.changes_after(key, after, Moment::known(head));
    if threads == 1 {
        return keys.iter().map(changes).collect();
    }
    // Rows differ widely in what they cost, so each thread takes the next one that nobody has.
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::with_capacity(keys.len()));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((place, key)) = take(&next, keys) {
                    let changes = changes(key);
                    found.lock().unwrap_or_else(PoisonError::into_inner).push((place, changes));
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_unstable_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, changes)| changes).collect()
}

fn take<'k, K>(next: &AtomicUsize, keys: &'k [K]) -> Option<(usize, &'k K)> {
    let place = next.fetch_add(1, Ordering::Relaxed);
    keys.get(place).map(|key| (place, key))
}
