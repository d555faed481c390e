//! Since when a row has been what it is, and what it was before.

use onrecord_core::Position;
use onrecord_index::{AsOf, IndexError, Moment};

use crate::projection::{Projection, Shown};
use crate::version::{VersionOf, Versions, version};
use crate::view::{Computed, View};

/// What a row came to be at a position; `None` where it ceased to be.
pub(crate) type RowChange<R> = (Position, Option<Shown<R>>);

/// Since when a row has been what it is.
pub(crate) struct Since<R> {
    /// The position at which it came to be so.
    pub(crate) from: Position,
    /// The row just before that, where it was computed.
    pub(crate) before: Option<Computed<R>>,
}

/// What a row is, and since when.
type Lasting<R> = (Since<R>, Option<Shown<R>>);

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
        let changes = self.each_change(key, 0, moment).map(|change| Ok((change?.0, ())));
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
        let mut changes: Vec<_> = self.each_change(key, after, moment).collect::<Result<_, _>>()?;
        changes.reverse();
        Ok(changes)
    }

    /// What the row of `key` came to be, at every position after `after` and up to `moment` at which it did, the newest
    /// first; `None` where it ceased to be. Nothing is computed to find out what it was before those.
    fn each_change(
        &self,
        key: &P::Key,
        after: u64,
        moment: Moment,
    ) -> impl Iterator<Item = Result<RowChange<P::Row>, IndexError>> {
        let mut next = Some((AsOf::new(self.index, moment), None)).filter(|_| moment.known > after);
        std::iter::from_fn(move || {
            let (at, computed) = next.take()?;
            let found = self.last_change(key, after, &at, computed).transpose()?;
            Some(found.map(|(since, shown)| {
                let before = || (at.before(since.from), since.before);
                next = (since.from.get() > after + 1).then(before);
                (since.from, shown)
            }))
        })
    }

    /// What the row of `key` is as `at` shows it, unless it was `computed` already, and since when; `None` where it has been
    /// so since `after` or longer.
    fn last_change(
        &self,
        key: &P::Key,
        after: u64,
        at: &AsOf<'_>,
        computed: Option<Computed<P::Row>>,
    ) -> Result<Option<Lasting<P::Row>>, IndexError> {
        let computed = computed.map_or_else(|| self.compute(key, at), Ok)?;
        let earliest = Position::new(after + 1).map(|next| at.before(next));
        let since = self.since_after(key, at, &computed, earliest.as_ref())?;
        let since = since.filter(|since| since.from.get() > after);
        Ok(since.map(|since| (since, computed.shown)))
    }

    /// Since when the row has been what `at` shows; `None` for one that never was.
    ///
    /// Between two positions at which nothing changed that the row was computed from, the row is the same; so only
    /// those positions are looked at, backwards, until one is found before which the row was another. It was another
    /// before each of the events that made it, for it did not rest on that one.
    pub(crate) fn since(
        &self,
        key: &P::Key,
        at: &AsOf<'_>,
        computed: &Computed<P::Row>,
    ) -> Result<Option<Since<P::Row>>, IndexError> {
        self.since_after(key, at, computed, None)
    }

    /// The same, looked for no further back than the `earliest` moment: where the row came to be so by then, it may have
    /// been so for longer.
    pub(crate) fn since_after(
        &self,
        key: &P::Key,
        at: &AsOf<'_>,
        computed: &Computed<P::Row>,
        earliest: Option<&AsOf<'_>>,
    ) -> Result<Option<Since<P::Row>>, IndexError> {
        let because = computed.shown.as_ref().map_or(&[][..], |shown| &shown.because);
        let known = earliest.map_or(0, |earliest| earliest.moment().known);
        let Some(mut from) = computed.change else { return Ok(None) };
        while from.get() > known && because.binary_search(&from).is_err() {
            let before = match earliest.filter(|_| from.get() == known + 1) {
                Some(earliest) => self.compute(key, earliest)?,
                None => self.compute(key, &at.before(from))?,
            };
            if before.shown != computed.shown {
                return Ok(Some(Since { from, before: Some(before) }));
            }
            let Some(change) = before.change else { return Ok(None) };
            from = change;
        }
        Ok(Some(Since { from, before: None }))
    }
}

/// Changes, the oldest first, each with the position of the next one.
pub(crate) fn spans<T>(changes: Vec<(Position, T)>) -> impl Iterator<Item = (Position, Option<Position>, T)> {
    let ends: Vec<Position> = changes.iter().skip(1).map(|(from, _)| *from).collect();
    let ends = ends.into_iter().map(Some).chain([None]);
    changes.into_iter().zip(ends).map(|((from, shown), until)| (from, until, shown))
}
