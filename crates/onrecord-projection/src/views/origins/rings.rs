//! The rings among what a claim rests on: places that rest on one another, and on nothing else.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_core::Ref;

use super::graph::Graph;
use crate::rows::BasisRef;

impl Graph {
    /// The sets of places each of which can be reached from every other, where nothing else stands behind them, by the
    /// labels of their nodes.
    pub(super) fn rings(&self, labels: &[BasisRef]) -> Vec<Vec<Ref<'static>>> {
        let entangled = self.entangled().map(|node| (node, self.reachable(node)));
        let reach: BTreeMap<usize, BTreeSet<usize>> =
            entangled.filter(|(node, reached)| reached.contains(node)).collect();
        let returns = |from: &usize, to: &usize| reach.get(from).is_some_and(|reached| reached.contains(to));
        let closed = reach.iter().filter(|(node, reached)| reached.iter().all(|other| returns(other, node)));
        let rings: BTreeSet<BTreeSet<&BasisRef>> =
            closed.map(|(_, reached)| reached.iter().map(|node| &labels[*node]).collect()).collect();
        // What is not stated has nothing behind it, and so is in no ring.
        rings
            .into_iter()
            .map(|ring| ring.into_iter().filter_map(|label| label.stated().cloned()).collect())
            .collect()
    }

    /// What is left when places with nothing left behind them are taken away, again and again: rings, and what leads
    /// to them. Mostly nothing.
    fn entangled(&self) -> impl Iterator<Item = usize> {
        let before = self.before();
        let mut left: Vec<usize> = self.behind.iter().map(Vec::len).collect();
        let mut done: Vec<usize> = self.origins().collect();
        while let Some(node) = done.pop() {
            for above in &before[node] {
                left[*above] -= 1;
                done.extend((left[*above] == 0).then_some(*above));
            }
        }
        left.into_iter().enumerate().filter(|(_, left)| *left > 0).map(|(node, _)| node)
    }

    fn reachable(&self, from: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            for next in &self.behind[node] {
                if reached.insert(*next) {
                    open.push(*next);
                }
            }
        }
        reached
    }
}
