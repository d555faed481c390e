//! Where an actor, or those who speak for it, said two things that cannot both hold.
//!
//! What was taken back contradicts nothing. How far two answers to one claim or report are at odds depends on how far
//! each goes:
//!
//! | denied \ acknowledged | full | unspecific | partial |
//! |---|---|---|---|
//! | full | at odds | at odds | at odds |
//! | unspecific | at odds | at odds | not certainly |
//! | partial | at odds | not certainly | not certainly |
//!
//! A *full* denial or acknowledgement of a report is one of every claim it carried, and one of a claim is one of its
//! parts. An unspecific or a partial one reaches no further than what it names: a report may be inaccurate, and one of
//! its claims hold.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_core::{Extent, Kind, Position, Ref, Relation, Role, Sort};
use onrecord_index::{Act, AsOf, Detail, Name};

use super::alleged::{Retractions, claims_of, parts};
use super::answers::taken_back;
use super::reference;
use super::spoken::Voices;
use crate::rows::{by_text, by_texts};
use crate::{rows, words};

rows! {
    /// Two things said that cannot both hold.
    #[derive(Eq)]
    pub struct SelfContradiction {
        /// In what way.
        pub kind: SelfContradictionKind,
        /// The claims or reports.
        pub of: Vec<Ref<'static>>,
        /// The events on both sides, and the note that links the claims where there is one.
        pub positions: Vec<Position>,
    }
}

words! {
    /// In what way two things said contradict each other.
    pub enum SelfContradictionKind {
        /// The same was denied and acknowledged.
        DeniedAndAcknowledged = "denied_and_acknowledged",
        /// A claim was made or repeated, and denied.
        ClaimedAndDenied = "claimed_and_denied",
        /// Two claims were made that are on record as contradicting each other.
        LinkedClaims = "linked_claims",
    }
}

/// For each claim or report, the acts of one sort that cover it, and how far each goes.
type Covered = BTreeMap<Name, Vec<(Extent, Position)>>;

/// What an actor, known by `names`, said at odds with itself, also through `speakers`, who are among its `voices`; and the
/// events behind that, and behind what is not at odds because it was taken back.
pub(super) fn self_contradictions(
    at: &AsOf<'_>,
    names: &BTreeSet<Name>,
    voices: &Voices<'_>,
    speakers: &BTreeSet<Name>,
) -> (Vec<SelfContradiction>, Vec<Position>) {
    let acts = spoken(at, names, voices, speakers);
    let mut behind = Vec::new();
    let denied = covered(at, &acts, Kind::DenialIssued, &mut behind);
    let acknowledged = covered(at, &acts, Kind::ClaimAcknowledged, &mut behind);
    let claimed = claimed(at, &acts, &mut behind);
    let mut found = at_odds(at, SelfContradictionKind::DeniedAndAcknowledged, &denied, &acknowledged);
    found.extend(at_odds(at, SelfContradictionKind::ClaimedAndDenied, &denied, &claimed));
    found.extend(linked(at, &claimed, &acknowledged));
    found.sort_unstable_by(|a, b| {
        let order = a.kind.cmp(&b.kind).then_with(|| by_texts(&a.of, &b.of));
        order.then_with(|| a.positions.cmp(&b.positions))
    });
    behind.extend(found.iter().flat_map(|found| found.positions.iter().copied()));
    (found, behind)
}

/// What can be at odds with anything else that is said.
const HELD_OR_DENIED: [Kind; 4] =
    [Kind::ClaimMade, Kind::ClaimRepeated, Kind::DenialIssued, Kind::ClaimAcknowledged];

/// What the actor itself and those who speak for it held or denied, not on behalf of others. Nothing else that they did is
/// looked at.
fn spoken<'a>(
    at: &'a AsOf<'_>,
    names: &BTreeSet<Name>,
    voices: &Voices<'_>,
    speakers: &BTreeSet<Name>,
) -> Vec<Act<'a>> {
    let own = |name: Name| voices.are(name) || speakers.contains(&name);
    let for_own = |act: &Act<'a>| match act.one(Role::OnBehalfOf) {
        Some(body) => own(body) || own(at.merged(body)) || voices.speak_for(at.merged(body)),
        None => true,
    };
    let spoken =
        |name: &Name, role: Role| at.mentions_where(*name, role, |act| HELD_OR_DENIED.contains(&act.kind()));
    let by = names.iter().chain(speakers).flat_map(|name| spoken(name, Role::By)).filter(for_own);
    let on_behalf = names.iter().flat_map(|name| spoken(name, Role::OnBehalfOf));
    let mut acts: Vec<Act<'a>> = by.chain(on_behalf).collect();
    acts.sort_unstable_by_key(Act::position);
    acts.dedup_by_key(|act| act.position());
    acts
}

/// What acts of one kind cover. Behind that is what carried claims, and made them parts; and what took an act back.
fn covered(at: &AsOf<'_>, acts: &[Act<'_>], kind: Kind, behind: &mut Vec<Position>) -> Covered {
    let mut covered = Covered::new();
    let mut within: BTreeMap<Name, Vec<Name>> = BTreeMap::new();
    for act in acts.iter().filter(|act| act.kind() == kind) {
        behind.push(act.position());
        if let Some(taken_back) = taken_back(act) {
            behind.push(taken_back.position());
            continue;
        }
        let Detail::Extent(extent) = *act.detail() else { continue };
        let named = act.all(Role::Answers);
        let reached: BTreeSet<Name> = match extent {
            Extent::Full => named
                .flat_map(|name| within.entry(name).or_insert_with(|| all_within(at, name, behind)).clone())
                .collect(),
            Extent::Partial | Extent::Unspecific => named.collect(),
        };
        for name in reached {
            covered.entry(name).or_default().push((extent, act.position()));
        }
    }
    covered
}

