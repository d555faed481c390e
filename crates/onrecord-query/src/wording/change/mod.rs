//! What became of a row, in sentences: fact by fact where a fact has a sentence of its own, else field by field.

mod claim;
mod evidence;
mod origin;

use onrecord::views::{ActorRow, Fact, Facts, OriginRow, SilenceRow};
use onrecord::{ActorId, AnyChange, AnyRow, ClaimId, Position, Ref, Version};

use super::actor::ActorVersion;
use super::names::spaced;
use super::{Wording, actor, event, row, words};
use crate::changes::Changed;
use crate::row::{fields, of};
use crate::texts::Texts;

/// Rows to which the same happened, by the same events.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeWording {
    /// What happened.
    pub happened: Happened,
    /// The rows.
    pub subjects: Vec<Wording>,
    /// What became of them.
    pub lines: Vec<Wording>,
    /// The events that made it, where the row is not such an event itself.
    pub by: Vec<Position>,
}

/// What happened to a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Happened {
    /// It came to be.
    Came,
    /// It says something else.
    Changed,
    /// It ceased to be.
    Went,
}

/// Puts changes into words, those that are alike and were made by the same events together.
pub fn changes(texts: &Texts, changes: &[Changed]) -> Vec<ChangeWording> {
    let mut alike: Vec<ChangeWording> = Vec::new();
    for changed in changes {
        let worded = worded(texts, changed);
        match alike.iter_mut().find(|other| is_like(other, &worded)) {
            Some(other) => other.subjects.extend(worded.subjects),
            None => alike.push(worded),
        }
    }
    alike
}

fn is_like(one: &ChangeWording, other: &ChangeWording) -> bool {
    let says_something = !one.lines.is_empty() || !one.by.is_empty();
    says_something && (one.happened, &one.lines, &one.by) == (other.happened, &other.lines, &other.by)
}

fn worded(texts: &Texts, changed: &Changed) -> ChangeWording {
    let change = &changed.change;
    let (happened, lines) = match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            (Happened::Changed, between(texts, before.as_ref(), after.as_ref(), &changed.by))
        }
        (None, _) => (Happened::Came, Vec::new()),
        (_, None) => (Happened::Went, Vec::new()),
    };
    // An event that is new says itself what made the change.
    let is_new_event = changed.event().is_some() && change.before.is_none();
    let by = if is_new_event { Vec::new() } else { changed.by.clone() };
    ChangeWording { happened, subjects: vec![subject(texts, changed)], lines, by }
}

/// What became of a row by the events `by`, a line for each thing that changed.
pub fn between(texts: &Texts, before: &dyn AnyRow, after: &dyn AnyRow, by: &[Position]) -> Vec<Wording> {
    let lines = if let (Some(before), Some(after)) = (of(before), of(after)) {
        claim::claim(texts, before, after, by)
    } else if let (Some(before), Some(after)) = (of(before), of(after)) {
        origins(texts, before, after, by)
    } else if let (Some(before), Some(after)) = (of(before), of(after)) {
        actors(texts, before, after)
    } else {
        Vec::new()
    };
    if lines.is_empty() { differences(texts, before, after, |_| true) } else { lines }
}

fn origins(
    texts: &Texts,
    before: &Version<ClaimId<'static>, OriginRow>,
    after: &Version<ClaimId<'static>, OriginRow>,
    by: &[Position],
) -> Vec<Wording> {
    origin::origins(texts, &before.row, &after.row, by)
}

/// What an actor did since, and where it contradicted itself.
fn actors(texts: &Texts, before: &ActorVersion, after: &ActorVersion) -> Vec<Wording> {
    let mut lines = differences(texts, before, after, |field| !field.ends_with("contradictions"));
    let facts = ActorRow::differing(&before.row, &after.row);
    lines.extend(facts.iter().filter_map(|fact| match fact {
        Fact::ContradictedItself { contradiction } => Some(actor::contradicted_itself(texts, contradiction)),
        _ => None,
    }));
    lines
}

/// What a row is the row of, as the subject of a sentence.
fn subject(texts: &Texts, changed: &Changed) -> Wording {
    let AnyChange { key, key_references, .. } = &changed.change;
    if let Some(position) = changed.event() {
        return event_line(texts, position);
    }
    let is_silence =
        changed.sides().any(|row| of::<(ClaimId<'static>, ActorId<'static>), SilenceRow>(row).is_some());
    match &key_references[..] {
        [] => Wording::foreign(key),
        [Ref::Claim(claim), Ref::Actor(actor)] if is_silence => {
            words![texts.actor(actor), " has not answered ", texts.claim_with_slug(claim)]
        }
        named => {
            let named =
                named.iter().map(|named| words![texts.name(named), " ", Wording::slug(named.clone())]);
            Wording::joined(named, " · ")
        }
    }
}

/// One event on one line.
pub fn event_line(texts: &Texts, position: Position) -> Wording {
    let worded = texts.event(position).map(|found| words![" ", event(found, texts).with_slug()]);
    words![position, worded]
}

/// What differs between two rows, a line for each of the fields that are `wanted`.
fn differences(
    texts: &Texts,
    before: &dyn AnyRow,
    after: &dyn AnyRow,
    wanted: impl Fn(&str) -> bool,
) -> Vec<Wording> {
    let (old, new) = (fields(before), fields(after));
    let columns = after.schema().iter().map(|column| column.name).filter(|name| wanted(name));
    let changed = columns.filter(|name| old.get(*name) != new.get(*name));
    let changed = changed.map(|name| {
        changed_field(spaced(name), &row::lines(before, name, texts), &row::lines(after, name, texts))
    });
    changed.collect()
}

fn changed_field(label: Wording, old: &[Wording], new: &[Wording]) -> Wording {
    let only = |these: &[Wording], others: &[Wording]| {
        Wording::listed(these.iter().filter(|line| !others.contains(line)).cloned())
    };
    let (gone, come) = (only(old, new), only(new, old));
    let what = match (gone.is_empty(), come.is_empty()) {
        (true, true) => ": changed".into(),
        (true, false) => words![": added ", come],
        (false, true) => words![": removed ", gone],
        (false, false) => words![": ", gone, " → ", come],
    };
    words![label, what]
}
