//! What is asked of which shape, and at which size.

use clap::ValueEnum;
use onrecord_core::Event;
use onrecord_testkit::sample::Sample;
use onrecord_testkit::shapes;
use serde::Serialize;

/// The shape of a record that is one commit of n events of a sample.
pub(super) const ONE_COMMIT: &str = "one-commit";

/// A question of a record of one shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Case {
    /// The shape of the record.
    pub shape: &'static str,
    /// What is asked of it.
    pub question: GrowthQuestion,
    /// The first size.
    pub n: usize,
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GrowthQuestion {
    /// All rows of the timeline.
    Timeline,
    /// All claims.
    Claims,
    /// The row of the first claim.
    Claim,
    /// All actors.
    Actors,
    /// All that are silent.
    Silence,
    /// What every claim rests on.
    Origins,
    /// What the last ten events changed in every view.
    Diff,
    /// Every version of the first claim.
    History,
    /// The check of every byte and every event on the disk.
    Verify,
    /// A copy of the record on the disk.
    Backup,
}

impl GrowthQuestion {
    /// The name in the table and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            GrowthQuestion::Timeline => "timeline",
            GrowthQuestion::Claims => "claims",
            GrowthQuestion::Claim => "claim",
            GrowthQuestion::Actors => "actors",
            GrowthQuestion::Silence => "silence",
            GrowthQuestion::Origins => "origins",
            GrowthQuestion::Diff => "diff",
            GrowthQuestion::History => "history",
            GrowthQuestion::Verify => "verify",
            GrowthQuestion::Backup => "backup",
        }
    }
}

use GrowthQuestion::{Actors, Backup, Claim, Claims, Diff, History, Origins, Silence, Timeline, Verify};

const fn case(shape: &'static str, question: GrowthQuestion, n: usize) -> Case {
    Case { shape, question, n }
}

/// What is measured at n, 2n and 4n.
pub(super) const STEPS: &[Case] = &[
    case("dates", Timeline, 20_000),
    case("repeats", Silence, 10_000),
    case("repeats", Actors, 10_000),
    case("repeats", Claim, 10_000),
    case("repeats", Diff, 10_000),
    case("repeats", History, 1_000),
    case("repeats-in-reports", Silence, 5_000),
    case("repeats-in-reports", Actors, 5_000),
    case("ring", Origins, 2_500),
    case("ring", Claim, 2_500),
    case("part-of", Claims, 5_000),
    // Each row of these lists the whole of its chain, so that what is answered is the square of n.
    case("merges", Actors, 1_000),
    case("speaks-for", Actors, 500),
    case("claims-on-claims", Claims, 1_000),
    case("claims-on-claims", Origins, 1_000),
    // To validate one walks the chain, and each step on it asks what stands: appending costs the cube of n.
    case("withdrawals", Timeline, 250),
    case("withdrawals", Claims, 250),
    case(ONE_COMMIT, Verify, 50_000),
    case(ONE_COMMIT, Backup, 50_000),
];

/// What must be answered in seconds and in a gibibyte.
pub(super) const LARGEST: &[Case] = &[
    case("dates", Timeline, 100_000),
    case("ring", Origins, 20_000),
    case("ring", Claim, 20_000),
    case("repeats", Silence, 100_000),
    case("repeats", Claim, 100_000),
];

/// Whether there is a shape of this name.
pub(super) fn is_shape(name: &str) -> bool {
    name == ONE_COMMIT || shapes::ALL.iter().any(|(shape, _)| *shape == name)
}

/// The events of a shape at a size; none, if there is no such shape.
pub(super) fn events(shape: &str, n: usize) -> Vec<Event<'static>> {
    if shape == ONE_COMMIT {
        return Sample::new(crate::material::SEED).events(n as u64).collect();
    }
    let made = shapes::ALL.iter().find(|(name, _)| *name == shape);
    made.map(|(_, make)| make(n)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_a_shape_and_every_shape_a_case() {
        for case in STEPS.iter().chain(LARGEST) {
            assert!(events(case.shape, 3).len() >= 3, "{case:?}");
        }
        for (shape, _) in shapes::ALL {
            assert!(STEPS.iter().any(|case| case.shape == *shape), "{shape}");
        }
    }
}
