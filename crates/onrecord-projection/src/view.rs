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
        let shown = computed.shown?;
        let (from, _) = self.since(key, moment, &shown, computed.reads);
        Some(version(key, from, None, shown))
    }

    /// Every version of the row of `key` up to `moment`, the oldest first.
    pub fn history(&self, key: &P::Key, moment: Moment) -> Vec<Version<P::Key, P::Row>> {
        let mut versions = Vec::new();
        let mut at = moment;
        let mut until = None;
        loop {
            let computed = self.compute(key, at);
            let from = match computed.shown {
                Some(shown) => {
                    let (from, _) = self.since(key, at, &shown, computed.reads);
                    versions.push(version(key, from, until, shown));
                    from
                }
                None => match last_change(self.outline, &computed.reads, at.known) {
                    Some(change) => change,
                    None => break,
                },
            };
            until = Some(from);
            at.known = from.get() - 1;
        }
        versions.reverse();
        versions
    }

    /// What became of each row between two moments, in either direction.
    pub fn diff(&self, from: Moment, to: Moment) -> Vec<Change<P::Key, P::Row>> {
        let mut changes: BTreeMap<P::Key, Change<P::Key, P::Row>> = BTreeMap::new();
        for row in self.rows(from) {
            changes.insert(row.key.clone(), Change { key: row.key.clone(), before: Some(row), after: None });
        }
        for row in self.rows(to) {
            let key = row.key.clone();
            let change =
                changes.entry(key.clone()).or_insert_with(|| Change { key, before: None, after: None });
            change.after = Some(row);
        }
        changes.into_values().filter(Change::is_change).collect()
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

    /// The position since which the row has been what it is at `moment`.
    ///
    /// Between two positions at which nothing changed that the row was computed from, the row is the same; so only
    /// those positions are looked at, backwards, until one is found before which the row was another.
    pub(crate) fn since(
        &self,
        key: &P::Key,
        moment: Moment,
        shown: &Shown<P::Row>,
        reads: Vec<Read>,
    ) -> (Position, Option<Shown<P::Row>>) {
        let (mut reads, mut at) = (reads, moment);
        while let Some(change) = last_change(self.outline, &reads, at.known) {
            at.known = change.get() - 1;
            let before = self.compute(key, at);
            if before.shown.as_ref() != Some(shown) {
                return (change, before.shown);
            }
            reads = before.reads;
        }
        (Position::FIRST, None)
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
