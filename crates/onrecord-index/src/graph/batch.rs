//! Events on their way into a graph, a few at a time.
//!
//! What an event mentions may stand anywhere in memory, and most of the time that it takes to validate and to fold it is
//! spent waiting for that. So a batch first hashes all that its events mention, then looks all of it up, and only then
//! do the events go in one after another: by then, what each needs is at hand.

use std::borrow::Borrow;

use onrecord_core::{Event, Ref, Role, TimeRole, Visitor, When};

use super::names::{Met, Names};
use super::{RecordIndex, Time};

/// About how many references an event makes.
const REFERENCES_PER_EVENT: usize = 5;

/// The next events of a graph, all that they mention looked up.
pub struct Batch<'e> {
    outlined: Vec<Outlined<'e>>,
    /// What they mention, one after the other.
    met: Vec<Met<'e>>,
}

/// The next event of a graph.
pub struct Arrival<'b, 'e> {
    pub(super) outlined: Outlined<'e>,
    /// What it mentions.
    pub(super) met: &'b [Met<'e>],
}

/// What a graph keeps of one event beside what it mentions.
pub(super) struct Outlined<'e> {
    pub(super) event: &'e Event<'e>,
    pub(super) id_hash: u64,
    pub(super) time: Time,
    pub(super) deadline: Option<Time>,
    /// How many references it makes.
    met_count: usize,
}

impl<'b> Batch<'b> {
    pub(super) fn of<'e: 'b>(events: &'b [impl Borrow<Event<'e>>], graph: &RecordIndex) -> Batch<'b> {
        let met = Vec::with_capacity(REFERENCES_PER_EVENT * events.len());
        let mut batch = Batch { outlined: Vec::with_capacity(events.len()), met };
        for event in events {
            let event: &'b Event<'b> = event.borrow();
            let met_before = batch.met.len();
            let (time, id_hash) = (Time::Unsaid, graph.hash_of_id(event.id));
            let outlined = Outlined { event, id_hash, time, deadline: None, met_count: 0 };
            let mut meeting = Meeting { names: &graph.names, met: &mut batch.met, outlined };
            event.content.visit(&mut meeting);
            let outlined = meeting.outlined;
            let met_count = batch.met.len() - met_before;
            batch.outlined.push(Outlined { met_count, ..outlined });
        }
        graph.by_id.look_at(batch.outlined.iter().map(|outlined| outlined.id_hash));
        graph.names.recognise(&mut batch.met, &graph.sealed);
        batch
    }

    /// The events in their order. What one of them brings in, those after it find once it was
    /// [taken in](RecordIndex::take_in).
    pub fn arrivals(&mut self) -> impl Iterator<Item = Arrival<'_, 'b>> {
        let mut met = self.met.as_slice();
        self.outlined.drain(..).map(move |outlined| {
            let (of_this, of_later) = met.split_at(outlined.met_count);
            met = of_later;
            Arrival { outlined, met: of_this }
        })
    }
}

impl<'e> Arrival<'_, 'e> {
    /// The event.
    pub fn event(&self) -> &'e Event<'e> {
        self.outlined.event
    }
}

/// Collects what the graph keeps of one event's fields.
struct Meeting<'b, 'e> {
    names: &'b Names,
    met: &'b mut Vec<Met<'e>>,
    outlined: Outlined<'e>,
}

impl<'e> Visitor<'e> for Meeting<'_, 'e> {
    fn reference(&mut self, role: Role, to: Ref<'e>) {
        self.met.push(self.names.meet(role, to));
    }

    fn unstated(&mut self, role: Role) {
        self.met.push(self.names.meet_unstated(role));
    }

    fn time(&mut self, role: TimeRole, when: &'e When<'e>) {
        match role {
            TimeRole::Said | TimeRole::Established => self.outlined.time = Time::of(when),
            TimeRole::Deadline => self.outlined.deadline = Some(Time::of(when)),
            TimeRole::About | TimeRole::Archived => {}
        }
    }
}
