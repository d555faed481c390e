//! The graph of a record: every event without its texts, what it refers to, and while which positions it stands.
//!
//! It only ever grows at its end: what stands may stop standing, but nothing moves. So the record as of any position is
//! the graph seen from there. What a snapshot holds stays there, *sealed*, and is read block by block as it is looked
//! at; what came after it is kept in memory.

mod batch;
mod entry;
mod holdings;
mod label;
mod lifetime;
mod lists;
mod names;
mod notes;
mod sealed;
mod table;

use hashbrown::{DefaultHashBuilder, HashMap};
use onrecord_core::{Content, Event, EventId, Kind, Position, Ref, Role, StoryId};
use std::borrow::Borrow;
use std::hash::BuildHasher;

use batch::Outlined;
pub use batch::{Arrival, Batch};
pub use entry::{Detail, Edge};
pub(crate) use entry::{Entry, Ordinal, Time};
pub use holdings::Expecting;
pub(crate) use lifetime::{Known, Lifetimes};
use lists::Mention;
pub use names::Name;
use names::Names;
use notes::Notes;
use sealed::Sealed;
pub(crate) use sealed::{Contents, check, write};
use table::Table;

/// The events of a record without their texts, as a graph: who refers to what, in which capacity.
#[derive(Clone, Default, Debug)]
pub struct RecordIndex {
    /// The events in the snapshot that the graph was opened from.
    sealed: Sealed,
    /// The events after those.
    entries: Vec<Entry>,
    edges: Vec<Edge>,
    names: Names,
    /// The events by their ids.
    by_id: Table,
    hasher: DefaultHashBuilder,
    /// By when the question at each event asked for an answer, where it said so.
    deadlines: HashMap<Ordinal, Time>,
    lifetimes: Lifetimes,
    notes: Notes,
}

impl RecordIndex {
    /// How many events go into a graph together: enough for their looks at memory to overlap, and few enough for all
    /// that they bring to stay at hand.
    pub const EVENTS_TOGETHER: usize = 64;

    /// The graph of an empty record.
    pub fn new() -> RecordIndex {
        RecordIndex::default()
    }

    /// How many events have been applied: the position of the last one.
    pub fn head(&self) -> u64 {
        (self.sealed.event_count() + self.entries.len()) as u64
    }

    /// Applies the next event of the record.
    ///
    /// The event is taken as validated; one that refers to something unknown is kept, and finds nothing.
    pub fn apply(&mut self, event: &Event<'_>) -> Position {
        self.apply_all(std::slice::from_ref(event));
        Position::FIRST.after(self.head() - 1)
    }

