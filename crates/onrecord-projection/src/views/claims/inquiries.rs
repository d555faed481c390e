//! Who looked into a claim, and who found something for or against it.

use std::collections::{BTreeMap, HashSet};

use onrecord_core::{ActorId, Credibility, Kind, Position, Role};
use onrecord_index::{Act, AsOf, Detail, Name};

use super::super::actor_id;
use super::super::alleged::Subjects;
use super::super::answers::Coverage;
use crate::rows;

rows! {
    /// What one body looked into.
    #[derive(Eq)]
    pub struct Investigation {
        /// The body.
        pub by: ActorId<'static>,
        /// Whether it looks into the claim, or into a report that carried it.
        pub coverage: Coverage,
        /// Whether it still does.
        pub open: bool,
        /// The events by which it began and ended, in the order in which they took place.
        pub positions: Vec<Position>,
    }
}

rows! {
    /// Somebody's finding for or against a claim, on a basis of their own.
    #[derive(Eq)]
    pub struct FoundBy {
        /// Who, where that is known.
        pub by: Option<ActorId<'static>>,
        /// The event.
        pub position: Position,
    }
}

rows! {
    /// A grade for credibility on the Admiralty code.
    #[derive(Eq)]
    pub struct Graded {
        /// The grade.
        pub grade: Credibility,
        /// The note.
        pub position: Position,
    }
}

/// The inquiries into a claim or into a report that carried it, by body.
pub(super) fn investigations(at: &AsOf<'_>, subjects: &Subjects<'_>) -> Vec<Investigation> {
    let mut found: BTreeMap<ActorId<'static>, Vec<(Coverage, Act<'_>)>> = BTreeMap::new();
    let mut seen = HashSet::new();
    let reports = subjects.carriers.iter().map(|report| (*report, Coverage::ThroughReport));
    for (subject, coverage) in [(subjects.claim, Coverage::Direct)].into_iter().chain(reports) {
        for act in at.mentions_where(subject, Role::Concerns, |act| act.kind() != Kind::CommentRequested) {
            let Some(by) = act.one(Role::By).and_then(|by| actor_id(at, at.merged(by))) else { continue };
            if seen.insert(act.position()) {
                found.entry(by).or_default().push((coverage, act));
            }
        }
    }
    found.into_iter().map(|(by, acts)| investigation(by, acts)).collect()
}

/// Where nothing tells whether an inquiry was closed before it was opened, it is open: the careful reading.
fn investigation(by: ActorId<'static>, mut acts: Vec<(Coverage, Act<'_>)>) -> Investigation {
    let opens = |act: &Act<'_>| act.kind() == Kind::InvestigationOpened;
    acts.sort_by_cached_key(|(_, act)| (act.dated().bounds().sort_key(), opens(act), act.position()));
    Investigation {
        by,
        coverage: acts.iter().map(|(coverage, _)| *coverage).min().unwrap_or(Coverage::Direct),
        open: acts.last().is_some_and(|(_, act)| opens(act)),
        positions: acts.iter().map(|(_, act)| act.position()).collect(),
    }
}

/// What was found for or against `claim` by acts of `kind`, in the order in which it was.
pub(super) fn found(at: &AsOf<'_>, claim: Name, kind: Kind) -> Vec<FoundBy> {
    let mut acts: Vec<Act<'_>> = at.mentions_where(claim, Role::Of, |act| act.kind() == kind).collect();
    acts.sort_by_cached_key(|act| (act.dated().bounds().sort_key(), act.position()));
    let by = |act: &Act<'_>| act.one(Role::By).and_then(|by| actor_id(at, at.merged(by)));
    acts.iter().map(|act| FoundBy { by: by(act), position: act.position() }).collect()
}

/// The grades of `claim`.
pub(super) fn grades(at: &AsOf<'_>, claim: Name) -> Vec<Graded> {
    let graded = at
        .mentions_where(claim, Role::Of, |note| note.kind() == Kind::InformationAssessed)
        .filter_map(|note| match *note.detail() {
            Detail::Credibility(grade) => Some(Graded { grade, position: note.position() }),
            _ => None,
        });
    graded.collect()
}
