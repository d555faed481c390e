//! What a graph answers to validation: the record's names, and who refers to whom.

use onrecord_core::{EventId, Holdings, Kind, Position, Ref, Role, Sort, nearest};

use super::batch::Met;
use super::label::Label;
use super::{Arrival, Mention, Name, Ordinal, RecordIndex};
use crate::error::IndexError;

impl Holdings for RecordIndex {
    type Error = IndexError;

    fn find(&self, name: &Ref<'_>) -> Result<Option<Position>, IndexError> {
        let found = match name {
            Ref::Event(_) => RecordIndex::find(self, name, self.head())?,
            named => match self.name(named)? {
                Some(known) => self.brought_in_by(known, named.sort())?,
                None => None,
            },
        };
        Ok(found.map(Ordinal::position))
    }

    fn nearest(&self, name: &Ref<'_>) -> Result<Option<String>, IndexError> {
        let mut standing = Vec::new();
        for known in self.names() {
            let (_, known) = known?;
            if known.sort() == name.sort() && Holdings::find(self, &known)?.is_some() {
                standing.push(known);
            }
        }
        let near = name.slug().and_then(|slug| nearest(slug, standing.iter().filter_map(Ref::slug)));
        Ok(near.map(str::to_owned))
    }

    fn references(&self, position: Position) -> Result<Vec<(Role, Ref<'_>)>, IndexError> {
        let Some(index) = self.index_at(position) else { return Ok(Vec::new()) };
        let mut references = Vec::new();
        for edge in self.edges(index)? {
            references.extend(self.reference(edge.to())?.map(|to| (edge.role, to)));
        }
        Ok(references)
    }

    fn referrers(&self, position: Position) -> Result<Vec<(Position, EventId)>, IndexError> {
        let Some(index) = self.index_at(position) else { return Ok(Vec::new()) };
        let by_id = self.name(&Ref::Event(self.entry(index)?.id))?;
        let edges = self.edges(index)?;
        let by_name = edges.iter().find(|edge| edge.role == Role::Defines).map(|edge| edge.to());
        let mut referrers: Vec<Ordinal> = Vec::new();
        for name in by_id.into_iter().chain(by_name) {
            referrers.extend(self.all_mentions(name)?.map(Mention::by));
        }
        for edge in edges {
            if self.is_source_of(edge.to(), index)? {
                referrers.extend(self.mentions(edge.to(), Role::Of)?);
            }
        }
        referrers.sort_unstable();
        referrers.dedup();
        let mut standing = Vec::new();
        for referrer in referrers {
            if referrer != index && self.refers(referrer)? {
                standing.push((referrer.position(), self.entry(referrer)?.id));
            }
        }
        Ok(standing)
    }

    fn withdrawn_by(&self, position: Position) -> Result<Option<Position>, IndexError> {
        let Some(index) = self.index_at(position) else { return Ok(None) };
        Ok(match self.entry(index)?.kind {
            Kind::EventWithdrawn => self.target(index).map(Ordinal::position),
            _ => None,
        })
    }
}

/// A graph that expects an event: it answers as it always does, and at once where it is asked for what the event
/// mentions.
pub struct Expecting<'o, 'b> {
    graph: &'o RecordIndex,
    met: &'b [Met],
}

impl Holdings for Expecting<'_, '_> {
    type Error = IndexError;

    fn find(&self, name: &Ref<'_>) -> Result<Option<Position>, IndexError> {
        if name.sort() == Sort::Event {
            return Holdings::find(self.graph, name);
        }
        let label = Label::of(name);
        let Some(met) = self.met.iter().find(|met| met.is(&label, name)) else {
            return Holdings::find(self.graph, name);
        };
        let Some(known) = self.graph.name_of(met) else { return Ok(None) };
        Ok(self.graph.brought_in_by(known, name.sort())?.map(Ordinal::position))
    }
    fn nearest(&self, name: &Ref<'_>) -> Result<Option<String>, IndexError> {
        self.graph.nearest(name)
    }
    fn references(&self, position: Position) -> Result<Vec<(Role, Ref<'_>)>, IndexError> {
        self.graph.references(position)
    }
    fn referrers(&self, position: Position) -> Result<Vec<(Position, EventId)>, IndexError> {
        self.graph.referrers(position)
    }
    fn withdrawn_by(&self, position: Position) -> Result<Option<Position>, IndexError> {
        self.graph.withdrawn_by(position)
    }
}

impl RecordIndex {
    /// What the graph holds, as it is asked for to validate the event that arrives.
    pub fn expecting<'o, 'b>(&'o self, arrival: &Arrival<'b>) -> Expecting<'o, 'b> {
        Expecting { graph: self, met: arrival.met }
    }

    /// The event at `position`, if it is on record.
    fn index_at(&self, position: Position) -> Option<Ordinal> {
        (position.get() <= self.head()).then(|| Ordinal::of(position))
    }

    /// The standing event that brought in `name`, which is of this sort: for an unnamed source, the first that mentions it
    /// otherwise than to say what is known of it.
    fn brought_in_by(&self, name: Name, sort: Sort) -> Result<Option<Ordinal>, IndexError> {
        if sort != Sort::Unnamed {
            return self.definer(name, self.head());
        }
        for index in self.all_mentions(name)?.map(Mention::by) {
            if self.stands(index, self.head()) && self.brings_in(index, name)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// Whether the event mentions `source` otherwise than to say what is known of it.
    fn brings_in(&self, index: Ordinal, source: Name) -> Result<bool, IndexError> {
        Ok(self.edges(index)?.iter().any(|edge| edge.to() == source && edge.role != Role::Of))
    }

    /// Whether `name` is that of an unnamed source which the event at `index` alone brings in.
    fn is_source_of(&self, name: Name, index: Ordinal) -> Result<bool, IndexError> {
        let is_source = self.reference(name)?.is_some_and(|named| named.sort() == Sort::Unnamed);
        if !is_source || !self.brings_in(index, name)? {
            return Ok(false);
        }
        for other in self.all_mentions(name)?.map(Mention::by).filter(|other| *other != index) {
            if self.refers(other)? && self.brings_in(other, name)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the event stands and its references bind. Those of a withdrawal do not: what it refers to is gone.
    fn refers(&self, index: Ordinal) -> Result<bool, IndexError> {
        Ok(self.stands(index, self.head()) && self.entry(index)?.kind != Kind::EventWithdrawn)
    }
}
