//! What became of the evidence beside a claim, and of the parts of the claim.

use onrecord::views::{Bears, ClaimRow, Coverage, Part};

use super::super::claim::clause;
use super::super::{Wording, words};
use crate::texts::Texts;

/// The evidence that came to light, and the findings that came since. A fault that is a setback is told as one.
pub(super) fn evidence(texts: &Texts, before: &ClaimRow, after: &ClaimRow) -> Vec<Wording> {
    let was = |bears: &Bears| before.evidence.iter().find(|was| was.evidence == bears.evidence);
    let changed = after.evidence.iter().filter_map(|bears| match was(bears) {
        None => Some(words!["new evidence: ", clause::evidence(texts, bears)]),
        Some(was) if was == bears || is_setback(bears, after) => None,
        Some(_) => Some(words!["evidence: ", clause::evidence(texts, bears)]),
    });
    let gone =
        before.evidence.iter().filter(|was| after.evidence.iter().all(|is| is.evidence != was.evidence));
    let gone = gone.map(|was| words!["no longer evidence: ", clause::evidence(texts, was)]);
    changed.chain(gone).collect()
}

fn is_setback(bears: &Bears, after: &ClaimRow) -> bool {
    let setbacks = after.cascade.iter().flat_map(|befell| &befell.positions).collect::<Vec<_>>();
    !bears.findings.is_empty() && bears.findings.iter().all(|found| setbacks.contains(&&found.position))
}

/// The parts that came, and those that are answered otherwise than before, alike ones together.
pub(super) fn parts(before: &ClaimRow, after: &ClaimRow) -> Vec<Wording> {
    let mut alike: Vec<(Option<Coverage>, Vec<Wording>)> = Vec::new();
    for part in after.parts.iter().filter(|part| !before.parts.contains(part)) {
        let Part { claim, answered } = part;
        let slug = Wording::slug(claim.clone());
        match alike.iter_mut().find(|(other, _)| other == answered) {
            Some((_, slugs)) => slugs.push(slug),
            None => alike.push((*answered, vec![slug])),
        }
    }
    let changed = alike.into_iter().map(|(answered, slugs)| {
        let parts = if slugs.len() == 1 { "its part " } else { "its parts " };
        words![parts, Wording::listed(slugs), ": ", clause::part_answered(answered)]
    });
    let gone = before.parts.iter().filter(|was| after.parts.iter().all(|is| is.claim != was.claim));
    let gone = gone.map(|was| words!["no longer part of it: ", Wording::slug(was.claim.clone())]);
    changed.chain(gone).collect()
}
