//! The outline of a record: every event without its texts, what it refers to, and while which positions it stands.
//!
//! It only ever grows at its end: what stands may stop standing, but nothing moves. So the record as of any position is
//! the outline seen from there.

mod entry;
mod form;
mod holdings;
mod lifetime;
mod names;

use hashbrown::HashMap;
use onrecord_core::{Clock, Content, Event, EventId, Kind, Position, Ref, Role, StoryId, Visitor, When};

pub use entry::{Detail, Edge};
pub(crate) use entry::{Entry, Index};
pub(crate) use form::OutlineForm;
pub(crate) use lifetime::Lifetimes;
pub use names::Name;
use names::Names;

/// The events of a record without their texts, as a graph: who refers to what, in which capacity.
#[derive(Clone, Default, Debug, PartialEq)]
pub struct Outline {
    names: Names,
    entries: Vec<Entry>,
    edges: Vec<Edge>,
    by_id: HashMap<EventId, Index>,
    lifetimes: Lifetimes,
    /// The event that a withdrawal withdraws, or that a note gives a date.
    targets: HashMap<Index, Index>,
    /// For each event, the notes that give it a date.
    dated: HashMap<Index, Vec<Index>>,
    /// By when the question at each event asked for an answer, where it said so.
    deadlines: HashMap<Index, When<'static>>,
}

impl Outline {
    /// The outline of an empty record.
    pub fn new() -> Outline {
        Outline::default()
    }

    /// How many events have been applied: the position of the last one.
    pub fn head(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Applies the next event of the record.
    ///
    /// The event is taken as validated; one that refers to something unknown is kept, and finds nothing.
    pub fn apply(&mut self, event: &Event<'_>) -> Position {
        let index = Index::at(self.entries.len());
        let first_edge = self.edges.len() as u32;
        let mut kept = Kept { outline: self, index, time: None, deadline: None };
        event.content.visit(&mut kept);
        let (time, deadline) = (kept.time, kept.deadline);
        self.deadlines.extend(deadline.map(|deadline| (index, deadline)));
        self.push(Entry {
            id: event.id,
            kind: event.kind(),
            detail: Detail::of(&event.content),
            time,
            first_edge,
        });
        if let Some(target) = self.target_of(event) {
            self.aim(index, target);
        }
        index.position()
    }

    /// Takes back the last events, so that `head` are left.
    pub fn truncate(&mut self, head: u64) {
        while self.head() > head {
            let index = Index::at(self.entries.len() - 1);
            self.release(index);
            self.deadlines.remove(&index);
            if let Some(entry) = self.entries.pop() {
                self.by_id.remove(&entry.id);
                self.forget_edges(entry.first_edge as usize, index);
            }
        }
    }

    /// The position of the event with this id, whether it still stands or not.
    pub fn position_of(&self, id: EventId) -> Option<Position> {
        self.by_id.get(&id).map(|index| index.position())
    }

    /// How many events belong to a story, withdrawn ones included. Every event of a story makes it greater.
    pub fn story_version(&self, story: &StoryId<'_>) -> u64 {
        let name = self.name(&Ref::Story(story.borrowed()));
        let count = |role| name.map_or(0, |name| self.mentions(name, role).len() as u64);
        count(Role::Defines) + count(Role::Story)
    }

    /// What `name` stands for; `None` for [`Name::UNSTATED`].
    pub fn reference(&self, name: Name) -> Option<&Ref<'static>> {
        self.names.get(name)
    }

    /// The name of `reference`, if any event ever mentioned it.
    pub fn name(&self, reference: &Ref<'_>) -> Option<Name> {
        self.names.find(reference)
    }

    /// Every name ever mentioned, with what it stands for, in the order of first mention.
    pub fn names(&self) -> impl Iterator<Item = (Name, &Ref<'static>)> {
        self.names.iter()
    }

    pub(crate) fn names_known(&self, head: u64) -> impl Iterator<Item = (Name, &Ref<'static>)> {
        self.names.known(head)
    }

