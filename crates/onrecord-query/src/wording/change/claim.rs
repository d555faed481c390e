//! What became of a claim, in sentences: who answered, what was withdrawn, how its status changed.

use onrecord::views::{
    AnswerKind, Befell, ClaimRow, Coverage, Fact, Facts, Fate, Party, PartyState, Standing,
};
use onrecord::{ActorId, Position, Ref};

use super::super::claim::{ClaimVersion, answer_kind, clause, sentence, state, status_word, through};
use super::super::{Wording, words};
use super::{differences, evidence, origin};
use crate::texts::Texts;

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

/// What became of a claim by the events `by`.
pub(super) fn claim(texts: &Texts, old: &ClaimVersion, new: &ClaimVersion, by: &[Position]) -> Vec<Wording> {
    let (before, after) = (&old.row, &new.row);
    let facts = ClaimRow::differing(before, after);
    let writer = Writer { before, after, by, texts, facts: &facts };
    // What became of the status sums up, and so comes last.
    let (summed_up, facts): (Vec<&Fact>, Vec<&Fact>) =
        facts.iter().partition(|fact| matches!(fact, Fact::HeadlineChanged { .. }));
    let mut lines: Vec<Wording> = facts.into_iter().filter_map(|fact| writer.sentence(fact)).collect();
    lines.extend(writer.retracted());
    lines.extend(after.parties.iter().flat_map(|party| writer.requests(party)));
    lines.extend(evidence::evidence(texts, before, after));
    lines.extend(evidence::parts(before, after));
    lines.extend(differences(texts, old, new, |field| REST.contains(&field)));
    lines.extend(summed_up.into_iter().filter_map(|fact| writer.sentence(fact)));
    lines
}

/// Two states of a claim, and what is between them.
struct Writer<'a> {
    before: &'a ClaimRow,
    after: &'a ClaimRow,
    by: &'a [Position],
    texts: &'a Texts,
    facts: &'a [Fact],
}

