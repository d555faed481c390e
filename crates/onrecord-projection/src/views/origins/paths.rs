//! The ways from a claim down to its origins.

use std::collections::BTreeSet;

use super::graph::{Graph, Node};
use crate::as_of::AsOf;

/// The most paths that are listed for one claim; a warning says if there are more.
const PATHS_MAX: usize = 1_000;

/// The most steps taken to find them.
const STEPS_MAX: usize = 10_000;

impl Graph {
    /// Every path to an origin that passes no place twice, up to [`PATHS_MAX`] of them and [`STEPS_MAX`] steps, and
    /// whether there may be more. Where reports cite one another in a ring, the paths through it are without number.
    pub(super) fn paths(&self, at: &AsOf<'_>) -> (Vec<Vec<String>>, bool) {
        let leads = self.leading_to_origins();
        let mut paths = BTreeSet::new();
        let mut open: Vec<Vec<Node>> = leads.get(&self.root).map(|root| vec![*root]).into_iter().collect();
        let mut steps = 0;
        while let Some(path) = open.pop() {
            steps += 1;
            if paths.len() == PATHS_MAX || steps > STEPS_MAX {
                return (paths.into_iter().collect(), true);
            }
            let behind = path.last().and_then(|last| self.behind.get(last)).map_or(&[][..], Vec::as_slice);
            if behind.is_empty() {
                paths.insert(path.iter().map(|node| node.label(at)).collect());
            }
            let next = behind.iter().filter(|next| leads.contains(next) && !path.contains(next));
            open.extend(next.map(|next| [&path[..], &[*next]].concat()));
        }
        (paths.into_iter().collect(), false)
    }

    /// The places from which an origin is reached.
    fn leading_to_origins(&self) -> BTreeSet<Node> {
        let before = self.before();
        let mut open: Vec<Node> =
            self.behind.iter().filter(|(_, behind)| behind.is_empty()).map(|(node, _)| *node).collect();
        let mut leads: BTreeSet<Node> = open.iter().copied().collect();
        while let Some(node) = open.pop() {
            let above = before.get(&node).into_iter().flatten();
            open.extend(above.filter(|above| leads.insert(**above)));
        }
        leads
    }
}
