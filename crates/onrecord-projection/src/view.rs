//! The questions every view answers, whatever its rows.

use std::collections::BTreeSet;

use onrecord_core::Position;
use onrecord_index::{AsOf, IndexError, Moment, RecordIndex};
use serde::Serialize;

use crate::diff::Change;
use crate::projection::{Projection, Shown};
use crate::seen::Seen;

/// A projection over an index, ready to be asked.
pub struct View<'o, P> {
    pub(crate) index: &'o RecordIndex,
    pub(crate) projection: &'o P,
}

/// A row with the positions between which it stood so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Version<K, R> {
    /// The position at which the row came to be so.
    pub from: Position,
    /// The position at which it stopped; `None` while it stands.
    pub until: Option<Position>,
    /// The positions of the events that made it, ascending.
    pub because: Vec<Position>,
    /// What it is the row of.
    #[serde(skip)]
    pub key: K,
    /// What it says.
    #[serde(flatten)]
    pub row: R,
}

/// Rows of a projection, each with the positions between which it stood so.
pub type Versions<P> = Vec<Version<<P as Projection>::Key, <P as Projection>::Row>>;

/// Changes of the rows of a projection.
pub type Changes<P> = Vec<Change<<P as Projection>::Key, <P as Projection>::Row>>;

/// A row as computed at one moment.
pub(crate) struct Computed<R> {
    pub(crate) shown: Option<Shown<R>>,
    /// The last position at which anything it was computed from came out otherwise than before.
    change: Option<Position>,
}