    /// Applies the next events of the record, as one after the other would be. Many together take less time.
    pub fn apply_all(&mut self, events: &[Event<'_>]) {
        for events in events.chunks(RecordIndex::EVENTS_TOGETHER) {
            self.meet(events).arrivals().for_each(|arrival| self.take_in(arrival));
        }
    }

    /// Looks up all that the next events mention, at best of [`RecordIndex::EVENTS_TOGETHER`], before they are validated and
    /// [taken in](RecordIndex::take_in) one after the other.
    pub fn meet<'b, 'e: 'b>(&self, events: &'b [impl Borrow<Event<'e>>]) -> Batch<'b> {
        Batch::of(events, self)
    }

    /// Applies the next event, which this graph met. Nothing may have been [taken back](RecordIndex::truncate) since.
    pub fn take_in(&mut self, arrival: Arrival<'_, '_>) {
        let Arrival { outlined: Outlined { event, id_hash, time, deadline, .. }, met } = arrival;
        let index = Ordinal::at(self.head() as usize);
        let first_edge = self.edges.len() as u32;
        let names = &mut self.names;
        self.edges.extend(met.iter().map(|met| names.mention(met, index)));
        self.deadlines.extend(deadline.map(|deadline| (index, deadline)));
        let detail = Detail::of(&event.content);
        self.entries.push(Entry { id: event.id, kind: event.kind(), detail, time, first_edge });
        self.by_id.push(id_hash);
        if let Some(target) = self.target_of(event) {
            self.aim(index, target);
        }
    }

    /// Takes back the last events, so that `head` are left; those in the snapshot that the graph was opened from stay.
    pub fn truncate(&mut self, head: u64) {
        while self.head() > head
            && let Some(entry) = self.entries.pop()
        {
            let index = Ordinal::at(self.head() as usize);
            self.release(index, entry.kind);
            self.deadlines.remove(&index);
            self.by_id.pop(self.hash_of_id(entry.id));
            self.names.forget(index, self.edges.drain(entry.first_edge as usize..));
        }
    }

    /// The position of the event with this id, whether it still stands or not.
    pub fn position_of(&self, id: EventId) -> Option<Position> {
        self.index_of(id).map(Ordinal::position)
    }

    /// How many events belong to a story, withdrawn ones included. Every event of a story makes it greater.
    pub fn story_version(&self, story: &StoryId<'_>) -> u64 {
        let name = self.name(&Ref::Story(story.borrowed()));
        let count = |role| name.map_or(0, |name| self.mentions(name, role).count() as u64);
        count(Role::Defines) + count(Role::Story)
    }

    /// The positions of the events that bring `reference` in or mention it, ascending, withdrawn ones included.
    pub fn mentioning(&self, reference: &Ref<'_>) -> Vec<Position> {
        let mentions = self.name(reference).into_iter().flat_map(|name| self.all_mentions(name));
        let mut positions: Vec<Position> = mentions.map(|mention| mention.by().position()).collect();
        positions.dedup();
        positions
    }

    /// What `name` stands for; `None` for [`Name::UNSTATED`].
    pub fn reference(&self, name: Name) -> Option<Ref<'_>> {
        self.names.reference(name).or_else(|| self.sealed.reference(name).map(Ref::borrowed))
    }

    /// The name of `reference`, if any event ever mentioned it.
    pub fn name(&self, reference: &Ref<'_>) -> Option<Name> {
        self.names.find(reference).or_else(|| self.sealed.find_name(reference))
    }

    /// Every name ever mentioned, with what it stands for, in the order of first mention.
    pub fn names(&self) -> impl Iterator<Item = (Name, Ref<'_>)> {
        let names = (0..self.names.count()).map(Name::at);
        names.filter_map(|name| Some((name, self.reference(name)?)))
    }

    /// The names that the first `head` events mention.
    pub(crate) fn names_known(&self, head: u64) -> impl Iterator<Item = (Name, Ref<'_>)> {
        self.names().take_while(move |(name, _)| self.first_mention(*name).position().get() <= head)
    }

    /// The event that mentioned `name` first.
    fn first_mention(&self, name: Name) -> Ordinal {
        self.names.first(name).map_or_else(|| self.sealed.first_mention(name), Mention::by)
    }

    pub(crate) fn entry(&self, index: Ordinal) -> &Entry {
        match index.get().checked_sub(self.sealed.event_count()) {
            Some(place) => &self.entries[place],
            None => self.sealed.entry(index),
        }
    }

    pub(crate) fn edges(&self, index: Ordinal) -> &[Edge] {
        let Some(place) = index.get().checked_sub(self.sealed.event_count()) else {
            return self.sealed.edges(index);
        };
        let end = self.entries.get(place + 1).map_or(self.edges.len(), |next| next.first_edge as usize);
        &self.edges[self.entries[place].first_edge as usize..end]
    }

    /// The events that mention `name` in the capacity `role`, ascending.
    pub(crate) fn mentions(
        &self,
        name: Name,
        role: Role,
    ) -> impl DoubleEndedIterator<Item = Ordinal> + Clone + '_ {
        let sealed = self.sealed.mentions_as(name, role).iter().copied();
        let grown = self.names.may_mention(name, role).then(|| self.names.mentions(name));
        let mentions = sealed.chain(grown.into_iter().flatten());
        mentions.filter(move |mention| mention.role == role).map(Mention::by)
    }

