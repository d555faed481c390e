//! Which events stand, and which refer to which: the plain reading of a record, event by event.
//!
//! Slow and simple on purpose: the graph's answers are held against these.

use std::collections::BTreeSet;

use onrecord_core::{Content, Event, Kind, Ref, Role, Sort};

/// For each event, whether it stands at the end of the record.
pub fn standing(events: &[Event<'_>]) -> Vec<bool> {
    let mut stands: Vec<bool> = Vec::new();
    let mut targets: Vec<Option<usize>> = Vec::new();
    for (index, event) in events.iter().enumerate() {
        let target = target(&events[..index], &stands, event);
        stands.push(true);
        targets.push(target);
        settle(&mut stands, &targets);
    }
    stands
}

/// An event stands unless a withdrawal that itself stands is aimed at it. Withdrawals come after their targets.
fn settle(stands: &mut [bool], targets: &[Option<usize>]) {
    stands.fill(true);
    for by in (0..targets.len()).rev() {
        if let (true, Some(target)) = (stands[by], targets[by]) {
            stands[target] = false;
        }
    }
}

/// The index of the event that `event` withdraws, if it withdraws one.
fn target(before: &[Event<'_>], stands: &[bool], event: &Event<'_>) -> Option<usize> {
    let Content::EventWithdrawn(withdrawn) = &event.content else { return None };
    (0..before.len()).rev().find(|&index| stands[index] && is_called(&before[index], &withdrawn.of))
}

/// Whether `name` is the event's id, or what it brought into the record.
pub(crate) fn is_called(event: &Event<'_>, name: &Ref<'_>) -> bool {
    *name == Ref::Event(event.id) || event.defines().is_some_and(|defined| defined == *name)
}

/// The events that stand and refer to the one at `index`, or to an unnamed source that no other event mentions. A withdrawal refers to nothing: what it names is gone.
pub fn referrers(events: &[Event<'_>], index: usize) -> Vec<usize> {
    let stands = standing(events);
    let brings_in = |other: usize, source: &Ref<'_>| stands[other] && mentions(&events[other], source);
    let is_lost = |source: Ref<'_>| {
        let mut others = (0..events.len()).filter(|other| *other != index);
        brings_in(index, &source) && !others.any(|other| brings_in(other, &source))
    };
    let refer = |other: &usize| {
        let event = &events[*other];
        *other != index
            && stands[*other]
            && event.kind() != Kind::EventWithdrawn
            && (refers_to(event, &events[index]) || identified(event).is_some_and(&is_lost))
    };
    (0..events.len()).filter(refer).collect()
}

/// Whether two events do not refer to each other: neither names the other or what the other brought into the record,
/// and neither identifies a source that the other mentions.
pub fn independent(a: &Event<'_>, b: &Event<'_>) -> bool {
    !refers_to(a, b) && !refers_to(b, a) && !share_a_source(a, b) && !share_a_source(b, a)
}

/// For each event, those that brought in what it names: of several that ever had the name, the one that stood when it
/// came. What brings in an unnamed source is the first event that mentions it.
pub(crate) fn sources(events: &[Event<'_>]) -> Vec<Vec<usize>> {
    let of = |index: usize| {
        let before = standing(&events[..index]);
        let stood = |other: &usize| before[*other];
        let references = events[index].references();
        let named = references.iter().filter(|(role, _)| *role != Role::Defines);
        let found = named.filter_map(|(_, name)| match name.sort() {
            Sort::Unnamed => (0..index).filter(stood).find(|other| mentions(&events[*other], name)),
            _ => {
                let called = || (0..index).rev().filter(|other| is_called(&events[*other], name));
                called().find(stood).or_else(|| called().next())
            }
        });
        found.collect()
    };
    (0..events.len()).map(of).collect()
}

/// The event at `index` with everything that refers to it: what a record must be without, if it is to be without that
/// event. A withdrawal and what it withdrew are there together or not at all.
pub(crate) fn bound_up_with(events: &[Event<'_>], sources: &[Vec<usize>], index: usize) -> BTreeSet<usize> {
    let mut bound = BTreeSet::from([index]);
    let is_withdrawal = |other: usize| events[other].kind() == Kind::EventWithdrawn;
    let is_bound = |other: usize, bound: &BTreeSet<usize>| {
        let names = |source: &&usize| !is_unnamed_between(&events[other], &events[**source]);
        let refers = sources[other].iter().filter(names).any(|source| bound.contains(source));
        let withdrawn_by = |by: &usize| is_withdrawal(*by) && sources[*by].contains(&other);
        let is_lost = |source: &Ref<'_>| {
            (0..events.len()).all(|left| bound.contains(&left) || !mentions(&events[left], source))
        };
        refers || bound.iter().any(withdrawn_by) || identified(&events[other]).as_ref().is_some_and(is_lost)
    };
    loop {
        let left = (0..events.len()).filter(|other| !bound.contains(other));
        let more: Vec<usize> = left.filter(|other| is_bound(*other, &bound)).collect();
        if more.is_empty() {
            return bound;
        }
        bound.extend(more);
    }
}

/// Whether one event names nothing of the other but an unnamed source, which stays where the other is not.
fn is_unnamed_between(event: &Event<'_>, other: &Event<'_>) -> bool {
    !refers_to(event, other)
}

fn refers_to(event: &Event<'_>, other: &Event<'_>) -> bool {
    let named = event.references();
    named.iter().any(|(role, name)| *role != Role::Defines && is_called(other, name))
}

fn share_a_source(note: &Event<'_>, other: &Event<'_>) -> bool {
    let references = other.references();
    identified(note).is_some_and(|source| references.iter().any(|(_, name)| *name == source))
}

/// The unnamed source that the event identifies, if it does.
fn identified<'e>(event: &'e Event<'_>) -> Option<Ref<'e>> {
    match &event.content {
        Content::SourceIdentified(note) => Some(Ref::Unnamed(note.source.0.borrowed())),
        _ => None,
    }
}

/// Whether the event mentions `source` otherwise than to identify it.
pub(crate) fn mentions(event: &Event<'_>, source: &Ref<'_>) -> bool {
    event.references().iter().any(|(role, name)| *role != Role::Of && name == source)
}
