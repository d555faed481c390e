//! As whom actors go on after all merges, and for whom they speak.

use std::collections::{BTreeSet, HashSet};

use onrecord_core::{Position, Role};

use crate::as_of::AsOf;
use crate::graph::Name;

/// Where all merges of an actor lead to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends {
    /// The first by name of those that are merged into no other.
    last: Option<Name>,
    /// The first by name of all on the way.
    first: Name,
    /// The last position at which any of the merges came out otherwise than before.
    change: Option<Position>,
}

impl AsOf<'_> {
    /// The actor that `actor` goes on as, after all merges. The answer does not depend on their order.
    pub fn merged(&self, actor: Name) -> Name {
        // Hardly any actor is merged: nothing need be kept of the others.
        if self.mentions(actor, Role::Merged).next().is_none() {
            return actor;
        }
        let ends = self.remembered.tables().merges.of(
            actor,
            |actor| self.merges_of(actor),
            |all, more| self.join(all, more),
        );
        self.reads.changed(ends.change);
        // Actors that are all merged into one another go on as one of them.
        ends.last.unwrap_or(ends.first)
    }

    /// Every name of the actor that goes on as `actor` does: its own and all that were merged into it.
    pub fn all_names(&self, actor: Name) -> BTreeSet<Name> {
        let actor = self.merged(actor);
        let mut names = BTreeSet::from([actor]);
        let mut open = vec![actor];
        while let Some(name) = open.pop() {
            let merged = self.mentions(name, Role::Into).filter_map(|merge| merge.one(Role::Merged));
            let merged = merged.filter(|merged| self.merged(*merged) == actor);
            open.extend(merged.filter(|merged| names.insert(*merged)));
        }
        names
    }

    /// What is known of an actor by its own merges, and into whom it is merged.
    fn merges_of(&self, actor: Name) -> (Ends, Vec<Name>) {
        let merges =
            || self.mentions(actor, Role::Merged).filter_map(|merge| merge.one(Role::Into)).collect();
        let (into, change): (Vec<Name>, _) = self.reads.within(merges);
        (Ends { last: into.is_empty().then_some(actor), first: actor, change }, into)
    }

    fn join(&self, ends: &mut Ends, other: &Ends) {
        let first =
            |one: Name, other: Name| if self.reference(other) < self.reference(one) { other } else { one };
        ends.last = match (ends.last, other.last) {
            (Some(one), Some(other)) => Some(first(one, other)),
            (one, other) => one.or(other),
        };
        ends.first = first(ends.first, other.first);
        ends.change = ends.change.max(other.change);
    }

    /// The bodies for which `actor` speaks, the nearest first: directly, and through those it speaks for.
    pub fn speaks_for(&self, actor: Name) -> impl Iterator<Item = Name> {
        let mut seen = HashSet::new();
        let mut speaker = self.merged(actor);
        std::iter::from_fn(move || {
            speaker = self.body_of(speaker).filter(|body| seen.insert(*body))?;
            Some(speaker)
        })
    }

    /// The body for which `actor`, which is merged into no other, speaks directly.
    pub fn body_of(&self, actor: Name) -> Option<Name> {
        self.remembered.tables().bodies.of(actor, &self.reads, || {
            let body = self.definition(actor).and_then(|introduced| introduced.one(Role::SpeaksFor));
            body.map(|body| self.merged(body))
        })
    }
}

#[cfg(test)]
mod tests {
    use onrecord_core::{Ref, read_line};

    use super::*;
    use crate::graph::RecordIndex;
    use crate::moment::Moment;

    fn merges(merges: &[(usize, usize)]) -> RecordIndex {
        let mut index = RecordIndex::new();
        for (actor, into) in merges {
            let line = format!(r#"{{"event":"actors_merged","actor":"a{actor}","into":"a{into}"}}"#);
            index.apply(&read_line(line.as_bytes()).unwrap().event).unwrap();
        }
        index
    }

    fn actor(at: &AsOf<'_>, number: usize) -> Option<Name> {
        let actor = Ref::parse(&format!("actor:a{number}")).unwrap().into_owned();
        at.name(&actor)
    }

    /// The rule, followed from one actor alone.
    fn naive(at: &AsOf<'_>, actor: Name) -> Name {
        let mut seen = BTreeSet::from([actor]);
        let mut open = vec![actor];
        let mut last = Vec::new();
        while let Some(actor) = open.pop() {
            let into: Vec<Name> =
                at.mentions(actor, Role::Merged).filter_map(|merge| merge.one(Role::Into)).collect();
            if into.is_empty() {
                last.push(actor);
            }
            open.extend(into.into_iter().filter(|&into| seen.insert(into)));
        }
        let candidates = if last.is_empty() { seen.into_iter().collect() } else { last };
        candidates.into_iter().min_by_key(|&name| at.reference(name)).unwrap()
    }

    #[test]
    fn an_actor_goes_on_as_the_rule_says_where_merges_part_meet_and_close_rings() {
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        for _ in 0..500 {
            let pairs: Vec<(usize, usize)> = (0..next(10)).map(|_| (next(6), next(6))).collect();
            let index = merges(&pairs);
            for known in 0..=index.head() {
                let at = AsOf::new(&index, Moment::known(known));
                for name in (0..6).filter_map(|number| actor(&at, number)) {
                    assert_eq!(at.merged(name), naive(&at, name), "{name:?} at {known} of {pairs:?}");
                }
            }
        }
    }

    #[test]
    fn a_chain_of_merges_is_gone_through_once_and_each_actor_on_it_depends_on_the_rest() {
        const ACTORS: usize = 1_000;
        let index = merges(&(1..ACTORS).map(|number| (number - 1, number)).collect::<Vec<_>>());
        let at = AsOf::new(&index, Moment::known(index.head()));
        let last = actor(&at, ACTORS - 1).unwrap();
        for number in 0..ACTORS - 1 {
            let (merged, change) = at.watch(|| at.merged(actor(&at, number).unwrap()));
            assert_eq!((merged, change), (last, Position::new(index.head())));
        }
        assert!(at.events_looked_at() <= 4 * ACTORS as u64, "{} looked at", at.events_looked_at());
    }
}
