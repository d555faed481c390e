//! The graph of a record: every event without its texts, what it refers to, and while which positions it stands.
//!
//! It only ever grows at its end: what stands may stop standing, but nothing moves. So the record as of any position is
//! the graph seen from there. What a snapshot holds stays there, *sealed*, and is read block by block as it is looked
//! at; what came after it is kept in memory, in layers. A clone shares all of them, and goes on showing what it showed.

mod batch;
mod effect;
mod entry;
mod holdings;
mod label;
mod layer;
mod lifetime;
mod lists;
mod names;
mod notes;
mod sealed;
mod snapshot;
mod stack;
mod table;
mod whole;

use hashbrown::DefaultHashBuilder;
use onrecord_core::{Event, EventId, Kind, Position, Ref, Role, StoryId};
use smallvec::SmallVec;
use std::hash::BuildHasher;
use std::sync::Arc;

use crate::error::IndexError;
use batch::Met;
pub use batch::{Arrival, Batch, Batching};
pub use entry::{Detail, Edge};
pub(crate) use entry::{Entry, Ordinal, Time};
pub use holdings::Expecting;
use label::Label;
use layer::Layer;
pub(crate) use lifetime::Known;
use lists::Mention;
pub use names::Name;
use sealed::Sealed;
pub use snapshot::{Snapshot, SnapshotError, SnapshotSource};

/// The events of a record without their texts, as a graph: who refers to what, in which capacity.
///
/// A clone costs next to nothing and never changes, whatever is applied to the original.
#[derive(Clone, Default, Debug)]
pub struct RecordIndex {
    /// The events in the snapshot that the graph was opened from.
    sealed: Sealed,
    /// The events after those, the oldest layer first.
    layers: Vec<Arc<Layer>>,
    hasher: DefaultHashBuilder,
}

impl RecordIndex {
    /// The graph of an empty record.
    pub fn new() -> RecordIndex {
        RecordIndex::default()
    }

    /// How many events have been applied: the position of the last one.
    pub fn head(&self) -> u64 {
        self.layers.last().map_or(self.sealed.event_count(), |top| top.end()) as u64
    }

    /// What first went wrong when the snapshot was read that this graph, or one that it was cloned from, was opened from.
    /// Some answers cannot be had then, but from a graph that is folded from the log.
    pub fn failure(&self) -> Option<&IndexError> {
        self.sealed.failure()
    }

    /// Applies the next event of the record.
    ///
    /// The event is taken as validated; one that refers to something unknown is kept, and finds nothing.
    ///
    /// # Errors
    /// As [`RecordIndex::apply_all`].
    pub fn apply(&mut self, event: &Event<'_>) -> Result<Position, IndexError> {
        self.apply_all(std::slice::from_ref(event))?;
        Ok(Position::FIRST.after(self.head() - 1))
    }

    /// Applies the next events of the record, as one after the other would be. Many together take less time.
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot that the graph was opened from cannot be read; an index that was not opened
    /// from one has no errors. The events before the one that could not be looked up are applied.
    pub fn apply_all(&mut self, events: &[Event<'_>]) -> Result<(), IndexError> {
        for events in events.chunks(RecordIndex::EVENTS_TOGETHER) {
            let mut batch = self.meet(events)?;
            batch.arrivals().try_for_each(|arrival| self.take_in(arrival))?;
        }
        Ok(())
    }

    /// The position of the event with this id, whether it still stands or not.
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot cannot be read.
    pub fn position_of(&self, id: EventId) -> Result<Option<Position>, IndexError> {
        Ok(self.index_of(id)?.map(Ordinal::position))
    }

    /// How many events belong to a story, withdrawn ones included. Every event of a story makes it greater.
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot cannot be read.
    pub fn story_version(&self, story: &StoryId<'_>) -> Result<u64, IndexError> {
        let Some(name) = self.name(&Ref::Story(story.borrowed()))? else { return Ok(0) };
        let count = |role| self.mentions(name, role).map(|mentions| mentions.count() as u64);
        Ok(count(Role::Defines)? + count(Role::Story)?)
    }

    /// The positions of the events that bring `reference` in or mention it, ascending, withdrawn ones included.
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot cannot be read.
    pub fn mentioning(&self, reference: &Ref<'_>) -> Result<Vec<Position>, IndexError> {
        let Some(name) = self.name(reference)? else { return Ok(Vec::new()) };
        let mentions = self.all_mentions(name)?;
        let mut positions: Vec<Position> = mentions.map(|mention| mention.by().position()).collect();
        positions.dedup();
        Ok(positions)
    }

    /// What `name` stands for; `None` for [`Name::UNSTATED`].
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot cannot be read.
    pub fn reference(&self, name: Name) -> Result<Option<Ref<'_>>, IndexError> {
        match self.layer_naming(name) {
            Some(layer) => Ok(layer.names.reference(name)),
            None => Ok(self.sealed.reference(name)?.map(Ref::borrowed)),
        }
    }

    /// The name of `reference`, if any event ever mentioned it.
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot cannot be read.
    pub fn name(&self, reference: &Ref<'_>) -> Result<Option<Name>, IndexError> {
        let label = Label::of(reference);
        let hash = label.hash(reference, &self.hasher);
        let known = self.layers.iter().rev().find_map(|layer| layer.names.find(hash, &label, reference));
        known.map_or_else(|| self.sealed.find_name(reference), |name| Ok(Some(name)))
    }

