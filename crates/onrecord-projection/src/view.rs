//! The questions every view answers, whatever its rows.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_core::Position;
use serde::Serialize;

use crate::as_of::AsOf;
use crate::diff::Change;
use crate::moment::Moment;
use crate::outline::Outline;
use crate::projection::{Projection, Shown};

/// A projection over an outline, ready to be asked.
pub struct View<'o, P> {
    pub(crate) outline: &'o Outline,
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

/// A row as computed at one moment.
pub(crate) struct Computed<R> {
    pub(crate) shown: Option<Shown<R>>,
    /// The last position at which anything it was computed from came out otherwise than before.
    change: Option<Position>,
}

impl<'o, P: Projection> View<'o, P> {
    /// A view of the record whose outline this is.
    pub fn new(outline: &'o Outline, projection: &'o P) -> View<'o, P> {
        View { outline, projection }
    }

    /// The moment at which everything on record is known.
    pub fn head(&self) -> Moment {
        Moment::known(self.outline.head())
    }

    /// Every row as of `moment`, in the order of the view. No row there says when it will stop.
    pub fn rows(&self, moment: Moment) -> Vec<Version<P::Key, P::Row>> {
        self.each_row(moment).collect()
    }

    /// The same rows one by one, each computed when it is asked for, so that no more than one is held.
    pub fn each_row(&self, moment: Moment) -> impl Iterator<Item = Version<P::Key, P::Row>> {
        let at = AsOf::new(self.outline, moment);
        self.keys(&at).into_iter().filter_map(move |key| self.row_at(&key, &at))
    }

    /// The keys that may have a row at a moment, in the order of the view.
    fn keys(&self, at: &AsOf<'_>) -> Vec<P::Key> {
        let keys: BTreeSet<P::Key> = at.acts().flat_map(|act| self.projection.keys(&act)).collect();
        let mut keys: Vec<P::Key> = keys.into_iter().collect();
        keys.sort_by_cached_key(|key| self.projection.time(key, at));
        keys
    }

    /// The row of `key` as of `moment`.
    pub fn row(&self, key: &P::Key, moment: Moment) -> Option<Version<P::Key, P::Row>> {
        self.row_at(key, &AsOf::new(self.outline, moment))
    }

    fn row_at(&self, key: &P::Key, at: &AsOf<'_>) -> Option<Version<P::Key, P::Row>> {
        let computed = self.compute(key, at);
        computed.shown.as_ref()?;
        let from = self.since(key, at, &computed)?;
        computed.shown.map(|shown| version(key, from, None, shown))
    }

    /// Every version of the row of `key` up to `moment`, the oldest first.
    pub fn history(&self, key: &P::Key, moment: Moment) -> Vec<Version<P::Key, P::Row>> {
        let mut versions = Vec::new();
        let (mut at, mut until) = (AsOf::new(self.outline, moment), None);
        loop {
            let computed = self.compute(key, &at);
            let Some(from) = self.since(key, &at, &computed) else { break };
            versions.extend(computed.shown.map(|shown| version(key, from, until, shown)));
            until = Some(from);
            at = at.before(from);
        }
        versions.reverse();
        versions
    }

    /// What became of each row between two moments, in either direction, in the order of keys.
    pub fn diff(&self, from: Moment, to: Moment) -> Vec<Change<P::Key, P::Row>> {
        let mut sides: BTreeMap<P::Key, Sides<P>> = BTreeMap::new();
        for row in self.each_row(from) {
            let sides = sides.entry(row.key.clone()).or_default();
            sides.0 = Some(row);
        }
        for row in self.each_row(to) {
            let sides = sides.entry(row.key.clone()).or_default();
            sides.1 = Some(row);
        }
        let changes = sides.into_iter().map(|(key, (before, after))| Change { key, before, after, at: None });
        let mut changes: Vec<_> = changes.filter(Change::is_change).collect();
        let forwards = from.known <= to.known;
        for change in &mut changes {
            let (last, later) = if forwards { (&change.after, to) } else { (&change.before, from) };
            change.at = match last {
                Some(row) => Some(row.from),
                None => {
                    let at = AsOf::new(self.outline, later);
                    self.since(&change.key, &at, &self.compute(&change.key, &at))
                }
            };
        }
        changes
    }

    /// Computes the row of `key` as `at` shows it.
    pub(crate) fn compute(&self, key: &P::Key, at: &AsOf<'_>) -> Computed<P::Row> {
        let (mut shown, change) = at.reads().within(|| self.projection.row(key, at));
        if let Some(shown) = &mut shown {
            shown.because.sort_unstable();
            shown.because.dedup();
        }
        Computed { shown, change }
    }

    /// The position since which the row has been what `at` shows; `None` for one that never was.
    ///
    /// Between two positions at which nothing changed that the row was computed from, the row is the same; so only
    /// those positions are looked at, backwards, until one is found before which the row was another. It was another
    /// before each of the events that made it, for it did not rest on that one.
    pub(crate) fn since(&self, key: &P::Key, at: &AsOf<'_>, computed: &Computed<P::Row>) -> Option<Position> {
        let because = computed.shown.as_ref().map_or(&[][..], |shown| &shown.because);
        let mut change = computed.change?;
        while because.binary_search(&change).is_err() {
            let before = self.compute(key, &at.before(change));
            if before.shown != computed.shown {
                break;
            }
            change = before.change?;
        }
        Some(change)
    }
}

/// A row at two moments.
type Sides<P> = (Side<P>, Side<P>);
type Side<P> = Option<Version<<P as Projection>::Key, <P as Projection>::Row>>;

pub(crate) fn version<K: Clone, R>(
    key: &K,
    from: Position,
    until: Option<Position>,
    shown: Shown<R>,
) -> Version<K, R> {
    Version { from, until, because: shown.because, key: key.clone(), row: shown.row }
}
