//! The goals of the ledger: it is looked up and not computed, it is built in passing, and an event costs what it touches.

use super::Wanted::AtMost;
use super::{Goal, goal, ratio};
use crate::measure::{
    ADVANCE, BUILD_ALL, BUILD_STORY, CLAIMS, OPEN_WITH_LEDGER, ROWS_AT_HALF, ROWS_AT_HEAD, ROWS_COMPUTED,
    ROWS_TOUCHED, STORY_CLAIMS,
};
use crate::measurement::{Measurements, What};

/// What a row may take to look up, in microseconds: 20,000 claims in 200 milliseconds.
const ROW_MAX: f64 = 10.0;

/// What all versions of a claim may take to build, in milliseconds: 20,000 claims in a minute.
const CLAIM_MAX: f64 = 3.0;

/// The same where only the claims of one story are built: 100 claims in a second.
const STORY_CLAIM_MAX: f64 = 10.0;

/// What one event may take, in milliseconds, for each row that it touches.
const TOUCHED_MAX: f64 = 3.0;

/// What is wanted of the ledger.
pub(super) fn goals(found: &Measurements) -> Vec<Goal> {
    let of = |of| found.median(What::Ledger, of);
    let each = |time, count| ratio(of(time), of(count));
    let row = |time| each(time, CLAIMS).map(|milliseconds| milliseconds * 1e3);
    let most = |of| {
        found
            .get(What::Ledger, of)
            .and_then(|found| found.series.rounds.iter().copied().max_by(f64::total_cmp))
    };
    vec![
        goal("ledger at the head, us for each claim", row(ROWS_AT_HEAD), AtMost(ROW_MAX)),
        goal("ledger at half of the record, us for each claim", row(ROWS_AT_HALF), AtMost(ROW_MAX)),
        goal("all versions built, ms for each claim", each(BUILD_ALL, CLAIMS), AtMost(CLAIM_MAX)),
        goal(
            "one story built alone, ms for each claim",
            each(BUILD_STORY, STORY_CLAIMS),
            AtMost(STORY_CLAIM_MAX),
        ),
        goal(
            "rows computed for one event, of those touched",
            ratio(most(ROWS_COMPUTED), most(ROWS_TOUCHED)),
            AtMost(1.0),
        ),
        goal("one event taken in, ms for each row touched", each(ADVANCE, ROWS_TOUCHED), AtMost(TOUCHED_MAX)),
        goal("open with snapshots and ledger, ms", of(OPEN_WITH_LEDGER), AtMost(20.0)),
    ]
}
