//! The facts about a claim in one word, by a table that is the whole rule.

use onrecord_core::Extent;

use super::super::answers::{Answer, AnswerKind, Answered, Coverage};
use super::Standing;
use crate::words;

/// The version of [`HEADLINES`].
pub const HEADLINES_VERSION: u32 = 1;

words! {
    /// What a claim has met with, in a word.
    pub enum Headline {
        /// Its maker took it back.
        Retracted = "retracted",
        /// Every report it rests on was withdrawn.
        Withdrawn = "withdrawn",
        /// Every report it rests on was withdrawn or is held.
        Held = "held",
        /// It is acknowledged and denied, by two parties or by one.
        Disputed = "disputed",
        /// Some of it is acknowledged and some of it denied.
        Mixed = "mixed",
        /// A party acknowledges it.
        Acknowledged = "acknowledged",
        /// Only a report that carried it, or a larger claim, is acknowledged.
        AcknowledgedThroughReport = "acknowledged_through_report",
        /// Some of it is acknowledged.
        PartlyAcknowledged = "partly_acknowledged",
        /// It is denied in so many words.
        Denied = "denied",
        /// Only a report that carried it, or a larger claim, is denied.
        DeniedThroughReport = "denied_through_report",
        /// Part of it is denied.
        PartlyDenied = "partly_denied",
        /// It was met with words that do not answer it.
        Sidestepped = "sidestepped",
        /// An answer was declined.
        Declined = "declined",
        /// Somebody was accused or asked, and no answer is on record.
        Unanswered = "unanswered",
        /// Nobody was accused and nobody asked.
        Unasked = "unasked",
    }
}

/// What the table looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Facts {
    standing: Standing,
    acknowledged: Option<Reach>,
    denied: Option<Reach>,
    sidestepped: bool,
    declined: bool,
    owed: bool,
}

/// How far the strongest denial or acknowledgement goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Reach {
    InSoManyWords,
    ThroughReport,
    InPart,
}

impl Facts {
    fn new(standing: Standing, answers: &[Answered<'_>], owed: bool) -> Facts {
        let answers = || answers.iter().map(|answered| &answered.answer);
        let reach =
            |of: fn(AnswerKind) -> bool| answers().filter(|answer| of(answer.kind)).map(Reach::of).min();
        Facts {
            standing,
            acknowledged: reach(|kind| kind == AnswerKind::Acknowledged),
            denied: reach(AnswerKind::is_denial),
            sidestepped: answers().any(|answer| answer.kind.is_sidestep()),
            declined: answers().any(|answer| answer.kind == AnswerKind::Declined),
            owed,
        }
    }
}

impl Reach {
    fn of(answer: &Answer) -> Reach {
        match (answer.extent, answer.coverage) {
            (Some(Extent::Partial), _) | (_, Coverage::OfPart) => Reach::InPart,
            (_, Coverage::Direct) => Reach::InSoManyWords,
            (_, Coverage::ThroughReport | Coverage::ThroughWhole) => Reach::ThroughReport,
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
    Withdrawn: "every appearance fell with what was withdrawn or retracted", |facts| facts.standing == Standing::Withdrawn;
    Held: "every appearance fell with what was withdrawn, retracted or held", |facts| facts.standing == Standing::Held;
    Mixed: "a part of it is acknowledged and a part denied, and no more than that",
        |facts| facts.acknowledged == Some(Reach::InPart) && facts.denied == Some(Reach::InPart);
    Disputed: "it is acknowledged, and denied", |facts| facts.acknowledged.is_some() && facts.denied.is_some();
    Acknowledged: "a full or unspecific acknowledgement names it",
        |facts| facts.acknowledged == Some(Reach::InSoManyWords);
    AcknowledgedThroughReport: "a full or unspecific acknowledgement names a report that carried it, or a larger claim",
        |facts| facts.acknowledged == Some(Reach::ThroughReport);
    PartlyAcknowledged: "a partial acknowledgement answers it, or an acknowledgement a part of it",
        |facts| facts.acknowledged == Some(Reach::InPart);
    Denied: "a full or unspecific denial names it", |facts| facts.denied == Some(Reach::InSoManyWords);
    DeniedThroughReport: "a full or unspecific denial names a report that carried it, or a larger claim",
        |facts| facts.denied == Some(Reach::ThroughReport);
    PartlyDenied: "a partial denial answers it, or a denial a part of it",
        |facts| facts.denied == Some(Reach::InPart);
    Sidestepped: "a policy line, deflection, counter-accusation, context or pledge answers it", |facts| facts.sidestepped;
    Declined: "comment on it was declined", |facts| facts.declined;
    Unanswered: "somebody was accused or asked, and nothing answers it", |facts| facts.owed;
    Unasked: "nobody was accused and nobody asked", |_| true;
};

/// The headline of a claim that was met with these answers; somebody may owe one.
pub(in crate::views) fn headline_of(standing: Standing, answers: &[Answered<'_>], owed: bool) -> Headline {
    headline(&Facts::new(standing, answers, owed))
}

fn headline(facts: &Facts) -> Headline {
    let rule = HEADLINES.iter().find(|rule| (rule.holds)(facts));
    rule.map_or(Headline::Unasked, |rule| rule.headline)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_combination() -> Vec<Facts> {
        let standings = [Standing::Stands, Standing::Retracted, Standing::Withdrawn, Standing::Held];
        let reaches = [None, Some(Reach::InSoManyWords), Some(Reach::ThroughReport), Some(Reach::InPart)];
        let mut all = Vec::new();
        for standing in standings {
            for (acknowledged, denied) in reaches.iter().flat_map(|a| reaches.iter().map(move |b| (*a, *b))) {
                for bits in 0..8 {
                    let bit = |number: u32| bits & (1 << number) != 0;
                    let (sidestepped, declined, owed) = (bit(0), bit(1), bit(2));
                    all.push(Facts { standing, acknowledged, denied, sidestepped, declined, owed });
                }
            }
        }
        all
    }

    /// The rules that hold, as places in the table.
    fn holding(facts: &Facts) -> Vec<usize> {
        let rules = HEADLINES.iter().enumerate();
        rules.filter(|(_, rule)| (rule.holds)(facts)).map(|(place, _)| place).collect()
    }

    #[test]
    fn every_combination_of_facts_has_a_headline_and_it_is_that_of_the_first_rule_that_holds() {
        let all = every_combination();
        assert_eq!(all.len(), 4 * 4 * 4 * 8);
        for facts in all {
            let first = holding(&facts)[0];
            assert_eq!(headline(&facts), HEADLINES[first].headline, "{facts:?}");
        }
    }

    #[test]
    fn every_rule_decides_some_combination_and_without_it_that_one_would_read_otherwise() {
        for (place, rule) in HEADLINES.iter().enumerate().take(HEADLINES.len() - 1) {
            let decided: Vec<Facts> =
                every_combination().into_iter().filter(|facts| holding(facts)[0] == place).collect();
            assert!(!decided.is_empty(), "no combination reaches {:?}", rule.headline);
            let without = |facts: &Facts| HEADLINES[holding(facts)[1]].headline;
            assert!(decided.iter().all(|facts| without(facts) != rule.headline), "{:?}", rule.headline);
        }
    }

    #[test]
    fn every_headline_has_one_rule_and_its_word_in_json() {
        let words: std::collections::BTreeSet<_> =
            HEADLINES.iter().map(|rule| rule.headline.as_str()).collect();
        assert_eq!(words.len(), HEADLINES.len());
        for rule in HEADLINES {
            assert_eq!(serde_json::to_value(rule.headline).unwrap(), rule.headline.as_str());
        }
    }
}
