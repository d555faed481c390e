//! Who owes an answer to a claim, and what each of them has answered.
//!
//! An answer is owed by whom the claim accuses, and by whom was asked about it or about a report that carried it.
//! Nobody else is silent. A question to somebody who speaks for a body is one to that body as well.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};
use onrecord_core::{ActorId, Extent, Kind, Position, Role};
use onrecord_index::{Act, AsOf, Name};
use onrecord_when::{Bounds, Relation, latency, relate};

use super::alleged::Subjects;
use super::answers::{AnswerKind, Answered, Coverage};
use super::spoken::Voices;
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

    /// Whether the question was put to the actor whose `voices` these are, or to somebody who speaks for it.
    pub(super) fn reaches(&self, voices: &Voices<'_>) -> bool {
        voices.are(self.actor) || (self.is_request() && voices.include(self.actor))
    }
}

/// The answers of one actor, of which the first is found that meets what is owed.
pub(super) struct Replies<'r, 'a> {
    /// By rank, and without those that were certainly over when one before them was: they meet nothing that that one
    /// does not.
    ever_later: Vec<&'r Answered<'a>>,
    first: Option<&'r Answered<'a>>,
}

impl<'r, 'a> Replies<'r, 'a> {
    pub(super) fn of(answers: impl IntoIterator<Item = &'r Answered<'a>>) -> Replies<'r, 'a> {
        let mut answers: Vec<&Answered<'a>> = answers.into_iter().collect();
        answers.sort_by_cached_key(|answer| answer.rank());
        let first = answers.first().copied();
        let mut latest: Option<Bounds> = None;
        answers.retain(|answer| {
            let given = answer.act.dated().bounds();
            // Nothing is later than what may have been given at any time.
            let is_later =
                latest.is_none_or(|latest| latest.latest().tick().is_some() && !given.certainly_by(&latest));
            if is_later {
                latest = Some(given);
            }
            is_later
        });
        Replies { ever_later: answers, first }
    }

    /// The first answer that meets what is owed: to an accusation any does, to a question those not certainly given
    /// before it.
    pub(super) fn to(&self, owing: &Owing<'_>) -> Option<&'r Answered<'a>> {
        if !owing.is_request() {
            return self.first;
        }
        let asked = owing.act.dated().bounds();
        let is_too_early =
            |answer: &&Answered<'_>| relate(&answer.act.dated().bounds(), &asked).0 == Relation::Before;
        let first = self.ever_later.partition_point(is_too_early);
        self.ever_later.get(first).copied()
    }
}

/// Who owes an answer to a claim: whom it accuses, and who was asked about it or about a report that carried it.
pub(super) fn owing<'a>(at: &'a AsOf<'_>, subjects: &Subjects<'a>) -> Vec<Owing<'a>> {
    let made = subjects.made;
    let accusations =
        made.into_iter().flat_map(|act| act.all(Role::Accuses).map(move |actor| Owing { actor, act }));
    let named = [subjects.claim].into_iter().chain(subjects.carriers.iter().copied());
    let mut seen = BTreeSet::new();
    let is_request = |act: &Act<'_>| act.kind() == Kind::CommentRequested;
    let asked = named.flat_map(|subject| at.mentions_where(subject, Role::Concerns, is_request));
    let requests = asked.filter(|act| seen.insert(act.position()));
    let requests = requests.filter_map(|act| Some(Owing { actor: act.one(Role::Of)?, act }));
    accusations.chain(requests).map(|owing| Owing { actor: at.merged(owing.actor), ..owing }).collect()
}

/// Every party that owes an answer, by name.
pub(super) fn parties(at: &AsOf<'_>, owing: &[Owing<'_>], answers: &[Answered<'_>]) -> Vec<Party> {
    let mut dealings = Dealings::of(at, owing);
    owing.iter().for_each(|owing| dealings.take(at, owing));
    answers.iter().for_each(|answered| dealings.take_answer(at, answered));
    let replies: HashMap<Name, Replies<'_, '_>> = dealings
        .of
        .iter()
        .map(|(actor, dealings)| (*actor, Replies::of(dealings.answers.iter().copied())))
        .collect();
    let parties = dealings.of.into_iter().filter_map(|(actor, of)| party(at, actor, of, &replies));
    let mut parties: Vec<Party> = parties.collect();
    parties.sort_unstable_by(|a, b| a.actor.cmp(&b.actor));
    parties
}

