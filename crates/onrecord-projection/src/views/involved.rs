//! Which actors some acts involve: those whose rows are computed from them.

use std::collections::BTreeSet;

use onrecord_core::{Kind, Role, Sort};
use onrecord_index::{Act, AsOf, Name};

use super::alleged::wholes;
use super::reach::renamed;

/// In which capacities an act names actors whose rows show it.
const SHOWN: [Role; 7] =
    [Role::By, Role::OnBehalfOf, Role::Of, Role::Accuses, Role::Defines, Role::Merged, Role::Into];

/// The actors that any of `acts` involves, under every name.
pub(super) fn involved(acts: &[Act<'_>]) -> BTreeSet<Name> {
    let mut involved = BTreeSet::new();
    for act in acts {
        let at = act.record();
        SHOWN.into_iter().flat_map(|role| act.all(role)).for_each(|actor| add(at, actor, &mut involved));
        match act.kind() {
            Kind::ActorIntroduced | Kind::ActorsMerged => add_renamed(act, &mut involved),
            Kind::ClaimMade | Kind::ClaimRepeated => add_deniers(act, &mut involved),
            Kind::ClaimRetracted => {
                act.all(Role::Of).for_each(|claim| add_claimants(at, claim, &mut involved));
            }
            Kind::ClaimsLinked => {
                let claims = act.all(Role::Of).chain(act.all(Role::Other));
                for claim in claims {
                    add_claimants(at, claim, &mut involved);
                    add_speakers(at.mentions(claim, Role::Answers), &mut involved);
                }
            }
            Kind::DenialWithdrawn => {
                let denials = act.all(Role::Of).flat_map(|denial| at.mentions(denial, Role::Defines));
                add_speakers(denials, &mut involved);
            }
            _ => {}
        }
    }
    involved
}

/// An actor, as whom it goes on, and for whom it speaks: what somebody says is said for them.
fn add(at: &AsOf<'_>, actor: Name, involved: &mut BTreeSet<Name>) {
    if at.reference(actor).is_some_and(|named| named.sort() == Sort::Actor) {
        involved.extend([actor, at.merged(actor)]);
        // Whoever is there already is there with all they speak for.
        for body in at.speaks_for(actor) {
            if !involved.insert(body) {
                break;
            }
        }
    }
}

fn add_speakers<'a>(acts: impl Iterator<Item = Act<'a>>, involved: &mut BTreeSet<Name>) {
    for act in acts {
        let speakers = act.all(Role::By).chain(act.all(Role::OnBehalfOf));
        speakers.for_each(|speaker| add(act.record(), speaker, involved));
    }
}

/// Those who go on as another, or speak for others, than before, and those who spoke on their behalf.
fn add_renamed(act: &Act<'_>, involved: &mut BTreeSet<Name>) {
    let at = act.record();
    for actor in renamed(act) {
        add(at, actor, involved);
        add_speakers(at.mentions(actor, Role::OnBehalfOf), involved);
    }
}

/// Those who made a claim or repeated it.
fn add_claimants(at: &AsOf<'_>, claim: Name, involved: &mut BTreeSet<Name>) {
    let repeated = at.mentions_where(claim, Role::Of, |act| act.kind() == Kind::ClaimRepeated);
    add_speakers(at.mentions(claim, Role::Defines).chain(repeated), involved);
}

/// Those who denied or acknowledged all of a report that carries the claim now, or of a claim of which it is a part now:
/// they did so of the claim.
fn add_deniers(act: &Act<'_>, involved: &mut BTreeSet<Name>) {
    let at = act.record();
    let mut subjects: BTreeSet<Name> = act.all(Role::In).collect();
    for whole in act.all(Role::PartOf) {
        let claims: Vec<Name> = [whole].into_iter().chain(wholes(at, whole)).collect();
        for claim in claims {
            let repeated = at.mentions_where(claim, Role::Of, |act| act.kind() == Kind::ClaimRepeated);
            let appearances = at.mentions(claim, Role::Defines).chain(repeated);
            subjects.extend(appearances.flat_map(|appearance| appearance.all(Role::In)));
            subjects.insert(claim);
        }
    }
    for subject in subjects {
        add_speakers(at.mentions(subject, Role::Answers), involved);
    }
}
