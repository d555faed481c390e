//! What became of the number of independent origins, and why; and what became of the paths down to them.

use std::collections::BTreeSet;

use onrecord::rows::BasisRef;
use onrecord::views::{Appeared, Fact, Facts, OriginCount, OriginRow};
use onrecord::{Basis, Content, Position, Ref, SourceIdentified};

use super::super::{Wording, words};
use crate::texts::Texts;

/// What became of the origins of a claim.
pub(super) fn origins(texts: &Texts, before: &OriginRow, after: &OriginRow, by: &[Position]) -> Vec<Wording> {
    let facts = OriginRow::differing(before, after);
    let changed = facts.iter().filter_map(|fact| match fact {
        Fact::OriginsFell { from, to } | Fact::OriginsRose { from, to } => {
            Some(moved(texts, (*from, *to), by, &[]))
        }
        Fact::RingClosed { ring } => {
            let ring = Wording::listed(ring.iter().map(|name| texts.name(name)));
            Some(words!["a new ring that rests on nothing but itself: ", ring])
        }
        Fact::Warned { warning } => Some(words!["warning: ", Wording::foreign(warning)]),
        _ => None,
    });
    let paths = [
        paths(texts, "it now rests on ", &after.paths, &before.paths),
        paths(texts, "it no longer rests on ", &before.paths, &after.paths),
    ];
    changed.chain(paths.into_iter().flatten()).collect()
}

/// The paths that are among the first and not among the second; only how many, where nobody would read them all.
fn paths(
    texts: &Texts,
    how: &'static str,
    these: &[Vec<BasisRef>],
    others: &[Vec<BasisRef>],
) -> Vec<Wording> {
    const PATHS_MAX: usize = 12;
    let others: BTreeSet<&Vec<BasisRef>> = others.iter().collect();
    let paths: Vec<&Vec<BasisRef>> = these.iter().filter(|path| !others.contains(path)).collect();
    if paths.len() > PATHS_MAX {
        return vec![words![how, "an origin by ", paths.len(), " more paths"]];
    }
    paths.into_iter().map(|steps| words![how, path(texts, steps)]).collect()
}

/// The path from a claim down to an origin, without the claim.
fn path(texts: &Texts, path: &[BasisRef]) -> Wording {
    Wording::joined(path.iter().skip(1).map(|step| texts.basis_ref(step)), ", which rests on ")
}

/// "independent origins: 2 to 3 → 1, because … and … rest on one source (#40)".
pub(super) fn moved(
    texts: &Texts,
    (from, to): (OriginCount, OriginCount),
    by: &[Position],
    appeared: &[Appeared],
) -> Wording {
    let because = Wording::listed(reasons(texts, by, appeared)).within(", because ", "");
    words!["independent origins: ", number(from), " → ", number(to), because]
}

fn number(count: OriginCount) -> Wording {
    match (count.at_least, count.at_most) {
        (least, most) if least == most => least.into(),
        (least, most) => words![least, " to ", most],
    }
}

/// The events that say of two names that they are one thing.
fn reasons(texts: &Texts, by: &[Position], appeared: &[Appeared]) -> Vec<Wording> {
    let contents = by.iter().filter_map(|position| Some((*position, &texts.event(*position)?.content)));
    let reasons = contents.filter_map(|(position, content)| match content {
        Content::SourceIdentified(it) => Some(words![identified(texts, it, appeared), " (", position, ")"]),
        Content::ActorsMerged(it) => {
            let (actor, into) = (texts.actor(&it.actor), texts.actor(&it.into));
            Some(words![actor, " and ", into, " are one actor (", position, ")"])
        }
        _ => None,
    });
    reasons.collect()
}

/// That two appearances rest on one source, where there are two; else who the source is.
fn identified(texts: &Texts, it: &SourceIdentified<'_>, appeared: &[Appeared]) -> Wording {
    let source = Basis::Unnamed(it.source.0.clone());
    let same: Vec<Ref<'_>> = [&source, &it.is].into_iter().filter_map(|basis| basis.to_ref()).collect();
    let rests = |appeared: &&Appeared| bases(texts, appeared).iter().any(|basis| same.contains(basis));
    let mut carriers: Vec<Wording> = Vec::new();
    for appeared in appeared.iter().filter(rests) {
        let carrier = carrier(texts, appeared);
        if !carriers.contains(&carrier) {
            carriers.push(carrier);
        }
    }
    if carriers.len() < 2 {
        return words![texts.basis(&source), " is ", texts.basis(&it.is)];
    }
    words![Wording::listed(carriers), " rest on one source, ", texts.basis(&it.is)]
}

/// What an appearance was given as resting on, by itself or by the report that carried it.
fn bases(texts: &Texts, appeared: &Appeared) -> Vec<Ref<'static>> {
    let report =
        appeared.report.as_ref().and_then(|report| texts.definition(&Ref::Report(report.borrowed())));
    let cited: Vec<Ref<'static>> = match report.map(|event| &event.content) {
        Some(Content::ReportPublished(it)) => {
            it.cites.iter().filter_map(|basis| basis.to_ref()).map(Ref::into_owned).collect()
        }
        _ => Vec::new(),
    };
    appeared.basis.iter().filter_map(BasisRef::stated).cloned().chain(cited).collect()
}

fn carrier(texts: &Texts, appeared: &Appeared) -> Wording {
    match &appeared.report {
        Some(report) => texts.name(&Ref::Report(report.borrowed())),
        None => words!["what ", texts.somebody(appeared.by.as_ref()), " said"],
    }
}
