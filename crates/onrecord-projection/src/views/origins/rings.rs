//! The rings among what a claim rests on: places that rest on one another, and on nothing else.

use std::collections::BTreeSet;

use onrecord_core::Ref;

use super::graph::Graph;
use crate::rows::BasisRef;
use crate::views::components::components;

impl Graph {
    /// The sets of places each of which can be reached from every other, where nothing else stands behind them, by the
    /// labels of their nodes.
    pub(super) fn rings(&self, labels: &[BasisRef]) -> Vec<Vec<Ref<'static>>> {
        let of = components(&self.behind);
        let count = of.iter().max().map_or(0, |last| last + 1);
        // A place with nothing behind it is an origin, and no ring.
        let mut closed = vec![true; count];
        let mut places: Vec<BTreeSet<&BasisRef>> = vec![BTreeSet::new(); count];
        for (node, behind) in self.behind.iter().enumerate() {
            let component = of[node];
            closed[component] &= !behind.is_empty() && behind.iter().all(|next| of[*next] == component);
            places[component].insert(&labels[node]);
        }
        let rings = places.into_iter().zip(closed).filter(|(_, closed)| *closed).map(|(places, _)| places);
        let rings: BTreeSet<BTreeSet<&BasisRef>> = rings.collect();
        // What is not stated has nothing behind it, and so is in no ring.
        rings
            .into_iter()
            .map(|ring| ring.into_iter().filter_map(|label| label.stated().cloned()).collect())
            .collect()
    }
}
