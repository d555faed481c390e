//! One claim in words: the facts about it, each beside its name.

use onrecord::views::ClaimRow;
use onrecord::{ClaimId, Position, Ref, Version};

pub(crate) mod clause;
mod fields;
mod response;
mod status;

pub use fields::{Depth, Field, fields};
pub(crate) use response::{answer, answer_kind, reach};
pub(crate) use status::{state, status_word, through};

use super::Wording;
use crate::texts::Texts;

/// The row of a claim.
pub type ClaimVersion = Version<ClaimId<'static>, ClaimRow>;

/// The events whose texts are needed to put `row` into words.
pub fn positions(row: &ClaimRow) -> Vec<Position> {
    let answers = row.responses.iter().map(|answer| answer.position);
    let assessed = row.judgements.iter().map(|judged| judged.position);
    let verdicts = row.verdicts.iter().map(|verdict| verdict.position);
    [row.text, row.first.position].into_iter().chain(answers).chain(assessed).chain(verdicts).collect()
}

/// What is named in `row` and in none of those events.
pub fn named(row: &ClaimRow) -> Vec<Ref<'static>> {
    let actors = row.unanswered_by.iter().chain(row.first.by.iter());
    let actors = actors.chain(row.responses.iter().flat_map(|answer| [&answer.actor, &answer.by]));
    let asked = row.parties.iter().flat_map(|party| &party.requests);
    let actors = actors.chain(row.parties.iter().map(|party| &party.actor));
    let actors = actors.chain(asked.flat_map(|request| request.by.iter().chain([&request.of])));
    let found = row.corroborated.iter().chain(&row.contradicted).flat_map(|found| &found.by);
    let found =
        found.chain(row.evidence.iter().flat_map(|bears| &bears.findings).flat_map(|found| &found.by));
    let found = found.chain(row.investigations.iter().map(|inquiry| &inquiry.by));
    let actors = actors.chain(found).chain(row.verdicts.iter().flat_map(|verdict| &verdict.by));
    let actors = actors.chain(row.appeared.iter().flat_map(|appeared| &appeared.by));
    let reports = row.appeared.iter().flat_map(|appeared| &appeared.report);
    let evidence = row.evidence.iter().map(|bears| Ref::Evidence(bears.evidence.clone()));
    let bases = row.appeared.iter().flat_map(|appeared| &appeared.basis);
    let texts =
        row.unanswered_appearances.iter().chain(bases).chain(row.cascade.iter().map(|befell| &befell.on));
    let claims = row.part_of.iter().chain(row.parts.iter().map(|part| &part.claim));
    let claims = claims.chain(row.relations.iter().map(|related| &related.claim)).chain([&row.claim]);
    let named = actors.map(|actor| Ref::Actor(actor.clone())).chain(evidence);
    let named = named.chain(reports.map(|report| Ref::Report(report.clone())));
    let named = named.chain(claims.map(|claim| Ref::Claim(claim.clone())));
    named.chain(texts.filter_map(|text| Ref::parse(text).ok()).map(Ref::into_owned)).collect()
}

/// An event around a claim, and what came of it.
pub type Around = (Position, Option<Wording>);

/// The events around a claim, by what they are to it.
pub fn sections(texts: &Texts, row: &ClaimRow) -> [(&'static str, Vec<Around>); 3] {
    let appeared = row.appeared.iter().map(|it| (it.position, Some(clause::answered(texts, it))));
    let evidence = row.evidence.iter().flat_map(|bears| {
        let found = bears.findings.iter().map(|found| (found.position, None));
        [(bears.position, bears.findings.is_empty().then(|| clause::findings(texts, bears)))]
            .into_iter()
            .chain(found)
    });
    let checked = row.corroborated.iter().chain(&row.contradicted).map(|found| found.position);
    let inquiries = row.investigations.iter().flat_map(|inquiry| inquiry.positions.iter().copied());
    [
        ("Where it appeared", appeared.collect()),
        ("Evidence", evidence.collect()),
        ("Inquiries", checked.chain(inquiries).map(|position| (position, None)).collect()),
    ]
}
