//! What became of a claim, in sentences: who answered, what fell, what was taken back.

use onrecord::views::{
    AnswerKind, Befell, ClaimRow, Coverage, Fact, Facts, Fate, Headline, Party, PartyState, Standing,
};
use onrecord::{ActorId, Position, Ref};

use super::differs::Differs;
use super::{answer, around, origin};
use crate::texts::Texts;
use crate::told::claim::{clause, kind_words, value_word};
use crate::told::names::spaced;
use crate::told::row;

/// The fields that no fact tells of.
const REST: [&str; 9] = [
    "story",
    "text_of",
    "first",
    "corroborated",
    "contradicted",
    "investigations",
    "judgements",
    "credibility",
    "part_of",
];

impl Differs for ClaimRow {
    const TITLE: &'static str = "Claims";

    fn told(before: &ClaimRow, after: &ClaimRow, by: &[Position], texts: &Texts) -> Vec<String> {
        let facts = ClaimRow::differing(before, after);
        let telling = Telling { before, after, by, texts, facts: &facts };
        // What became of the headline sums up, and so comes last.
        let (summed_up, facts): (Vec<&Fact>, Vec<&Fact>) =
            facts.iter().partition(|fact| matches!(fact, Fact::HeadlineChanged { .. }));
        let mut told: Vec<String> = facts.into_iter().filter_map(|fact| telling.sentence(fact)).collect();
        told.extend(telling.taken_back());
        told.extend(after.parties.iter().flat_map(|party| telling.requests(party)));
        told.extend(around::evidence(texts, before, after));
        told.extend(around::parts(before, after));
        told.extend(row::differences(before, after, texts, |field| REST.contains(&field)));
        told.extend(summed_up.into_iter().filter_map(|fact| telling.sentence(fact)));
        if told.is_empty() { row::differences(before, after, texts, |_| true) } else { told }
    }
}

/// Two states of a claim, and what is between them.
struct Telling<'a> {
    before: &'a ClaimRow,
    after: &'a ClaimRow,
    by: &'a [Position],
    texts: &'a Texts,
    facts: &'a [Fact],
}

