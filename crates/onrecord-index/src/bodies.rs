//! As whom actors go on after all merges, and for whom they speak.

use std::collections::HashSet;

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
        let ends = self.merges.of(actor, |actor| self.merges_of(actor), |all, more| self.join(all, more));
        self.reads.changed(ends.change);
        // Actors that are all merged into one another go on as one of them.
        ends.last.unwrap_or(ends.first)
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
        self.bodies.of(actor, &self.reads, || {
            let body = self.definition(actor).and_then(|introduced| introduced.one(Role::SpeaksFor));
            body.map(|body| self.merged(body))
        })
    }
}
