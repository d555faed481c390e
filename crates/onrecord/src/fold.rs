//! How the commits of a journal become an index: event by event in their order, a few of them at a time.

use std::ops::ControlFlow;

use onrecord_core::journal::{CommitView, Journal, Payload};
use onrecord_core::{Event, Position, decode};
use onrecord_index::RecordIndex;

use crate::error::Error;
use crate::trace::{count, span};

/// Applies the commits that a journal shows and `index` does not hold yet, up to the one that holds `position`, or to the
/// first event that cannot be read.
pub(crate) fn fold_up_to(index: &mut RecordIndex, journal: &dyn Journal, position: u64) -> Result<(), Error> {
    if index.head() >= position {
        return Ok(());
    }
    span!("fold", from = index.head(), to = position);
    each_commit(journal, Position::FIRST.after(index.head()), |commit| {
        let before = index.head();
        fold(index, &commit)?;
        count!(events_folded += index.head() - before);
        Ok(if index.head() < position { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })
}

/// Shows `visit` the commits from the one that holds `from` on, until it breaks or fails.
pub(crate) fn each_commit<E: From<Error>>(
    journal: &dyn Journal,
    from: Position,
    mut visit: impl FnMut(CommitView<'_>) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    let mut outcome = Ok(());
    journal
        .commits(from, &mut |commit| {
            visit(commit).unwrap_or_else(|error| {
                outcome = Err(error);
                ControlFlow::Break(())
            })
        })
        .map_err(Error::from)?;
    outcome
}

/// Applies the events of a commit from the one after the head of `index` on, up to the first that cannot be read.
fn fold(index: &mut RecordIndex, commit: &CommitView<'_>) -> Result<(), Error> {
    let mut payloads = commit.events_from(Position::FIRST.after(index.head()));
    let mut events = Vec::with_capacity(RecordIndex::EVENTS_TOGETHER);
    loop {
        let mut next = payloads.by_ref().take(RecordIndex::EVENTS_TOGETHER);
        let read = next.try_for_each(|payload| event_of(&payload).map(|event| events.push(event)));
        index.apply_all(&events);
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
