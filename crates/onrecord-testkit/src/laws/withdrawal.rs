//! Law 8: with an event withdrawn, the views at the head are those of a record in which it was never made, positions
//! and what shows the withdrawal aside. What standing events refer to cannot be withdrawn before they are.

use onrecord_core::{
    Event, EventWithdrawn, Holdings, Kind, Position, Ref, Refusal, Role, Sort, ValidateError, validate,
};
use onrecord_index::RecordIndex;
use onrecord_projection::Projection;

use crate::folded::{Folded, in_memory, indexed};
use crate::law::{Law, Violation, same};
use crate::references::{is_called, mentions, referrers, standing};
use crate::rows::{Order, placeless};

/// Holds that withdrawing the event at `index` gives, at the head, the rows of a record without it. Holds trivially
/// where the event does not stand, or cannot be withdrawn because others refer to it; and where a record without it would
/// have given a name twice, so that nobody can say for which of the two it stands there.
///
/// # Errors
/// [`Violation`] with the rows that came out differently.
pub fn withdrawal<P: Projection>(
    make: impl Fn() -> P,
    events: &[Event<'_>],
    index: usize,
) -> Result<(), Violation> {
    if !can_be_withdrawn(events, index) {
        return Ok(());
    }
    let mut without = events.to_vec();
    without.remove(index);
    if gives_a_name_twice(&without) {
        return Ok(());
    }
    let mut withdrawn = events.to_vec();
    withdrawn.push(withdrawing(&events[index]));
    compare::<P>(
        format!("{}: position {} withdrawn", P::NAME, index + 1),
        &withdrawn,
        ("the record in which it is withdrawn", &Folded::of(make(), &withdrawn), &last(&withdrawn, 1)),
        ("the record in which it was never made", &Folded::of(make(), &without), &[]),
    )
}

/// Holds that withdrawing the withdrawal of the event at `index` gives, at the head, the rows from before both.
///
/// # Errors
/// [`Violation`] with the rows that came out differently.
pub fn restoration<P: Projection>(
    make: impl Fn() -> P,
    events: &[Event<'_>],
    index: usize,
) -> Result<(), Violation> {
    if !can_be_withdrawn(events, index) {
        return Ok(());
    }
    let mut restored = events.to_vec();
    restored.push(withdrawing(&events[index]));
    restored.push(withdrawing(&restored[events.len()]));
    compare::<P>(
        format!("{}: position {} withdrawn, and the withdrawal withdrawn", P::NAME, index + 1),
        &restored,
        ("the record in which it stands again", &Folded::of(make(), &restored), &last(&restored, 2)),
        ("the record before both", &Folded::of(make(), events), &[]),
    )
}

/// Holds that withdrawing the event at `index` is refused exactly where standing events refer to it, or to what would
/// cease to stand with it, and that the refusal lists all of them.
///
/// # Errors
/// [`Violation`] with the events listed and those that should be.
pub fn refusal(events: &[Event<'_>], index: usize) -> Result<(), Violation> {
    if standing(events).get(index) != Some(&true) {
        return Ok(());
    }
    let expected: Vec<Position> =
        first_referrers(events, index).into_iter().map(|other| Position::FIRST.after(other as u64)).collect();
    let listed: Vec<Position> = match validate(&withdrawing(&events[index]), &indexed(events)) {
        Ok(()) => Vec::new(),
        Err(ValidateError::Refused(Refusal::Referred { by, .. })) => {
            by.into_iter().map(|(position, _)| position).collect()
        }
        // What the withdrawal would bring back no longer fits.
        Err(_) => return Ok(()),
    };
    if listed == expected {
        return Ok(());
    }
    let difference = format!("position {}: the refusal lists {listed:?}, not {expected:?}", index + 1);
    Err(Violation::new(Law::Withdrawal, difference, events))
}

/// What refers to the event at `index`; where nothing does, to the next event that would cease to stand with it.
fn first_referrers(events: &[Event<'_>], index: usize) -> Vec<usize> {
    let mut withdrawn = events.to_vec();
    withdrawn.push(withdrawing(&events[index]));
    let (before, after) = (standing(events), standing(&withdrawn));
    let mut ceasing = (0..events.len()).rev().filter(|&other| before[other] && !after[other]);
    let referrers =
        ceasing.find_map(|other| Some(referrers(events, other)).filter(|found| !found.is_empty()));
    referrers.unwrap_or_default()
}

/// Holds that what stands refers only to what stands, but for withdrawals: what they name is gone.
///
/// # Errors
/// [`Violation`] with the event, and what it refers to that does not stand.
pub fn bound(events: &[Event<'_>]) -> Result<(), Violation> {
    let stands = standing(events);
    let is_there = |name: &Ref<'_>| {
        let mut standing = events.iter().zip(&stands).filter(|(_, stands)| **stands).map(|(event, _)| event);
        match name.sort() {
            Sort::Unnamed => standing.any(|event| mentions(event, name)),
            _ => standing.any(|event| is_called(event, name)),
        }
    };
    for (index, event) in events.iter().enumerate().filter(|(index, _)| stands[*index]) {
        let references = event.references();
        let dangling = references.iter().find(|(_, name)| !is_there(name));
        if let Some((_, name)) = dangling.filter(|_| event.kind() != Kind::EventWithdrawn) {
            let difference = format!("position {} stands and refers to {name}, which does not", index + 1);
            return Err(Violation::new(Law::Withdrawal, difference, events));
        }
    }
    Ok(())
}

fn can_be_withdrawn(events: &[Event<'_>], index: usize) -> bool {
    let Some(event) = events.get(index).filter(|_| standing(events)[index]) else { return false };
    validate(&withdrawing(event), &indexed(events)).is_ok()
}

/// Whether an event brings in a name that stands for something else when it arrives.
fn gives_a_name_twice(events: &[Event<'_>]) -> bool {
    let mut graph = RecordIndex::new();
    events.iter().any(|event| {
        let references = event.references();
        let mut defined = references.iter().filter(|(role, _)| *role == Role::Defines);
        let is_taken = defined.any(|(_, name)| in_memory(Holdings::find(&graph, name)).is_some());
        in_memory(graph.apply(event));
        is_taken
    })
}

fn withdrawing(event: &Event<'_>) -> Event<'static> {
    Event::derived(EventWithdrawn::new(Ref::Event(event.id), "recorded by mistake"))
}

fn last(events: &[Event<'_>], count: usize) -> Vec<Position> {
    (events.len() - count..events.len()).map(|index| Position::FIRST.after(index as u64)).collect()
}

type Side<'s, P> = (&'s str, &'s Folded<P>, &'s [Position]);

fn compare<P: Projection>(
    place: String,
    events: &[Event<'_>],
    left: Side<'_, P>,
    right: Side<'_, P>,
) -> Result<(), Violation> {
    let rows = |side: &Side<'_, P>| {
        let rows = placeless(side.1, Order::Kept, side.2);
        rows.map_err(|error| Violation::new(Law::Withdrawal, error.to_string(), events))
    };
    let (left_rows, right_rows) = (rows(&left)?, rows(&right)?);
    same(Law::Withdrawal, place, events, (left.0, &left_rows), (right.0, &right_rows))
}
