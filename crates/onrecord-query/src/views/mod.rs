//! How each view is asked: which keys a filter leaves, before any row is computed.
//!
//! Every row is about something that one event brought into the record: an act, a claim, an actor. That event is the row's
//! *anchor*. A filter is pushed down to anchors through the index, so that a question about one story looks only at what
//! mentions the story. The filter of each view and its anchors are declared in one file.

mod actors;
mod claims;
mod ledger;
mod origins;
mod silence;
mod timeline;

use std::collections::BTreeSet;

use onrecord::when::SortKey;
use onrecord::{Act, AsOf, Name, Position, Projection, Ref, Version};

use crate::query::{Filter, FilterPart, SortBy};

/// A view that queries are put to.
pub trait QueryView: Projection {
    /// The parts of a filter that it takes.
    const FILTERS: &'static [FilterPart];

    /// The order of its rows where a query names none.
    const SORT: SortBy = SortBy::Key;

    /// Whether every event anchors one row of its own, so that rows in order of time are events in order of time.
    const IS_OF_ACTS: bool = false;

    /// The events that anchor the rows which may pass `filter`, ascending; `None` where all events may.
    fn anchors(filter: &Filter, at: &AsOf<'_>) -> Option<BTreeSet<Position>>;

    /// The keys of the rows that an event anchors and that may pass `filter`: those that it brings about, where the
    /// filter is decided by anchors and rows alone.
    fn keys_at(&self, act: &Act<'_>, _filter: &Filter) -> Vec<Self::Key> {
        self.keys(act)
    }

    /// The event that anchors the row of `key`.
    fn anchor_of(key: &Self::Key, at: &AsOf<'_>) -> Option<Position>;

    /// Whether a row passes those parts of `filter` that its key does not decide.
    fn admits(_filter: &Filter, _row: &Self::Row) -> bool {
        true
    }

    /// The events whose texts stand beside a row.
    fn texts(row: &Version<Self::Key, Self::Row>) -> Vec<Position> {
        crate::row::texts(row)
    }
}

/// When the act that anchors a row took place.
pub(crate) fn time_of(anchor: Option<Position>, at: &AsOf<'_>) -> Option<SortKey> {
    anchor.and_then(|anchor| at.act(anchor)).map(|act| act.dated().bounds().sort_key())
}

/// The name that a filter gives; `None` where nothing on record has it.
fn named<'i>(reference: impl Into<Ref<'i>>, at: &AsOf<'_>) -> Option<Name> {
    at.name(&reference.into())
}

/// Those anchors that are in every set that a part of a filter gives; `None` where no part gives one.
fn intersection(sets: impl IntoIterator<Item = Option<BTreeSet<Position>>>) -> Option<BTreeSet<Position>> {
    let sets = sets.into_iter().flatten();
    sets.reduce(|mut left, right| {
        left.retain(|position| right.contains(position));
        left
    })
}

/// The event that brought `name` in.
fn definition(at: &AsOf<'_>, name: Name) -> Option<Position> {
    at.definition(name).map(|act| act.position())
}
