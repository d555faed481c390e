//! What is said for and against each claim, as separate facts that can be counted. Never one score.

mod appeared;
mod headline;
mod inquiries;
mod relations;
mod standing;

use std::collections::BTreeSet;

use onrecord_core::{ActorId, ClaimId, Confidence, Kind, Likelihood, Position, Ref, Role, StoryId};
use onrecord_index::{Act, AsOf, Detail, Name};
use onrecord_when::latency;

pub use appeared::{Appeared, ReachedBy};
pub(super) use headline::headline_of;
pub use headline::{HEADLINES, HEADLINES_VERSION, Headline, HeadlineRule};
pub use inquiries::{FoundBy, Graded, Investigation};
pub use relations::{Part, Related, RelationTo};
pub use standing::{Appearances, Standing};
pub(super) use standing::{counted, standing};

use super::alleged::{Alleged, Subjects};
use super::answers::{Answer, Answered, answers};
use super::evidence::{Bears, evidence};
use super::ground::{Befell, Ground};
use super::origins::origins_of;
use super::parties::{Party, owing, parties};
use super::reach::Reach;
use super::reasons::Reasons;
use super::{OriginCount, Said, Took, actor_id, claim_id, claim_ids, claim_made, reference, story_id};
use crate::projection::{Projection, Shown};
use crate::rows;
use crate::rows::{TextOf, by_text};

/// The claims on record.
#[derive(Clone, Copy, Default, Debug)]
pub struct Claims;

rows! {
    /// One claim, and the facts about it.
    pub struct ClaimRow {
        /// The claim.
        #[because(first)]
        pub claim: ClaimId<'static>,
        /// The story in which it was first made.
        #[because(first)]
        pub story: Option<StoryId<'static>>,
        /// The event whose text it is.
        pub text_of: TextOf,
        /// Who first made it, and when.
        pub first: First,
        /// The facts in a word; see [`HEADLINES`].
        #[because(responses, parties, appeared, cascade, first)]
        pub headline: Headline,
        /// Every answer, in the order in which they were given.
        pub responses: Vec<Answer>,
        /// Those who owe an answer, and what each of them has answered.
        #[because(first)]
        pub parties: Vec<Party>,
        /// Those accused or asked from whom no answer is on record.
        #[because(parties, first)]
        pub unanswered_by: Vec<ActorId<'static>>,
        /// The reports that carried it and the evidence for it that no answer names.
        #[because(appeared, evidence)]
        pub unanswered_appearances: Vec<Ref<'static>>,
        /// How many independent origins stand behind it.
        #[because(appeared, corroborated)]
        pub origins: OriginCount,
        /// Whether it is still maintained.
        #[because(appeared, cascade)]
        pub standing: Standing,
        /// Where it appeared, and what became of those reports.
        #[because(appeared, cascade)]
        pub appearances: Appearances,
        /// Every appearance, and which answers reach it.
        pub appeared: Vec<Appeared>,
        /// What befell the reports, claims and evidence that appearances rest on.
        pub cascade: Vec<Befell>,
        /// The evidence that bears on it or lies under it, and what those found who examined it.
        pub evidence: Vec<Bears>,
        /// Who found it borne out on a basis of their own.
        pub corroborated: Vec<FoundBy>,
        /// Who found that something speaks against it.
        pub contradicted: Vec<FoundBy>,
        /// Who looked into it.
        pub investigations: Vec<Investigation>,
        /// The verdicts of those who check claims.
        pub verdicts: Vec<Verdict>,
        /// The judgements of the record's own analysts.
        pub judgements: Vec<Judged>,
        /// Its grades for credibility on the Admiralty code.
        pub credibility: Vec<Graded>,
        /// The larger claim it is part of.
        #[because(first)]
        pub part_of: Option<ClaimId<'static>>,
        /// The claims that are part of it, and how each was answered.
        pub parts: Vec<Part>,
        /// The claims it was linked with; they stay claims of their own.
        pub relations: Vec<Related>,
        /// The time from the claim to the first answer, at least and at most.
        #[because(first, responses)]
        pub first_response_after: Option<Took>,
    }
}

rows! {
    /// The first making of a claim.
    pub struct First {
        /// Who made it, where that is known.
        pub by: Option<ActorId<'static>>,
        /// When.
        pub said: Option<Said>,
        /// The event.
        pub position: Position,
    }
}

rows! {
    /// A verdict on a claim, in the words of whoever gave it.
    #[derive(Eq)]
    pub struct Verdict {
        /// Whose verdict it is.
        pub by: Option<ActorId<'static>>,
        /// The word.
        pub rating: String,
        /// The event.
        pub position: Position,
    }
}

rows! {
    /// A judgement on a claim.
    #[derive(Eq)]
    pub struct Judged {
        /// How likely the claim is judged to be.
        pub likelihood: Likelihood,
        /// How well founded the judgement is.
        pub confidence: Confidence,
        /// The event.
        pub position: Position,
    }
}

impl Projection for Claims {
    const NAME: &'static str = "claims";
    const VERSION: u32 = 2;
    type Key = ClaimId<'static>;
    type Row = ClaimRow;

