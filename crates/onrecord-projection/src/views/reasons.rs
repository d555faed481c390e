//! What is behind a row beside the events that it shows: notes that date them, and merges of the actors in them.
//!
//! The reasons of a row are complete (law 11): without an event to which none of them leads, the row is the same. An act
//! leads to what it refers to, but not to the note that gives it a date, nor to the merge after which somebody else is
//! meant by a name in it.

use std::collections::BTreeSet;

use hashbrown::HashSet;
use onrecord_core::{Position, Role, Sort};
use onrecord_index::{Act, AsOf, Name};

/// The reasons of one row, as they are found.
pub(super) struct Reasons<'a> {
    at: &'a AsOf<'a>,
    events: BTreeSet<Position>,
    actors: HashSet<Name>,
}

impl<'a> Reasons<'a> {
    pub(super) fn new(at: &'a AsOf<'_>) -> Reasons<'a> {
        Reasons { at, events: BTreeSet::new(), actors: HashSet::new() }
    }

    /// Events of which it matters who acted, and when.
    pub(super) fn dated(&mut self, events: impl IntoIterator<Item = Position>) {
        for position in events {
            if let Some(act) = self.at.recorded(position) {
                self.dates(&act);
                self.add(&act);
            }
        }
    }

    /// Events of which it matters who acted, and not when.
    pub(super) fn undated(&mut self, events: impl IntoIterator<Item = Position>) {
        for position in events {
            if let Some(act) = self.at.recorded(position) {
                self.add(&act);
            }
        }
    }

    fn add(&mut self, act: &Act<'_>) {
        if self.events.insert(act.position()) {
            self.actors_in(act);
        }
    }

    /// The notes that date an act, which need be no reason itself.
    pub(super) fn dates(&mut self, act: &Act<'_>) {
        self.events.extend(act.dated_by().iter().copied());
    }

    /// Who is meant by the names of actors in an act, which need be no reason itself.
    pub(super) fn actors_in(&mut self, act: &Act<'_>) {
        act.edges().for_each(|(_, name)| self.actor(name));
    }

    /// Who is meant by the name of an actor, and by the names of those for whom it speaks.
    pub(super) fn actor(&mut self, name: Name) {
        // Hardly any actor was ever merged, or speaks for one that was: no more is looked for of the others.
        if !self.at.may_reach_mention(name, (Role::Defines, Role::SpeaksFor), Role::Merged) {
            return;
        }
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            let is_actor = self.at.reference(name).is_some_and(|named| named.sort() == Sort::Actor);
            if !is_actor || !self.actors.insert(name) {
                continue;
            }
            for merge in self.at.mentions(name, Role::Merged) {
                self.events.insert(merge.position());
                open.extend(merge.all(Role::Into));
            }
            open.extend(self.at.definition(name).and_then(|introduced| introduced.one(Role::SpeaksFor)));
        }
    }

    /// All of them, ascending.
    pub(super) fn found(self) -> Vec<Position> {
        self.events.into_iter().collect()
    }
}
