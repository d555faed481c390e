//! The rings among what a claim rests on: places that rest on one another, and on nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, Node};
use crate::as_of::AsOf;

impl Graph {
    /// The sets of places each of which can be reached from every other, where nothing else stands behind them.
    pub(super) fn rings(&self, at: &AsOf<'_>) -> Vec<Vec<String>> {
        let entangled = self.entangled().into_iter().map(|node| (node, self.reachable(node)));
        let reach: BTreeMap<Node, BTreeSet<Node>> =
            entangled.filter(|(node, reached)| reached.contains(node)).collect();
        let returns = |from: &Node, to: &Node| reach.get(from).is_some_and(|reached| reached.contains(to));
        let closed = reach.iter().filter(|(node, reached)| reached.iter().all(|other| returns(other, node)));
        let rings: BTreeSet<Vec<String>> = closed
            .map(|(_, reached)| {
                let names: BTreeSet<String> = reached.iter().map(|node| node.label(at)).collect();
                names.into_iter().collect()
            })
            .collect();
        rings.into_iter().collect()
    }

    /// What is left when places with nothing left behind them are taken away, again and again: rings, and what leads
    /// to them. Mostly nothing.
    fn entangled(&self) -> Vec<Node> {
        let mut left: BTreeMap<Node, usize> =
            self.behind.iter().map(|(node, behind)| (*node, behind.len())).collect();
        let before = self.before();
        let mut done: Vec<Node> =
            left.iter().filter(|(_, count)| **count == 0).map(|(node, _)| *node).collect();
        while let Some(node) = done.pop() {
            left.remove(&node);
            for above in before.get(&node).into_iter().flatten() {
                if let Some(count) = left.get_mut(above) {
                    *count -= 1;
                    done.extend((*count == 0).then_some(*above));
                }
            }
        }
        left.into_keys().collect()
    }

    fn reachable(&self, from: Node) -> BTreeSet<Node> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            for next in self.behind.get(&node).into_iter().flatten() {
                if reached.insert(*next) {
                    open.push(*next);
                }
            }
        }
        reached
    }
}
