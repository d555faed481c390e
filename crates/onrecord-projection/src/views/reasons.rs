//! What is behind a row beside the events that it shows: notes that date them, and merges of the actors in them.
//!
//! The reasons of a row are complete (law 11): without an event to which none of them leads, the row is the same. An act
//! leads to what it refers to, but not to the note that gives it a date, nor to the merge after which somebody else is
//! meant by a name in it.

use hashbrown::HashSet;
use onrecord_core::{Position, Ref};
use onrecord_index::{Act, AsOf, Name};

/// The reasons of one row, as they are found.
pub(super) struct Reasons<'a> {
    at: &'a AsOf<'a>,
    /// Events of which it matters who acted, and when.
    dated: Vec<Position>,
    /// Events of which it matters who acted.
    undated: Vec<Position>,
    merges: Vec<Position>,
    names: HashSet<Name>,
}

impl<'a> Reasons<'a> {
    pub(super) fn new(at: &'a AsOf<'_>) -> Reasons<'a> {
        Reasons { at, dated: Vec::new(), undated: Vec::new(), merges: Vec::new(), names: HashSet::new() }
    }

    /// Events of which it matters who acted, and when.
    pub(super) fn dated(&mut self, events: impl IntoIterator<Item = Position>) {
        self.dated.extend(events);
    }

    /// Events of which it matters who acted, and not when.
    pub(super) fn undated(&mut self, events: impl IntoIterator<Item = Position>) {
        self.undated.extend(events);
    }

    /// Who is meant by the names of actors in an act, which need be no reason itself.
    pub(super) fn actors_in(&mut self, act: &Act<'_>) {
        let is_actor = |name: &Name| matches!(self.at.reference(*name), Some(Ref::Actor(_)));
        let actors = act.edges().map(|(_, name)| name).filter(is_actor);
        actors.for_each(|actor| self.actor(actor));
    }

    /// Who is meant by the name of an actor, and by the names of those for whom it speaks.
    pub(super) fn actor(&mut self, name: Name) {
        if self.names.insert(name) {
            self.merges.extend_from_slice(&self.at.merges_behind(name));
        }
    }

    /// All of them, ascending.
    pub(super) fn found(mut self) -> Vec<Position> {
        // Most of them are found in the order of the record, and what is found later is added behind: stable sorting is
        // nearly linear in that.
        self.dated.sort();
        self.dated.dedup();
        let mut events = std::mem::take(&mut self.dated);
        let mut notes = Vec::new();
        for act in events.iter().filter_map(|position| self.at.recorded(*position)) {
            notes.extend_from_slice(&act.dated_by());
        }
        events.append(&mut self.undated);
        events.sort();
        events.dedup();
        for act in events.iter().filter_map(|position| self.at.recorded(*position)) {
            self.actors_in(&act);
        }
        events.append(&mut notes);
        events.append(&mut self.merges);
        events.sort();
        events.dedup();
        events
    }
}
