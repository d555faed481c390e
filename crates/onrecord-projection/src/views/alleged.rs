//! Where a claim was alleged: its making, its repetitions, the reports that carried it, and who took it back.

use std::collections::BTreeSet;

use onrecord_core::{Kind, Role, Sort};
use onrecord_index::{Act, AsOf, Name};

/// Where a claim was alleged.
pub(super) struct Alleged<'a> {
    /// The claim.
    pub(super) claim: Name,
    /// Its making, then its repetitions in the order of the record.
    pub(super) appearances: Vec<Act<'a>>,
    /// The reports that carried it.
    pub(super) carriers: BTreeSet<Name>,
    /// The acts by which somebody took it back.
    pub(super) retractions: Retractions<'a>,
}

/// The acts by which somebody took a claim back.
pub(super) struct Retractions<'a>(Vec<Act<'a>>);

impl<'a> Alleged<'a> {
    /// The appearances of `claim`; none, where its making does not count.
    pub(super) fn of(at: &'a AsOf<'_>, claim: Name) -> Alleged<'a> {
        let repeated = at.mentions_where(claim, Role::Of, |act| act.kind() == Kind::ClaimRepeated);
        let appearances: Vec<Act<'a>> = at.definition(claim).into_iter().chain(repeated).collect();
        let carriers = appearances.iter().filter_map(|appearance| appearance.one(Role::In)).collect();
        Alleged { claim, appearances, carriers, retractions: Retractions::of(at, claim) }
    }

    /// The event that first made the claim.
    pub(super) fn made(&self) -> Option<Act<'a>> {
        self.appearances.first().copied().filter(|act| act.kind() == Kind::ClaimMade)
    }

    /// The act by which the first maker took the claim back.
    pub(super) fn retraction(&self, at: &'a AsOf<'_>) -> Option<Act<'a>> {
        self.made().and_then(|made| self.retractions.of_appearance(at, &made))
    }
}

impl<'a> Retractions<'a> {
    pub(super) fn of(at: &'a AsOf<'_>, claim: Name) -> Retractions<'a> {
        let retracted = |act: &Act<'_>| act.kind() == Kind::ClaimRetracted;
        Retractions(at.mentions_where(claim, Role::Of, retracted).collect())
    }

    /// The act by which the speaker of an appearance took it back. A retraction that names nobody is the first maker's,
    /// and nobody takes back what another said.
    pub(super) fn of_appearance(&self, at: &AsOf<'_>, appearance: &Act<'_>) -> Option<Act<'a>> {
        let actor = |act: &Act<'_>| act.one(Role::By).map(|by| at.merged(by));
        let by_speaker =
            self.0.iter().copied().filter(|retraction| match (actor(retraction), actor(appearance)) {
                (None, _) => appearance.kind() == Kind::ClaimMade,
                (Some(by), Some(speaker)) => by == speaker || at.speaks_for(by).contains(&speaker),
                (Some(_), None) => false,
            });
        by_speaker.min_by_key(Act::id)
    }

    pub(super) fn acts(&self) -> &[Act<'a>] {
        &self.0
    }
}

/// The claims a question or an answer is about: the one it names, or those that the report it names carried.
pub(super) fn claims_of(at: &AsOf<'_>, subject: Name) -> Vec<Name> {
    if at.reference(subject).is_some_and(|named| named.sort() == Sort::Claim) {
        return vec![subject];
    }
    let carried = at.mentions(subject, Role::In);
    let claims = carried.filter_map(|act| match act.kind() {
        Kind::ClaimMade => act.one(Role::Defines),
        Kind::ClaimRepeated => act.one(Role::Of),
        _ => None,
    });
    claims.collect()
}

/// The claims that `claim` is part of, from the nearest outwards.
pub(super) fn wholes(at: &AsOf<'_>, claim: Name) -> Vec<Name> {
    let mut wholes = Vec::new();
    let mut next = Some(claim);
    while let Some(part) = next {
        let whole = at.definition(part).and_then(|made| made.one(Role::PartOf));
        next = whole.filter(|whole| *whole != claim && !wholes.contains(whole));
        wholes.extend(next);
    }
    wholes
}

/// The claims that are part of `claim`, and the parts of those.
pub(super) fn parts(at: &AsOf<'_>, claim: Name) -> Vec<Name> {
    let mut parts = Vec::new();
    let mut open = vec![claim];
    while let Some(whole) = open.pop() {
        for part in direct_parts(at, whole) {
            if part != claim && !parts.contains(&part) {
                parts.push(part);
                open.push(part);
            }
        }
    }
    parts
}

/// The claims of which it was said that they are part of `claim`.
pub(super) fn direct_parts<'a>(at: &'a AsOf<'_>, claim: Name) -> impl Iterator<Item = Name> + use<'a> {
    at.mentions(claim, Role::PartOf).filter_map(|made| made.one(Role::Defines))
}
