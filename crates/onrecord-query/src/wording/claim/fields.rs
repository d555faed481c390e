//! The facts about a claim under their names: in short what changes the picture, in full everything.

use onrecord::views::{ClaimRow, Coverage, OriginCount, Party, Standing};
use onrecord::{Content, Ref, ReportId};

use super::super::origin::count;
use super::super::{Wording, date, words};
use super::clause;
use super::response::answers;
use super::status::status;
use crate::texts::Texts;

/// How much is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// What changes the picture.
    Short,
    /// Everything.
    Full,
}

/// A name, and the lines under it.
pub type Field = (&'static str, Vec<Wording>);

/// The facts about a claim, in the order in which a person would ask for them; some have no lines.
pub fn fields(texts: &Texts, row: &ClaimRow, depth: Depth) -> Vec<Field> {
    let mut fields = vec![
        ("Status", vec![status(row)]),
        ("First made", vec![first_made(texts, row)]),
        ("Answers", answers(texts, &row.responses)),
    ];
    fields.extend(owed(texts, row, depth));
    fields.push(("Not answered", unaddressed(texts, row, depth)));
    let OriginCount { at_least, at_most } = row.origins;
    fields.push(("Origins", vec![count(at_least, at_most)]));
    fields.push(("Appearances", vec![appearances(row)]));
    let total = row.appearances.total;
    fields.push(("Setbacks", row.cascade.iter().map(|it| clause::befell(texts, it, total)).collect()));
    fields.extend(examined(texts, row, depth));
    fields.extend(related(texts, row, depth));
    fields
}

/// "by The Ledger in “Crates left by night” (The Ledger), 2 April 2031 (#5)".
fn first_made(texts: &Texts, row: &ClaimRow) -> Wording {
    let carrier = match texts.event(row.first.position).map(|event| &event.content) {
        Some(Content::ClaimMade(it)) => it.in_report.as_ref(),
        _ => None,
    };
    let by = texts.somebody(row.first.by.as_ref());
    let carrier = carrier.map(|report| words![" in ", texts.report(&report.0)]);
    let said = date::inline(row.first.said.as_ref()).within(", ", "");
    words!["by ", by, carrier, said, " (", row.first.position, ")"]
}

/// "4, none withdrawn"; "3; 2 rest on a withdrawn report".
fn appearances(row: &ClaimRow) -> Wording {
    let counted = row.appearances;
    let kinds = [
        (counted.withdrawn, "a withdrawn report"),
        (counted.held, "a report on hold"),
        (counted.corrected, "a corrected report"),
        (counted.faulted, "faulted evidence"),
    ];
    let touched = kinds
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| words![count, if count == 1 { " rests on " } else { " rest on " }, what]);
    let touched = Wording::listed(touched);
    let standing = match row.standing {
        Standing::Retracted => ", retracted by the maker",
        Standing::Stands if touched.is_empty() && counted.total == 1 => ", not withdrawn",
        Standing::Stands if touched.is_empty() => ", none withdrawn",
        Standing::Stands | Standing::Withdrawn | Standing::Held => "",
    };
    words![counted.total, standing, touched.within("; ", "")]
}

/// Who owed an answer, and who of them gave none.
fn owed(texts: &Texts, row: &ClaimRow, depth: Depth) -> [Field; 3] {
    let (silent, answered): (Vec<&Party>, Vec<&Party>) =
        row.parties.iter().partition(|party| party.position.is_none());
    let parties = match depth {
        Depth::Short => Vec::new(),
        Depth::Full => answered.iter().map(|party| clause::party(texts, party)).collect(),
    };
    let open = answered.iter().flat_map(|party| {
        let open = party.requests.iter().filter(|request| request.reply.is_none());
        open.map(|request| {
            words![texts.actor(&party.actor), ", ", clause::request(texts, &party.actor, request)]
        })
    });
    // In full the question is shown with its party.
    let open = if depth == Depth::Short { open.collect() } else { Vec::new() };
    [
        ("Parties", parties),
        ("No answer", silent.iter().map(|party| silent_party(texts, party)).collect()),
        ("No reply", open),
    ]
}

