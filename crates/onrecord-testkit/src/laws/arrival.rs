//! Law 9: two events that do not refer to each other give, at the head, the same rows in either order of arrival,
//! positions and the order of ties aside.

use onrecord_core::{Event, validate};
use onrecord_index::RecordIndex;
use onrecord_projection::Projection;

use crate::folded::{Folded, in_memory};
use crate::law::{Law, Violation, same};
use crate::references::independent;
use crate::rows::{Order, placeless};

/// Holds that the event at `index` and the next may change places. Holds trivially where one refers to the other, or
/// where the record could not have taken them in in the other order.
///
/// # Errors
/// [`Violation`] with the rows that came out differently.
pub fn arrival<P: Projection>(
    make: impl Fn() -> P,
    events: &[Event<'_>],
    index: usize,
) -> Result<(), Violation> {
    let Some([first, second]) = events.get(index..index + 2) else { return Ok(()) };
    let mut swapped = events.to_vec();
    swapped.swap(index, index + 1);
    if !independent(first, second) || !is_valid(&swapped) {
        return Ok(());
    }
    let rows = |events: &[Event<'_>]| {
        let rows = placeless(&Folded::of(make(), events), Order::Free, &[]);
        rows.map_err(|error| Violation::new(Law::Arrival, error.to_string(), events))
    };
    same(
        Law::Arrival,
        format!("{}: positions {} and {} change places", P::NAME, index + 1, index + 2),
        events,
        ("the record as it is", &rows(events)?),
        ("the record with the two changed", &rows(&swapped)?),
    )
}

/// Whether each event is accepted after those before it.
pub(super) fn is_valid(events: &[Event<'_>]) -> bool {
    let mut graph = RecordIndex::new();
    events.iter().all(|event| {
        let accepted = validate(event, &graph).is_ok();
        in_memory(graph.apply(event));
        accepted
    })
}
