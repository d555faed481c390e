//! The facts about a claim in one word, by a table that is the whole rule.

use serde::Serialize;

use super::super::answers::{Answer, AnswerKind, Coverage};
use super::Standing;
use crate::act::Act;

/// The version of [`HEADLINES`].
pub const HEADLINES_VERSION: u32 = 1;

/// What a claim has met with, in a word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Headline {
    /// Its maker took it back.
    Retracted,
    /// Every report it rests on was withdrawn.
    Withdrawn,
    /// Every report it rests on was withdrawn or is held.
    Held,
    /// One party acknowledges it and another denies it.
    Disputed,
    /// A party acknowledges it.
    Acknowledged,
    /// It is denied in so many words.
    Denied,
    /// Only a report that carried it, or a larger claim, is denied.
    DeniedThroughReport,
    /// Part of it is denied.
    PartlyDenied,
    /// It was met with words that do not answer it.
    Sidestepped,
    /// An answer was declined.
    Declined,
    /// Somebody was accused or asked, and no answer is on record.
    Unanswered,
    /// Nobody was accused and nobody asked.
    Unasked,
}

/// What the table looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Facts {
    standing: Standing,
    acknowledged: bool,
    denied: Option<Denied>,
    sidestepped: bool,
    declined: bool,
    owed: bool,
}

/// How far the strongest denial goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Denied {
    InSoManyWords,
    ThroughReport,
    InPart,
}

impl Facts {
    pub(super) fn new(standing: Standing, answers: &[(Answer, Vec<Act<'_>>)], owed: bool) -> Facts {
        let kinds = || answers.iter().map(|(answer, _)| answer.kind);
        Facts {
            standing,
            acknowledged: kinds().any(|kind| kind == AnswerKind::Acknowledged),
            denied: answers.iter().filter_map(|(answer, _)| Denied::by(answer)).min(),
            sidestepped: kinds().any(AnswerKind::is_sidestep),
            declined: kinds().any(|kind| kind == AnswerKind::Declined),
            owed,
        }
    }
}

impl Denied {
    fn by(answer: &Answer) -> Option<Denied> {
        match (answer.kind, answer.coverage) {
            (AnswerKind::PartialDenial, _) => Some(Denied::InPart),
            (kind, Coverage::Direct) if kind.is_denial() => Some(Denied::InSoManyWords),
            (kind, _) if kind.is_denial() => Some(Denied::ThroughReport),
            _ => None,
        }
    }
}

/// One line of the table: the first whose condition holds gives the headline.
#[derive(Clone, Copy, Debug)]
pub struct HeadlineRule {
    /// The headline it gives.
    pub headline: Headline,
    /// Its condition, in words.
    pub condition: &'static str,
    holds: fn(&Facts) -> bool,
}

macro_rules! rules {
    ($($headline:ident: $condition:literal, $holds:expr;)*) => {
        &[$(HeadlineRule { headline: Headline::$headline, condition: $condition, holds: $holds }),*]
    };
}

/// The rules for headlines, in order. The last one always holds, so every claim has exactly one headline.
pub const HEADLINES: &[HeadlineRule] = rules! {
    Retracted: "its first maker retracted it", |facts| facts.standing == Standing::Retracted;
    Withdrawn: "every appearance rests on a withdrawn report", |facts| facts.standing == Standing::Withdrawn;
    Held: "every appearance rests on a withdrawn or held report", |facts| facts.standing == Standing::Held;
    Disputed: "one party acknowledges it and another denies it", |facts| facts.acknowledged && facts.denied.is_some();
    Acknowledged: "a party acknowledges it", |facts| facts.acknowledged;
    Denied: "a full or unspecific denial names it", |facts| facts.denied == Some(Denied::InSoManyWords);
    DeniedThroughReport: "a full or unspecific denial names a report that carried it, or a larger claim",
        |facts| facts.denied == Some(Denied::ThroughReport);
    PartlyDenied: "a partial denial answers it", |facts| facts.denied == Some(Denied::InPart);
    Sidestepped: "a policy line, deflection, counter-accusation, context or pledge answers it", |facts| facts.sidestepped;
    Declined: "comment on it was declined", |facts| facts.declined;
    Unanswered: "somebody was accused or asked, and nothing answers it", |facts| facts.owed;
    Unasked: "nobody was accused and nobody asked", |_| true;
};

pub(super) fn headline(facts: &Facts) -> Headline {
    let rule = HEADLINES.iter().find(|rule| (rule.holds)(facts));
    rule.map_or(Headline::Unasked, |rule| rule.headline)
}

impl Headline {
    /// The word as it stands in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Headline::Retracted => "retracted",
            Headline::Withdrawn => "withdrawn",
            Headline::Held => "held",
            Headline::Disputed => "disputed",
            Headline::Acknowledged => "acknowledged",
            Headline::Denied => "denied",
            Headline::DeniedThroughReport => "denied_through_report",
            Headline::PartlyDenied => "partly_denied",
            Headline::Sidestepped => "sidestepped",
            Headline::Declined => "declined",
            Headline::Unanswered => "unanswered",
            Headline::Unasked => "unasked",
        }
    }
}
