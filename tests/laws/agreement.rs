//! Law 12, agreement: at one moment there is one set of events that count.

use onrecord_core::{Position, Role};
use onrecord_index::{Act, AsOf};
use onrecord_projection::{Projection, Shown, rows};
use onrecord_testkit::{Law, laws, strategy};

use super::{MOVES_MAX, holds, is_caught, on_every_view};

on_every_view!();

fn check<P: Projection>(make: impl Fn() -> P) {
    holds(&strategy::record(MOVES_MAX), |events| laws::agreement(&make, events));
}

#[test]
fn the_timeline_is_the_set_of_the_events_that_count() {
    holds(&strategy::record(MOVES_MAX), |events| laws::admitted(events));
}

/// Each event of a story, and the event that came before it, whether that counts or not.
struct Neighbours;

rows! {
    /// One event.
    struct NeighbourRow {
        /// Its position.
        position: Position,
        /// The position of the event before.
        before: Option<Position>,
    }
}

impl Projection for Neighbours {
    const NAME: &'static str = "neighbours";
    const VERSION: u32 = 1;
    type Key = Position;
    type Row = NeighbourRow;

    fn keys(&self, act: &Act<'_>) -> Vec<Position> {
        act.one(Role::Story).map(|_| act.position()).into_iter().collect()
    }

    fn row(&self, position: &Position, at: &AsOf<'_>) -> Option<Shown<NeighbourRow>> {
        at.act(*position)?;
        let row = NeighbourRow { position: *position, before: Position::new(position.get() - 1) };
        Some(Shown { row, because: vec![*position] })
    }
}

#[test]
fn agreement_catches_rows_that_show_an_event_that_does_not_count() {
    let violation = is_caught(Law::Agreement, &strategy::record(MOVES_MAX), |events| {
        laws::agreement(|| Neighbours, events)
    });
    assert!(violation.difference.contains("before of"), "{violation}");
}
