//! What an actor did, in words.

use onrecord::views::{ActorRow, Did, SelfContradiction, SelfContradictionKind};
use onrecord::{Position, Ref};

use super::claim::Field;
use super::{Wording, event, words};
use crate::texts::Texts;

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

/// Everything that `row` names.
pub fn named(row: &ActorRow) -> Vec<Ref<'static>> {
    let did = lists(row).into_iter().flat_map(|(_, did)| did).flat_map(|did| &did.to);
    let at_odds = row.self_contradictions.iter().flat_map(|found| &found.of);
    let named = did.chain(&row.contradictions).chain(at_odds);
    let named = named.filter_map(|name| Ref::parse(name).ok()).map(Ref::into_owned);
    let actors = row.merged_into.iter().chain(&row.speaks_for).chain(&row.spoken_for_by).chain([&row.actor]);
    named.chain(actors.map(|actor| Ref::Actor(actor.clone()))).collect()
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
    let both = row.contradictions.iter().map(|both| words!["denied and confirmed ", texts.name_of(both)]);
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

fn with_slug(texts: &Texts, name: &str) -> Wording {
    let slug = Ref::parse(name).ok().map(|reference| words![" ", Wording::slug(reference.into_owned())]);
    words![texts.name_of(name), slug]
}

/// "contradicted itself: it denied and confirmed ‹…› (#14, #19)".
pub(crate) fn contradicted_itself(texts: &Texts, found: &SelfContradiction) -> Wording {
    let did = match found.kind {
        SelfContradictionKind::DeniedAndAcknowledged => "it denied and confirmed ",
        SelfContradictionKind::ClaimedAndDenied => "it claimed and denied ",
        SelfContradictionKind::LinkedClaims => "it made two claims that contradict each other, ",
    };
    let of = Wording::listed(found.of.iter().map(|name| texts.name_of(name)));
    words!["contradicted itself: ", did, of, " (", Wording::events(&found.positions), ")"]
}
