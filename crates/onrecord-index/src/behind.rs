//! Which notes are behind the date of an act, and which merges behind who is meant by the name of an actor.
//!
//! An act leads to none of these by what it refers to, and yet it reads otherwise without them.

use std::sync::Arc;

use onrecord_core::{Position, Role};

use crate::as_of::AsOf;
use crate::graph::{Name, Ordinal};

/// Events behind something, ascending, and the last position at which anything looked at for them came out otherwise than
/// before.
#[derive(Clone, Default)]
pub(crate) struct Behind {
    events: Arc<[Position]>,
    change: Option<Position>,
}

impl Behind {
    fn join(&mut self, other: &Behind) {
        self.change = self.change.max(other.change);
        match (&self.events[..], &other.events[..]) {
            (_, []) => {}
            ([], _) => self.events = Arc::clone(&other.events),
            (ours, theirs) => {
                let mut events = [ours, theirs].concat();
                events.sort_unstable();
                events.dedup();
                self.events = events.into();
            }
        }
    }
}

impl AsOf<'_> {
    /// The notes that establish the date of an event, and those of the reports from which its words count, or those of a
    /// note. A chain of dates is gone through once, however many ask.
    pub(crate) fn dated_by(&self, event: Ordinal) -> Arc<[Position]> {
        // Most dates come from what was said of the event itself.
        let is_relative = self.edges(event).iter().any(|edge| edge.role == Role::Anchor);
        if !is_relative && self.seen(self.graph.notes_on_date(event)).is_none_or(|notes| notes.is_empty()) {
            return Arc::default();
        }
        let tables = self.remembered.tables();
        self.found(tables.dated_by.of(event, |event| self.dated_directly_by(event), Behind::join))
    }

    /// The merges by which `actor` goes on as another, and those by which the bodies do for which it speaks, directly or
    /// through others. A chain of them is gone through once, however many ask.
    pub fn merges_behind(&self, actor: Name) -> Arc<[Position]> {
        // Hardly any actor was ever merged, or speaks for one that was: no more is looked for of the others.
        if !self.may_reach_mention(actor, (Role::Defines, Role::SpeaksFor), Role::Merged) {
            return Arc::default();
        }
        let tables = self.remembered.tables();
        self.found(tables.merges_behind.of(actor, |actor| self.merged_directly_by(actor), Behind::join))
    }

    fn found(&self, behind: Behind) -> Arc<[Position]> {
        self.reads.changed(behind.change);
        behind.events
    }

    fn dated_directly_by(&self, event: Ordinal) -> (Behind, Vec<Ordinal>) {
        let look = || {
            let notes = self.seen(self.graph.notes_on_date(event)).unwrap_or_default();
            let notes: Vec<Ordinal> = notes.into_iter().filter(|&note| self.stands(note)).collect();
            let anchors = [event].iter().chain(&notes).flat_map(|event| self.anchors(*event)).collect();
            (notes.into_iter().map(Ordinal::position).collect(), anchors)
        };
        let ((events, anchors), change) = self.reads.within(look);
        (Behind { events, change }, anchors)
    }

    /// The reports from which the words of an event count, whether they count as said or not.
    fn anchors(&self, event: Ordinal) -> impl Iterator<Item = Ordinal> {
        let names = self.edges(event).iter().filter(|edge| edge.role == Role::Anchor).map(|edge| edge.to());
        names.filter_map(|report| {
            let mut defining = self.seen(self.graph.mentions(report, Role::Defines)).into_iter().flatten();
            defining.find(|&index| self.stands(index))
        })
    }

    fn merged_directly_by(&self, actor: Name) -> (Behind, Vec<Name>) {
        let look = || {
            let merges: Vec<_> = self.mentions(actor, Role::Merged).collect();
            let body = self.definition(actor).and_then(|introduced| introduced.one(Role::SpeaksFor));
            let next = merges.iter().flat_map(|merge| merge.all(Role::Into)).chain(body).collect();
            (merges.iter().map(|merge| merge.position()).collect(), next)
        };
        let ((events, next), change) = self.reads.within(look);
        (Behind { events, change }, next)
    }
}
