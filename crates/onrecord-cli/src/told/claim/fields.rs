//! The facts about a claim under their names: in short what changes the picture, in full everything.

use onrecord::Ref;
use onrecord::views::{ClaimRow, Coverage, Party};

use super::{answers, clause, first_made, headline, origins, standing};
use crate::texts::Texts;
use crate::told::names::listed;

/// How much is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Depth {
    /// What changes the picture.
    Short,
    /// Everything.
    Full,
}

/// A name, and the lines under it.
type Field = (&'static str, Vec<String>);

/// The facts about a claim, in the order in which a person would ask for them; some have no lines.
pub(super) fn fields(texts: &Texts, row: &ClaimRow, depth: Depth) -> Vec<Field> {
    let mut fields = vec![
        ("In a word", vec![headline(row).to_owned()]),
        ("First made", vec![first_made(texts, row)]),
        ("Answers", answers(texts, &row.responses)),
    ];
    fields.extend(owed(texts, row, depth));
    fields.push(("Unaddressed", unaddressed(texts, row, depth)));
    fields.push(("Origins", vec![origins(row.origins)]));
    fields.push(("Standing", vec![standing(row)]));
    let total = row.appearances.total;
    fields.push(("Its ground", row.cascade.iter().map(|it| clause::befell(texts, it, total)).collect()));
    fields.extend(examined(texts, row, depth));
    fields.extend(kin(texts, row, depth));
    fields
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
            format!("{}, {}", texts.actor(&party.actor), clause::request(texts, &party.actor, request))
        })
    });
    // In full the question stands with its party.
    let open = if depth == Depth::Short { open.collect() } else { Vec::new() };
    [
        ("Parties", parties),
        ("No answer", silent.iter().map(|party| silent_party(texts, party)).collect()),
        ("No reply", open),
    ]
}

/// "from Port authority, accused, and asked by The Ledger (#12), to answer by Friday, no reply".
fn silent_party(texts: &Texts, party: &Party) -> String {
    let actor = texts.actor(&party.actor);
    let requests = party.requests.iter().map(|request| clause::request(texts, &party.actor, request));
    let requests = requests.collect::<Vec<_>>().join("; ");
    match (party.accused, requests.is_empty()) {
        (true, true) => format!("from {actor}, accused and never asked"),
        (true, false) => format!("from {actor}, accused; {requests}"),
        (false, _) => format!("from {actor}, {requests}"),
    }
}

/// What no answer names. In short not the reports that an answer to the claim itself reaches, and nothing where there
/// is no answer at all.
fn unaddressed(texts: &Texts, row: &ClaimRow, depth: Depth) -> Vec<String> {
    let first = row.appeared.first().and_then(|appeared| appeared.report.as_ref()).map(Ref::from);
    let reached = |named: &Ref<'_>| {
        let carried = |report: &onrecord::ReportId<'_>| Ref::from(report) == *named;
        let mut within = row.appeared.iter().filter(|appeared| appeared.report.as_ref().is_some_and(carried));
        within.next().is_some_and(|appeared| !appeared.answered_by.is_empty())
    };
    let shown = row.unanswered_appearances.iter().filter(|named| match depth {
        Depth::Short => !row.responses.is_empty() && !reached(named),
        Depth::Full => true,
    });
    let shown = shown.map(|named| match first.as_ref() == Some(named) {
        true => "the report in which it was first made is named in no answer".to_owned(),
        false => format!("{} is named in no answer", texts.sorted_name(named)),
    });
    shown.collect()
}

/// What those found who looked into it, and how it was assessed.
fn examined(texts: &Texts, row: &ClaimRow, depth: Depth) -> [Field; 7] {
    let evidence = row.evidence.iter().filter(|bears| depth == Depth::Full || !bears.findings.is_empty());
    let found_by = |found| clause::found_by(texts, found);
    [
        ("Evidence", evidence.map(|bears| clause::evidence(texts, bears)).collect()),
        ("Borne out", row.corroborated.iter().map(|found| format!("by {}", found_by(found))).collect()),
        (
            "Against it",
            row.contradicted.iter().map(|found| format!("found by {}", found_by(found))).collect(),
        ),
        ("Looked into", row.investigations.iter().map(|it| clause::investigation(texts, it)).collect()),
        ("Verdict", row.verdicts.iter().map(|verdict| clause::verdict(texts, verdict)).collect()),
        ("Judged", row.judgements.iter().map(clause::judged).collect()),
        ("Credibility", row.credibility.iter().map(clause::graded).collect()),
    ]
}

/// The claims that it is akin to.
fn kin(texts: &Texts, row: &ClaimRow, depth: Depth) -> [Field; 3] {
    let whole = row.part_of.iter().map(|whole| format!("{} [{whole}]", texts.claim(whole)));
    let parts = match (depth, row.parts.len()) {
        (_, 0) => Vec::new(),
        (Depth::Short, _) => vec![counted_parts(row)],
        (Depth::Full, _) => row.parts.iter().map(|part| clause::part(texts, part)).collect(),
    };
    [
        ("Part of", whole.collect()),
        ("Its parts", parts),
        ("Linked", row.relations.iter().map(|related| clause::related(texts, related)).collect()),
    ]
}

/// "3: 1 answered in so many words, 2 answered by nobody". What an answer to the whole says of them is no more than that.
fn counted_parts(row: &ClaimRow) -> String {
    let mut counted: Vec<(Option<Coverage>, usize)> = Vec::new();
    for part in &row.parts {
        match counted.iter_mut().find(|(answered, _)| *answered == part.answered) {
            Some((_, count)) => *count += 1,
            None => counted.push((part.answered, 1)),
        }
    }
    counted.sort_unstable_by_key(|(answered, _)| (answered.is_none(), *answered));
    let counted =
        counted.iter().map(|(answered, count)| format!("{count} {}", clause::part_answered(*answered)));
    format!("{}: {}", row.parts.len(), listed(counted))
}
