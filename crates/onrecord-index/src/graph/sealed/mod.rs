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

use super::lifetime::Lifetimes;
use super::lists::Mention;
use super::notes::Notes;
use super::snapshot::{Snapshot, SnapshotError};
use super::{Edge, Entry, Name, Ordinal, RecordIndex, Time};
use crate::error::IndexError;
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
    notes: Notes,
    lifetimes: Lifetimes,
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
        let sealed = Sealed(Some(Arc::new(Opened {
            totals: contents.totals(),
            notes: contents.notes.iter().copied().collect(),
            lifetimes: contents.withdrawals.iter().copied().collect(),
            entries: Blocks::new(contents, ENTRIES),
            names: Blocks::new(contents, NAMES),
            by_reference: Blocks::new(contents, BY_REFERENCE),
            by_id: Blocks::new(contents, BY_ID),
            pieces: Pieces::new(snapshot),
        })));
        RecordIndex { sealed, ..RecordIndex::default() }
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

    /// Whether there is no snapshot.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// What first went wrong when the snapshot was read.
    pub(super) fn failure(&self) -> Option<&IndexError> {
        self.0.as_ref()?.pieces.failure()
    }

    pub(super) fn entry(&self, index: Ordinal) -> Result<&Entry, IndexError> {
        let (block, place) = self.entry_block(index)?;
        Ok(block.entry(place))
    }

    pub(super) fn edges(&self, index: Ordinal) -> Result<&[Edge], IndexError> {
        let (block, place) = self.entry_block(index)?;
        Ok(block.edges(place))
    }

    pub(super) fn deadline(&self, index: Ordinal) -> Result<Option<&Time>, IndexError> {
        let (block, place) = self.entry_block(index)?;
        Ok(block.deadline(place))
    }

    pub(super) fn withdrawals_of(&self, index: Ordinal) -> &[Ordinal] {
        self.0.as_ref().map_or(&[], |opened| opened.lifetimes.by(index))
    }

    pub(super) fn all_withdrawals(&self) -> Vec<(Ordinal, Ordinal)> {
        self.0.as_ref().map_or_else(Vec::new, |opened| opened.lifetimes.all())
    }

    pub(super) fn target(&self, note: Ordinal) -> Option<Ordinal> {
        self.0.as_ref()?.notes.target(note)
    }

    pub(super) fn notes_on(&self, index: Ordinal) -> &[Ordinal] {
        self.0.as_ref().map_or(&[], |opened| opened.notes.on(index))
    }

    pub(super) fn all_notes(&self) -> Vec<(Ordinal, Ordinal)> {
        self.0.as_ref().map_or_else(Vec::new, |opened| opened.notes.all())
    }

    pub(super) fn reference(&self, name: Name) -> Result<Option<&Ref<'static>>, IndexError> {
        Ok(self.name_block(name)?.map(|(block, place)| block.reference(place)))
    }

    pub(super) fn mentions(&self, name: Name) -> Result<&[Mention], IndexError> {
        Ok(self.name_block(name)?.map_or(&[], |(block, place)| block.mentions(place)))
    }

    /// The mentions of `name` in the capacity `role`, in the order of the record.
    pub(super) fn mentions_as(&self, name: Name, role: Role) -> Result<&[Mention], IndexError> {
        Ok(self.name_block(name)?.map_or(&[], |(block, place)| block.mentions_as(place, role)))
    }

    pub(super) fn first_mention(&self, name: Name) -> Result<Ordinal, IndexError> {
        Ok(self.name_block(name)?.map_or(Ordinal::at(0), |(block, place)| block.first(place)))
    }

    pub(super) fn find_name(&self, reference: &Ref<'_>) -> Result<Option<Name>, IndexError> {
        let Some(opened) = &self.0 else { return Ok(None) };
        for number in opened.numbered(&opened.by_reference, hash_of_reference(reference))? {
            if self.reference(Name::at(number))? == Some(reference) {
                return Ok(Some(Name::at(number)));
            }
        }
        Ok(None)
    }

    pub(super) fn find_event(&self, id: EventId) -> Result<Option<Ordinal>, IndexError> {
        let Some(opened) = &self.0 else { return Ok(None) };
        let numbers = opened.numbered(&opened.by_id, hash_of_id(id))?;
        for number in numbers.filter(|number| *number < opened.totals.events) {
            if self.entry(Ordinal::at(number))?.id == id {
                return Ok(Some(Ordinal::at(number)));
            }
        }
        Ok(None)
    }

    /// The block that holds the event at `index`, and its place there.
    fn entry_block(&self, index: Ordinal) -> Result<(&EntryBlock, usize), IndexError> {
        let opened = self.0.as_ref().filter(|opened| index.get() < opened.totals.events);
        let Some(opened) = opened else {
            return Err(IndexError::Damaged { problem: format!("there is no event {}", index.position()) });
        };
        let (number, place) = (index.get() / entries::BLOCK_EVENTS, index.get() % entries::BLOCK_EVENTS);
        Ok((opened.entries.get(number, &opened.pieces)?, place))
    }

    fn name_block(&self, name: Name) -> Result<Option<(&NameBlock, usize)>, IndexError> {
        let opened = self.0.as_ref().filter(|opened| name.get() < opened.totals.names);
        let Some(opened) = opened else { return Ok(None) };
        let (number, place) = (name.get() / naming::BLOCK_NAMES, name.get() % naming::BLOCK_NAMES);
        Ok(Some((opened.names.get(number, &opened.pieces)?, place)))
    }
}

impl Opened {
    /// The numbers that have this hash.
    fn numbered<'o>(
        &'o self,
        lookup: &'o Blocks<LookupBlock>,
        hash: u32,
    ) -> Result<impl Iterator<Item = usize> + 'o, IndexError> {
        let block = match lookup.count() {
            0 => None,
            count => Some(lookup.get(lookup::block_of(hash, count), &self.pieces)?),
        };
        Ok(block.into_iter().flat_map(move |block| block.numbered(hash)))
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
