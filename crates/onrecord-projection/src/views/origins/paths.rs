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
        // A node yet to be gone to, or `None` where the way leads back from the last one.
        let mut open: Vec<Option<usize>> = leads[ROOT].then_some(Some(ROOT)).into_iter().collect();
        let mut path: Vec<usize> = Vec::new();
        let mut is_passed = vec![false; leads.len()];
        let mut steps = 0;
        while let Some(next) = open.pop() {
            let Some(node) = next else {
                path.pop().into_iter().for_each(|left| is_passed[left] = false);
                continue;
            };
            steps += 1;
            if paths.len() == PATHS_MAX || steps > STEPS_MAX {
                return (written(paths), true);
            }
            path.push(node);
            is_passed[node] = true;
            let behind = &self.behind[node];
            if behind.is_empty() {
                paths.insert(path.iter().map(|node| &labels[*node]).collect());
            }
            open.push(None);
            open.extend(behind.iter().filter(|next| leads[**next] && !is_passed[**next]).copied().map(Some));
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
