//! The goals of readers: they do not hold up the writer, and not one another.

use super::Wanted::AtMost;
use super::{Goal, goal, ratio};
use crate::measure::{APPEND_ALONE, APPEND_BESIDE_READ, READS_AT_ONCE, READS_IN_TURN};
use crate::measurement::{Measurements, What};

/// What is wanted of several threads.
pub(super) fn goals(found: &Measurements) -> Vec<Goal> {
    let of = |a, b| ratio(found.median(What::Readers, a), found.median(What::Readers, b));
    let append = of(APPEND_BESIDE_READ, APPEND_ALONE);
    let reads = of(READS_AT_ONCE, READS_IN_TURN);
    vec![
        goal("append beside a read of one second, times alone", append, AtMost(2.0)),
        goal("four reads at once, of one after the other", reads, AtMost(0.6)),
    ]
}
