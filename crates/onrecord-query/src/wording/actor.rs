//! What an actor did, in words.

use onrecord::views::{ActorRow, Did, SelfContradiction, SelfContradictionKind};
use onrecord::{ActorId, Position, Ref, Version};

use super::claim::Field;
use super::{Wording, event, words};
use crate::texts::Texts;

/// The row of an actor.
pub type ActorVersion = Version<ActorId<'static>, ActorRow>;

/// The lines of one field of an actor, where it lists acts; `None` for the other fields.
pub(crate) fn clauses(texts: &Texts, row: &ActorRow, column: &str) -> Option<Vec<Wording>> {
    let list = match column {
        "published" => &row.published,
        "claimed" => &row.claimed,
        "denied" => &row.denied,
        "stated" => &row.stated,
        "acknowledged" => &row.acknowledged,
        "withdrew" => &row.withdrew,
        "asked" => &row.asked,
        "accused" => &row.accused,
        _ => return None,
    };
    let line = |did: &Did| {
        let to = Wording::listed(did.to.iter().map(|to| with_slug(texts, to)));
        words![to, " (", did.position, ")"]
    };
    Some(list.iter().map(line).collect())
}

/// The lists of acts of a row, by what they are called.
fn lists(row: &ActorRow) -> [(&'static str, &[Did]); 8] {
    [
        ("Published", &row.published),
        ("Claimed", &row.claimed),
        ("Denied", &row.denied),
        ("Stated", &row.stated),
        ("Confirmed", &row.acknowledged),
        ("Withdrew", &row.withdrew),
        ("Was asked", &row.asked),
        ("Accused", &row.accused),
    ]
}

/// The events whose texts are needed to put `row` into words.
pub fn positions(row: &ActorRow) -> Vec<Position> {
    lists(row).into_iter().flat_map(|(_, did)| did).map(|did| did.position).collect()
}

/// The name of an actor, its slug and its kind.
pub fn title(texts: &Texts, row: &ActorRow) -> Wording {
    let kind = row.actor_kind.map(|kind| words![", ", kind.as_str()]);
    words![texts.actor(&row.actor), " ", Wording::slug(row.actor.clone()), kind]
}

/// The facts about an actor under their names.
pub fn fields(texts: &Texts, row: &ActorRow) -> Vec<Field> {
    let bodies = Wording::listed(row.speaks_for.iter().map(|body| texts.actor(body)));
    let grades = Wording::listed(row.reliability.iter().map(|grade| grade.as_str().into()));
    let mut fields: Vec<Field> = vec![
        ("Now named", row.merged_into.iter().map(|into| texts.actor(into)).collect()),
        ("Speaks for", vec![bodies]),
        ("Reliability", vec![grades]),
    ];
    for (label, list) in lists(row) {
        fields.push((label, list.iter().map(|did| act(texts, label, did)).collect()));
    }
    let both = row.contradictions.iter().map(|both| words!["denied and confirmed ", texts.name(both)]);
    fields.push(("Contradicts", both.collect()));
    fields.retain_mut(|(_, lines)| {
        lines.retain(|line| !line.is_empty());
        !lines.is_empty()
    });
    fields
}

/// One act: what it was done to where the label says what was done, else the whole sentence.
fn act(texts: &Texts, label: &str, did: &Did) -> Wording {
    let what = match (texts.event(did.position), label) {
        (Some(said), "Denied" | "Stated" | "Confirmed") => event(said, texts).sentence,
        _ => Wording::listed(did.to.iter().map(|name| with_slug(texts, name))),
    };
    words![what, " (", did.position, ")"]
}

fn with_slug(texts: &Texts, named: &Ref<'static>) -> Wording {
    words![texts.name(named), " ", Wording::slug(named.clone())]
}

/// "contradicted itself: it denied and confirmed ‹…› (#14, #19)".
pub(crate) fn contradicted_itself(texts: &Texts, found: &SelfContradiction) -> Wording {
    let did = match found.kind {
        SelfContradictionKind::DeniedAndAcknowledged => "it denied and confirmed ",
        SelfContradictionKind::ClaimedAndDenied => "it claimed and denied ",
        SelfContradictionKind::LinkedClaims => "it made two claims that contradict each other, ",
    };
    let of = Wording::listed(found.of.iter().map(|name| texts.name(name)));
    words!["contradicted itself: ", did, of, " (", Wording::events(&found.positions), ")"]
}
