//! What became of the number of independent origins, and why; and what became of the paths down to them.

use std::collections::BTreeSet;

use onrecord::rows::BasisRef;
use onrecord::views::{Appeared, Fact, Facts, OriginCount, OriginRow};
use onrecord::{Basis, Content, Position, Ref, SourceIdentified};

use super::differs::Differs;
use crate::texts::Texts;
use crate::told::claim::clause::somebody;
use crate::told::names::{listed, spaced};
use crate::told::row;

impl Differs for OriginRow {
    const TITLE: &'static str = "Origins";

    fn told(before: &OriginRow, after: &OriginRow, by: &[Position], texts: &Texts) -> Vec<String> {
        let facts = OriginRow::differing(before, after);
        let told = facts.iter().filter_map(|fact| match fact {
            Fact::OriginsFell { from, to } => Some(moved(texts, "fell", (*from, *to), by, &[])),
            Fact::OriginsRose { from, to } => Some(moved(texts, "rose", (*from, *to), by, &[])),
            Fact::RingClosed { ring } => {
                let ring = listed(ring.iter().map(|name| texts.sorted_name(name)));
                Some(format!("a ring closed that rests on nothing but itself: {ring}"))
            }
            Fact::Warned { warning } => Some(format!("a warning: {}", spaced(warning))),
            _ => None,
        });
        let ways = [
            ways(texts, "it now rests on", (&after.paths, &before.paths), after),
            ways(texts, "it no longer rests on", (&before.paths, &after.paths), after),
        ];
        let told: Vec<String> = told.chain(ways.into_iter().flatten()).collect();
        if told.is_empty() { row::differences(before, after, texts, |_| true) } else { told }
    }
}

/// The ways that are among the first and not among the second; only how many, where nobody would read them all.
fn ways(
    texts: &Texts,
    how: &str,
    (these, others): (&[Vec<BasisRef>], &[Vec<BasisRef>]),
    row: &OriginRow,
) -> Vec<String> {
    const WAYS_MAX: usize = 12;
    let others: BTreeSet<&Vec<BasisRef>> = others.iter().collect();
    let ways: Vec<&Vec<BasisRef>> = these.iter().filter(|way| !others.contains(way)).collect();
    if ways.len() > WAYS_MAX {
        let all = format!("onrecord origins RECORD {}", row.claim);
        return vec![format!("{how} an origin in {} ways (each way there is: {all})", ways.len())];
    }
    ways.into_iter().map(|way| format!("{how} {}", path(texts, way))).collect()
}

/// The way from a claim down to an origin, without the claim.
fn path(texts: &Texts, path: &[BasisRef]) -> String {
    let steps = path.iter().skip(1).map(|place| texts.rested_on(place));
    steps.collect::<Vec<_>>().join(", and that on ")
}

/// "independent origins fell from 2–3 to 1 because … and … rest on one source (#40)".
pub(super) fn moved(
    texts: &Texts,
    how: &str,
    (from, to): (OriginCount, OriginCount),
    by: &[Position],
    appeared: &[Appeared],
) -> String {
    let reasons = listed(reasons(texts, by, appeared));
    let because = if reasons.is_empty() { reasons } else { format!(" because {reasons}") };
    format!("independent origins {how} from {} to {}{because}", number(from), number(to))
}

fn number(count: OriginCount) -> String {
    match (count.at_least, count.at_most) {
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least}–{most}"),
    }
}

/// The events that say of two names that they are one thing.
fn reasons(texts: &Texts, by: &[Position], appeared: &[Appeared]) -> Vec<String> {
    let contents = by.iter().filter_map(|position| Some((position, &texts.event(*position)?.content)));
    let reasons = contents.filter_map(|(position, content)| match content {
        Content::SourceIdentified(it) => Some(format!("{} (#{position})", identified(texts, it, appeared))),
        Content::ActorsMerged(it) => {
            Some(format!("{} and {} are one (#{position})", texts.actor(&it.actor), texts.actor(&it.into)))
        }
        _ => None,
    });
    reasons.collect()
}

/// That two appearances rest on one source, where there are two; else who the source is.
fn identified(texts: &Texts, it: &SourceIdentified<'_>, appeared: &[Appeared]) -> String {
    let source = Basis::Unnamed(it.source.0.clone());
    let same: Vec<Ref<'_>> = [&source, &it.is].into_iter().filter_map(|basis| basis.to_ref()).collect();
    let rests = |appeared: &&Appeared| bases(texts, appeared).iter().any(|basis| same.contains(basis));
    let carriers: BTreeSet<String> =
        appeared.iter().filter(rests).map(|appeared| carrier(texts, appeared)).collect();
    if carriers.len() < 2 {
        return format!("{} is {}", texts.basis(&source), texts.basis(&it.is));
    }
    format!("{} rest on one source, {}", listed(carriers), texts.basis(&it.is))
}

/// What an appearance was given as resting on, by itself or by the report that carried it.
fn bases<'t>(texts: &'t Texts, appeared: &'t Appeared) -> Vec<Ref<'t>> {
    let report =
        appeared.report.as_ref().and_then(|report| texts.definition(&Ref::Report(report.borrowed())));
    let cited: Vec<Ref<'_>> = match report.map(|event| &event.content) {
        Some(Content::ReportPublished(it)) => it.cites.iter().filter_map(|basis| basis.to_ref()).collect(),
        _ => Vec::new(),
    };
    appeared.basis.iter().filter_map(BasisRef::stated).map(Ref::borrowed).chain(cited).collect()
}

fn carrier(texts: &Texts, appeared: &Appeared) -> String {
    match &appeared.report {
        Some(report) => texts.sorted_name(&Ref::Report(report.borrowed())),
        None => format!("what {} said", somebody(texts, appeared.by.as_ref())),
    }
}
