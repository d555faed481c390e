//! Law 4: the difference of two moments leads from the rows of one to those of the other, and the opposite
//! difference leads back.

use onrecord_core::Event;
use onrecord_index::Moment;
use onrecord_projection::{Projection, apply};

use crate::folded::{Folded, canonical, in_memory};
use crate::law::{Law, Violation, same};

/// Holds that the differences between `a` and `b`, applied to the rows of one, give those of the other.
///
/// # Errors
/// [`Violation`] with the direction and the rows that came out differently.
pub fn diff<P: Projection>(
    make: impl Fn() -> P,
    events: &[Event<'_>],
    a: Moment,
    b: Moment,
) -> Result<(), Violation> {
    let folded = Folded::of(make(), events);
    let leads = |from: Moment, to: Moment| {
        let mut rows = folded.rows_by_key(from);
        apply(&mut rows, &in_memory(folded.view().diff(from, to)));
        same(
            Law::Diff,
            format!("{}: from position {} to {}", P::NAME, from.known, to.known),
            events,
            ("the rows after the changes", &canonical(&rows)),
            ("the rows of the second moment", &canonical(&folded.rows_by_key(to))),
        )
    };
    leads(a, b)?;
    leads(b, a)
}
