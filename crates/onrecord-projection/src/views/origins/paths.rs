//! The ways from a claim down to its origins.

use std::collections::BTreeSet;

use super::graph::{Graph, ROOT};
use crate::rows::BasisRef;

/// The most paths that are listed for one claim; a warning says if there are more.
const PATHS_MAX: usize = 1_000;

/// The most steps taken to find them.
const STEPS_MAX: usize = 10_000;

impl Graph {
    /// Every path to an origin that passes no place twice, by the labels of its nodes, up to [`PATHS_MAX`] of them and
    /// [`STEPS_MAX`] steps, and whether there may be more. Where reports cite one another in a ring, the paths through
    /// it are without number.
    pub(super) fn paths(&self, labels: &[BasisRef]) -> (Vec<Vec<BasisRef>>, bool) {
        let leads = self.leading_to_origins();
        let mut paths: BTreeSet<Vec<&BasisRef>> = BTreeSet::new();
        let mut open: Vec<Vec<usize>> = if leads[ROOT] { vec![vec![ROOT]] } else { Vec::new() };
        let mut steps = 0;
        while let Some(path) = open.pop() {
            steps += 1;
            if paths.len() == PATHS_MAX || steps > STEPS_MAX {
                return (written(paths), true);
            }
            let behind = path.last().map_or(&[][..], |last| &self.behind[*last]);
            if behind.is_empty() {
                paths.insert(path.iter().map(|node| &labels[*node]).collect());
            }
            let next = behind.iter().filter(|next| leads[**next] && !path.contains(next));
            open.extend(next.map(|next| [&path[..], &[*next]].concat()));
        }
        (written(paths), false)
    }

    /// Whether an origin is reached from each node.
    fn leading_to_origins(&self) -> Vec<bool> {
        let before = self.before();
        let mut open: Vec<usize> = self.origins().collect();
        let mut leads = vec![false; before.len()];
        open.iter().for_each(|origin| leads[*origin] = true);
        while let Some(node) = open.pop() {
            for above in &before[node] {
                if !std::mem::replace(&mut leads[*above], true) {
                    open.push(*above);
                }
            }
        }
        leads
    }
}

fn written(paths: BTreeSet<Vec<&BasisRef>>) -> Vec<Vec<BasisRef>> {
    paths.into_iter().map(|path| path.into_iter().cloned().collect()).collect()
}
