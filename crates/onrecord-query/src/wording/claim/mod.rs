//! One claim in words: the facts about it, each beside its name.

use onrecord::views::ClaimRow;
use onrecord::{ClaimId, Position, Version};

pub(crate) mod clause;
mod fields;
mod response;
mod status;

pub use fields::{Depth, Field, fields};
pub(crate) use response::{answer, answer_kind, sentence};
pub(crate) use status::{state, status_word, through};

use super::{Wording, origin};
use crate::texts::Texts;

/// The row of a claim.
pub type ClaimVersion = Version<ClaimId<'static>, ClaimRow>;

/// The events whose texts are needed to put `row` into words.
pub fn positions(row: &ClaimRow) -> Vec<Position> {
    let answers = row.responses.iter().map(|answer| answer.position);
    let assessed = row.judgements.iter().map(|judged| judged.position);
    let verdicts = row.verdicts.iter().map(|verdict| verdict.position);
    [row.text_of.0, row.first.position].into_iter().chain(answers).chain(assessed).chain(verdicts).collect()
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

/// The lines of one field of a claim, where they say more than the words of its values; `None` for the other fields.
pub(crate) fn clauses(texts: &Texts, row: &ClaimRow, column: &str) -> Option<Vec<Wording>> {
    fn each<T>(entries: &[T], clause: impl Fn(&T) -> Wording) -> Option<Vec<Wording>> {
        Some(entries.iter().map(clause).collect())
    }
    let total = row.appearances.total;
    match column {
        "origins" => Some(vec![origin::count(row.origins.at_least, row.origins.at_most)]),
        "first" => Some(vec![clause::first(texts, &row.first)]),
        "responses" => each(&row.responses, |it| answer(texts, it)),
        "parties" => each(&row.parties, |it| clause::party(texts, it)),
        "appeared" => each(&row.appeared, |it| clause::appeared(texts, it)),
        "cascade" => each(&row.cascade, |it| clause::befell(texts, it, total)),
        "evidence" => each(&row.evidence, |it| clause::evidence(texts, it)),
        "corroborated" => each(&row.corroborated, |it| clause::found_by(texts, it)),
        "contradicted" => each(&row.contradicted, |it| clause::found_by(texts, it)),
        "investigations" => each(&row.investigations, |it| clause::investigation(texts, it)),
        "verdicts" => each(&row.verdicts, |it| clause::verdict(texts, it)),
        "judgements" => each(&row.judgements, clause::judged),
        "credibility" => each(&row.credibility, clause::graded),
        "parts" => each(&row.parts, |it| clause::part(texts, it)),
        "relations" => each(&row.relations, |it| clause::related(texts, it)),
        _ => None,
    }
}
