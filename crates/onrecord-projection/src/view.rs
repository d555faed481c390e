//! The questions every view answers, whatever its rows.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_core::Position;
use serde::Serialize;

use crate::as_of::AsOf;
use crate::diff::Change;
use crate::moment::Moment;
use crate::outline::Outline;
use crate::projection::{Projection, Shown};
use crate::reads::{Read, last_change};

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

/// A row as computed at one moment, and everything that was read for it.
pub(crate) struct Computed<R> {
    pub(crate) shown: Option<Shown<R>>,
    pub(crate) reads: Vec<Read>,
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
        self.keys(moment).into_iter().filter_map(move |key| self.row(&key, moment))
    }

    /// The keys that may have a row at `moment`, in the order of the view.
    fn keys(&self, moment: Moment) -> Vec<P::Key> {
        let at = AsOf::new(self.outline, moment);
        let keys: BTreeSet<P::Key> = at.acts().flat_map(|act| self.projection.keys(&act)).collect();
        let mut keys: Vec<P::Key> = keys.into_iter().collect();
        keys.sort_by_cached_key(|key| self.projection.time(key, &at));
        keys
    }

    /// The row of `key` as of `moment`.
    pub fn row(&self, key: &P::Key, moment: Moment) -> Option<Version<P::Key, P::Row>> {
        let computed = self.compute(key, moment);
        let from = self.since(key, moment, &computed)?;
        computed.shown.map(|shown| version(key, from, None, shown))
    }

    /// Every version of the row of `key` up to `moment`, the oldest first.
    pub fn history(&self, key: &P::Key, moment: Moment) -> Vec<Version<P::Key, P::Row>> {
        let mut versions = Vec::new();
        let (mut at, mut until) = (moment, None);
        loop {
            let computed = self.compute(key, at);
            let Some(from) = self.since(key, at, &computed) else { break };
            versions.extend(computed.shown.map(|shown| version(key, from, until, shown)));
            until = Some(from);
            at.known = from.get() - 1;
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
                None => self.since(&change.key, later, &self.compute(&change.key, later)),
            };
        }
        changes
    }

    /// Computes the row of `key` at `moment`, taking note of what it depends on.
    pub(crate) fn compute(&self, key: &P::Key, moment: Moment) -> Computed<P::Row> {
        let at = AsOf::noting(self.outline, moment);
        let mut shown = self.projection.row(key, &at);
        if let Some(shown) = &mut shown {
            shown.because.sort_unstable();
            shown.because.dedup();
        }
        Computed { shown, reads: at.into_reads().into_list() }
    }

    /// The position since which the row has been what it is at `moment`; `None` for one that never was.
    ///
    /// Between two positions at which nothing changed that the row was computed from, the row is the same; so only
    /// those positions are looked at, backwards, until one is found before which the row was another.
    pub(crate) fn since(
        &self,
        key: &P::Key,
        moment: Moment,
        computed: &Computed<P::Row>,
    ) -> Option<Position> {
        let mut at = moment;
        let mut change = last_change(self.outline, &computed.reads, at.known)?;
        loop {
            at.known = change.get() - 1;
            let before = self.compute(key, at);
            if before.shown != computed.shown {
                return Some(change);
            }
            change = last_change(self.outline, &before.reads, at.known)?;
        }
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
