//! The fields of a row in words: each nested fact as a clause of its own, and what has to be fetched to say it.

use onrecord::views::{ActorRow, Answer, ClaimRow, OriginRow, SilenceRow, TimelineRow};
use onrecord::{Position, Ref, Row};
use serde_json::Value;

use super::claim::{self, clause};
use super::names::{listed, spaced};
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
            "text_of" => Some(vec![format!("the text of #{}", self.text_of.0)]),
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

/// The fields of a row that say where it comes from rather than what it says.
const FRAME: [&str; 3] = ["from", "until", "because"];

/// What differs between two rows, a line for each of the fields that are `wanted`.
pub(crate) fn differences<R: InWords>(
    before: &R,
    after: &R,
    texts: &Texts,
    wanted: impl Fn(&str) -> bool,
) -> Vec<String> {
    let (old, new) = (value::object(before), value::object(after));
    let names = new.keys().chain(old.keys().filter(|name| !new.contains_key(*name)));
    let names = names.filter(|name| !FRAME.contains(&name.as_str()) && wanted(name));
    let null = &Value::Null;
    let changed = names.filter(|name| old.get(*name).unwrap_or(null) != new.get(*name).unwrap_or(null));
    let changed = changed.map(|name| {
        let side = |row: &R, values: &serde_json::Map<String, Value>| {
            entries(row, name, values.get(name).unwrap_or(null), texts)
        };
        let is_list = new.get(name).or(old.get(name)).is_some_and(Value::is_array);
        change(&spaced(name), is_list, &side(before, &old), &side(after, &new))
    });
    changed.collect()
}

fn change(label: &str, is_list: bool, old: &[String], new: &[String]) -> String {
    let only = |these: &[String], others: &[String]| {
        listed(these.iter().filter(|entry| !others.contains(entry)).cloned())
    };
    let (gone, come) = (only(old, new), only(new, old));
    match (gone.is_empty(), come.is_empty()) {
        (true, true) if is_list => format!("{label}: the same in another order"),
        (true, true) => format!("{label}: changed"),
        (true, false) => format!("{label}: added {come}"),
        (false, true) => format!("{label}: removed {gone}"),
        (false, false) => format!("{label}: {gone} → {come}"),
    }
}