    pub(crate) fn entry(&self, index: Index) -> &Entry {
        &self.entries[index.get()]
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (Index, &Entry)> {
        self.entries.iter().enumerate().map(|(index, entry)| (Index::at(index), entry))
    }

    pub(crate) fn edges(&self, index: Index) -> &[Edge] {
        let end = self.entries.get(index.get() + 1).map_or(self.edges.len(), |next| next.first_edge as usize);
        &self.edges[self.entry(index).first_edge as usize..end]
    }

    pub(crate) fn mentions(&self, name: Name, role: Role) -> &[Index] {
        self.names.mentions(name, role)
    }

    pub(crate) fn notes_on_date(&self, index: Index) -> &[Index] {
        self.dated.get(&index).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn deadline(&self, index: Index) -> Option<&When<'static>> {
        self.deadlines.get(&index)
    }

    pub(crate) fn lifetimes(&self) -> &Lifetimes {
        &self.lifetimes
    }

    /// The event that the note at `index` withdraws or dates.
    pub(crate) fn target(&self, index: Index) -> Option<Index> {
        self.targets.get(&index).copied()
    }

    /// The event that `reference` stands for, seen from `head`: the one with this id, or the one standing that brought
    /// the name in.
    pub(crate) fn find(&self, reference: &Ref<'_>, head: u64) -> Option<Index> {
        let stands = |index: &&Index| self.lifetimes.stands(**index, head);
        match reference {
            Ref::Event(id) => self.by_id.get(id).filter(stands).copied(),
            named => self.mentions(self.name(named)?, Role::Defines).iter().rfind(stands).copied(),
        }
    }

    /// The event that a withdrawal withdraws, or that a note gives a date.
    fn target_of(&self, event: &Event<'_>) -> Option<Index> {
        match &event.content {
            Content::EventWithdrawn(withdrawn) => self.find(&withdrawn.of, self.head() - 1),
            Content::DateEstablished(established) => self.find(&established.of, self.head() - 1),
            _ => None,
        }
    }

    fn push(&mut self, entry: Entry) {
        self.by_id.insert(entry.id, Index::at(self.entries.len()));
        self.entries.push(entry);
    }

    /// Carries out what the note at `index` does to another event.
    fn aim(&mut self, index: Index, target: Index) {
        self.targets.insert(index, target);
        match self.entry(index).kind {
            Kind::EventWithdrawn => self.turn(index, target),
            _ => self.dated.entry(target).or_default().push(index),
        }
    }

    fn release(&mut self, index: Index) {
        let Some(target) = self.targets.remove(&index) else { return };
        match self.entry(index).kind {
            Kind::EventWithdrawn => self.turn_back(index, target),
            _ => drop(self.dated.get_mut(&target).and_then(Vec::pop)),
        }
    }

    /// At the event at `by`, `target` ceases to stand, or stands again. To withdraw a withdrawal is to let its own
    /// target stand again, unless something else withdraws that too, and so on down the chain.
    fn turn(&mut self, by: Index, target: Index) {
        let stood = self.lifetimes.stands(target, by.position().get());
        if !stood && self.is_withdrawn(target, by.position()) {
            return;
        }
        self.lifetimes.turn(target, by.position());
        if let (Kind::EventWithdrawn, Some(next)) = (self.entry(target).kind, self.target(target)) {
            self.turn(by, next);
        }
    }

    /// Whether a withdrawal that stands as of `head` is aimed at `target`.
    fn is_withdrawn(&self, target: Index, head: Position) -> bool {
        let notes = self.targets.iter().filter(|(_, aimed_at)| **aimed_at == target).map(|(note, _)| *note);
        let mut withdrawals = notes.filter(|note| self.entry(*note).kind == Kind::EventWithdrawn);
        withdrawals.any(|note| self.lifetimes.stands(note, head.get()))
    }

    fn turn_back(&mut self, by: Index, target: Index) {
        self.lifetimes.turn_back(target, by.position());
        if let (Kind::EventWithdrawn, Some(next)) = (self.entry(target).kind, self.target(target)) {
            self.turn_back(by, next);
        }
    }

    fn mention(&mut self, role: Role, to: &Ref<'_>, index: Index) {
        let to = self.names.mention(to, role, index);
        self.edges.push(Edge { to, role });
    }

    fn mention_unstated(&mut self, role: Role) {
        self.edges.push(Edge { to: Name::UNSTATED, role });
    }

    fn forget_edges(&mut self, first_edge: usize, index: Index) {
        self.names.forget(index, self.edges.drain(first_edge..));
    }
}

/// Collects what the outline keeps of one event's fields.
struct Kept<'o> {
    outline: &'o mut Outline,
    index: Index,
    time: Option<When<'static>>,
    deadline: Option<When<'static>>,
}

impl<'e> Visitor<'e> for Kept<'_> {
    fn reference(&mut self, role: Role, to: Ref<'e>) {
        self.outline.mention(role, &to, self.index);
    }

    fn unstated(&mut self, role: Role) {
        self.outline.mention_unstated(role);
    }

    fn time(&mut self, clock: Clock, when: &'e When<'e>) {
        match clock {
            Clock::Said | Clock::Established => self.time = Some(when.clone().into_owned()),
            Clock::Deadline => self.deadline = Some(when.clone().into_owned()),
            Clock::About | Clock::Archived => {}
        }
    }
}