    /// The mentions of `name` in the order of the record.
    fn all_mentions(&self, name: Name) -> impl DoubleEndedIterator<Item = Mention> + Clone + '_ {
        self.sealed.mentions(name).iter().copied().chain(self.names.mentions(name))
    }

    pub(crate) fn notes_on_date(&self, index: Ordinal) -> impl Iterator<Item = Ordinal> + '_ {
        let notes = self.notes.on(index).iter().copied();
        notes.filter(|note| self.entry(*note).kind == Kind::DateEstablished)
    }

    pub(crate) fn deadline(&self, index: Ordinal) -> Option<&Time> {
        self.deadlines.get(&index).or_else(|| self.sealed.deadline(index))
    }

    pub(crate) fn lifetimes(&self) -> &Lifetimes {
        &self.lifetimes
    }

    /// The event that the note at `index` withdraws or dates.
    pub(crate) fn target(&self, index: Ordinal) -> Option<Ordinal> {
        self.notes.target(index)
    }

    /// The event that `reference` stands for, seen from `head`: the one with this id, or the one standing that brought
    /// the name in.
    pub(crate) fn find(&self, reference: &Ref<'_>, head: u64) -> Option<Ordinal> {
        match reference {
            Ref::Event(id) => self.index_of(*id).filter(|index| self.lifetimes.stands(*index, head)),
            named => self.definer(self.name(named)?, head),
        }
    }

    /// The event that brought `name` in and stands, seen from `head`. Nearly always that is who mentioned it first, and is
    /// seen at one look.
    fn definer(&self, name: Name, head: u64) -> Option<Ordinal> {
        let stands = |index: &Ordinal| self.lifetimes.stands(*index, head);
        let first = self.names.first(name).filter(|mention| mention.role == Role::Defines).map(Mention::by);
        first.filter(stands).or_else(|| self.mentions(name, Role::Defines).find(stands))
    }

    fn index_of(&self, id: EventId) -> Option<Ordinal> {
        let is_it = |number: usize| self.entries[number - self.sealed.event_count()].id == id;
        let known = self.by_id.find(self.hash_of_id(id), is_it).map(Ordinal::at);
        known.or_else(|| self.sealed.find_event(id))
    }

    fn hash_of_id(&self, id: EventId) -> u64 {
        self.hasher.hash_one(id)
    }

    /// The event that a withdrawal withdraws, or that a note gives a date.
    fn target_of(&self, event: &Event<'_>) -> Option<Ordinal> {
        match &event.content {
            Content::EventWithdrawn(withdrawn) => self.find(&withdrawn.of, self.head() - 1),
            Content::DateEstablished(established) => self.find(&established.of, self.head() - 1),
            _ => None,
        }
    }

    /// Carries out what the note at `index` does to another event.
    fn aim(&mut self, index: Ordinal, target: Ordinal) {
        self.notes.aim(index, target);
        if self.entry(index).kind == Kind::EventWithdrawn {
            self.lifetimes.withdraw(target, index);
        }
    }

    /// Undoes what the last note, which is of this kind, did to another event.
    fn release(&mut self, index: Ordinal, kind: Kind) {
        let target = self.notes.release(index);
        if let Some(target) = target.filter(|_| kind == Kind::EventWithdrawn) {
            self.lifetimes.release(target);
        }
    }
}

/// Outlines are equal if they hold the same events, whether in a snapshot or not.
impl PartialEq for RecordIndex {
    fn eq(&self, other: &RecordIndex) -> bool {
        let indices = (0..self.head() as usize).map(Ordinal::at);
        let same_event = |index: Ordinal| {
            let (one, two) = (self.entry(index), other.entry(index));
            (one.id, one.kind, &one.detail, &one.time) == (two.id, two.kind, &two.detail, &two.time)
                && self.edges(index) == other.edges(index)
                && self.deadline(index) == other.deadline(index)
        };
        self.head() == other.head()
            && self.names().eq(other.names())
            && (&self.notes, &self.lifetimes) == (&other.notes, &other.lifetimes)
            && indices.into_iter().all(same_event)
    }
}
