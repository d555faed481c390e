//! Which nodes of a graph can be reached from one another (strongly connected components, after Tarjan).

/// For each node, the number of its component. What stands behind a node, in another component, has a lower number.
///
/// `behind` holds, for each node, the numbers of those that stand directly behind it.
pub(super) fn components(behind: &[Vec<usize>]) -> Vec<usize> {
    let mut walk = Walk {
        orders: vec![None; behind.len()],
        components: vec![None; behind.len()],
        unsettled: Vec::new(),
        component_count: 0,
        met_count: 0,
    };
    (0..behind.len()).for_each(|node| walk.from(node, behind));
    walk.components.into_iter().map(Option::unwrap_or_default).collect()
}

struct Walk {
    /// For each node that was met, how many were met before it.
    orders: Vec<Option<usize>>,
    components: Vec<Option<usize>>,
    /// The nodes met whose components are not known.
    unsettled: Vec<usize>,
    component_count: usize,
    met_count: usize,
}

/// A node on the way.
struct Open {
    node: usize,
    order: usize,
    /// How many of those behind it were looked at.
    seen: usize,
    /// The least order of what it reaches and that is not settled.
    lowest: usize,
}

impl Walk {
    fn from(&mut self, start: usize, behind: &[Vec<usize>]) {
        let mut way: Vec<Open> = self.meet(start).into_iter().collect();
        while let Some(open) = way.last_mut() {
            if let Some(next) = behind[open.node].get(open.seen).copied() {
                open.seen += 1;
                match (self.orders[next], self.components[next]) {
                    (Some(order), None) => open.lowest = open.lowest.min(order),
                    (Some(_), Some(_)) => {}
                    (None, _) => way.extend(self.meet(next)),
                }
                continue;
            }
            let (order, lowest) = (open.order, open.lowest);
            if order == lowest {
                self.settle(order);
            }
            way.pop();
            if let Some(before) = way.last_mut() {
                before.lowest = before.lowest.min(lowest);
            }
        }
    }

    /// Begins with a node, unless it was met.
    fn meet(&mut self, node: usize) -> Option<Open> {
        if self.orders[node].is_some() {
            return None;
        }
        let order = self.met_count;
        self.met_count += 1;
        self.orders[node] = Some(order);
        self.unsettled.push(node);
        Some(Open { node, order, seen: 0, lowest: order })
    }

    /// Makes a component of the nodes met since the one of this order.
    fn settle(&mut self, order: usize) {
        while let Some(node) = self.unsettled.pop_if(|node| self.orders[*node] >= Some(order)) {
            self.components[node] = Some(self.component_count);
        }
        self.component_count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::components;

    fn reaches(behind: &[Vec<usize>], from: usize, to: usize) -> bool {
        let mut reached = vec![from];
        let mut seen = 0;
        while let Some(node) = reached.get(seen).copied() {
            seen += 1;
            let more = behind[node].iter().filter(|next| !reached.contains(next)).copied();
            let more: Vec<usize> = more.collect();
            reached.extend(more);
        }
        reached.contains(&to)
    }

    #[test]
    fn nodes_are_of_one_component_if_each_reaches_the_other_and_what_is_behind_has_a_lower_number() {
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
            let of = components(&behind);
            for one in 0..nodes {
                for other in 0..nodes {
                    let (there, back) = (reaches(&behind, one, other), reaches(&behind, other, one));
                    assert_eq!(of[one] == of[other], there && back, "{one} and {other} in {behind:?}");
                    assert!(!there || of[other] <= of[one], "{one} to {other} in {behind:?}");
                }
            }
        }
    }
}
