//! What came to light beside a claim, who examined it and found what, and what became of the parts of the claim.

use onrecord::views::{Bears, ClaimRow, Coverage, Part};

use crate::texts::Texts;
use crate::told::claim::clause;
use crate::told::names::listed;

/// The evidence that came to light, and the findings that came since. A fault told with what rests on it is told there.
pub(super) fn evidence(texts: &Texts, before: &ClaimRow, after: &ClaimRow) -> Vec<String> {
    let was = |bears: &Bears| before.evidence.iter().find(|was| was.evidence == bears.evidence);
    let told = after.evidence.iter().filter_map(|bears| match was(bears) {
        None => Some(format!("evidence came to light: {}", clause::evidence(texts, bears))),
        Some(was) if was == bears || is_told(bears, after) => None,
        Some(_) => Some(format!("evidence: {}", clause::evidence(texts, bears))),
    });
    let gone =
        before.evidence.iter().filter(|was| after.evidence.iter().all(|is| is.evidence != was.evidence));
    let gone = gone.map(|was| format!("no longer evidence: {}", clause::evidence(texts, was)));
    told.chain(gone).collect()
}

fn is_told(bears: &Bears, after: &ClaimRow) -> bool {
    let told = after.cascade.iter().flat_map(|befell| &befell.positions).collect::<Vec<_>>();
    !bears.findings.is_empty() && bears.findings.iter().all(|found| told.contains(&&found.position))
}

/// The parts that came, and those that are answered otherwise than before, alike ones together.
pub(super) fn parts(before: &ClaimRow, after: &ClaimRow) -> Vec<String> {
    let mut alike: Vec<(Option<Coverage>, Vec<String>)> = Vec::new();
    for part in after.parts.iter().filter(|part| !before.parts.contains(part)) {
        let Part { claim, answered } = part;
        let slug = format!("[{claim}]");
        match alike.iter_mut().find(|(other, _)| other == answered) {
            Some((_, slugs)) => slugs.push(slug),
            None => alike.push((*answered, vec![slug])),
        }
    }
    let told = alike.into_iter().map(|(answered, slugs)| {
        let parts = if slugs.len() == 1 { "its part" } else { "its parts" };
        format!("{parts} {}: {}", listed(slugs), clause::part_answered(answered))
    });
    let gone = before.parts.iter().filter(|was| after.parts.iter().all(|is| is.claim != was.claim));
    told.chain(gone.map(|was| format!("no longer part of it: [{}]", was.claim))).collect()
}
