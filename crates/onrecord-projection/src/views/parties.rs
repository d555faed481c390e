//! Who owes an answer to a claim, and what each of them has answered.
//!
//! An answer is owed by whom the claim accuses, and by whom was asked about it or about a report that carried it.
//! Nobody else is silent. A question to somebody who speaks for a body is one to that body as well.

use std::collections::BTreeSet;

use onrecord_core::{ActorId, Extent, Kind, Position, Role};
use onrecord_index::{Act, AsOf, Name};
use onrecord_when::{Relation, latency, relate};

use super::alleged::Alleged;
use super::answers::{AnswerKind, Answered, Coverage};
use super::{Said, Took, actor_id};
use crate::{rows, words};

rows! {
    /// One party that owes an answer to a claim.
    pub struct Party {
        /// The party.
        pub actor: ActorId<'static>,
        /// Whether the claim accuses it; otherwise it was asked.
        pub accused: bool,
        /// What it answered.
        pub state: PartyState,
        /// How the answer that decides the state reaches the claim.
        pub coverage: Option<Coverage>,
        /// The answer that decides the state.
        pub position: Option<Position>,
        /// The questions put to it, or to somebody who speaks for it, in the order in which they were put.
        pub requests: Vec<Request>,
    }
}

words! {
    /// What a party has answered. Of several answers the first of this list counts, not the last one given: what was said
    /// stands until it is taken back.
    pub enum PartyState {
        /// It acknowledged the claim.
        Acknowledged = "acknowledged",
        /// It denied the claim.
        Denied = "denied",
        /// It acknowledged some of it.
        PartlyAcknowledged = "partly_acknowledged",
        /// It denied some of it.
        PartlyDenied = "partly_denied",
        /// It had denied, and took that back.
        DenialWithdrawn = "denial_withdrawn",
        /// It spoke without answering.
        Sidestepped = "sidestepped",
        /// It said that it would not answer.
        Declined = "declined",
        /// It was asked and has not replied.
        AskedWithoutReply = "asked_without_reply",
        /// It was accused, and no question to it is on record.
        Unasked = "unasked",
    }
}

rows! {
    /// A question put to a party.
    pub struct Request {
        /// The event.
        pub position: Position,
        /// Who asked, where that is known.
        pub by: Option<ActorId<'static>>,
        /// Who was asked: the party, or somebody who speaks for it.
        pub of: ActorId<'static>,
        /// When.
        pub said: Option<Said>,
        /// By when an answer was asked for.
        pub deadline: Option<Said>,
        /// The first answer that was not certainly given before the question.
        pub reply: Option<Reply>,
    }
}

rows! {
    /// The answer to a question.
    pub struct Reply {
        /// The event.
        pub position: Position,
        /// The time from the question to the answer, at least and at most.
        pub after: Option<Took>,
        /// Whether it kept the deadline; none where there was none, or where it is undecided.
        pub in_time: Option<bool>,
    }
}

/// Why somebody owes an answer to a claim.
#[derive(Clone, Copy)]
pub(super) struct Owing<'a> {
    /// Who owes it.
    pub(super) actor: Name,
    /// The accusation or the request.
    pub(super) act: Act<'a>,
}

impl Owing<'_> {
    pub(super) fn is_request(&self) -> bool {
        self.act.kind() == Kind::CommentRequested
    }

    /// Whether the question was put to `actor`, or to somebody who speaks for it.
    pub(super) fn reaches(&self, at: &AsOf<'_>, actor: Name) -> bool {
        self.actor == actor || (self.is_request() && at.speaks_for(self.actor).contains(&actor))
    }

    /// The answers that meet what is owed: to an accusation any, to a question those not certainly given before it.
    pub(super) fn reply<'r, 'a>(
        &self,
        at: &AsOf<'_>,
        answers: &'r [Answered<'a>],
    ) -> Option<&'r Answered<'a>> {
        let asked = self.act.dated().bounds();
        let is_too_early = |answer: &Answered<'_>| {
            self.is_request() && relate(&answer.act.dated().bounds(), &asked).0 == Relation::Before
        };
        let replies = answers.iter().filter(|answer| answer.is_of(at, self.actor) && !is_too_early(answer));
        replies.min_by_key(|answer| answer.rank())
    }
}

