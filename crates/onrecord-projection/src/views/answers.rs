//! Who answered a claim, in what way, and through what.

use std::collections::BTreeSet;

use onrecord_core::{ActorId, EventId, Extent, Kind, Position, Role, StatementManner};
use onrecord_index::{Act, AsOf, Detail, Name};
use onrecord_when::SortKey;

use super::actor_id;
use super::alleged::{Subjects, parts_where, wholes};
use super::spoken::Voices;
use crate::{rows, words};

rows! {
    /// One answer to a claim.
    #[derive(Eq)]
    pub struct Answer {
        /// Who answered: the body spoken for, where there is one.
        pub actor: ActorId<'static>,
        /// Who spoke.
        pub by: ActorId<'static>,
        /// In what way.
        pub kind: AnswerKind,
        /// How the answer reaches the claim.
        pub coverage: Coverage,
        /// How far a denial or an acknowledgement goes; none for other answers.
        pub extent: Option<Extent>,
        /// The event.
        pub position: Position,
    }
}

words! {
    /// The ways of answering, kept apart.
    pub enum AnswerKind {
        /// It said yes.
        Acknowledged = "acknowledged",
        /// It denied all of it.
        FullDenial = "full_denial",
        /// It denied without saying what.
        UnspecificDenial = "unspecific_denial",
        /// It denied some of it.
        PartialDenial = "partial_denial",
        /// It had denied, and took that back.
        WithdrawnDenial = "withdrawn_denial",
        /// It recited a policy.
        PolicyLine = "policy_line",
        /// It turned to something else.
        Deflection = "deflection",
        /// It accused in turn.
        CounterAccusation = "counter_accusation",
        /// It said that it would not answer.
        Declined = "declined",
        /// It added background.
        Context = "context",
        /// It promised something.
        Pledge = "pledge",
    }
}

words! {
    /// How an answer reaches a claim.
    pub enum Coverage {
        /// It names the claim.
        Direct = "direct",
        /// It names a report that carried the claim.
        ThroughReport = "through_report",
        /// It names a larger claim that this one is part of.
        ThroughWhole = "through_whole",
        /// It names a part of this claim, and so answers it in part.
        OfPart = "of_part",
    }
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
pub(super) fn taken_back<'a>(denial: &Act<'a>) -> Option<Act<'a>> {
    let name = denial.one(Role::Defines)?;
    denial.record().mentions_where(name, Role::Of, |act| act.kind() == Kind::DenialWithdrawn).next()
}

/// An answer with the acts behind it.
pub(super) struct Answered<'a> {
    /// As rows show it.
    pub(super) answer: Answer,
    /// The answer itself.
    pub(super) act: Act<'a>,
    taken_back: Option<Act<'a>>,
    speaker: Speaker,
}

/// Who speaks in an act.
#[derive(Clone, Copy)]
struct Speaker {
    by: Name,
    /// On whose behalf.
    body: Option<Name>,
}

/// Every answer to a claim in the order in which they were given. An act that reaches the claim in two ways is listed
/// once, in the more direct way.
pub(super) fn answers<'a>(at: &'a AsOf<'_>, subjects: &Subjects<'a>) -> Vec<Answered<'a>> {
    answers_where(at, subjects, |_| true)
}

/// Those of them that are answers of the actor whose `voices` these are.
pub(super) fn answers_of<'a>(
    at: &'a AsOf<'_>,
    subjects: &Subjects<'a>,
    voices: &Voices<'a>,
) -> Vec<Answered<'a>> {
    answers_where(at, subjects, |act| Speaker::of(at, act).is_some_and(|speaker| speaker.is_for(voices)))
}