impl<'o, P: Projection> View<'o, P> {
    /// A view of the record whose index this is.
    pub fn new(index: &'o RecordIndex, projection: &'o P) -> View<'o, P> {
        View { index, projection }
    }

    /// The moment at which everything on record is known.
    pub fn head(&self) -> Moment {
        Moment::known(self.index.head())
    }

    /// Every row as of `moment`, in the order of the view. No row there says when it will stop.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn rows(&self, moment: Moment) -> Result<Versions<P>, IndexError> {
        self.each_row(moment).collect()
    }

    /// The same rows one by one, each computed when it is asked for, so that no more than one is held.
    pub fn each_row(
        &self,
        moment: Moment,
    ) -> impl Iterator<Item = Result<Version<P::Key, P::Row>, IndexError>> {
        let at = AsOf::new(self.index, moment);
        let keys = self.keys(&at);
        let failed = at.error().map(Err);
        let seen = Seen::from(at);
        failed.into_iter().chain(keys.into_iter().filter_map(move |key| self.row_at(&key, &seen).transpose()))
    }

    /// The keys that may have a row at a moment, in the order of the view.
    fn keys(&self, at: &AsOf<'_>) -> Vec<P::Key> {
        let keys: BTreeSet<P::Key> = self.known_keys(at).collect();
        let mut keys: Vec<P::Key> = keys.into_iter().collect();
        keys.sort_by_cached_key(|key| self.projection.time(key, at));
        keys
    }

    /// Those keys, each as often as events bring it about.
    fn known_keys(&self, at: &AsOf<'_>) -> impl Iterator<Item = P::Key> {
        at.acts().flat_map(|act| self.projection.keys(&act))
    }

    /// The row of `key` as of `moment`.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn row(&self, key: &P::Key, moment: Moment) -> Result<Option<Version<P::Key, P::Row>>, IndexError> {
        self.row_at(key, &Seen::from(AsOf::new(self.index, moment)))
    }

    fn row_at(&self, key: &P::Key, at: &Seen<'_>) -> Result<Option<Version<P::Key, P::Row>>, IndexError> {
        let computed = self.compute(key, at)?;
        if computed.shown.is_none() {
            return Ok(None);
        }
        let from = self.since(key, at, &computed)?;
        Ok(computed.shown.zip(from).map(|(shown, from)| version(key, from, None, shown)))
    }

    /// Every version of the row of `key` up to `moment`, the oldest first.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn history(&self, key: &P::Key, moment: Moment) -> Result<Versions<P>, IndexError> {
        let mut versions: Versions<P> = self.each_version(key, moment).collect::<Result<_, _>>()?;
        versions.reverse();
        Ok(versions)
    }

    /// The same versions one by one, the newest first, each computed when it is asked for, so that no more than one is
    /// held.
    pub fn each_version(
        &self,
        key: &P::Key,
        moment: Moment,
    ) -> impl Iterator<Item = Result<Version<P::Key, P::Row>, IndexError>> {
        let (mut next, mut until) = (Some(AsOf::new(self.index, moment)), None);
        std::iter::from_fn(move || {
            while let Some(at) = next.take() {
                let at = Seen::from(at);
                let found = self.compute(key, &at).and_then(|computed| {
                    let from = self.since(key, &at, &computed)?;
                    Ok((computed.shown, from))
                });
                let (shown, from) = match found {
                    Ok((shown, Some(from))) => (shown, from),
                    Ok((_, None)) => return None,
                    Err(error) => return Some(Err(error)),
                };
                next = Some(at.now.before(from));
                let ended = until.replace(from);
                if let Some(shown) = shown {
                    return Some(Ok(version(key, from, ended, shown)));
                }
            }
            None
        })
    }

    /// What became of each row between two moments, in either direction, in the order of keys.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn diff(&self, from: Moment, to: Moment) -> Result<Changes<P>, IndexError> {
        let forwards = from.known <= to.known;
        let (earlier, later) = if forwards { (from, to) } else { (to, from) };
        let at = |moment: Moment| Seen::from(AsOf::new(self.index, moment));
        let (earlier, later) = (at(earlier), at(later));
        let keys: BTreeSet<P::Key> =
            [&earlier, &later].into_iter().flat_map(|at| self.known_keys(at)).collect();
        let changes = keys.into_iter().filter_map(|key| self.change(key, &earlier, &later).transpose());
        let turned = |change: Change<_, _>| Change { before: change.after, after: change.before, ..change };
        changes.map(|change| if forwards { change } else { change.map(turned) }).collect()
    }

    /// What became of the row of `key` from one moment to a later one. It is computed at the earlier one only where
    /// anything changed since that it is computed from at the later one.
    fn change(
        &self,
        key: P::Key,
        earlier: &Seen<'_>,
        later: &Seen<'_>,
    ) -> Result<Option<Change<P::Key, P::Row>>, IndexError> {
        let computed = self.compute(&key, later)?;
        let (known, said) = (earlier.moment().known, earlier.moment().said);
        if computed.change.is_none_or(|change| change.get() <= known) && said == later.moment().said {
            return Ok(None);
        }
        let before = self.row_at(&key, earlier)?;
        let at = self.since(&key, later, &computed)?;
        let after = computed.shown.zip(at).map(|(shown, from)| version(&key, from, None, shown));
        let change = Change { key, before, after, at };
        Ok(change.is_change().then_some(change))
    }

    /// Computes the row of `key` as `at` shows it.
    pub(crate) fn compute(&self, key: &P::Key, at: &AsOf<'_>) -> Result<Computed<P::Row>, IndexError> {
        let (mut shown, change) = at.watch(|| self.projection.row(key, at));
        if let Some(shown) = &mut shown {
            shown.because.sort_unstable();
            shown.because.dedup();
        }
        at.checked(Computed { shown, change })
    }

    /// The position since which the row has been what `at` shows; `None` for one that never was.
    ///
    /// Between two positions at which nothing changed that the row was computed from, the row is the same; so only
    /// those positions are looked at, backwards, until one is found before which the row was another. It was another
    /// before each of the events that made it, for it did not rest on that one.
    pub(crate) fn since(
        &self,
        key: &P::Key,
        at: &Seen<'_>,
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

pub(crate) fn version<K: Clone, R>(
    key: &K,
    from: Position,
    until: Option<Position>,
    shown: Shown<R>,
) -> Version<K, R> {
    Version { from, until, because: shown.because, key: key.clone(), row: shown.row }
}
