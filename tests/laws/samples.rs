//! The laws on samples: longer records, rich in answers and corrections, with some events recorded long after they took
//! place.

use onrecord_core::{Event, Kind};
use onrecord_index::Moment;
use onrecord_projection::Projection;
use onrecord_testkit::sample::Sample;
use onrecord_testkit::{Violation, laws};

use super::on_every_view;

on_every_view!();

const EVENTS: u64 = 60;
const SEEDS: [u64; 2] = [3, 4];

fn check<P: Projection>(make: impl Fn() -> P + Sync) {
    for seed in SEEDS {
        let events: Vec<_> = Sample::new(seed).events(EVENTS).collect();
        every_law(&make, &events).unwrap_or_else(|violation| panic!("seed {seed}: {violation}"));
    }
}

fn every_law<P: Projection>(make: &(impl Fn() -> P + Sync), events: &[Event<'_>]) -> Result<(), Violation> {
    laws::codec(events)?;
    laws::determinism(make, events)?;
    laws::prefix(make, events)?;
    laws::batches(make, events, 7)?;
    let (early, head) = (Moment::known(EVENTS / 2), Moment::known(EVENTS));
    laws::diff(make, events, early, head)?;
    (1..events.len()).step_by(9).try_for_each(|index| laws::arrival(make, events, index))
}

#[test]
fn a_sample_of_this_size_is_rich_in_answers_and_corrections() {
    let is_one = |kind: Kind| {
        use Kind::*;
        matches!(
            kind,
            DenialIssued
                | DenialWithdrawn
                | StatementMade
                | CommentDeclined
                | ClaimAcknowledged
                | ClaimRetracted
                | ReportCorrected
                | ReportHeld
                | ReportReleased
                | ReportWithdrawn
        )
    };
    for seed in SEEDS {
        let answers = Sample::new(seed).events(EVENTS).filter(|event| is_one(event.kind())).count() as u64;
        assert!(answers * 5 > EVENTS, "{answers} of {EVENTS}");
    }
}
