//! Whether a claim is still maintained, and what became of what it rests on.

use super::super::alleged::Alleged;
use super::super::ground::{Fate, Ground};
use crate::{rows, words};
use onrecord_index::AsOf;

words! {
    /// Whether a claim is still maintained.
    pub enum Standing {
        /// At least one appearance has something left to stand on, and its maker has not retracted it.
        Stands = "stands",
        /// Whoever first made it took it back.
        Retracted = "retracted",
        /// Every appearance fell: its report, or everything it rests on, was withdrawn or retracted.
        Withdrawn = "withdrawn",
        /// Every appearance fell, at least one of them only for as long as a report is held.
        Held = "held",
    }
}

rows! {
    /// How many appearances a claim has, and how many of them rest on something that was changed since.
    #[derive(Copy, Default, Eq)]
    pub struct Appearances {
        /// The making of the claim and its repetitions.
        pub total: u32,
        /// Those that rest on a withdrawn report.
        pub withdrawn: u32,
        /// Those that rest on a held report.
        pub held: u32,
        /// Those that rest on a corrected report.
        pub corrected: u32,
        /// Those that rest on evidence in which somebody found a fault.
        pub faulted: u32,
    }
}

pub(in crate::views) fn counted(alleged: &Alleged<'_>, ground: &Ground<'_>) -> Appearances {
    Appearances {
        total: alleged.appearances.len() as u32,
        withdrawn: ground.count(|fate| fate == Fate::Withdrawn),
        held: ground.count(|fate| fate == Fate::Held),
        corrected: ground.count(|fate| fate == Fate::Corrected),
        faulted: ground.count(Fate::is_fault),
    }
}

pub(in crate::views) fn standing<'a>(
    at: &'a AsOf<'_>,
    alleged: &Alleged<'a>,
    ground: &Ground<'a>,
) -> Standing {
    let for_good = |fate| matches!(fate, Fate::Withdrawn | Fate::Retracted);
    if alleged.retraction(at).is_some() {
        Standing::Retracted
    } else if ground.all_fell(for_good) {
        Standing::Withdrawn
    } else if ground.all_fell(|fate| for_good(fate) || fate == Fate::Held) {
        Standing::Held
    } else {
        Standing::Stands
    }
}