    fn keys(&self, act: &Act<'_>) -> Vec<ClaimId<'static>> {
        claim_made(act).into_iter().collect()
    }

    fn touches(&self, acts: &[Act<'_>]) -> BTreeSet<ClaimId<'static>> {
        claim_ids(acts, Reach::of(acts).map(Reach::claims).unwrap_or_default())
    }

    fn row(&self, key: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Shown<ClaimRow>> {
        let claim = at.name(&Ref::Claim(key.borrowed()))?;
        let alleged = Alleged::of(at, claim);
        let subjects = &alleged.subjects;
        let made = subjects.made?;
        let answers = answers(at, subjects);
        let owing = owing(at, subjects);
        let parties = parties(at, &owing, &answers);
        let origins = origins_of(at, claim);
        let ground = Ground::of(at, &alleged);
        let standing = standing(at, &alleged, &ground);
        let unanswered = parties.iter().filter(|party| party.position.is_none());
        let (evidence, on_evidence) = evidence(at, claim, &ground.evidence);
        let (verdicts, judgements, assessed) = assessments(at, claim);
        let (parts, on_parts) = relations::parts_of(at, claim);

        let row = ClaimRow {
            claim: key.clone(),
            story: made.one(Role::Story).and_then(|story| story_id(at, story)),
            text_of: TextOf(made.position()),
            first: First {
                by: made.one(Role::By).and_then(|by| actor_id(at, at.merged(by))),
                said: Said::of(&made),
                position: made.position(),
            },
            headline: headline_of(standing, &answers, !owing.is_empty()),
            unanswered_by: unanswered.map(|party| party.actor.clone()).collect(),
            parties,
            unanswered_appearances: unanswered_appearances(at, subjects),
            origins: origins.count(),
            standing,
            appearances: counted(&alleged, &ground),
            appeared: appeared::appeared(at, &alleged, &answers),
            cascade: ground.befell(at),
            evidence,
            corroborated: inquiries::found(at, claim, Kind::ClaimCorroborated),
            contradicted: inquiries::found(at, claim, Kind::ClaimContradicted),
            investigations: inquiries::investigations(at, subjects),
            verdicts,
            judgements,
            credibility: inquiries::grades(at, claim),
            part_of: made.one(Role::PartOf).and_then(|whole| claim_id(at, whole)),
            parts,
            relations: relations::related(at, claim),
            first_response_after: answers.first().and_then(|answer| first_response(&alleged, &answer.act)),
            responses: answers.iter().map(|answered| answered.answer.clone()).collect(),
        };
        let acts = alleged.appearances.iter().chain(alleged.retractions.acts()).chain(&assessed);
        let mut reasons = Reasons::new(at);
        reasons.dated(acts.chain(owing.iter().map(|owing| &owing.act)).map(Act::position));
        reasons.dated(answers.iter().flat_map(Answered::positions));
        reasons.dated(ground.events().chain(on_evidence).chain(row.notes()));
        reasons.undated(origins.because.iter().copied().chain(on_parts));
        Some(Shown { row, because: reasons.found() })
    }
}

impl ClaimRow {
    /// The events behind what was found, graded, linked and looked into.
    fn notes(&self) -> impl Iterator<Item = Position> {
        let found = self.corroborated.iter().chain(&self.contradicted).map(|found| found.position);
        let graded = self.credibility.iter().map(|graded| graded.position);
        let linked = self.relations.iter().map(|related| related.position);
        let looked_into = self.investigations.iter().flat_map(|inquiry| inquiry.positions.iter().copied());
        found.chain(graded).chain(linked).chain(looked_into)
    }
}

/// From the earliest appearance to the first answer.
fn first_response(alleged: &Alleged<'_>, answer: &Act<'_>) -> Option<Took> {
    let bounds = alleged.appearances.iter().map(|appearance| appearance.dated().bounds());
    let first = bounds.min_by_key(|bounds| bounds.sort_key())?;
    latency(&first, &answer.dated().bounds()).map(Took)
}

/// The reports that carried the claim and the evidence that supports it, where no answer names them.
fn unanswered_appearances(at: &AsOf<'_>, subjects: &Subjects<'_>) -> Vec<Ref<'static>> {
    let reports = subjects.carriers.iter().copied();
    let unanswered = reports.filter(|report| at.mentions(*report, Role::Answers).next().is_none());
    let evidence =
        at.mentions(subjects.claim, Role::Supports).filter_map(|surfaced| surfaced.one(Role::Defines));
    let mut named: Vec<Ref<'static>> =
        unanswered.chain(evidence).filter_map(|name| reference(at, name)).collect();
    named.sort_unstable_by(by_text);
    named.dedup();
    named
}

fn assessments<'a>(at: &'a AsOf<'_>, claim: Name) -> (Vec<Verdict>, Vec<Judged>, Vec<Act<'a>>) {
    let acts: Vec<Act<'a>> = at
        .mentions_where(claim, Role::Of, |act| {
            matches!(act.kind(), Kind::VerdictPublished | Kind::JudgementRecorded)
        })
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
