//! The fields of a row in words: each nested fact as a clause of its own, and what has to be fetched to say it.

use onrecord::views::{ActorRow, Answer, ClaimRow, OriginRow, SilenceRow, TimelineRow};
use onrecord::{Position, Ref, Row};
use serde_json::Value;

use super::claim::{self, clause};
use super::value;
use crate::texts::Texts;

/// A row that can be put into words.
pub(crate) trait InWords: Row {
    /// The entries of a field, each as a clause; none where the words of the value will do.
    fn clauses(&self, _field: &str, _texts: &Texts) -> Option<Vec<String>> {
        None
    }

    /// Everything that it names.
    fn named(&self) -> Vec<Ref<'static>> {
        value::named(&value::object(self))
    }

    /// The events whose texts are needed.
    fn positions(&self) -> Vec<Position> {
        Vec::new()
    }
}

impl InWords for ActorRow {}
impl InWords for OriginRow {}
impl InWords for SilenceRow {}
impl InWords for TimelineRow {}

impl InWords for ClaimRow {
    fn clauses(&self, field: &str, texts: &Texts) -> Option<Vec<String>> {
        fn each<T>(entries: &[T], clause: impl Fn(&T) -> String) -> Option<Vec<String>> {
            Some(entries.iter().map(clause).collect())
        }
        let total = self.appearances.total;
        match field {
            "text" => Some(vec![format!("the text of #{}", self.text)]),
            "first" => Some(vec![clause::first(texts, &self.first)]),
            "responses" => each(&self.responses, |answer| response(texts, answer)),
            "parties" => each(&self.parties, |party| clause::party(texts, party)),
            "appeared" => each(&self.appeared, |appeared| clause::appeared(texts, appeared)),
            "cascade" => each(&self.cascade, |befell| clause::befell(texts, befell, total)),
            "evidence" => each(&self.evidence, |bears| clause::evidence(texts, bears)),
            "corroborated" => each(&self.corroborated, |found| clause::found_by(texts, found)),
            "contradicted" => each(&self.contradicted, |found| clause::found_by(texts, found)),
            "investigations" => each(&self.investigations, |inquiry| clause::investigation(texts, inquiry)),
            "verdicts" => each(&self.verdicts, |verdict| clause::verdict(texts, verdict)),
            "judgements" => each(&self.judgements, clause::judged),
            "credibility" => each(&self.credibility, clause::graded),
            "parts" => each(&self.parts, |part| clause::part(texts, part)),
            "part_of" => self.part_of.as_ref().map(|whole| vec![format!("{} [{whole}]", texts.claim(whole))]),
            "relations" => each(&self.relations, |related| clause::related(texts, related)),
            _ => None,
        }
    }

    fn named(&self) -> Vec<Ref<'static>> {
        [value::named(&value::object(self)), claim::named(self)].concat()
    }

    fn positions(&self) -> Vec<Position> {
        claim::positions(self)
    }
}

/// "Foreign Ministry (its spokeswoman): denied all of it, directly (#34)".
fn response(texts: &Texts, answer: &Answer) -> String {
    let Answer { actor, by, kind, position, .. } = answer;
    let speaker = if actor == by { String::new() } else { format!(" ({})", texts.actor(by)) };
    let (kind, reach) = (claim::kind_words(*kind), claim::reach(texts, answer));
    format!("{}{speaker}: {kind}, {reach} (#{position})", texts.actor(actor))
}

/// The entries of a field of a row: a clause for each that says something.
pub(crate) fn entries<R: InWords>(row: &R, field: &str, value: &Value, texts: &Texts) -> Vec<String> {
    row.clauses(field, texts).unwrap_or_else(|| match value {
        Value::Array(values) => values.iter().map(|value| value::words(value, texts)).collect(),
        value => vec![value::words(value, texts)],
    })
}
