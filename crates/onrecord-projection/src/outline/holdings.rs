//! What an outline answers to validation: the record's names, and who refers to whom.

use onrecord_core::{EventId, Holdings, Kind, Position, Ref, Role, Sort, nearest};

use super::{Index, Name, Outline};

impl Holdings for Outline {
    fn find(&self, name: &Ref<'_>) -> Option<Position> {
        if name.sort() == Sort::Unnamed {
            return self.first_mention(self.name(name)?).map(Index::position);
        }
        Outline::find(self, name, self.head()).map(Index::position)
    }

    fn nearest(&self, name: &Ref<'_>) -> Option<String> {
        let known = self.names().map(|(_, known)| known).filter(|known| known.sort() == name.sort());
        let standing = known.filter(|known| Holdings::find(self, known).is_some()).filter_map(Ref::slug);
        nearest(name.slug()?, standing).map(str::to_owned)
    }

    fn references(&self, position: Position) -> Vec<(Role, Ref<'_>)> {
        let edges = self.edges(Index::of(position)).iter();
        edges.filter_map(|edge| Some((edge.role, self.reference(edge.to)?.borrowed()))).collect()
    }

    fn referrers(&self, position: Position) -> Vec<(Position, EventId)> {
        let index = Index::of(position);
        let by_id = self.name(&Ref::Event(self.entry(index).id));
        let by_name = self.edges(index).iter().find(|edge| edge.role == Role::Defines).map(|edge| edge.to);
        let mut referrers: Vec<Index> =
            by_id.into_iter().chain(by_name).flat_map(|name| self.names.all_mentions(name)).collect();
        referrers.sort_unstable();
        referrers.dedup();
        let standing = referrers.into_iter().filter(|&referrer| referrer != index && self.refers(referrer));
        standing.map(|referrer| (referrer.position(), self.entry(referrer).id)).collect()
    }

    fn withdrawn_by(&self, position: Position) -> Option<Position> {
        let index = Index::of(position);
        match self.entry(index).kind {
            Kind::EventWithdrawn => self.target(index).map(Index::position),
            _ => None,
        }
    }
}

impl Outline {
    fn first_mention(&self, name: Name) -> Option<Index> {
        self.names.all_mentions(name).filter(|&index| self.lifetimes.stands(index, self.head())).min()
    }

    /// Whether the event stands and its references bind. Those of a withdrawal do not: what it refers to is gone.
    fn refers(&self, index: Index) -> bool {
        self.lifetimes.stands(index, self.head()) && self.entry(index).kind != Kind::EventWithdrawn
    }
}