fn answers_where<'a>(
    at: &'a AsOf<'_>,
    subjects: &Subjects<'a>,
    matter: impl Fn(&Act<'a>) -> bool,
) -> Vec<Answered<'a>> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, coverage) in covering(at, subjects) {
        let acts = at.mentions_where(name, Role::Answers, &matter).filter(|act| seen.insert(act.position()));
        found.extend(acts.filter_map(|act| Answered::of(at, act, coverage)));
    }
    found.sort_by_cached_key(|Answered { answer, act, .. }| {
        (act.dated().bounds().sort_key(), answer.actor.clone(), answer.kind, answer.position)
    });
    found
}

/// What may be answered where a claim is, the more direct first.
fn covering(at: &AsOf<'_>, subjects: &Subjects<'_>) -> Vec<(Name, Coverage)> {
    let mut covering = vec![(subjects.claim, Coverage::Direct)];
    covering.extend(subjects.carriers.iter().map(|report| (*report, Coverage::ThroughReport)));
    // Where nothing on record answers any of them, none is looked for.
    if at.may_reach_mention(subjects.claim, (Role::Defines, Role::PartOf), Role::Answers) {
        covering.extend(wholes(at, subjects.claim).map(|whole| (whole, Coverage::ThroughWhole)));
    }
    let answered = |part: Name| at.may_reach_mention(part, (Role::PartOf, Role::Defines), Role::Answers);
    let parts = parts_where(at, subjects.claim, answered).into_iter();
    covering.extend(parts.map(|part| (part, Coverage::OfPart)));
    covering
}

/// The answers to a claim of which it depends on merges whose they are; no others are looked at.
pub(super) fn answers_by_merged<'a>(at: &'a AsOf<'_>, subjects: &Subjects<'a>) -> Vec<Act<'a>> {
    let merged = |actor: Name| at.may_reach_mention(actor, (Role::Defines, Role::SpeaksFor), Role::Merged);
    let speakers = |act: &Act<'_>| act.all(Role::By).chain(act.all(Role::OnBehalfOf)).any(merged);
    let answered = covering(at, subjects).into_iter();
    answered.flat_map(|(name, _)| at.mentions_where(name, Role::Answers, speakers)).collect()
}

impl<'a> Answered<'a> {
    fn of(at: &'a AsOf<'_>, act: Act<'a>, coverage: Coverage) -> Option<Answered<'a>> {
        let speaker = Speaker::of(at, &act)?;
        let kind = AnswerKind::of(&act)?;
        let extent = match act.detail() {
            Detail::Extent(extent) => Some(*extent),
            _ => None,
        };
        let (actor, by) = (actor_id(at, speaker.party())?, actor_id(at, speaker.by)?);
        let answer = Answer { actor, by, kind, coverage, extent, position: act.position() };
        Some(Answered { answer, act, taken_back: taken_back(&act), speaker })
    }

    /// Who spoke, and whose word it is.
    pub(super) fn speaker(&self) -> (Name, Name) {
        (self.speaker.by, self.speaker.party())
    }

    /// Its place among answers: by when it was given, and by id where that is the same, so that it does not show which
    /// of them arrived first.
    pub(super) fn rank(&self) -> (SortKey, EventId) {
        (self.act.dated().bounds().sort_key(), self.act.id())
    }

    /// The events behind it.
    pub(super) fn positions(&self) -> impl Iterator<Item = Position> {
        [self.act].into_iter().chain(self.taken_back).map(|act| act.position())
    }
}

impl Speaker {
    fn of(at: &AsOf<'_>, act: &Act<'_>) -> Option<Speaker> {
        let by = at.merged(act.one(Role::By)?);
        Some(Speaker { by, body: act.one(Role::OnBehalfOf).map(|body| at.merged(body)) })
    }

    /// Whose word it is.
    fn party(self) -> Name {
        self.body.unwrap_or(self.by)
    }

    /// Whether the actor spoke, or somebody spoke for it. Who speaks on behalf of one body does not speak for another.
    fn is_for(self, voices: &Voices<'_>) -> bool {
        let party = self.party();
        voices.are(self.by) || voices.are(party) || voices.include(party) || voices.speak_for(party)
    }
}
