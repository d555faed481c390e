//! Law 1, determinism: the same record gives the same bytes of every view.

use std::sync::atomic::{AtomicU64, Ordering};

use onrecord_core::Position;
use onrecord_index::{Act, AsOf};
use onrecord_projection::{Projection, Shown};
use onrecord_testkit::{Law, laws, strategy};

use super::{MOVES_MAX, Number, holds, is_caught, on_every_view};

on_every_view!();

fn check<P: Projection>(make: impl Fn() -> P + Sync) {
    holds(&strategy::record(MOVES_MAX), |events| laws::determinism(&make, events));
}

/// Numbers rows in the order in which anybody ever asked for one.
struct Numbered;

impl Projection for Numbered {
    const NAME: &'static str = "numbered";
    const VERSION: u32 = 1;
    type Key = Position;
    type Row = Number;

    fn keys(&self, act: &Act<'_>) -> Vec<Position> {
        vec![act.position()]
    }

    fn row(&self, position: &Position, at: &AsOf<'_>) -> Option<Shown<Number>> {
        static ASKED: AtomicU64 = AtomicU64::new(0);
        at.act(*position)?;
        let number = ASKED.fetch_add(1, Ordering::Relaxed);
        Some(Shown { row: Number { number }, because: vec![*position] })
    }
}

#[test]
fn determinism_catches_rows_that_count_how_often_they_were_asked_for() {
    is_caught(Law::Determinism, &strategy::record(MOVES_MAX), |events| {
        laws::determinism(|| Numbered, events)
    });
}