    /// Every name ever mentioned, with what it stands for, in the order of first mention.
    pub fn names(&self) -> impl Iterator<Item = Result<(Name, Ref<'_>), IndexError>> {
        let names = (0..self.name_count()).map(Name::at);
        names.filter_map(|name| Some(self.reference(name).transpose()?.map(|reference| (name, reference))))
    }

    /// The event that mentioned `name` first.
    pub(crate) fn first_mention(&self, name: Name) -> Result<Ordinal, IndexError> {
        match self.layer_naming(name).and_then(|layer| layer.names.first(name)) {
            Some(mention) => Ok(mention.by()),
            None => self.sealed.first_mention(name),
        }
    }

    pub(crate) fn entry(&self, index: Ordinal) -> Result<&Entry, IndexError> {
        match self.layer_of(index).and_then(|layer| layer.entry(index)) {
            Some(entry) => Ok(entry),
            None => self.sealed.entry(index),
        }
    }

    pub(crate) fn edges(&self, index: Ordinal) -> Result<&[Edge], IndexError> {
        match self.layer_of(index) {
            Some(layer) => Ok(layer.edges(index)),
            None => self.sealed.edges(index),
        }
    }

    /// The events that mention `name` in the capacity `role`, ascending.
    pub(crate) fn mentions(
        &self,
        name: Name,
        role: Role,
    ) -> Result<impl DoubleEndedIterator<Item = Ordinal> + Clone + '_, IndexError> {
        let sealed = self.sealed.mentions_as(name, role)?.iter().copied();
        let grown = self.layers.iter().flat_map(move |layer| layer.names.mentions_as(name, role));
        let mentions = sealed.chain(grown);
        Ok(mentions.filter(move |mention| mention.role == role).map(Mention::by))
    }

    /// The mentions of `name` in the order of the record.
    fn all_mentions(
        &self,
        name: Name,
    ) -> Result<impl DoubleEndedIterator<Item = Mention> + Clone + '_, IndexError> {
        let sealed = self.sealed.mentions(name)?.iter().copied();
        Ok(sealed.chain(self.layers.iter().flat_map(move |layer| layer.names.mentions(name))))
    }

    /// The notes that give the event at `index` a date.
    pub(crate) fn notes_on_date(&self, index: Ordinal) -> Result<SmallVec<[Ordinal; 2]>, IndexError> {
        let mut dates = SmallVec::new();
        for note in self.notes_on(index) {
            if self.entry(note)?.kind == Kind::DateEstablished {
                dates.push(note);
            }
        }
        Ok(dates)
    }

    /// The notes aimed at the event at `index`, ascending.
    fn notes_on(&self, index: Ordinal) -> impl Iterator<Item = Ordinal> + '_ {
        let grown = self.layers.iter().flat_map(move |layer| layer.notes.on(index));
        self.sealed.notes_on(index).iter().chain(grown).copied()
    }

    pub(crate) fn deadline(&self, index: Ordinal) -> Result<Option<&Time>, IndexError> {
        match self.layer_of(index) {
            Some(layer) => Ok(layer.deadline(index)),
            None => self.sealed.deadline(index),
        }
    }

    /// The event that the note at `index` withdraws or dates.
    pub(crate) fn target(&self, index: Ordinal) -> Option<Ordinal> {
        match self.layer_of(index) {
            Some(layer) => layer.notes.target(index),
            None => self.sealed.target(index),
        }
    }

    /// The event that `reference` stands for, seen from `head`: the one with this id, or the one standing that brought
    /// the name in.
    pub(crate) fn find(&self, reference: &Ref<'_>, head: u64) -> Result<Option<Ordinal>, IndexError> {
        if let Ref::Event(id) = reference {
            return self.standing_event(*id, head);
        }
        self.name(reference)?.map_or(Ok(None), |name| self.definer(name, head))
    }

    /// The event with this id, if it stands, seen from `head`.
    fn standing_event(&self, id: EventId, head: u64) -> Result<Option<Ordinal>, IndexError> {
        Ok(self.index_of(id)?.filter(|index| self.stands(*index, head)))
    }

    /// The event that brought `name` in and stands, seen from `head`. Nearly always that is who mentioned it first, and is
    /// seen at one look.
    fn definer(&self, name: Name, head: u64) -> Result<Option<Ordinal>, IndexError> {
        let stands = |index: &Ordinal| self.stands(*index, head);
        let first = self.layer_naming(name).and_then(|layer| layer.names.first(name));
        let first = first.filter(|mention| mention.role == Role::Defines).map(Mention::by).filter(stands);
        first.map_or_else(|| Ok(self.mentions(name, Role::Defines)?.find(stands)), |first| Ok(Some(first)))
    }

    /// The name of what is met. What had none when it was looked up may have been named since.
    fn name_of(&self, met: &Met) -> Option<Name> {
        met.name.or_else(|| self.layers.iter().rev().find_map(|layer| layer.names.find_met(met)))
    }

    fn index_of(&self, id: EventId) -> Result<Option<Ordinal>, IndexError> {
        let hash = self.hasher.hash_one(id);
        let known = self.layers.iter().rev().find_map(|layer| layer.find_event(id, hash));
        known.map_or_else(|| self.sealed.find_event(id), |index| Ok(Some(index)))
    }

    /// The layer in which `name` was mentioned first; `None` where that is the snapshot.
    fn layer_naming(&self, name: Name) -> Option<&Layer> {
        if name.get() < self.sealed.name_count() {
            return None;
        }
        self.layers.iter().find(|layer| name.get() < layer.names.end()).map(Arc::as_ref)
    }

    /// How many names there are: the number of the next one.
    fn name_count(&self) -> usize {
        self.layers.last().map_or(self.sealed.name_count(), |top| top.names.end())
    }
}
