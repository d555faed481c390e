//! Who was accused or asked, and has not answered. Nobody is silent who was neither.

use onrecord_core::{ActorId, ClaimId, Kind, Position, Ref, Role, Sort};
use serde::Serialize;

use super::answers::{Owing, answers, has_answered, owing};
use super::reports::Alleged;
use super::{Said, actor_id, claim_id};
use crate::act::Act;
use crate::as_of::AsOf;
use crate::outline::Name;
use crate::projection::{Projection, Shown};

/// Claims and requests that nobody answered.
#[derive(Clone, Copy, Default, Debug)]
pub struct Silence;

/// One actor's open answer to one claim.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SilenceRow {
    /// The claim.
    pub claim: ClaimId<'static>,
    /// Who has not answered.
    pub actor: ActorId<'static>,
    /// Why an answer is owed.
    pub owed: Owed,
    /// Since when.
    pub since: Option<Said>,
    /// The accusation, or the first request.
    pub position: Position,
    /// How often an answer was asked for.
    pub requests: u32,
}

/// Why an answer is owed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owed {
    /// The claim accuses the actor.
    Accused,
    /// The actor was asked.
    Asked,
}

impl Projection for Silence {
    const NAME: &'static str = "silence";
    const VERSION: u32 = 1;
    type Key = (ClaimId<'static>, ActorId<'static>);
    type Row = SilenceRow;

    fn keys(&self, act: &Act<'_>) -> Vec<Self::Key> {
        let at = act.record();
        let claims: Vec<Name> = match act.kind() {
            Kind::ClaimMade => act.all(Role::Defines).collect(),
            Kind::ClaimRepeated => act.all(Role::Of).collect(),
            Kind::CommentRequested => {
                act.all(Role::Concerns).flat_map(|subject| claims_of(at, subject)).collect()
            }
            _ => return Vec::new(),
        };
        let owing = claims.into_iter().flat_map(|claim| {
            owing(at, &Alleged::of(at, claim)).into_iter().map(move |owing| (claim, owing))
        });
        owing.filter_map(|(claim, owing)| Some((claim_id(at, claim)?, actor_id(at, owing.actor)?))).collect()
    }

    fn row(&self, (claim_key, actor_key): &Self::Key, at: &AsOf<'_>) -> Option<Shown<SilenceRow>> {
        let claim = at.name(&Ref::Claim(claim_key.borrowed()))?;
        let actor = at.name(&Ref::Actor(actor_key.borrowed()))?;
        let alleged = Alleged::of(at, claim);
        alleged.made()?;
        let mut owing: Vec<Owing<'_>> =
            owing(at, &alleged).into_iter().filter(|owing| owing.actor == actor).collect();
        if has_answered(at, actor, &answers(at, &alleged)) {
            return None;
        }
        // Of acts with one date the least id comes first: which of them arrived first must not show.
        owing.sort_by_key(|owing| (is_request(owing), owing.act.dated().bounds().sort_key(), owing.act.id()));
        let first = owing.first()?;
        let row = SilenceRow {
            claim: claim_key.clone(),
            actor: actor_key.clone(),
            owed: if is_request(first) { Owed::Asked } else { Owed::Accused },
            since: Said::of(&first.act),
            position: first.act.position(),
            requests: owing.iter().filter(|owing| is_request(owing)).count() as u32,
        };
        Some(Shown { row, because: owing.iter().map(|owing| owing.act.position()).collect() })
    }
}

fn is_request(owing: &Owing<'_>) -> bool {
    owing.act.kind() == Kind::CommentRequested
}

/// The claims a question is about: the one it names, or those that the report it names carried.
fn claims_of(at: &AsOf<'_>, subject: Name) -> Vec<Name> {
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