/// What each party was asked, and what it answered.
struct Dealings<'r, 'a> {
    of: BTreeMap<Name, Dealing<'r, 'a>>,
    /// For each body, the parties that speak for it.
    speakers: HashMap<Name, Vec<Name>>,
}

#[derive(Default)]
struct Dealing<'r, 'a> {
    accused: bool,
    requests: Vec<&'r Owing<'a>>,
    answers: Vec<&'r Answered<'a>>,
}

impl<'r, 'a> Dealings<'r, 'a> {
    /// The parties, with nothing taken in.
    fn of(at: &AsOf<'_>, owing: &[Owing<'_>]) -> Dealings<'r, 'a> {
        let of: BTreeMap<Name, Dealing<'_, '_>> =
            owing.iter().map(|owing| (owing.actor, Dealing::default())).collect();
        let mut speakers: HashMap<Name, Vec<Name>> = HashMap::new();
        for actor in of.keys() {
            for body in at.speaks_for(*actor).filter(|body| body != actor) {
                speakers.entry(body).or_default().push(*actor);
            }
        }
        Dealings { of, speakers }
    }

    /// An accusation of a party, or a question to it and to those for whom it speaks.
    fn take(&mut self, at: &AsOf<'_>, owing: &'r Owing<'a>) {
        let mut asked: HashSet<Name> = HashSet::from([owing.actor]);
        if owing.is_request() {
            asked.extend(at.speaks_for(owing.actor));
        }
        for actor in asked {
            let Some(dealing) = self.of.get_mut(&actor) else { continue };
            match owing.is_request() {
                true => dealing.requests.push(owing),
                false => dealing.accused = true,
            }
        }
    }

    /// An answer, of everybody whose answer it is.
    fn take_answer(&mut self, at: &AsOf<'_>, answered: &'r Answered<'a>) {
        let (by, party) = answered.speaker();
        let mut whose: HashSet<Name> = HashSet::from([by, party]);
        whose.extend(at.speaks_for(party));
        whose.extend(self.speakers.get(&party).into_iter().flatten());
        for actor in whose {
            self.of.entry(actor).and_modify(|dealing| dealing.answers.push(answered));
        }
    }
}

fn party(
    at: &AsOf<'_>,
    actor: Name,
    dealing: Dealing<'_, '_>,
    replies: &HashMap<Name, Replies<'_, '_>>,
) -> Option<Party> {
    let Dealing { accused, mut requests, answers } = dealing;
    requests.sort_by_cached_key(|owing| (owing.act.dated().bounds().sort_key(), owing.act.position()));
    let decides = answers
        .into_iter()
        .min_by_key(|answered| (PartyState::of(&answered.answer), answered.answer.coverage, answered.rank()));
    let unanswered = if requests.is_empty() { PartyState::Unasked } else { PartyState::AskedWithoutReply };
    Some(Party {
        actor: actor_id(at, actor)?,
        accused,
        state: decides.map_or(unanswered, |answered| PartyState::of(&answered.answer)),
        coverage: decides.map(|answered| answered.answer.coverage),
        position: decides.map(|answered| answered.answer.position),
        requests: requests.into_iter().filter_map(|owing| request(at, owing, replies)).collect(),
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

fn request(at: &AsOf<'_>, owing: &Owing<'_>, replies: &HashMap<Name, Replies<'_, '_>>) -> Option<Request> {
    let deadline = owing.act.deadline().map(|deadline| deadline.bounds());
    let reply = replies.get(&owing.actor).and_then(|replies| replies.to(owing)).map(|answered| {
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
