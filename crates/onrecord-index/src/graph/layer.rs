//! One layer of a graph: events that follow on those in the layers below, and all that they brought about.
//!
//! A layer that a clone of the graph holds too is never changed. So whoever holds a clone goes on seeing what it saw,
//! and waits for nobody.

use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashMap};
use onrecord_core::EventId;
use std::hash::BuildHasher;

use super::batch::{Arrival, Met};
use super::lifetime::Lifetimes;
use super::names::Names;
use super::notes::Notes;
use super::table::Table;
use super::{Edge, Entry, Name, Ordinal, Time};

/// Events in their order, numbered on from those below; and the names, withdrawals and aims that they brought.
#[derive(Clone, Default, Debug)]
pub(super) struct Layer {
    /// How many events stand below.
    first: usize,
    entries: Vec<Entry>,
    edges: Vec<Edge>,
    pub(super) names: Names,
    /// The events by their ids.
    by_id: Table,
    /// By when the question at each event asked for an answer, where it said so.
    deadlines: HashMap<Ordinal, Time>,
    pub(super) lifetimes: Lifetimes,
    pub(super) notes: Notes,
}

/// What the event that comes next does to others.
pub(super) struct Effect {
    /// The event that it withdraws or dates.
    pub(super) target: Ordinal,
    /// Whether it withdraws that event.
    pub(super) withdraws: bool,
}

impl Layer {
    /// A layer on top of so many events and names.
    pub(super) fn after(events: usize, names: usize) -> Layer {
        let (names, by_id) = (Names::after(names), Table::starting_at(events));
        Layer { first: events, names, by_id, ..Layer::default() }
    }

    /// How many events it holds.
    pub(super) fn event_count(&self) -> usize {
        self.entries.len()
    }

    /// How many events there are up to its end.
    pub(super) fn end(&self) -> usize {
        self.first + self.entries.len()
    }

    /// How many events stand below.
    pub(super) fn first(&self) -> usize {
        self.first
    }

    /// The event at `index`, if it is in this layer.
    pub(super) fn entry(&self, index: Ordinal) -> Option<&Entry> {
        self.entries.get(index.get().checked_sub(self.first)?)
    }

    /// What the event at `index`, which is in this layer, mentions.
    pub(super) fn edges(&self, index: Ordinal) -> &[Edge] {
        let place = index.get() - self.first;
        let end = self.entries.get(place + 1).map_or(self.edges.len(), |next| next.first_edge as usize);
        &self.edges[self.entries[place].first_edge as usize..end]
    }

    pub(super) fn deadline(&self, index: Ordinal) -> Option<&Time> {
        self.deadlines.get(&index)
    }

    /// The last event in this layer with this id.
    pub(super) fn find_event(&self, id: EventId, hash: u64) -> Option<Ordinal> {
        let is_it = |number: usize| self.entries[number - self.first].id == id;
        self.by_id.find(hash, is_it).map(Ordinal::at)
    }

    /// Looks at where the ids with these hashes stand or would stand, so that it is at hand.
    pub(super) fn look_at(&self, id_hashes: impl Iterator<Item = u64>) {
        self.by_id.look_at(id_hashes);
    }

    /// Adds the next event, which does this to others. What it mentions may have come by a name in the layers `below`
    /// since it was looked up.
    pub(super) fn push(&mut self, arrival: Arrival<'_>, effect: Option<Effect>, below: &[Arc<Layer>]) {
        let Arrival { outlined, met } = arrival;
        let index = Ordinal::at(self.end());
        let first_edge = self.edges.len() as u32;
        for met in met {
            let edge = self.mention(met, index, below);
            self.edges.push(edge);
        }
        self.deadlines.extend(outlined.deadline.map(|deadline| (index, deadline)));
        let (id, kind) = (outlined.id, outlined.kind);
        self.entries.push(Entry { id, kind, detail: outlined.detail, time: outlined.time, first_edge });
        self.by_id.push(outlined.id_hash);
        if let Some(Effect { target, withdraws }) = effect {
            self.notes.aim(index, target);
            if withdraws {
                self.lifetimes.withdraw(target, index);
            }
        }
    }

    fn mention(&mut self, met: &Met, index: Ordinal, below: &[Arc<Layer>]) -> Edge {
        if !met.is_stated {
            return Edge::new(Name::UNSTATED, met.role);
        }
        let known = met.name.or_else(|| self.names.find_met(met));
        let known = known.or_else(|| below.iter().rev().find_map(|layer| layer.names.find_met(met)));
        let name = known.unwrap_or_else(|| self.names.give_name(met));
        self.names.mention(name, met.role, index)
    }

    /// Takes back the last events, so that `head` are left in all.
    pub(super) fn truncate(&mut self, head: usize, hasher: &DefaultHashBuilder) {
        while self.end() > head
            && let Some(entry) = self.entries.pop()
        {
            let index = Ordinal::at(self.end());
            if let Some(target) = self.notes.release(index) {
                self.lifetimes.release(target, index);
            }
            self.deadlines.remove(&index);
            self.by_id.pop(hasher.hash_one(entry.id));
            self.names.forget(index, self.edges.drain(entry.first_edge as usize..), hasher);
        }
    }

    /// Takes in the layer above.
    pub(super) fn absorb(&mut self, above: &Layer) {
        let edges_before = self.edges.len() as u32;
        let moved = |entry: &Entry| Entry { first_edge: edges_before + entry.first_edge, ..entry.clone() };
        self.entries.extend(above.entries.iter().map(moved));
        self.edges.extend_from_slice(&above.edges);
        self.names.absorb(&above.names);
        self.by_id.absorb(&above.by_id);
        self.deadlines.extend(above.deadlines.iter().map(|(index, deadline)| (*index, deadline.clone())));
        self.lifetimes.absorb(&above.lifetimes);
        self.notes.absorb(&above.notes);
    }
}
