//! How the commits of a log become an outline: event by event in their order, a few of them at a time.

use onrecord_core::{Event, Position, decode};
use onrecord_log::{CommitView, Payload, Reader};
use onrecord_projection::Outline;

use crate::error::Error;

/// Applies the commits that a reader sees and `outline` does not hold yet, up to the one that holds `position`, or to the
/// first event that cannot be read.
pub(crate) fn fold_up_to(outline: &mut Outline, reader: &Reader, position: u64) -> Result<(), Error> {
    if outline.head() >= position {
        return Ok(());
    }
    let mut commits = reader.commits(Position::FIRST.after(outline.head()))?;
    while outline.head() < position
        && let Some(commit) = commits.next()?
    {
        fold(outline, &commit)?;
    }
    Ok(())
}

/// Applies the events of a commit from the one after the head of `outline` on, up to the first that cannot be read.
fn fold(outline: &mut Outline, commit: &CommitView<'_>) -> Result<(), Error> {
    let mut payloads = commit.events_from(Position::FIRST.after(outline.head()));
    let mut events = Vec::with_capacity(Outline::EVENTS_TOGETHER);
    loop {
        let mut next = payloads.by_ref().take(Outline::EVENTS_TOGETHER);
        let read = next.try_for_each(|payload| event_of(&payload).map(|event| events.push(event)));
        outline.apply_all(&events);
        if read.is_err() || events.is_empty() {
            return read;
        }
        events.clear();
    }
}

/// The event in a payload.
pub(crate) fn event_of<'a>(payload: &Payload<'a>) -> Result<Event<'a>, Error> {
    decode(payload.kind, payload.schema, payload.bytes)
        .map_err(|problem| Error::Event { position: payload.position, problem })
}
