//! What holds of everything that is reached from a thing, worked out once for all that is reached on the way.

use std::cell::RefCell;
use std::hash::Hash;

use hashbrown::HashMap;

/// For each thing asked for, what is joined of itself and of all that it reaches.
///
/// Each thing is looked at once, however many reach it, and things that reach one another share what they have: they are
/// found as strongly connected components (Tarjan), without recursion.
#[derive(Debug)]
pub(crate) struct Closure<K, T>(RefCell<HashMap<K, T>>);

impl<K, T> Default for Closure<K, T> {
    fn default() -> Closure<K, T> {
        Closure(RefCell::default())
    }
}

/// A thing on the way, of which not all that it reaches is known.
struct Open<K, T> {
    found: T,
    /// What it reaches directly and has not been looked at.
    next: Vec<K>,
    order: usize,
    /// The least order of what it reaches and that reaches it.
    lowest: usize,
}

/// The things on the way, and those met on it that are not settled.
struct Walk<K, T> {
    path: Vec<Open<K, T>>,
    unsettled: Vec<K>,
    orders: HashMap<K, usize>,
}

impl<K: Copy + Eq + Hash, T: Clone> Closure<K, T> {
    /// What is joined of `start` and all that it reaches; `look` tells what holds of one thing by itself, and what it
    /// reaches directly. In what order, and how often, two of them are joined must play no part.
    pub(crate) fn of(&self, start: K, look: impl Fn(K) -> (T, Vec<K>), join: impl Fn(&mut T, &T)) -> T {
        if let Some(known) = self.known(&start) {
            return known;
        }
        let mut walk = Walk { path: Vec::new(), unsettled: Vec::new(), orders: HashMap::new() };
        walk.enter(start, &look);
        loop {
            let Some(open) = walk.path.last_mut() else { return look(start).0 };
            let Some(next) = open.next.pop() else {
                if let Some(found) = self.leave(&mut walk, &join) {
                    return found;
                }
                continue;
            };
            if let Some(known) = self.0.borrow().get(&next) {
                join(&mut open.found, known);
            } else if let Some(order) = walk.orders.get(&next) {
                open.lowest = open.lowest.min(*order);
            } else {
                walk.enter(next, &look);
            }
        }
    }

    /// What is joined of `thing` and all that it reaches, if that was asked for or met on the way.
    fn known(&self, thing: &K) -> Option<T> {
        self.0.borrow().get(thing).cloned()
    }

    /// Leaves the last thing on the way; answers with what was found, if it was the first.
    fn leave(&self, walk: &mut Walk<K, T>, join: impl Fn(&mut T, &T)) -> Option<T> {
        let left = walk.path.pop()?;
        if left.lowest == left.order {
            let mut known = self.0.borrow_mut();
            for thing in walk.unsettled.drain(left.order..) {
                walk.orders.remove(&thing);
                known.insert(thing, left.found.clone());
            }
        }
        let Some(before) = walk.path.last_mut() else { return Some(left.found) };
        join(&mut before.found, &left.found);
        before.lowest = before.lowest.min(left.lowest);
        None
    }
}

impl<K: Copy + Eq + Hash, T> Walk<K, T> {
    fn enter(&mut self, thing: K, look: impl Fn(K) -> (T, Vec<K>)) {
        let (found, next) = look(thing);
        let order = self.unsettled.len();
        self.unsettled.push(thing);
        self.orders.insert(thing, order);
        self.path.push(Open { found, next, order, lowest: order });
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeSet;

    use super::*;

    fn naive(graph: &[Vec<usize>], start: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(thing) = open.pop() {
            open.extend(graph[thing].iter().filter(|next| reached.insert(**next)));
        }
        reached
    }

    #[test]
    fn what_is_joined_is_that_of_all_that_is_reached_in_graphs_with_rings() {
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        for round in 0..500 {
            let things = 1 + next(12);
            let mut graph = vec![Vec::new(); things];
            for _ in 0..next(2 * things) {
                graph[next(things)].push(next(things));
            }
            let closure = Closure::default();
            for start in 0..things {
                let look = |thing: usize| (BTreeSet::from([thing]), graph[thing].clone());
                let reached = closure.of(start, look, |all, more| all.extend(more));
                assert_eq!(reached, naive(&graph, start), "round {round}: {start} in {graph:?}");
            }
        }
    }

    #[test]
    fn each_thing_of_a_long_chain_and_a_long_ring_is_looked_at_once() {
        const THINGS: usize = 100_000;
        for ends in [vec![], vec![0]] {
            let (closure, looks) = (Closure::default(), Cell::new(0));
            let look = |thing: usize| {
                looks.set(looks.get() + 1);
                let next = if thing + 1 < THINGS { vec![thing + 1] } else { ends.clone() };
                (thing == THINGS / 2, next)
            };
            let reaches_the_middle = |start| closure.of(start, look, |any, one| *any |= one);
            assert!((0..=THINGS / 2).all(reaches_the_middle));
            assert_eq!(reaches_the_middle(THINGS - 1), !ends.is_empty(), "only a ring leads back");
            assert_eq!(looks.get(), THINGS);
        }
    }
}
