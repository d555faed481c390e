//! What is said for and against each claim, as separate facts that can be counted. Never one score.

mod headline;
mod standing;

use onrecord_core::{ActorId, ClaimId, Confidence, Kind, Likelihood, Position, Role, StoryId};
use onrecord_when::{Latency, latency};
use serde::Serialize;

pub use headline::{HEADLINES, HEADLINES_VERSION, Headline, HeadlineRule};
pub use standing::{Appearances, Standing};

use super::answers::{Answer, answers, has_answered, owing};
use super::origins::origins_of;
use super::reports::Alleged;
use super::{OriginCount, Said, actor_id, claim_id, story_id, text};
use crate::act::Act;
use crate::as_of::AsOf;
use crate::outline::{Detail, Name};
use crate::projection::{Projection, Shown};

/// The claims on record.
#[derive(Clone, Copy, Default, Debug)]
pub struct Claims;

/// One claim, and the facts about it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ClaimRow {
    /// The claim.
    pub claim: ClaimId<'static>,
    /// The story in which it was first made.
    pub story: Option<StoryId<'static>>,
    /// The position of the event whose text it is.
    pub text: Position,
    /// Who first made it, and when.
    pub first: First,
    /// The facts in a word; see [`HEADLINES`].
    pub headline: Headline,
    /// Every answer, in the order in which they were given.
    pub responses: Vec<Answer>,
    /// Those accused or asked from whom no answer is on record.
    pub unanswered_by: Vec<ActorId<'static>>,
    /// The reports that carried it and the evidence for it that no answer names, as `sort:slug`.
    pub unanswered_appearances: Vec<String>,
    /// How many independent origins stand behind it.
    pub origins: OriginCount,
    /// Whether it is still maintained.
    pub standing: Standing,
    /// Where it appeared, and what became of those reports.
    pub appearances: Appearances,
    /// The verdicts of those who check claims.
    pub verdicts: Vec<Verdict>,
    /// The judgements of the record's own analysts.
    pub judgements: Vec<Judged>,
    /// The larger claim it is part of.
    pub part_of: Option<ClaimId<'static>>,
    /// The time from the claim to the first answer, at least and at most.
    pub first_response_after: Option<FirstResponse>,
}

/// The first making of a claim.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct First {
    /// Who made it, where that is known.
    pub by: Option<ActorId<'static>>,
    /// When.
    pub said: Option<Said>,
    /// The event.
    pub position: Position,
}

/// A verdict on a claim, in the words of whoever gave it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Verdict {
    /// Whose verdict it is.
    pub by: Option<ActorId<'static>>,
    /// The word.
    pub rating: String,
    /// The event.
    pub position: Position,
}

/// A judgement on a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Judged {
    /// How likely the claim is judged to be.
    pub likelihood: Likelihood,
    /// How well founded the judgement is.
    pub confidence: Confidence,
    /// The event.
    pub position: Position,
}

/// A latency, compared and shown by its limits.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(transparent)]
pub struct FirstResponse(pub Latency);

impl Projection for Claims {
    const NAME: &'static str = "claims";
    const VERSION: u32 = 1;
    type Key = ClaimId<'static>;
    type Row = ClaimRow;

    fn keys(&self, act: &Act<'_>) -> Vec<ClaimId<'static>> {
        let made = act.one(Role::Defines).filter(|_| act.kind() == Kind::ClaimMade);
        made.and_then(|claim| claim_id(act.record(), claim)).into_iter().collect()
    }

    fn row(&self, key: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Shown<ClaimRow>> {
        let claim = at.name(&onrecord_core::Ref::Claim(key.borrowed()))?;
        let alleged = Alleged::of(at, claim);
        let made = alleged.made()?;
        let answers = answers(at, &alleged);
        let owing = owing(at, &alleged);
        let origins = origins_of(at, claim);
        let (standing, counted, on_reports) = standing::standing(at, &alleged);
        let unanswered = owing.iter().filter(|owing| !has_answered(at, owing.actor, &answers));
        let mut unanswered_by: Vec<_> = unanswered.filter_map(|owing| actor_id(at, owing.actor)).collect();
        unanswered_by.sort_unstable();
        unanswered_by.dedup();
        let (verdicts, judgements, assessed) = assessments(at, claim);
        let first_answer = answers.first().and_then(|(_, acts)| acts.first());

        let row = ClaimRow {
            claim: key.clone(),
            story: made.one(Role::Story).and_then(|story| story_id(at, story)),
            text: made.position(),
            first: First {
                by: made.one(Role::By).and_then(|by| actor_id(at, at.merged(by))),
                said: Said::of(&made),
                position: made.position(),
            },
            headline: headline::headline(&headline::Facts::new(standing, &answers, !owing.is_empty())),
            unanswered_by,
            unanswered_appearances: unanswered_appearances(at, &alleged),
            origins: origins.count(),
            standing,
            appearances: counted,
            verdicts,
            judgements,
            part_of: made.one(Role::PartOf).and_then(|whole| claim_id(at, whole)),
            first_response_after: first_answer.and_then(|answer| first_response(&alleged, answer)),
            responses: answers.iter().map(|(answer, _)| answer.clone()).collect(),
        };
        let acts = alleged
            .appearances
            .iter()
            .chain(answers.iter().flat_map(|(_, acts)| acts))
            .chain(&on_reports)
            .chain(&assessed);
        let because = acts.chain(owing.iter().map(|owing| &owing.act)).map(Act::position);
        Some(Shown { row, because: because.chain(origins.because.iter().copied()).collect() })
    }
}

/// From the earliest appearance to the first answer.
fn first_response(alleged: &Alleged<'_>, answer: &Act<'_>) -> Option<FirstResponse> {
    let bounds = alleged.appearances.iter().map(|appearance| appearance.dated().bounds());
    let first = bounds.min_by_key(|bounds| bounds.sort_key())?;
    latency(&first, &answer.dated().bounds()).map(FirstResponse)
}

/// The reports that carried the claim and the evidence that supports it, where no answer names them.
fn unanswered_appearances(at: &AsOf<'_>, alleged: &Alleged<'_>) -> Vec<String> {
    let reports = alleged.carriers.iter().copied();
    let unanswered = reports.filter(|report| at.mentions(*report, Role::Answers).next().is_none());
    let evidence =
        at.mentions(alleged.claim, Role::Supports).filter_map(|surfaced| surfaced.one(Role::Defines));
    let mut named: Vec<String> = unanswered.chain(evidence).map(|name| text(at, name)).collect();
    named.sort_unstable();
    named.dedup();
    named
}

fn assessments<'a>(at: &'a AsOf<'_>, claim: Name) -> (Vec<Verdict>, Vec<Judged>, Vec<Act<'a>>) {
    let acts: Vec<Act<'a>> = at
        .mentions(claim, Role::Of)
        .filter(|act| matches!(act.kind(), Kind::VerdictPublished | Kind::JudgementRecorded))
        .collect();
    let verdicts = acts.iter().filter_map(|act| match act.detail() {
        Detail::Rating(rating) => Some(Verdict {
            by: act.one(Role::By).and_then(|by| actor_id(at, at.merged(by))),
            rating: rating.to_string(),
            position: act.position(),
        }),
        _ => None,
    });
    let judgements = acts.iter().filter_map(|act| match *act.detail() {
        Detail::Judgement(likelihood, confidence) => {
            Some(Judged { likelihood, confidence, position: act.position() })
        }
        _ => None,
    });
    (verdicts.collect(), judgements.collect(), acts)
}
