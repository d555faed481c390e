//! The rings among what a claim rests on: places that rest on one another, and on nothing else.

use std::collections::BTreeSet;

use super::graph::Graph;
use crate::views::components::components;

impl Graph {
    /// The sets of places each of which can be reached from every other, where nothing else stands behind them, by the
    /// labels of their nodes.
    pub(super) fn rings(&self, labels: &[String]) -> Vec<Vec<String>> {
        let of = components(&self.behind);
        let count = of.iter().max().map_or(0, |last| last + 1);
        // A place with nothing behind it is an origin, and no ring.
        let mut closed = vec![true; count];
        let mut places: Vec<BTreeSet<&String>> = vec![BTreeSet::new(); count];
        for (node, behind) in self.behind.iter().enumerate() {
            let component = of[node];
            closed[component] &= !behind.is_empty() && behind.iter().all(|next| of[*next] == component);
            places[component].insert(&labels[node]);
        }
        let rings = places.into_iter().zip(closed).filter(|(_, closed)| *closed).map(|(places, _)| places);
        let rings: BTreeSet<Vec<String>> =
            rings.map(|places| places.into_iter().cloned().collect()).collect();
        rings.into_iter().collect()
    }
}
