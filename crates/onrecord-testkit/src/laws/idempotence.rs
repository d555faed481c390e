//! Law 7: an event sent again changes nothing; other content under the same id is refused.

use onrecord_core::{Event, Position, StoryId, StoryOpened};

use crate::law::{Law, Violation};

/// Whatever takes events in, one by one.
pub trait Desk {
    /// Sends one event.
    fn send(&mut self, event: &Event<'_>) -> Received;

    /// Everything the desk keeps, in any form in which a change shows.
    fn state(&self) -> Vec<u8>;
}

/// What became of an event that was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Received {
    /// It is on record now.
    New(Position),
    /// It was on record already.
    Known(Position),
    /// It was not taken in, and why.
    Refused(String),
}

/// Holds that every event is new the first time, known at the same position ever after, and that neither sending it
/// again nor sending something else under its id changes anything. `desk` must be empty.
///
/// # Errors
/// [`Violation`] with the position and what the desk answered.
pub fn idempotence(desk: &mut impl Desk, events: &[Event<'_>]) -> Result<(), Violation> {
    let broken = |difference: String| Err(Violation::new(Law::Idempotence, difference, events));
    for (index, event) in events.iter().enumerate() {
        let position = Position::FIRST.after(index as u64);
        match desk.send(event) {
            Received::New(at) if at == position => {}
            other => return broken(format!("sent first at position {position}: {other:?}")),
        }
        // The event just sent, and one from far back.
        for known in [index, index / 2] {
            let position = Position::FIRST.after(known as u64);
            let before = desk.state();
            match desk.send(&events[known]) {
                Received::Known(at) if at == position => {}
                other => return broken(format!("position {position} sent again: {other:?}")),
            }
            if desk.state() != before {
                return broken(format!("position {position} sent again: the record changed"));
            }
        }
        let before = desk.state();
        match other_content(event).map(|other| desk.send(&other)) {
            None | Some(Received::Refused(_)) => {}
            Some(other) => return broken(format!("other content under the id of {position}: {other:?}")),
        }
        if desk.state() != before {
            return broken(format!("other content under the id of {position}: the record changed"));
        }
    }
    Ok(())
}

/// An event that any record takes in, but for its id.
fn other_content<'e>(event: &Event<'_>) -> Option<Event<'e>> {
    let story = StoryId::new(format!("another-{}", event.id)).ok()?;
    Some(Event::new(event.id, StoryOpened::new(story, "something else under the same id")))
}
