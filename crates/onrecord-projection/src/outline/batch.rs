//! Events on their way into an outline, a few at a time.
//!
//! What an event mentions may stand anywhere in memory, and most of the time that a fold takes is spent waiting for it. So
//! a batch first hashes all that its events mention, then looks all of it up, and only then applies event after
//! event, in their order: by then, what each needs is at hand.

use onrecord_core::{Clock, Event, Ref, Role, Visitor, When};

use super::Time;
use super::names::{Met, Names};

/// About how many references an event makes.
const REFERENCES_PER_EVENT: usize = 5;

/// What the outline keeps of some events, in their order.
pub(super) struct Batch<'e> {
    /// What they mention, one after the other.
    pub(super) met: Vec<Met<'e>>,
    pub(super) outlined: Vec<Outlined>,
}

/// What the outline keeps of one event beside what it mentions.
#[derive(Default)]
pub(super) struct Outlined {
    pub(super) time: Time,
    pub(super) deadline: Option<Time>,
    /// How many references it makes.
    pub(super) met_count: usize,
}

impl<'e> Batch<'e> {
    /// Looks up all that `events` mention.
    pub(super) fn of(events: &'e [Event<'_>], names: &Names) -> Batch<'e> {
        let met = Vec::with_capacity(REFERENCES_PER_EVENT * events.len());
        let mut batch = Batch { met, outlined: Vec::with_capacity(events.len()) };
        for event in events {
            let met_before = batch.met.len();
            let mut meeting = Meeting { names, met: &mut batch.met, outlined: Outlined::default() };
            event.content.visit(&mut meeting);
            let outlined = meeting.outlined;
            let met_count = batch.met.len() - met_before;
            batch.outlined.push(Outlined { met_count, ..outlined });
        }
        names.recognise(&mut batch.met);
        batch
    }
}

/// Collects what the outline keeps of one event's fields.
struct Meeting<'b, 'e> {
    names: &'b Names,
    met: &'b mut Vec<Met<'e>>,
    outlined: Outlined,
}

impl<'e> Visitor<'e> for Meeting<'_, 'e> {
    fn reference(&mut self, role: Role, to: Ref<'e>) {
        self.met.push(self.names.meet(role, to));
    }

    fn unstated(&mut self, role: Role) {
        self.met.push(self.names.meet_unstated(role));
    }

    fn time(&mut self, clock: Clock, when: &'e When<'e>) {
        match clock {
            Clock::Said | Clock::Established => self.outlined.time = Time::of(when),
            Clock::Deadline => self.outlined.deadline = Some(Time::of(when)),
            Clock::About | Clock::Archived => {}
        }
    }
}
