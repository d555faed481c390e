//! What evidence bears on a claim or lies under it, and what those who examined it found.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_core::{ActorId, EvidenceId, Finding, Kind, Position, Ref, Role};
use onrecord_index::{Act, AsOf, Detail, Name};

use super::actor_id;
use super::ground::Fate;
use crate::{rows, words};

rows! {
    /// A piece of evidence, as it bears on one claim.
    #[derive(Eq)]
    pub struct Bears {
        /// The evidence.
        pub evidence: EvidenceId<'static>,
        /// What it does for the claim.
        pub bearing: BearingOn,
        /// The event by which it surfaced.
        pub position: Position,
        /// The last finding of everybody who examined it, in the order of the findings.
        pub findings: Vec<Found>,
    }
}

words! {
    /// What a piece of evidence does for a claim.
    pub enum BearingOn {
        /// It was set beside the claim, as speaking for it.
        Supports = "supports",
        /// It was set beside the claim, as speaking against it.
        Undermines = "undermines",
        /// It was set beside the claim, as background.
        Context = "context",
        /// An appearance of the claim rests on it.
        Basis = "basis",
    }
}

rows! {
    /// What somebody found who examined a piece of evidence.
    #[derive(Eq)]
    pub struct Found {
        /// Who, where that is known.
        pub by: Option<ActorId<'static>>,
        /// What.
        pub finding: Finding,
        /// The event.
        pub position: Position,
    }
}

/// The evidence set beside `claim`, and that among what its appearances rest on, by name; and the acts behind it.
pub(super) fn evidence(at: &AsOf<'_>, claim: Name, bases: &BTreeSet<Name>) -> (Vec<Bears>, Vec<Position>) {
    let beside = [
        (Role::Supports, BearingOn::Supports),
        (Role::Undermines, BearingOn::Undermines),
        (Role::Beside, BearingOn::Context),
    ];
    let mut bearings: BTreeSet<(Name, BearingOn)> = BTreeSet::new();
    for (role, bearing) in beside {
        let surfaced = at.mentions(claim, role).filter_map(|surfaced| surfaced.one(Role::Defines));
        bearings.extend(surfaced.map(|evidence| (evidence, bearing)));
    }
    let beside: BTreeSet<Name> = bearings.iter().map(|(evidence, _)| *evidence).collect();
    let only_bases = bases.difference(&beside).copied();
    bearings.extend(only_bases.into_iter().map(|basis| (basis, BearingOn::Basis)));
    let mut rows: Vec<Bears> =
        bearings.into_iter().filter_map(|(name, bearing)| bears(at, name, bearing)).collect();
    rows.sort_unstable_by(|a, b| (&a.evidence, a.bearing).cmp(&(&b.evidence, b.bearing)));
    let names = rows.iter().filter_map(|row| at.name(&Ref::Evidence(row.evidence.borrowed())));
    let examined = names.flat_map(|evidence| examinations(at, evidence)).map(|act| act.position());
    let because = rows.iter().map(|row| row.position).chain(examined).collect();
    (rows, because)
}

fn bears(at: &AsOf<'_>, name: Name, bearing: BearingOn) -> Option<Bears> {
    let Ref::Evidence(evidence) = at.reference(name)? else { return None };
    let surfaced = at.definition(name)?;
    let findings = standing_findings(at, name).into_iter().map(|(finding, act)| Found {
        by: act.one(Role::By).and_then(|by| actor_id(at, at.merged(by))),
        finding,
        position: act.position(),
    });
    Some(Bears {
        evidence: evidence.into_owned(),
        bearing,
        position: surfaced.position(),
        findings: findings.collect(),
    })
}

/// Every examination of a piece of evidence.
pub(super) fn examinations<'a>(at: &'a AsOf<'_>, evidence: Name) -> impl Iterator<Item = Act<'a>> {
    at.mentions_where(evidence, Role::Of, |act| act.kind() == Kind::EvidenceAssessed)
}

/// The last finding of everybody who examined a piece of evidence; one examiner does not undo what another found. Where
/// nothing tells which of two came last, it is the one that finds a fault: the careful reading.
pub(super) fn standing_findings<'a>(at: &'a AsOf<'_>, evidence: Name) -> Vec<(Finding, Act<'a>)> {
    let mut last: BTreeMap<Result<Name, Position>, (Finding, Act<'a>)> = BTreeMap::new();
    for act in examinations(at, evidence) {
        let Detail::Finding(finding) = *act.detail() else { continue };
        // Examiners who are not named may be anybody, so each is another.
        let examiner = act.one(Role::By).map(|by| at.merged(by)).ok_or(act.position());
        let key = |(finding, act): &(Finding, Act<'a>)| {
            (act.dated().bounds().sort_key(), Fate::of_finding(*finding).is_some(), *finding, act.id())
        };
        let found = (finding, act);
        let held = last.entry(examiner).or_insert(found);
        if key(&found) > key(held) {
            *held = found;
        }
    }
    let mut findings: Vec<_> = last.into_values().collect();
    findings.sort_by_cached_key(|(finding, act)| {
        let by = act.one(Role::By).and_then(|by| actor_id(at, at.merged(by)));
        (act.dated().bounds().sort_key(), by, *finding, act.position())
    });
    findings
}
