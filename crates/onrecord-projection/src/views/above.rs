//! What stands on a node of a graph, however far above it, and how many of some nodes do.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::components::components;

/// A graph as seen from below.
pub(super) struct Above {
    /// For each node, the numbers of those that stand directly behind it.
    behind: Vec<Vec<usize>>,
    /// For each node, the numbers of those that rest on it directly, each as often as it does.
    above: Vec<Vec<usize>>,
}

/// Nodes that reach one another, as one.
#[derive(Clone, Default)]
struct Component {
    /// How many of the nodes that are counted are in it.
    counted: u32,
    behind: BTreeSet<usize>,
    above: BTreeSet<usize>,
    /// How many of the nodes that are counted reach it, where no two ways lead from any node to it.
    reached_by: Option<u32>,
}

impl Above {
    /// The graph in which, behind each node, these stand.
    pub(super) fn of(behind: Vec<Vec<usize>>) -> Above {
        let mut above = vec![Vec::new(); behind.len()];
        for (node, behind) in behind.iter().enumerate() {
            behind.iter().for_each(|next: &usize| above[*next].push(node));
        }
        Above { behind, above }
    }

    /// Those that rest on `node` directly, each as often as it does.
    pub(super) fn directly(&self, node: usize) -> impl Iterator<Item = usize> {
        self.above[node].iter().copied()
    }

    /// For each of `nodes`, how many of `counted` reach it.
    ///
    /// In chains, trees and rings all are counted at one go; only where ways part and meet again is the graph gone
    /// through for a node.
    pub(super) fn counts(&self, counted: &[usize], nodes: impl Iterator<Item = usize>) -> Vec<u32> {
        let of = components(&self.behind);
        let components = self.condensed(&of, counted);
        let mut known: HashMap<usize, u32> = HashMap::new();
        let count = |node: usize| {
            let component = of[node];
            let reached_by = components[component].reached_by;
            *known
                .entry(component)
                .or_insert_with(|| reached_by.unwrap_or_else(|| all_above(&components, component)))
        };
        nodes.map(count).collect()
    }

    fn condensed(&self, of: &[usize], counted: &[usize]) -> Vec<Component> {
        let count = of.iter().max().map_or(0, |last| last + 1);
        let mut components = vec![Component::default(); count];
        counted.iter().for_each(|node| components[of[*node]].counted += 1);
        for (node, behind) in self.behind.iter().enumerate() {
            for next in behind.iter().filter(|next| of[**next] != of[node]) {
                components[of[node]].behind.insert(of[*next]);
                components[of[*next]].above.insert(of[node]);
            }
        }
        // What stands above has the higher number.
        for number in (0..count).rev() {
            let ways = components[number].above.iter().map(|above| &components[*above]);
            let single = ways.map(|above| above.reached_by.filter(|_| above.behind.len() == 1));
            let above: Option<u32> = single.sum();
            components[number].reached_by = above.map(|above| above + components[number].counted);
        }
        components
    }
}

/// How many nodes that are counted are in a component or reach it.
fn all_above(components: &[Component], component: usize) -> u32 {
    let mut reached = vec![false; components.len()];
    let mut open = vec![component];
    let mut count = 0;
    while let Some(component) = open.pop() {
        if !std::mem::replace(&mut reached[component], true) {
            count += components[component].counted;
            open.extend(&components[component].above);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::Above;

    fn reaches(behind: &[Vec<usize>], from: usize, to: usize) -> bool {
        let mut reached = vec![false; behind.len()];
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                open.extend(&behind[node]);
            }
        }
        reached[to]
    }

    #[test]
    fn as_many_reach_a_node_as_are_counted_one_by_one() {
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        for _ in 0..500 {
            let nodes = 1 + next(9);
            let mut behind = vec![Vec::new(); nodes];
            for _ in 0..next(2 * nodes) {
                behind[next(nodes)].push(next(nodes));
            }
            let counted: Vec<usize> = (0..nodes).filter(|_| next(2) == 0).collect();
            let counts = Above::of(behind.clone()).counts(&counted, 0..nodes);
            for (node, count) in counts.into_iter().enumerate() {
                let naive = counted.iter().filter(|root| reaches(&behind, **root, node)).count();
                assert_eq!(count as usize, naive, "{node} from {counted:?} in {behind:?}");
            }
        }
    }
}