impl Telling<'_> {
    /// A fact in a sentence; none where another one tells it.
    fn sentence(&self, fact: &Fact) -> Option<String> {
        let texts = self.texts;
        let origins = |how, from, to| origin::moved(texts, how, (from, to), self.by, &self.after.appeared);
        Some(match fact {
            Fact::Appeared { by, report, position } => {
                let by = clause::somebody(texts, by.as_ref());
                let report = report.as_ref().map(|report| texts.name(&Ref::Report(report.borrowed())));
                let report = report.map_or_else(String::new, |report| format!(" in {report}"));
                format!("it appeared again, by {by}{report} (#{position})")
            }
            Fact::Answered { answer } => answer::given(texts, answer, self.after),
            Fact::AnswerChanged { actor, kind, coverage, position } => {
                self.answer_changed(actor, *kind, *coverage, *position)
            }
            Fact::AnswerGone { answer } => {
                format!("no longer counts: {}", answer::given(texts, answer, self.before))
            }
            Fact::PartyMoved { actor, from, to } => return self.party_moved(actor, *from, *to),
            Fact::OriginsFell { from, to } => origins("fell", *from, *to),
            Fact::OriginsRose { from, to } => origins("rose", *from, *to),
            Fact::Befell { on, fate, .. } => return self.befell(on, *fate),
            Fact::Undone { on, fate } => undone(texts, on, *fate),
            Fact::StandingChanged { to: Standing::Retracted, .. } if !self.taken_back().is_empty() => {
                return None;
            }
            Fact::StandingChanged { to, .. } => standing(*to).to_owned(),
            Fact::HeadlineChanged { from, to } => {
                format!("the headline went from {} to {}", headline(*from), headline(*to))
            }
            Fact::Linked { relation, claim } => format!("it {}", clause::relation(texts, *relation, claim)),
            Fact::Judged { verdict } => format!("verdict {}", clause::verdict(texts, verdict)),
            _ => return None,
        })
    }

    fn answer_changed(
        &self,
        actor: &ActorId<'_>,
        kind: (AnswerKind, AnswerKind),
        coverage: (Coverage, Coverage),
        position: Position,
    ) -> String {
        let actor = self.texts.actor(actor);
        match kind {
            (_, AnswerKind::WithdrawnDenial) => format!("{actor} took back its denial (#{position})"),
            (AnswerKind::WithdrawnDenial, _) => {
                format!("the denial of {actor} (#{position}), once taken back, stands again")
            }
            (was, is) if was != is => {
                format!("{actor}, before: {}; now: {} (#{position})", kind_words(was), kind_words(is))
            }
            _ => {
                let (was, is) = (clause::through(coverage.0), clause::through(coverage.1));
                format!("the answer of {actor} (#{position}) reaches it {is}, before {was}")
            }
        }
    }

    /// Nothing where the answer or the question that moved the party is told already.
    fn party_moved(
        &self,
        actor: &ActorId<'static>,
        from: Option<PartyState>,
        to: Option<PartyState>,
    ) -> Option<String> {
        let answered = self.facts.iter().any(|fact| match fact {
            Fact::Answered { answer } => [&answer.actor, &answer.by].contains(&actor),
            Fact::AnswerChanged { actor: other, .. } => other == actor,
            _ => false,
        });
        let party = self.after.parties.iter().find(|party| party.actor == *actor);
        let asked = to == Some(PartyState::AskedWithoutReply)
            && party.is_some_and(|party| !party.requests.is_empty());
        if answered || asked {
            return None;
        }
        let name = self.texts.actor(actor);
        let state = |state| clause::state_reached(state, party.and_then(|party| party.coverage));
        Some(match (from, to) {
            (_, None) => format!("{name} owes no answer any more"),
            (None, Some(to)) => format!("{name} owes an answer: {}", state(to)),
            (Some(from), Some(to)) => {
                format!("so {name}: {} (before: {})", state(to), clause::state_reached(from, None))
            }
        })
    }

    /// What befell the ground, or that more or fewer appearances rest on what befell it before.
    fn befell(&self, on: &Ref<'_>, fate: Fate) -> Option<String> {
        let is_it = |befell: &&Befell| befell.on == *on && befell.fate == fate;
        let befell = self.after.cascade.iter().find(is_it)?;
        let told = clause::befell(self.texts, befell, self.after.appearances.total);
        let known = self.before.cascade.iter().any(|befell| is_it(&befell));
        Some(if known { format!("now {told}") } else { told })
    }

    /// The appearances that were taken back since.
    fn taken_back(&self) -> Vec<String> {
        let stood =
            |position| self.before.appeared.iter().any(|was| was.position == position && !was.taken_back);
        let taken_back = self.after.appeared.iter().filter(|is| is.taken_back && stood(is.position));
        let told = taken_back.map(|is| {
            let by = clause::somebody(self.texts, is.by.as_ref());
            format!("{by} took back what it said (#{})", is.position)
        });
        told.collect()
    }

    /// The questions put since, and the answers that came too late.
    fn requests(&self, party: &Party) -> Vec<String> {
        let before = self.before.parties.iter().find(|before| before.actor == party.actor);
        let was = |position| before?.requests.iter().find(|request| request.position == position);
        let name = self.texts.actor(&party.actor);
        let told = party.requests.iter().filter_map(|request| {
            let late = request.reply.as_ref().filter(|reply| reply.in_time == Some(false));
            match (was(request.position), late) {
                (None, _) => Some(format!("{name}, {}", clause::request(self.texts, &party.actor, request))),
                (Some(was), Some(late)) if was.reply.is_none() => {
                    Some(format!("{name} answered after the deadline (#{})", late.position))
                }
                _ => None,
            }
        });
        told.collect()
    }
}

fn undone(texts: &Texts, on: &Ref<'_>, fate: Fate) -> String {
    let name = texts.sorted_name(on);
    match fate {
        Fate::Withdrawn => format!("{name} is no longer withdrawn"),
        Fate::Held => format!("{name} is no longer held"),
        Fate::Corrected => format!("the correction of {name} no longer counts"),
        Fate::Retracted => format!("{name} is no longer retracted"),
        Fate::Altered | Fate::Miscaptioned | Fate::Fabricated => {
            format!("{name} is no longer found {}", spaced(&value_word(&fate)))
        }
    }
}

fn standing(to: Standing) -> &'static str {
    match to {
        Standing::Stands => "it stands again",
        Standing::Retracted => "its maker took it back",
        Standing::Withdrawn => "nothing is left that it stands on: every appearance fell",
        Standing::Held => "for now nothing is left that it stands on: every appearance fell or is held",
    }
}

fn headline(headline: Headline) -> String {
    spaced(headline.as_str()).replace("through report", "through a report")
}
