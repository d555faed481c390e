//! Law 3, split: a fold may be saved at any position, opened and gone on with; batch sizes do not matter.

use onrecord_core::Position;
use onrecord_index::{Act, AsOf, RecordIndex, Snapshot};
use onrecord_projection::views::Timeline;

use onrecord_projection::{Projection, Shown};
use onrecord_testkit::{Law, laws, strategy};

use super::{MOVES_MAX, Number, holds, is_caught, on_every_view};

on_every_view!();

fn check<P: Projection>(make: impl Fn() -> P) {
    holds(&strategy::record_and_places(MOVES_MAX), |(events, [count, batch_len])| {
        laws::split(&make, events, *count, saved_and_opened)?;
        laws::batches(&make, events, *batch_len)
    });
}

fn saved_and_opened(index: &RecordIndex) -> RecordIndex {
    let bytes = Snapshot::write(index, &[7; 32]).expect("an index in memory is written");
    let snapshot = Snapshot::read(&bytes).expect("a snapshot just written");
    snapshot.restore()
}

#[test]
fn split_catches_a_snapshot_that_loses_the_last_event() {
    let forgetful = |index: &RecordIndex| {
        let mut kept = index.clone();
        kept.truncate(index.head().saturating_sub(1));
        kept
    };
    is_caught(Law::Split, &strategy::record_and_places(MOVES_MAX), |(events, [count, _])| {
        laws::split(|| Timeline, events, *count, forgetful)
    });
}

/// Tells of each event how many came after it, without looking at them.
struct Age;

impl Projection for Age {
    const NAME: &'static str = "age";
    const VERSION: u32 = 1;
    type Key = Position;
    type Row = Number;

    fn keys(&self, act: &Act<'_>) -> Vec<Position> {
        vec![act.position()]
    }

    fn row(&self, position: &Position, at: &AsOf<'_>) -> Option<Shown<Number>> {
        at.act(*position)?;
        let number = at.moment().known - position.get();
        Some(Shown { row: Number { number }, because: vec![*position] })
    }
}

#[test]
fn split_catches_rows_that_depend_on_how_many_events_came_at_once() {
    is_caught(Law::Split, &strategy::record_and_places(MOVES_MAX), |(events, [_, batch_len])| {
        laws::batches(|| Age, events, *batch_len)
    });
}
