//! The claims in a reduced form, for lists and pages: what stands of each, and what each body has answered.
//!
//! A row says what a page draws of a claim and no more, so that every version of every row can be kept. The claims view
//! has the rest.

mod codec;

use std::collections::BTreeSet;

use hashbrown::HashMap;
use onrecord_core::{ActorId, ClaimId, Position, Ref, Role, StoryId};
use onrecord_index::{Act, AsOf};

use super::alleged::Alleged;
use super::answers::{Answered, answers};
use super::claims::{counted, headline_of, standing};
use super::ground::Ground;
use super::origins::origins_of;
use super::parties::{Party, owing, parties};
use super::reach::Reach;
use super::reasons::Reasons;
use super::spoken::Voices;
use super::{
    Appearances, Coverage, Headline, OriginCount, PartyState, Standing, actor_id, claim_ids, claim_made,
    story_id,
};
use crate::projection::{Projection, Shown};
use crate::rows;
use crate::rows::TextOf;

/// Claims by answering bodies.
#[derive(Clone, Copy, Default, Debug)]
pub struct Ledger;

rows! {
    /// One claim, and what each body has answered.
    pub struct LedgerRow {
        /// The claim.
        #[because(text_of)]
        pub claim: ClaimId<'static>,
        /// The story in which it was first made.
        #[because(text_of)]
        pub story: Option<StoryId<'static>>,
        /// The event whose text it is.
        pub text_of: TextOf,
        /// Who first made it, where that is known.
        #[because(text_of)]
        pub by: Option<ActorId<'static>>,
        /// The facts in a word; see [`HEADLINES`](super::HEADLINES).
        pub headline: Headline,
        /// Whether it is still maintained.
        pub standing: Standing,
        /// How many independent origins stand behind it.
        pub origins: OriginCount,
        /// How many appearances it has, and how many of them rest on something that was changed since.
        pub appearances: Appearances,
        /// How many answers reach it.
        pub answers: u32,
        /// The bodies accused or asked, by name. Whoever speaks for one of them is shown as that body.
        pub bodies: Vec<Body>,
    }

    /// What one body has answered to a claim.
    pub struct Body {
        /// The body.
        pub actor: ActorId<'static>,
        /// Whether the claim accuses it; otherwise it was asked.
        pub accused: bool,
        /// What it answered.
        pub state: PartyState,
        /// How the answer that decides the state reaches the claim.
        pub coverage: Option<Coverage>,
        /// Who gave that answer.
        pub by: Option<ActorId<'static>>,
        /// The event in which it was given.
        pub position: Option<Position>,
        /// How many questions were put to it.
        pub requests: u32,
    }
}

impl Projection for Ledger {
    const NAME: &'static str = "ledger";
    const VERSION: u32 = 1;
    type Key = ClaimId<'static>;
    type Row = LedgerRow;

    fn keys(&self, act: &Act<'_>) -> Vec<ClaimId<'static>> {
        claim_made(act).into_iter().collect()
    }

    fn touches(&self, acts: &[Act<'_>]) -> BTreeSet<ClaimId<'static>> {
        claim_ids(acts, Reach::of(acts).map(Reach::claims).unwrap_or_default())
    }

    fn row(&self, key: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Shown<LedgerRow>> {
        let claim = at.name(&Ref::Claim(key.borrowed()))?;
        let alleged = Alleged::of(at, claim);
        let subjects = &alleged.subjects;
        let made = subjects.made?;
        let answers = answers(at, subjects);
        let owing = owing(at, subjects);
        let origins = origins_of(at, claim);
        let ground = Ground::of(at, &alleged);
        let standing = standing(at, &alleged, &ground);
        let row = LedgerRow {
            claim: key.clone(),
            story: made.one(Role::Story).and_then(|story| story_id(at, story)),
            text_of: TextOf(made.position()),
            by: made.one(Role::By).and_then(|by| actor_id(at, at.merged(by))),
            headline: headline_of(standing, &answers, !owing.is_empty()),
            standing,
            origins: origins.count(),
            appearances: counted(&alleged, &ground),
            answers: answers.len() as u32,
            bodies: bodies(at, parties(at, &owing, &answers), &answers),
        };
        let acts = alleged.appearances.iter().chain(alleged.retractions.acts());
        let mut reasons = Reasons::new(at);
        reasons.dated(acts.chain(owing.iter().map(|owing| &owing.act)).map(Act::position));
        reasons.dated(answers.iter().flat_map(Answered::positions).chain(ground.events()));
        reasons.undated(origins.because.iter().copied());
        Some(Shown { row, because: reasons.found() })
    }
}

/// The parties, without those who speak for another of them.
fn bodies(at: &AsOf<'_>, parties: Vec<Party>, answers: &[Answered<'_>]) -> Vec<Body> {
    let name = |party: &Party| at.name(&Ref::Actor(party.actor.borrowed()));
    let voices = Voices::of(at, parties.iter().filter_map(name));
    let is_body = |party: &&Party| !name(party).is_some_and(|actor| voices.include(actor));
    let by_position: HashMap<Position, &Answered<'_>> =
        answers.iter().map(|answered| (answered.answer.position, answered)).collect();
    parties.iter().filter(is_body).map(|party| body(party, &by_position)).collect()
}

fn body(party: &Party, answers: &HashMap<Position, &Answered<'_>>) -> Body {
    let decides = party.position.and_then(|position| answers.get(&position));
    Body {
        actor: party.actor.clone(),
        accused: party.accused,
        state: party.state,
        coverage: party.coverage,
        by: decides.map(|answered| answered.answer.by.clone()),
        position: party.position,
        requests: party.requests.len() as u32,
    }
}
