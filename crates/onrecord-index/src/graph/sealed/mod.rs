//! The part of a graph that stands in a snapshot, and is read block by block as it is looked at.

mod blocks;
mod contents;
mod entries;
mod lookup;
mod naming;
mod write;

use std::fmt;
use std::sync::Arc;

use onrecord_core::{EventId, Ref, Role};

use super::lists::Mention;
use super::names::Names;
use super::notes::Notes;
use super::table::Table;
use super::{Edge, Entry, Lifetimes, Name, Ordinal, RecordIndex, Time};
use crate::snapshot::{Snapshot, SnapshotError};
use blocks::{Blocks, Listed, Pieces, Totals};
pub(crate) use contents::Contents;
use entries::EntryBlock;
use lookup::{LookupBlock, hash_of_id, hash_of_reference};
use naming::NameBlock;
pub(crate) use write::write;

/// The events and names in a snapshot; none, where there is no snapshot.
#[derive(Clone, Default)]
pub(crate) struct Sealed(Option<Arc<Opened>>);

struct Opened {
    pieces: Pieces,
    totals: Totals,
    entries: Blocks<EntryBlock>,
    names: Blocks<NameBlock>,
    by_reference: Blocks<LookupBlock>,
    by_id: Blocks<LookupBlock>,
}

const ENTRIES: Listed = |contents| &contents.entries;
const NAMES: Listed = |contents| &contents.names;
const BY_REFERENCE: Listed = |contents| &contents.by_reference;
const BY_ID: Listed = |contents| &contents.by_id;

impl RecordIndex {
    /// The graph in a snapshot, of which nothing is read yet but its contents.
    pub(crate) fn open(snapshot: Snapshot) -> RecordIndex {
        let contents = &snapshot.contents;
        let notes: Notes = contents.notes.iter().copied().collect();
        let lifetimes: Lifetimes = contents.withdrawals.iter().copied().collect();
        let totals = contents.totals();
        let sealed = Sealed(Some(Arc::new(Opened {
            totals,
            entries: Blocks::new(contents, ENTRIES),
            names: Blocks::new(contents, NAMES),
            by_reference: Blocks::new(contents, BY_REFERENCE),
            by_id: Blocks::new(contents, BY_ID),
            pieces: Pieces::new(snapshot),
        })));
        let (names, by_id) = (Names::after(&sealed), Table::starting_at(totals.events));
        RecordIndex { sealed, names, by_id, notes, lifetimes, ..RecordIndex::default() }
    }
}

/// Reads every block of a snapshot.
pub(crate) fn check(snapshot: &Snapshot) -> Result<(), SnapshotError> {
    blocks::check::<EntryBlock>(snapshot, ENTRIES)?;
    blocks::check::<NameBlock>(snapshot, NAMES)?;
    blocks::check::<LookupBlock>(snapshot, BY_REFERENCE)?;
    blocks::check::<LookupBlock>(snapshot, BY_ID)
}

impl Sealed {
    /// How many events stand in the snapshot: those with a lower index.
    pub(super) fn event_count(&self) -> usize {
        self.0.as_ref().map_or(0, |opened| opened.totals.events)
    }

    /// How many names stand in the snapshot: those with a lower number.
    pub(super) fn name_count(&self) -> usize {
        self.0.as_ref().map_or(0, |opened| opened.totals.names)
    }

    pub(super) fn entry(&self, index: Ordinal) -> &Entry {
        let (block, place) = self.entry_block(index);
        block.entry(place)
    }

    pub(super) fn edges(&self, index: Ordinal) -> &[Edge] {
        let (block, place) = self.entry_block(index);
        block.edges(place)
    }

    pub(super) fn deadline(&self, index: Ordinal) -> Option<&Time> {
        if index.get() >= self.event_count() {
            return None;
        }
        let (block, place) = self.entry_block(index);
        block.deadline(place)
    }

    pub(super) fn reference(&self, name: Name) -> Option<&Ref<'static>> {
        self.name_block(name).map(|(block, place)| block.reference(place))
    }

    pub(super) fn mentions(&self, name: Name) -> &[Mention] {
        self.name_block(name).map_or(&[], |(block, place)| block.mentions(place))
    }

    /// The mentions of `name` if any is in the capacity `role`.
    pub(super) fn mentions_as(&self, name: Name, role: Role) -> &[Mention] {
        let block = self.name_block(name).filter(|(block, place)| block.roles(*place).contains(role));
        block.map_or(&[], |(block, place)| block.mentions(place))
    }

    pub(super) fn first_mention(&self, name: Name) -> Ordinal {
        self.name_block(name).map_or(Ordinal::at(0), |(block, place)| block.first(place))
    }

    pub(super) fn find_name(&self, reference: &Ref<'_>) -> Option<Name> {
        let opened = self.0.as_ref()?;
        let hash = hash_of_reference(reference);
        opened
            .numbered(&opened.by_reference, hash)
            .map(Name::at)
            .find(|name| self.reference(*name) == Some(reference))
    }

    pub(super) fn find_event(&self, id: EventId) -> Option<Ordinal> {
        let opened = self.0.as_ref()?;
        let hash = hash_of_id(id);
        let events = opened.numbered(&opened.by_id, hash).filter(|number| *number < opened.totals.events);
        events.map(Ordinal::at).find(|index| self.entry(*index).id == id)
    }

    /// The block that holds the event at `index`, which is in the snapshot, and its place there.
    fn entry_block(&self, index: Ordinal) -> (&EntryBlock, usize) {
        let opened = self.0.as_ref().unwrap_or_else(|| unreachable!("no event is in no snapshot"));
        let (number, place) = (index.get() / entries::BLOCK_EVENTS, index.get() % entries::BLOCK_EVENTS);
        (opened.entries.get(number, &opened.pieces), place)
    }

    fn name_block(&self, name: Name) -> Option<(&NameBlock, usize)> {
        let opened = self.0.as_ref().filter(|opened| name.get() < opened.totals.names)?;
        let (number, place) = (name.get() / naming::BLOCK_NAMES, name.get() % naming::BLOCK_NAMES);
        Some((opened.names.get(number, &opened.pieces), place))
    }
}

impl Opened {
    /// The numbers that have this hash.
    fn numbered<'o>(
        &'o self,
        lookup: &'o Blocks<LookupBlock>,
        hash: u32,
    ) -> impl Iterator<Item = usize> + 'o {
        let block = (lookup.count() > 0).then(|| lookup::block_of(hash, lookup.count()));
        block.into_iter().flat_map(move |block| lookup.get(block, &self.pieces).numbered(hash))
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (event_count, name_count) = (self.event_count(), self.name_count());
        f.debug_struct("Sealed")
            .field("event_count", &event_count)
            .field("name_count", &name_count)
            .finish_non_exhaustive()
    }
}
