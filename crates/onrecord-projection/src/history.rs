//! Since when a row has been what it is, and what it was before.

use onrecord_core::Position;
use onrecord_index::{AsOf, IndexError, Moment};

use crate::projection::{Projection, Shown};
use crate::version::{VersionOf, Versions, version};
use crate::view::{Computed, View};

/// What a row came to be at a position; `None` where it ceased to be.
pub(crate) type RowChange<R> = (Position, Option<Shown<R>>);

impl<P: Projection> View<'_, P> {
    /// Every version of the row of `key` up to `moment`, the oldest first.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn history(&self, key: &P::Key, moment: Moment) -> Result<Versions<P>, IndexError> {
        let changes = spans(self.changes_after(key, 0, moment)?);
        let versions = changes.filter_map(|(from, until, shown)| Some(version(key, from, until, shown?)));
        Ok(versions.collect())
    }

    /// The same versions one by one, so that no more than one is held.
    ///
    /// Versions are found from the newest to the oldest. So each is computed once to be found, and once more when it is
    /// asked for.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn each_version(
        &self,
        key: &P::Key,
        moment: Moment,
    ) -> Result<impl Iterator<Item = Result<VersionOf<P>, IndexError>>, IndexError> {
        let changes = self.each_change(key, moment).map(|change| Ok((change?.0, ())));
        let mut changes: Vec<(Position, ())> = changes.collect::<Result<_, IndexError>>()?;
        changes.reverse();
        let versions = spans(changes).map(move |(from, until, ())| {
            let at = AsOf::new(self.index, Moment { known: from.get(), ..moment });
            let shown = self.compute(key, &at)?.shown;
            Ok(shown.map(|shown| version(key, from, until, shown)))
        });
        Ok(versions.filter_map(Result::transpose))
    }

    /// What the row of `key` came to be after position `after`, up to `moment`, the oldest first; `None` where it ceased to be.
    pub(crate) fn changes_after(
        &self,
        key: &P::Key,
        after: u64,
        moment: Moment,
    ) -> Result<Vec<RowChange<P::Row>>, IndexError> {
        let changes = self.each_change(key, moment);
        let mut changes: Vec<_> = changes
            .take_while(|change| !matches!(change, Ok((from, _)) if from.get() <= after))
            .collect::<Result<_, _>>()?;
        changes.reverse();
        Ok(changes)
    }

    /// What the row of `key` came to be, at every position up to `moment` at which it did, the newest first; `None` where
    /// it ceased to be.
    fn each_change(
        &self,
        key: &P::Key,
        moment: Moment,
    ) -> impl Iterator<Item = Result<RowChange<P::Row>, IndexError>> {
        let mut next = Some(AsOf::new(self.index, moment));
        std::iter::from_fn(move || {
            let at = next.take()?;
            let found = self.compute(key, &at).and_then(|computed| {
                let since = self.since(key, &at, &computed)?;
                Ok(since.map(|from| (from, computed.shown)))
            });
            if let Ok(Some((from, _))) = &found {
                next = Some(at.before(*from));
            }
            found.transpose()
        })
    }

    /// The position since which the row has been what `at` shows; `None` for one that never was.
    ///
    /// Between two positions at which nothing changed that the row was computed from, the row is the same; so only
    /// those positions are looked at, backwards, until one is found before which the row was another. It was another
    /// before each of the events that made it, for it did not rest on that one.
    pub(crate) fn since(
        &self,
        key: &P::Key,
        at: &AsOf<'_>,
        computed: &Computed<P::Row>,
    ) -> Result<Option<Position>, IndexError> {
        let because = computed.shown.as_ref().map_or(&[][..], |shown| &shown.because);
        let Some(mut change) = computed.change else { return Ok(None) };
        while because.binary_search(&change).is_err() {
            let before = self.compute(key, &at.before(change))?;
            match before.change.filter(|_| before.shown == computed.shown) {
                Some(earlier) => change = earlier,
                None if before.shown == computed.shown => return Ok(None),
                None => break,
            }
        }
        Ok(Some(change))
    }
}

/// Changes, the oldest first, each with the position of the next one.
pub(crate) fn spans<T>(changes: Vec<(Position, T)>) -> impl Iterator<Item = (Position, Option<Position>, T)> {
    let ends: Vec<Position> = changes.iter().skip(1).map(|(from, _)| *from).collect();
    let ends = ends.into_iter().map(Some).chain([None]);
    changes.into_iter().zip(ends).map(|((from, shown), until)| (from, until, shown))
}
