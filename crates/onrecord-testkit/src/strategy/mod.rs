//! Records made by proptest: every kind of event, late, contradictory and withdrawn ones among them.
//!
//! A record is made from *moves*, each a kind of event and a few small numbers which say, in the order of what is on
//! record, whom and what the event is about. What a move needs and does not find is brought in first; a move that does
//! not fit is passed over. So any list of moves gives a valid record, and taking moves away gives a smaller one.

mod answers;
mod claims;
mod desk;
mod fields;
mod findings;
mod kinds;
mod moves;
mod notes;
mod reports;
mod time;

use onrecord_core::Event;
use proptest::collection::vec;
use proptest::strategy::Strategy;

use desk::Desk;
pub use moves::Move;

/// Records of up to `moves_max` moves. Each event is accepted by [`onrecord_core::validate`] after those before it.
pub fn record(moves_max: usize) -> impl Strategy<Value = Vec<Event<'static>>> {
    vec(moves::any_move(), 1..=moves_max.max(1)).prop_map(|moves| Desk::take(&moves))
}

/// Records as [`record`] makes them, each with two places in it, from before the first event to after the last.
pub fn record_and_places(moves_max: usize) -> impl Strategy<Value = (Vec<Event<'static>>, [usize; 2])> {
    let place = || 0..=moves_max + moves_max / 2;
    // Places shrink first: then the moves after them can be taken away.
    ([place(), place()], record(moves_max)).prop_map(|(places, events)| {
        let places = places.map(|place| place.min(events.len()));
        (events, places)
    })
}

/// Records as they may be sent: valid in the order given, but with some events sent again later on.
pub fn sent(moves_max: usize) -> impl Strategy<Value = Vec<Event<'static>>> {
    (record(moves_max), vec((0..1_000_usize, 0..1_000_usize), 0..4)).prop_map(|(mut events, again)| {
        for (which, after) in again {
            let Some(last) = events.len().checked_sub(1) else { break };
            let which = which % (last + 1);
            let place = which + 1 + after % (last + 1 - which);
            events.insert(place, events[which].clone());
        }
        events
    })
}
