//! Law 10: an event changes only the rows that it is declared to touch, and few others are declared.

use std::collections::BTreeSet;

use onrecord_core::{Event, Position};
use onrecord_index::Moment;
use onrecord_projection::Projection;

use super::limits;
use crate::folded::{Folded, in_memory};
use crate::law::{Law, Violation};

/// How many rows may be declared touched for each one that changes, and for each event, over a whole record.
const TOUCHED_PER_CHANGE_MAX: usize = 8;

/// Holds that every row that is another after an event than before it is among those that the event
/// [touches](Projection::touches), on the known axis and as of several limits of saying; and that no more rows are
/// touched, over the whole record, than eight for each event and for each row that changed.
///
/// # Errors
/// [`Violation`] with the event and the row, or with the numbers of rows.
pub fn touch<P: Projection>(make: impl Fn() -> P, events: &[Event<'_>]) -> Result<(), Violation> {
    let folded = Folded::of(make(), events);
    let limits = limits(events);
    let (mut changed_count, mut touched_count) = (0, 0);
    for position in (0..events.len() as u64).map(|number| Position::FIRST.after(number)) {
        let moments = (Moment::known(position.get() - 1), Moment::known(position.get()));
        let (changed, touched) = check_moments(&folded, events, position, moments)?;
        changed_count += changed;
        touched_count += touched;
        for limit in &limits {
            check_moments(&folded, events, position, (moments.0.said(*limit), moments.1.said(*limit)))?;
        }
    }
    let touched_max = TOUCHED_PER_CHANGE_MAX * (changed_count + events.len());
    if touched_count <= touched_max {
        return Ok(());
    }
    let difference = format!(
        "{}: {} events change {changed_count} rows, and {touched_count} are touched, more than {touched_max}",
        P::NAME,
        events.len()
    );
    Err(Violation::new(Law::Touch, difference, events))
}

/// How many rows changed, and how many were touched.
fn check_moments<P: Projection>(
    folded: &Folded<P>,
    events: &[Event<'_>],
    position: Position,
    (before, after): (Moment, Moment),
) -> Result<(usize, usize), Violation> {
    let touched = in_memory(folded.view().touched_by([position], before, after));
    let changed = changed(folded, before, after);
    match changed.difference(&touched).next() {
        None => Ok((changed.len(), touched.len())),
        Some(key) => {
            let said = after.said.map_or_else(String::new, |said| format!(", said by {said:?}"));
            let difference =
                format!("{}: position {position} changes {key:?} and does not touch it{said}", P::NAME);
            Err(Violation::new(Law::Touch, difference, events))
        }
    }
}

/// The keys of the rows that are not the same at both moments, be it only in their reasons.
fn changed<P: Projection>(folded: &Folded<P>, before: Moment, after: Moment) -> BTreeSet<P::Key> {
    let (before, after) = (folded.rows_by_key(before), folded.rows_by_key(after));
    let only = |these: &[_], others: &[_]| {
        let differs = |row: &&onrecord_projection::Version<P::Key, P::Row>| {
            let other = others.binary_search_by(|other: &onrecord_projection::Version<P::Key, P::Row>| {
                other.key.cmp(&row.key)
            });
            other.map_or(true, |place| {
                (&others[place].row, &others[place].because) != (&row.row, &row.because)
            })
        };
        these.iter().filter(differs).map(|row| row.key.clone()).collect::<Vec<_>>()
    };
    only(&before, &after).into_iter().chain(only(&after, &before)).collect()
}