/// Who owes an answer to a claim: whom it accuses, and who was asked about it or about a report that carried it.
pub(super) fn owing<'a>(at: &'a AsOf<'_>, alleged: &Alleged<'a>) -> Vec<Owing<'a>> {
    let made = alleged.made();
    let accusations =
        made.into_iter().flat_map(|act| act.all(Role::Accuses).map(move |actor| Owing { actor, act }));
    let subjects = [alleged.claim].into_iter().chain(alleged.carriers.iter().copied());
    let mut seen = BTreeSet::new();
    let is_request = |act: &Act<'_>| act.kind() == Kind::CommentRequested;
    let asked = subjects.flat_map(|subject| at.mentions_where(subject, Role::Concerns, is_request));
    let requests = asked.filter(|act| seen.insert(act.position()));
    let requests = requests.filter_map(|act| Some(Owing { actor: act.one(Role::Of)?, act }));
    accusations.chain(requests).map(|owing| Owing { actor: at.merged(owing.actor), ..owing }).collect()
}

/// Every party that owes an answer, by name.
pub(super) fn parties(at: &AsOf<'_>, owing: &[Owing<'_>], answers: &[Answered<'_>]) -> Vec<Party> {
    let actors: BTreeSet<Name> = owing.iter().map(|owing| owing.actor).collect();
    let mut parties: Vec<Party> =
        actors.into_iter().filter_map(|actor| party(at, actor, owing, answers)).collect();
    parties.sort_unstable_by(|a, b| a.actor.cmp(&b.actor));
    parties
}

fn party(at: &AsOf<'_>, actor: Name, owing: &[Owing<'_>], answers: &[Answered<'_>]) -> Option<Party> {
    let mut requests: Vec<&Owing<'_>> =
        owing.iter().filter(|owing| owing.is_request() && owing.reaches(at, actor)).collect();
    requests.sort_by_cached_key(|owing| (owing.act.dated().bounds().sort_key(), owing.act.position()));
    let own = answers.iter().filter(|answered| answered.is_of(at, actor));
    let decides = own
        .min_by_key(|answered| (PartyState::of(&answered.answer), answered.answer.coverage, answered.rank()));
    let unanswered = if requests.is_empty() { PartyState::Unasked } else { PartyState::AskedWithoutReply };
    Some(Party {
        actor: actor_id(at, actor)?,
        accused: owing.iter().any(|owing| owing.actor == actor && !owing.is_request()),
        state: decides.map_or(unanswered, |answered| PartyState::of(&answered.answer)),
        coverage: decides.map(|answered| answered.answer.coverage),
        position: decides.map(|answered| answered.answer.position),
        requests: requests.into_iter().filter_map(|owing| request(at, owing, answers)).collect(),
    })
}

impl PartyState {
    fn of(answer: &super::Answer) -> PartyState {
        let in_part = answer.coverage == Coverage::OfPart || answer.extent == Some(Extent::Partial);
        match (answer.kind, in_part) {
            (AnswerKind::Acknowledged, false) => PartyState::Acknowledged,
            (AnswerKind::Acknowledged, true) => PartyState::PartlyAcknowledged,
            (AnswerKind::Declined, _) => PartyState::Declined,
            (AnswerKind::WithdrawnDenial, _) => PartyState::DenialWithdrawn,
            (kind, false) if kind.is_denial() => PartyState::Denied,
            (kind, true) if kind.is_denial() => PartyState::PartlyDenied,
            _ => PartyState::Sidestepped,
        }
    }
}

fn request(at: &AsOf<'_>, owing: &Owing<'_>, answers: &[Answered<'_>]) -> Option<Request> {
    let deadline = owing.act.deadline().map(|deadline| deadline.bounds());
    let reply = owing.reply(at, answers).map(|answered| {
        let given = answered.act.dated().bounds();
        Reply {
            position: answered.act.position(),
            after: latency(&owing.act.dated().bounds(), &given).map(Took),
            in_time: deadline.and_then(|deadline| by(&given, &deadline)),
        }
    });
    Some(Request {
        position: owing.act.position(),
        by: owing.act.one(Role::By).and_then(|by| actor_id(at, at.merged(by))),
        of: actor_id(at, owing.actor)?,
        said: Said::of(&owing.act),
        deadline: Said::deadline(&owing.act),
        reply,
    })
}

/// Whether one time was by another; `None` where it is undecided.
pub(super) fn by(time: &onrecord_when::Bounds, limit: &onrecord_when::Bounds) -> Option<bool> {
    match (time.certainly_by(limit), time.possibly_by(limit)) {
        (true, _) => Some(true),
        (false, false) => Some(false),
        (false, true) => None,
    }
}