impl Writer<'_> {
    /// A fact in a sentence; none where another one tells it.
    fn sentence(&self, fact: &Fact) -> Option<Wording> {
        let texts = self.texts;
        Some(match fact {
            Fact::Appeared { by, report, position } => {
                let by = texts.somebody(by.as_ref());
                let report = report.as_ref().map(|report| words![" in ", texts.report(report)]);
                words!["repeated by ", by, report, " (", *position, ")"]
            }
            Fact::Answered { answer } => sentence(texts, answer, self.after),
            Fact::AnswerChanged { actor, kind, coverage, position } => {
                self.answer_changed(actor, *kind, *coverage, *position)
            }
            Fact::AnswerGone { answer } => {
                words!["no longer counts: ", sentence(texts, answer, self.before)]
            }
            Fact::PartyMoved { actor, from, to } => return self.party_moved(actor, *from, *to),
            Fact::OriginsFell { from, to } | Fact::OriginsRose { from, to } => {
                origin::moved(texts, (*from, *to), self.by, &self.after.appeared)
            }
            Fact::Befell { on, fate, .. } => return self.befell(on, *fate),
            Fact::Undone { on, fate } => undone(texts, on, *fate),
            Fact::StandingChanged { to: Standing::Retracted, .. } if !self.retracted().is_empty() => {
                return None;
            }
            Fact::StandingChanged { to, .. } => standing(*to).into(),
            Fact::HeadlineChanged { from, to } => {
                words!["status: ", status_word(*from), " → ", status_word(*to)]
            }
            Fact::Linked { relation, claim } => words!["it ", clause::relation(texts, *relation, claim)],
            Fact::Judged { verdict } => words!["rated: ", clause::verdict(texts, verdict)],
            _ => return None,
        })
    }

    fn answer_changed(
        &self,
        actor: &ActorId<'_>,
        kind: (AnswerKind, AnswerKind),
        coverage: (Coverage, Coverage),
        position: Position,
    ) -> Wording {
        let actor = self.texts.actor(actor);
        match kind {
            (_, AnswerKind::WithdrawnDenial) => words![actor, " withdrew its denial (", position, ")"],
            (AnswerKind::WithdrawnDenial, _) => {
                words!["the denial of ", actor, " (", position, "), once withdrawn, counts again"]
            }
            (was, is) if was != is => {
                words![actor, ": ", answer_kind(was), " → ", answer_kind(is), " (", position, ")"]
            }
            _ => {
                let (was, is) = (through(coverage.0), through(coverage.1));
                words!["the answer of ", actor, " (", position, ") reaches it ", was, " → ", is]
            }
        }
    }

    /// Nothing where the answer or the question that moved the party has a sentence already.
    fn party_moved(
        &self,
        actor: &ActorId<'static>,
        from: Option<PartyState>,
        to: Option<PartyState>,
    ) -> Option<Wording> {
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
        let reached = |reached| state(reached, party.and_then(|party| party.coverage));
        Some(match (from, to) {
            (_, None) => words![name, " is no longer asked to answer"],
            (None, Some(to)) => words![name, " is asked to answer: ", reached(to)],
            (Some(from), Some(to)) => words![name, ": ", state(from, None), " → ", reached(to)],
        })
    }

    /// A setback, or that more or fewer appearances rest on one than before.
    fn befell(&self, on: &Ref<'static>, fate: Fate) -> Option<Wording> {
        let is_it = |befell: &&Befell| befell.on == *on && befell.fate == fate;
        let befell = self.after.cascade.iter().find(is_it)?;
        let worded = clause::befell(self.texts, befell, self.after.appearances.total);
        let known = self.before.cascade.iter().any(|befell| is_it(&befell));
        Some(if known { words!["now ", worded] } else { worded })
    }

    /// The appearances that were retracted since.
    fn retracted(&self) -> Vec<Wording> {
        let stood =
            |position| self.before.appeared.iter().any(|was| was.position == position && !was.taken_back);
        let retracted = self.after.appeared.iter().filter(|is| is.taken_back && stood(is.position));
        let lines = retracted.map(|is| {
            words![self.texts.somebody(is.by.as_ref()), " retracted the claim (made in ", is.position, ")"]
        });
        lines.collect()
    }

    /// The questions put since, and the answers that came too late.
    fn requests(&self, party: &Party) -> Vec<Wording> {
        let before = self.before.parties.iter().find(|before| before.actor == party.actor);
        let was = |position| before?.requests.iter().find(|request| request.position == position);
        let name = self.texts.actor(&party.actor);
        let lines = party.requests.iter().filter_map(|request| {
            let late = request.reply.as_ref().filter(|reply| reply.in_time == Some(false));
            match (was(request.position), late) {
                (None, _) => {
                    Some(words![name.clone(), ", ", clause::request(self.texts, &party.actor, request)])
                }
                (Some(was), Some(late)) if was.reply.is_none() => {
                    Some(words![name.clone(), " answered after the deadline (", late.position, ")"])
                }
                _ => None,
            }
        });
        lines.collect()
    }
}

fn undone(texts: &Texts, on: &Ref<'_>, fate: Fate) -> Wording {
    let undone = match fate {
        Fate::Withdrawn => " is no longer withdrawn",
        Fate::Held => " is no longer on hold",
        Fate::Corrected => ": its correction no longer counts",
        Fate::Retracted => " is no longer retracted",
        Fate::Altered => " is no longer found altered",
        Fate::Miscaptioned => " is no longer found miscaptioned",
        Fate::Fabricated => " is no longer found fabricated",
    };
    words![texts.name(on), undone]
}

fn standing(to: Standing) -> &'static str {
    match to {
        Standing::Stands => "an appearance counts again",
        Standing::Retracted => "its maker retracted it",
        Standing::Withdrawn => "every appearance rests on what was withdrawn",
        Standing::Held => "every appearance rests on what was withdrawn or is on hold",
    }
}

#[cfg(test)]
mod tests {
    use onrecord::Row;

    use super::*;

    #[test]
    fn the_rest_are_fields_of_the_row() {
        let columns: Vec<&str> = ClaimRow::SCHEMA.iter().map(|column| column.name).collect();
        assert!(REST.iter().all(|field| columns.contains(field)), "{columns:?}");
    }
}