/// A claim and its parts, or a report and the claims it carried with theirs. Behind that is what carried them, and what
/// made them parts.
fn all_within(at: &AsOf<'_>, subject: Name, behind: &mut Vec<Position>) -> Vec<Name> {
    behind.extend(at.mentions(subject, Role::In).map(|carried| carried.position()));
    let mut within = vec![subject];
    for claim in claims_of(at, subject).iter() {
        let parts = parts(at, *claim);
        behind.extend(parts.iter().filter_map(|part| at.definition(*part)).map(|made| made.position()));
        within.push(*claim);
        within.extend(parts);
    }
    within
}

/// The claims made or repeated and not taken back. Behind that is what took any of them back.
fn claimed(at: &AsOf<'_>, acts: &[Act<'_>], behind: &mut Vec<Position>) -> Covered {
    let mut claimed = Covered::new();
    let mut retractions: BTreeMap<Name, Retractions<'_>> = BTreeMap::new();
    for act in acts {
        let Some(claim) = act.alleges() else { continue };
        behind.push(act.position());
        let retractions = retractions.entry(claim).or_insert_with(|| Retractions::of(at, claim));
        if retractions.of_appearance(at, act).is_none() {
            claimed.entry(claim).or_default().push((Extent::Full, act.position()));
        }
    }
    behind.extend(retractions.values().flat_map(Retractions::acts).map(Act::position));
    claimed
}

fn at_odds(
    at: &AsOf<'_>,
    kind: SelfContradictionKind,
    denied: &Covered,
    held: &Covered,
) -> Vec<SelfContradiction> {
    let both = denied.iter().filter_map(|(name, denials)| Some((*name, denials, held.get(name)?)));
    let found = both.filter_map(|(name, denials, held)| {
        let positions = positions_at_odds(denials, held);
        (!positions.is_empty()).then(|| SelfContradiction {
            kind,
            of: reference(at, name).into_iter().collect(),
            positions: positions.into_iter().collect(),
        })
    });
    found.collect()
}

/// The denials that are at odds with anything held, and what is held that is at odds with any of them.
fn positions_at_odds(denials: &[(Extent, Position)], held: &[(Extent, Position)]) -> BTreeSet<Position> {
    let extents =
        |acts: &[(Extent, Position)]| acts.iter().map(|(extent, _)| *extent).collect::<BTreeSet<_>>();
    let (denied, said) = (extents(denials), extents(held));
    let denials = denials.iter().filter(|(denial, _)| said.iter().any(|yes| are_at_odds(*denial, *yes)));
    let held = held.iter().filter(|(yes, _)| denied.iter().any(|denial| are_at_odds(*denial, *yes)));
    denials.chain(held).map(|(_, position)| *position).collect()
}

/// The table above.
fn are_at_odds(denied: Extent, acknowledged: Extent) -> bool {
    match (denied, acknowledged) {
        (Extent::Full, _) | (_, Extent::Full) | (Extent::Unspecific, Extent::Unspecific) => true,
        (Extent::Partial, _) | (_, Extent::Partial) => false,
    }
}

/// Pairs of claims held that a note says contradict each other.
fn linked(at: &AsOf<'_>, claimed: &Covered, acknowledged: &Covered) -> Vec<SelfContradiction> {
    let is_claim = |name: &Name| at.reference(*name).is_some_and(|named| named.sort() == Sort::Claim);
    let wholly = |acts: &Vec<(Extent, Position)>| acts.iter().any(|(extent, _)| *extent != Extent::Partial);
    let mut held: BTreeMap<Name, Vec<Position>> = BTreeMap::new();
    for (name, acts) in claimed.iter().chain(acknowledged) {
        if is_claim(name) && wholly(acts) {
            held.entry(*name).or_default().extend(acts.iter().map(|(_, position)| *position));
        }
    }
    let mut found: BTreeMap<Vec<Ref<'static>>, BTreeSet<Position>> = BTreeMap::new();
    for (claim, acts) in &held {
        let contradicts = |link: &Act<'_>| *link.detail() == Detail::Relation(Relation::Contradicts);
        let links = at.mentions_of_kind(*claim, Role::Of, Kind::ClaimsLinked);
        for link in links.filter(contradicts) {
            let other = link.one(Role::Other).and_then(|other| held.get_key_value(&other));
            let Some((other, others)) = other else { continue };
            let mut of: Vec<_> =
                [*claim, *other].into_iter().filter_map(|name| reference(at, name)).collect();
            of.sort_unstable_by(by_text);
            let positions = acts.iter().chain(others).copied().chain([link.position()]);
            found.entry(of).or_default().extend(positions);
        }
    }
    let kind = SelfContradictionKind::LinkedClaims;
    let found = found.into_iter().map(|(of, positions)| (of, positions.into_iter().collect()));
    found.map(|(of, positions)| SelfContradiction { kind, of, positions }).collect()
}
