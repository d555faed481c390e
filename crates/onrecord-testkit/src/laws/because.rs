//! Law 11: the reasons given for a row are complete. Without an event that none of them leads to, the row is the same.

use std::collections::BTreeSet;

use onrecord_core::{Event, Position};
use onrecord_projection::Projection;

use crate::folded::Folded;
use crate::law::{Law, Violation};
use crate::references::{bound_up_with, sources};
use crate::rows::{Order, Placeless, placeless_rows};

/// Holds of every row at the head that it is the same in a record without an event that cannot be reached by references
/// from the reasons of the row, and without everything that refers to that event; positions, and since when the row has
/// been so, aside. A withdrawal and what it withdrew count as one. Holds trivially where what is left is no record that
/// would have been accepted.
///
/// # Errors
/// [`Violation`] with the event, and the row that came out differently.
pub fn because<P: Projection>(make: impl Fn() -> P, events: &[Event<'_>]) -> Result<(), Violation> {
    let sources = sources(events);
    let rows = rows(&make, events, events)?;
    let reached: Vec<BTreeSet<usize>> = rows.iter().map(|row| reached(&row.because, &sources)).collect();
    for index in 0..events.len() {
        let removed = bound_up_with(events, &sources, index);
        let untouched = rows.iter().zip(&reached).filter(|(_, reached)| reached.is_disjoint(&removed));
        let untouched: Vec<&Placeless> = untouched.map(|(row, _)| row).collect();
        let left: Vec<Event<'_>> = (0..events.len())
            .filter(|other| !removed.contains(other))
            .map(|other| events[other].clone())
            .collect();
        if untouched.is_empty() || !super::arrival::is_valid(&left) {
            continue;
        }
        let without: BTreeSet<String> =
            self::rows(&make, &left, events)?.into_iter().map(|row| row.line).collect();
        if let Some(row) = untouched.into_iter().find(|row| !without.contains(&row.line)) {
            return Err(broken::<P>(events, &removed, row, &without));
        }
    }
    Ok(())
}

fn rows<P: Projection>(
    make: &impl Fn() -> P,
    events: &[Event<'_>],
    record: &[Event<'_>],
) -> Result<Vec<Placeless>, Violation> {
    let rows = placeless_rows(&Folded::of(make(), events), Order::Kept);
    rows.map_err(|error| Violation::new(Law::Because, error.to_string(), record))
}

/// The events at these positions, and all that they lead to by references.
fn reached(because: &[Position], sources: &[Vec<usize>]) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<usize> = because.iter().map(|position| position.get() as usize - 1).collect();
    while let Some(index) = open.pop() {
        if reached.insert(index) {
            open.extend(&sources[index]);
        }
    }
    reached
}

fn broken<P: Projection>(
    events: &[Event<'_>],
    removed: &BTreeSet<usize>,
    row: &Placeless,
    without: &BTreeSet<String>,
) -> Violation {
    let removed: Vec<usize> = removed.iter().map(|index| index + 1).collect();
    let without: String = without.iter().map(|line| format!("\n    {line}")).collect();
    let difference = format!(
        "{}: without positions {removed:?}, to which the reasons {:?} do not lead, there is no row\n    {}\n  but \
         these:{without}",
        P::NAME,
        row.because,
        row.line
    );
    Violation::new(Law::Because, difference, events)
}