/// "from Port authority, accused; asked by The Ledger (#12), to answer by Friday, no reply on record".
fn silent_party(texts: &Texts, party: &Party) -> Wording {
    let requests = party.requests.iter().map(|request| clause::request(texts, &party.actor, request));
    let requests = Wording::joined(requests, "; ");
    let owes: Wording = match (party.accused, requests.is_empty()) {
        (true, true) => ", accused; not asked as far as the record shows".into(),
        (true, false) => words![", accused; ", requests],
        (false, _) => words![", ", requests],
    };
    words!["from ", texts.actor(&party.actor), owes]
}

/// What no answer names. In short not the reports that an answer to the claim itself reaches, and nothing where there
/// is no answer at all.
fn unaddressed(texts: &Texts, row: &ClaimRow, depth: Depth) -> Vec<Wording> {
    let reached = |named: &Ref<'_>| {
        let carried = |report: &ReportId<'_>| Ref::Report(report.borrowed()) == *named;
        let mut within = row.appeared.iter().filter(|appeared| appeared.report.as_ref().is_some_and(carried));
        within.next().is_some_and(|appeared| !appeared.answered_by.is_empty())
    };
    let shown = row.unanswered_appearances.iter().filter(|named| match depth {
        Depth::Short => !row.responses.is_empty() && !reached(named),
        Depth::Full => true,
    });
    shown.map(|named| texts.name(named)).collect()
}

/// What was found by those who examined it, and how it was assessed.
fn examined(texts: &Texts, row: &ClaimRow, depth: Depth) -> [Field; 7] {
    let evidence = row.evidence.iter().filter(|bears| depth == Depth::Full || !bears.findings.is_empty());
    let found_by = |found| words!["by ", clause::found_by(texts, found)];
    [
        ("Evidence", evidence.map(|bears| clause::evidence(texts, bears)).collect()),
        ("Corroborated", row.corroborated.iter().map(found_by).collect()),
        ("Contradicted", row.contradicted.iter().map(found_by).collect()),
        ("Inquiries", row.investigations.iter().map(|it| clause::investigation(texts, it)).collect()),
        ("Verdict", row.verdicts.iter().map(|verdict| clause::verdict(texts, verdict)).collect()),
        ("Judged", row.judgements.iter().map(clause::judged).collect()),
        ("Credibility", row.credibility.iter().map(clause::graded).collect()),
    ]
}

/// The claims that it is related to.
fn related(texts: &Texts, row: &ClaimRow, depth: Depth) -> [Field; 3] {
    let parts = match (depth, row.parts.len()) {
        (_, 0) => Vec::new(),
        (Depth::Short, _) => vec![counted_parts(row)],
        (Depth::Full, _) => row.parts.iter().map(|part| clause::part(texts, part)).collect(),
    };
    [
        ("Part of", row.part_of.iter().map(|whole| texts.claim_with_slug(whole)).collect()),
        ("Parts", parts),
        ("Linked", row.relations.iter().map(|related| clause::related(texts, related)).collect()),
    ]
}

/// "3: 1 answered directly and 2 not answered". What an answer to the whole says of the parts is no more than that.
fn counted_parts(row: &ClaimRow) -> Wording {
    let mut counted: Vec<(Option<Coverage>, usize)> = Vec::new();
    for part in &row.parts {
        match counted.iter_mut().find(|(answered, _)| *answered == part.answered) {
            Some((_, count)) => *count += 1,
            None => counted.push((part.answered, 1)),
        }
    }
    counted.sort_unstable_by_key(|(answered, _)| (answered.is_none(), *answered));
    let counted =
        counted.iter().map(|(answered, count)| words![*count, " ", clause::part_answered(*answered)]);
    words![row.parts.len(), ": ", Wording::listed(counted)]
}
