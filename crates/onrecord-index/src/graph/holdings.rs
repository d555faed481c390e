//! What a graph answers to validation: the record's names, and who refers to whom.

use onrecord_core::{EventId, Holdings, Kind, Position, Ref, Role, Sort, nearest};

use super::names::Met;
use super::{Arrival, Mention, Name, Ordinal, RecordIndex};

impl Holdings for RecordIndex {
    fn find(&self, name: &Ref<'_>) -> Option<Position> {
        let found = match name {
            Ref::Event(_) => RecordIndex::find(self, name, self.head()),
            named => self.brought_in_by(self.name(named)?, named.sort()),
        };
        found.map(Ordinal::position)
    }

    fn nearest(&self, name: &Ref<'_>) -> Option<String> {
        let known = self.names().map(|(_, known)| known).filter(|known| known.sort() == name.sort());
        let standing: Vec<Ref<'_>> = known.filter(|known| Holdings::find(self, known).is_some()).collect();
        nearest(name.slug()?, standing.iter().filter_map(Ref::slug)).map(str::to_owned)
    }

    fn references(&self, position: Position) -> Vec<(Role, Ref<'_>)> {
        let edges = self.edges(Ordinal::of(position)).iter();
        edges.filter_map(|edge| Some((edge.role, self.reference(edge.to())?))).collect()
    }

    fn referrers(&self, position: Position) -> Vec<(Position, EventId)> {
        let index = Ordinal::of(position);
        let by_id = self.name(&Ref::Event(self.entry(index).id));
        let by_name = self.edges(index).iter().find(|edge| edge.role == Role::Defines).map(|edge| edge.to());
        let mut referrers: Vec<Ordinal> = by_id
            .into_iter()
            .chain(by_name)
            .flat_map(|name| self.all_mentions(name))
            .map(Mention::by)
            .collect();
        referrers.extend(self.sources_of(index).flat_map(|source| self.mentions(source, Role::Of)));
        referrers.sort_unstable();
        referrers.dedup();
        let standing = referrers.into_iter().filter(|&referrer| referrer != index && self.refers(referrer));
        standing.map(|referrer| (referrer.position(), self.entry(referrer).id)).collect()
    }

    fn withdrawn_by(&self, position: Position) -> Option<Position> {
        let index = Ordinal::of(position);
        match self.entry(index).kind {
            Kind::EventWithdrawn => self.target(index).map(Ordinal::position),
            _ => None,
        }
    }
}

/// A graph that expects an event: it answers as it always does, and at once where it is asked for what the event
/// mentions.
pub struct Expecting<'o, 'b, 'e> {
    graph: &'o RecordIndex,
    met: &'b [Met<'e>],
}

impl Holdings for Expecting<'_, '_, '_> {
    fn find(&self, name: &Ref<'_>) -> Option<Position> {
        let is_it = |met: &&Met<'_>| met.to.as_ref() == Some(name);
        match self.met.iter().find(is_it).filter(|_| name.sort() != Sort::Event) {
            Some(met) => {
                let known = self.graph.names.name_of(met)?;
                self.graph.brought_in_by(known, name.sort()).map(Ordinal::position)
            }
            None => Holdings::find(self.graph, name),
        }
    }
    fn nearest(&self, name: &Ref<'_>) -> Option<String> {
        self.graph.nearest(name)
    }
    fn references(&self, position: Position) -> Vec<(Role, Ref<'_>)> {
        self.graph.references(position)
    }
    fn referrers(&self, position: Position) -> Vec<(Position, EventId)> {
        self.graph.referrers(position)
    }
    fn withdrawn_by(&self, position: Position) -> Option<Position> {
        self.graph.withdrawn_by(position)
    }
}

impl RecordIndex {
    /// What the graph holds, as it is asked for to validate the event that arrives.
    pub fn expecting<'o, 'b, 'e>(&'o self, arrival: &Arrival<'b, 'e>) -> Expecting<'o, 'b, 'e> {
        Expecting { graph: self, met: arrival.met }
    }

    /// The standing event that brought in `name`, which is of this sort: for an unnamed source, the first that mentions it
    /// otherwise than to say what is known of it.
    fn brought_in_by(&self, name: Name, sort: Sort) -> Option<Ordinal> {
        if sort == Sort::Unnamed {
            let mut mentions = self.all_mentions(name).map(Mention::by);
            return mentions
                .find(|&index| self.lifetimes.stands(index, self.head()) && self.brings_in(index, name));
        }
        self.definer(name, self.head())
    }

    /// Whether the event mentions `source` otherwise than to say what is known of it.
    fn brings_in(&self, index: Ordinal, source: Name) -> bool {
        self.edges(index).iter().any(|edge| edge.to() == source && edge.role != Role::Of)
    }

    /// The unnamed sources that the event alone brings in.
    fn sources_of(&self, index: Ordinal) -> impl Iterator<Item = Name> {
        let is_source = |name: Name| self.reference(name).is_some_and(|named| named.sort() == Sort::Unnamed);
        let mentioned = self.edges(index).iter().map(|edge| edge.to()).filter(move |name| is_source(*name));
        let is_alone = move |name: &Name| {
            let others = self.all_mentions(*name).map(Mention::by);
            let mut others = others.filter(|&other| other != index && self.refers(other));
            self.brings_in(index, *name) && !others.any(|other| self.brings_in(other, *name))
        };
        mentioned.filter(is_alone)
    }

    /// Whether the event stands and its references bind. Those of a withdrawal do not: what it refers to is gone.
    fn refers(&self, index: Ordinal) -> bool {
        self.lifetimes.stands(index, self.head()) && self.entry(index).kind != Kind::EventWithdrawn
    }
}
