//! Who was accused or asked, and has not answered. Nobody is silent who was neither.

use std::collections::BTreeSet;

use onrecord_core::{ActorId, ClaimId, Kind, Position, Ref, Role};
use onrecord_index::{Act, AsOf, Name};
use onrecord_when::latency;

use super::alleged::{Subjects, claims_of};
use super::answers::{Answered, answers_by_merged, answers_of};
use super::parties::{Owing, Replies, by, owing};
use super::reach::Reach;
use super::reasons::Reasons;
use super::spoken::Voices;
use super::{Said, Took, actor_id, claim_id};
use crate::projection::{Projection, Shown};
use crate::{rows, words};

/// Claims and requests that nobody answered.
#[derive(Clone, Copy, Default, Debug)]
pub struct Silence;

rows! {
    /// One actor's open answer to one claim.
    pub struct SilenceRow {
        /// The claim.
        #[because(position)]
        pub claim: ClaimId<'static>,
        /// Who has not answered.
        #[because(position)]
        pub actor: ActorId<'static>,
        /// Why an answer is owed.
        #[because(position)]
        pub owed: Owed,
        /// Since when.
        pub since: Option<Said>,
        /// The accusation, or the first request.
        pub position: Position,
        /// How often an answer was asked for, in questions that are still open.
        pub requests: u32,
        /// The earliest deadline of those.
        pub deadline: Option<Said>,
        /// Whether that deadline had passed by the moment of saying that the view is asked for; none where it is asked for
        /// no such moment, or where it is undecided. A record has no clock of its own.
        pub deadline_passed: Option<bool>,
        /// For how long it had been open by that moment, at least and at most.
        pub open_for: Option<Took>,
    }
}

words! {
    /// Why an answer is owed.
    pub enum Owed {
        /// The claim accuses the actor.
        Accused = "accused",
        /// The actor was asked.
        Asked = "asked",
    }
}

impl Projection for Silence {
    const NAME: &'static str = "silence";
    const VERSION: u32 = 2;
    type Key = (ClaimId<'static>, ActorId<'static>);
    type Row = SilenceRow;

    fn keys(&self, act: &Act<'_>) -> Vec<Self::Key> {
        let at = act.record();
        let (claims, actors): (Vec<Name>, Vec<Name>) = match act.kind() {
            Kind::ClaimMade => (act.all(Role::Defines).collect(), act.all(Role::Accuses).collect()),
            Kind::CommentRequested => {
                let concerned = act.all(Role::Concerns).map(|subject| claims_of(at, subject));
                let concerned = concerned.flat_map(|claims| claims.to_vec());
                (concerned.collect(), act.all(Role::Of).collect())
            }
            _ => return Vec::new(),
        };
        let owing = claims.iter().flat_map(|claim| actors.iter().map(|actor| (*claim, at.merged(*actor))));
        owing.filter_map(|(claim, actor)| Some((claim_id(at, claim)?, actor_id(at, actor)?))).collect()
    }

    fn touches(&self, acts: &[Act<'_>]) -> BTreeSet<Self::Key> {
        let Some(reach) = Reach::of(acts) else { return BTreeSet::new() };
        let at = acts[0].record();
        let mut keys: BTreeSet<Self::Key> = acts.iter().flat_map(|act| self.keys(act)).collect();
        for claim in reach.addressed {
            let owing = owing(at, &Subjects::spoken_of(at, claim));
            let actors = owing.iter().filter_map(|owing| actor_id(at, owing.actor));
            keys.extend(actors.filter_map(|actor| Some((claim_id(at, claim)?, actor))));
        }
        keys
    }

    fn row(&self, (claim_key, actor_key): &Self::Key, at: &AsOf<'_>) -> Option<Shown<SilenceRow>> {
        let claim = at.name(&Ref::Claim(claim_key.borrowed()))?;
        let actor = at.name(&Ref::Actor(actor_key.borrowed()))?;
        let subjects = Subjects::spoken_of(at, claim);
        subjects.made?;
        let owing = owing(at, &subjects);
        // A question to a spokesman is open for his body too, but does not by itself make the body owe an answer.
        owing.iter().find(|owing| owing.actor == actor)?;
        let voices = Voices::of(at, [actor]);
        let answers = answers_of(at, &subjects, &voices);
        let replies = Replies::of(&answers);
        let mut open: Vec<Owing<'_>> = owing.iter().copied().filter(|owing| owing.reaches(&voices)).collect();
        open.retain(|owing| replies.to(owing).is_none());
        // Of acts with one date the least id comes first: which of them arrived first must not show.
        open.sort_by_cached_key(|owing| {
            (owing.is_request(), owing.act.dated().bounds().sort_key(), owing.act.id())
        });
        let first = open.first()?;
        let limit = at.moment().said.map(|said| said.limit);
        let since = first.act.dated().bounds();
        let deadlines = open.iter().filter_map(|owing| Some((owing.act.deadline()?.bounds(), owing)));
        let deadline = deadlines.min_by_key(|(deadline, _)| deadline.sort_key());
        let row = SilenceRow {
            claim: claim_key.clone(),
            actor: actor_key.clone(),
            owed: if first.is_request() { Owed::Asked } else { Owed::Accused },
            since: Said::of(&first.act),
            position: first.act.position(),
            requests: open.iter().filter(|owing| owing.is_request()).count() as u32,
            deadline: deadline.and_then(|(_, owing)| Said::deadline(&owing.act)),
            deadline_passed: deadline.zip(limit).and_then(|((deadline, _), limit)| by(&deadline, &limit)),
            open_for: limit.and_then(|limit| latency(&since, &limit)).map(Took),
        };
        let because = reasons(at, &subjects, (&owing, &open), &answers);
        Some(Shown { row, because })
    }
}

/// Why an answer of an actor is open: what made it owe one, where the claim appeared in a report about which it was asked,
/// and what it said too early to be the answer. Whoever owes an answer, or gave one, may be the actor by another name.
fn reasons<'a>(
    at: &'a AsOf<'_>,
    subjects: &Subjects<'a>,
    (owing, open): (&[Owing<'a>], &[Owing<'a>]),
    answers: &[Answered<'a>],
) -> Vec<Position> {
    let mut reasons = Reasons::new(at);
    reasons.dated(open.iter().map(|owing| owing.act.position()));
    reasons.dated(answers.iter().flat_map(Answered::positions));
    reasons.undated(subjects.made.map(|made| made.position()));
    let concerned: BTreeSet<Name> = open.iter().flat_map(|owing| owing.act.all(Role::Concerns)).collect();
    for report in subjects.carriers.intersection(&concerned) {
        let alleges =
            |act: &Act<'_>| act.all(Role::Of).chain(act.all(Role::Defines)).any(|it| it == subjects.claim);
        let carried = at.mentions_where(*report, Role::In, alleges);
        reasons.undated(carried.map(|act| act.position()));
    }
    owing.iter().for_each(|owing| reasons.actors_in(&owing.act));
    answers_by_merged(at, subjects).iter().for_each(|act| reasons.actors_in(act));
    reasons.found()
}
