//! Law 1: the same record gives the same bytes of every view, on every run and every thread.

use std::thread;

use onrecord_core::Event;
use onrecord_projection::Projection;

use crate::folded::Folded;
use crate::law::{Law, Violation, same};

/// Holds that folding the same events anew gives the same bytes: here, and on another thread.
///
/// # Errors
/// [`Violation`] with the rows that came out differently.
pub fn determinism<P: Projection>(
    make: impl Fn() -> P + Sync,
    events: &[Event<'_>],
) -> Result<(), Violation> {
    let fold = || {
        let folded = Folded::of(make(), events);
        folded.bytes(folded.head())
    };
    let first = fold();
    let compare = |place: &str, again: &[u8]| {
        let place = format!("{}: folded twice, {place}", P::NAME);
        same(Law::Determinism, place, events, ("the first fold", &first), ("the second", again))
    };
    compare("on one thread", &fold())?;
    match thread::scope(|scope| scope.spawn(fold).join()) {
        Ok(elsewhere) => compare("on two threads", &elsewhere),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
