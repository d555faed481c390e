//! Who answered a claim, in what way, and through what.

use onrecord_core::{ActorId, Extent, Kind, Position, Role, StatementManner};
use onrecord_when::SortKey;
use serde::Serialize;

use super::actor_id;
use super::reports::Alleged;
use crate::act::Act;
use crate::as_of::AsOf;
use crate::outline::{Detail, Name};

/// One answer to a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Answer {
    /// Who answered: the body spoken for, where there is one.
    pub actor: ActorId<'static>,
    /// Who spoke.
    pub by: ActorId<'static>,
    /// In what way.
    pub kind: AnswerKind,
    /// How the answer reaches the claim.
    pub coverage: Coverage,
    /// The event.
    pub position: Position,
}

/// The ways of answering, kept apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// It said yes.
    Acknowledged,
    /// It denied all of it.
    FullDenial,
    /// It denied without saying what.
    UnspecificDenial,
    /// It denied some of it.
    PartialDenial,
    /// It had denied, and took that back.
    WithdrawnDenial,
    /// It recited a policy.
    PolicyLine,
    /// It turned to something else.
    Deflection,
    /// It accused in turn.
    CounterAccusation,
    /// It said that it would not answer.
    Declined,
    /// It added background.
    Context,
    /// It promised something.
    Pledge,
}

/// How an answer reaches a claim.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// It names the claim.
    Direct,
    /// It names a report that carried the claim.
    ThroughReport,
    /// It names a larger claim that this one is part of.
    ThroughWhole,
}

impl AnswerKind {
    fn of(act: &Act<'_>) -> Option<AnswerKind> {
        Some(match (act.kind(), act.detail()) {
            (Kind::ClaimAcknowledged, _) => AnswerKind::Acknowledged,
            (Kind::CommentDeclined, _) => AnswerKind::Declined,
            (Kind::DenialIssued, _) if taken_back(act).is_some() => AnswerKind::WithdrawnDenial,
            (Kind::DenialIssued, Detail::Extent(Extent::Full)) => AnswerKind::FullDenial,
            (Kind::DenialIssued, Detail::Extent(Extent::Partial)) => AnswerKind::PartialDenial,
            (Kind::DenialIssued, _) => AnswerKind::UnspecificDenial,
            (Kind::StatementMade, Detail::Manner(manner)) => match manner {
                StatementManner::PolicyLine => AnswerKind::PolicyLine,
                StatementManner::Deflection => AnswerKind::Deflection,
                StatementManner::CounterAccusation => AnswerKind::CounterAccusation,
                StatementManner::Context => AnswerKind::Context,
                StatementManner::Pledge => AnswerKind::Pledge,
            },
            _ => return None,
        })
    }

    /// Whether the answer denies, and still stands as a denial.
    pub fn is_denial(self) -> bool {
        matches!(self, AnswerKind::FullDenial | AnswerKind::UnspecificDenial | AnswerKind::PartialDenial)
    }

    /// Whether the answer speaks without answering.
    pub fn is_sidestep(self) -> bool {
        use AnswerKind::*;
        matches!(self, PolicyLine | Deflection | CounterAccusation | Context | Pledge)
    }
}

/// The act that took back a denial, if any did.
fn taken_back<'a>(denial: &Act<'a>) -> Option<Act<'a>> {
    let name = denial.one(Role::Defines)?;
    denial.record().mentions(name, Role::Of).find(|act| act.kind() == Kind::DenialWithdrawn)
}

/// Every answer to a claim, with the acts behind it, in the order in which they were given. An act that reaches the
/// claim in two ways is listed once, in the more direct way.
pub(super) fn answers<'a>(at: &'a AsOf<'_>, alleged: &Alleged<'a>) -> Vec<(Answer, Vec<Act<'a>>)> {
    let mut found: Vec<(Answer, Vec<Act<'a>>)> = Vec::new();
    let mut add = |name: Name, coverage: Coverage| {
        for act in at.mentions(name, Role::Answers) {
            if found.iter().all(|(known, _)| known.position != act.position()) {
                found.extend(answer(at, act, coverage));
            }
        }
    };
    add(alleged.claim, Coverage::Direct);
    alleged.carriers.iter().for_each(|report| add(*report, Coverage::ThroughReport));
    wholes(at, alleged.claim).into_iter().for_each(|whole| add(whole, Coverage::ThroughWhole));
    found.sort_by_cached_key(|(answer, acts)| {
        (said_key(acts), answer.actor.clone(), answer.kind, answer.position)
    });
    found
}

fn said_key(acts: &[Act<'_>]) -> Option<SortKey> {
    acts.first().map(|act| act.dated().bounds().sort_key())
}

fn answer<'a>(at: &'a AsOf<'_>, act: Act<'a>, coverage: Coverage) -> Option<(Answer, Vec<Act<'a>>)> {
    let by = at.merged(act.one(Role::By)?);
    let actor = act.one(Role::OnBehalfOf).map_or(by, |body| at.merged(body));
    let kind = AnswerKind::of(&act)?;
    let (actor, by) = (actor_id(at, actor)?, actor_id(at, by)?);
    let answer = Answer { actor, by, kind, coverage, position: act.position() };
    let acts = [act].into_iter().chain(taken_back(&act)).collect();
    Some((answer, acts))
}

/// The claims that `claim` is part of, from the nearest outwards.
fn wholes(at: &AsOf<'_>, claim: Name) -> Vec<Name> {
    let mut wholes = Vec::new();
    let mut next = Some(claim);
    while let Some(part) = next {
        let whole = at.definition(part).and_then(|made| made.one(Role::PartOf));
        next = whole.filter(|whole| *whole != claim && !wholes.contains(whole));
        wholes.extend(next);
    }
    wholes
}

/// Why somebody owes an answer to a claim.
pub(super) struct Owing<'a> {
    /// Who owes it.
    pub(super) actor: Name,
    /// The accusation or the request.
    pub(super) act: Act<'a>,
}

/// Who owes an answer to a claim: whom it accuses, and who was asked about it or about a report that carried it.
pub(super) fn owing<'a>(at: &'a AsOf<'_>, alleged: &Alleged<'a>) -> Vec<Owing<'a>> {
    let made = alleged.made();
    let accusations =
        made.into_iter().flat_map(|act| act.all(Role::Accuses).map(move |actor| Owing { actor, act }));
    let subjects = [alleged.claim].into_iter().chain(alleged.carriers.iter().copied());
    let asked = subjects.flat_map(|subject| at.mentions(subject, Role::Concerns));
    let requests = asked.filter(|act| act.kind() == Kind::CommentRequested);
    let requests = requests.filter_map(|act| Some(Owing { actor: act.one(Role::Of)?, act }));
    accusations.chain(requests).map(|owing| Owing { actor: at.merged(owing.actor), ..owing }).collect()
}

/// Whether an answer by `speaker` is one of `actor`: the same, or one speaks for the other.
pub(super) fn answers_for(at: &AsOf<'_>, speaker: Name, actor: Name) -> bool {
    speaker == actor || at.speaks_for(speaker).contains(&actor) || at.speaks_for(actor).contains(&speaker)
}

/// Whether any of `answers` is one of `actor`.
pub(super) fn has_answered(at: &AsOf<'_>, actor: Name, answers: &[(Answer, Vec<Act<'_>>)]) -> bool {
    answers.iter().filter_map(|(_, acts)| acts.first()).any(|act| {
        let speakers = [Role::By, Role::OnBehalfOf].into_iter().filter_map(|role| act.one(role));
        speakers.map(|speaker| at.merged(speaker)).any(|speaker| answers_for(at, speaker, actor))
    })
}
