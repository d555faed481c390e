//! Law 9, arrival: two events that do not refer to each other may arrive in either order.

use onrecord_core::{Kind, Ref, Role};
use onrecord_index::{Act, AsOf};
use onrecord_projection::{Projection, Shown, rows};
use onrecord_testkit::{Law, laws, strategy};

use super::{MOVES_MAX, holds, is_caught, on_every_view};

on_every_view!();

fn check<P: Projection>(make: impl Fn() -> P) {
    holds(&strategy::record(MOVES_MAX), |events| {
        (0..events.len()).try_for_each(|index| laws::arrival(&make, events, index))
    });
}

/// Whether each report is held: whatever arrived last wins.
struct LastWins;

rows! {
    /// One report.
    struct ReportRow {
        /// Whether it is held.
        is_held: bool,
    }
}

impl Projection for LastWins {
    const NAME: &'static str = "last-wins";
    const VERSION: u32 = 1;
    type Key = Ref<'static>;
    type Row = ReportRow;

    fn keys(&self, act: &Act<'_>) -> Vec<Ref<'static>> {
        let report = act.one(Role::Defines).filter(|_| act.kind() == Kind::ReportPublished);
        report.and_then(|report| act.record().reference(report)).map(Ref::into_owned).into_iter().collect()
    }

    fn row(&self, report: &Ref<'static>, at: &AsOf<'_>) -> Option<Shown<ReportRow>> {
        let acts = at.mentions(at.name(report)?, Role::Of);
        let last = acts.filter(|act| matches!(act.kind(), Kind::ReportHeld | Kind::ReportReleased)).last()?;
        let row = ReportRow { is_held: last.kind() == Kind::ReportHeld };
        Some(Shown { row, because: vec![last.position()] })
    }
}

#[test]
fn arrival_catches_rows_that_the_last_arrival_decides() {
    is_caught(Law::Arrival, &strategy::record(MOVES_MAX), |events| {
        (0..events.len()).try_for_each(|index| laws::arrival(|| LastWins, events, index))
    });
}
