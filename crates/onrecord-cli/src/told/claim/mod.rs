//! One claim in words: the facts about it, each beside its name.

use std::collections::BTreeMap;

use onrecord::rows::BasisRef;
use onrecord::views::{Answer, AnswerKind, ClaimRow, Coverage, Headline, OriginCount};
use onrecord::{ActorId, ClaimId, Content, Position, Ref, Version};

use super::date;
use super::names::{listed, spaced};
use crate::failure::Failure;
use crate::page::{BOLD, Page};
use crate::texts::Texts;

pub(crate) mod clause;
mod fields;

pub(crate) use fields::Depth;

/// The row of a claim.
pub(crate) type Row = Version<ClaimId<'static>, ClaimRow>;

/// The events whose texts are needed to put `row` into words.
pub(crate) fn positions(row: &ClaimRow) -> Vec<Position> {
    let answers = row.responses.iter().map(|answer| answer.position);
    let assessed = row.judgements.iter().map(|judged| judged.position);
    let verdicts = row.verdicts.iter().map(|verdict| verdict.position);
    [row.text_of.0, row.first.position].into_iter().chain(answers).chain(assessed).chain(verdicts).collect()
}

/// What is named in `row` and in none of those events.
pub(crate) fn named(row: &ClaimRow) -> Vec<Ref<'static>> {
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
    let bases = bases.filter_map(BasisRef::stated);
    let others =
        row.unanswered_appearances.iter().chain(bases).chain(row.cascade.iter().map(|befell| &befell.on));
    let claims = row.part_of.iter().chain(row.parts.iter().map(|part| &part.claim));
    let claims = claims.chain(row.relations.iter().map(|related| &related.claim)).chain([&row.claim]);
    let named = actors.map(|actor| Ref::Actor(actor.clone())).chain(evidence);
    let named = named.chain(reports.map(|report| Ref::Report(report.clone())));
    let named = named.chain(claims.map(|claim| Ref::Claim(claim.clone())));
    named.chain(others.cloned()).collect()
}

/// Writes the facts about a claim.
pub(crate) fn write(page: &mut Page<'_>, texts: &Texts, row: &Row, depth: Depth) -> Result<(), Failure> {
    let row = &row.row;
    page.paragraph(0, BOLD, &format!("{} [{}]", texts.claim(&row.claim), row.claim))?;
    for (mut label, lines) in fields::fields(texts, row, depth) {
        for line in lines {
            page.field(2, std::mem::take(&mut label), &line)?;
        }
    }
    Ok(())
}

fn first_made(texts: &Texts, row: &ClaimRow) -> String {
    let by = row.first.by.as_ref().map(|by| texts.actor(by));
    let carrier = match texts.event(row.first.position).map(|event| &event.content) {
        Some(Content::ClaimMade(it)) => it.in_report.as_ref(),
        _ => None,
    };
    let carrier = carrier.map(|report| texts.name(&Ref::Report(report.0.borrowed())));
    let carrier = carrier.map_or_else(String::new, |report| format!(" in {report}"));
    let said = date::inline(row.first.said.as_ref());
    let said = if said.is_empty() { String::new() } else { format!(", {said}") };
    let by = by.unwrap_or_else(|| "somebody not named".to_owned());
    format!("by {by}{carrier}{said} (#{})", row.first.position)
}

/// The answers, those of one speaker through one thing on one line.
fn answers(texts: &Texts, responses: &[Answer]) -> Vec<String> {
    type Key<'a> = (&'a ActorId<'static>, &'a ActorId<'static>, Coverage, String);
    let mut lines: Vec<(Key<'_>, BTreeMap<AnswerKind, Vec<Position>>)> = Vec::new();
    for answer in responses {
        let key = (&answer.actor, &answer.by, answer.coverage, reach(texts, answer));
        let place = lines.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            lines.push((key, BTreeMap::new()));
            lines.len() - 1
        });
        lines[place].1.entry(answer.kind).or_default().push(answer.position);
    }
    let lines = lines.into_iter().map(|((actor, by, _, reach), kinds)| {
        let speaker = if actor == by { String::new() } else { format!(" ({})", texts.actor(by)) };
        let kinds = kinds.into_iter().map(|(kind, positions)| {
            let positions: Vec<String> = positions.iter().map(|position| format!("#{position}")).collect();
            format!("{} {}", kind_words(kind), positions.join(", "))
        });
        format!("{}{speaker}: {}, {reach}", texts.actor(actor), listed(kinds))
    });
    lines.collect()
}

/// How an answer reaches the claim, in words.
pub(crate) fn reach(texts: &Texts, answer: &Answer) -> String {
    let answered = texts.event(answer.position).map(|event| event.references()).unwrap_or_default();
    let names = |wanted: fn(&Ref<'_>) -> bool| {
        let answered = answered.iter().filter(|(role, _)| *role == onrecord::Role::Answers);
        listed(answered.filter(|(_, to)| wanted(to)).map(|(_, to)| texts.sorted_name(to)))
    };
    match answer.coverage {
        Coverage::Direct => "directly".to_owned(),
        Coverage::ThroughReport => {
            format!("through {}, which it addressed", names(|to| matches!(to, Ref::Report(_))))
        }
        _ => format!("through {}", names(|to| matches!(to, Ref::Claim(_)))),
    }
}

/// A way of answering, in words.
pub(crate) fn kind_words(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Acknowledged => "acknowledged",
        AnswerKind::FullDenial => "denied all of it",
        AnswerKind::UnspecificDenial => "denied without saying what of it",
        AnswerKind::PartialDenial => "denied part of it",
        AnswerKind::WithdrawnDenial => "denied, and took that back",
        AnswerKind::PolicyLine => "stated a policy",
        AnswerKind::Deflection => "turned to something else",
        AnswerKind::CounterAccusation => "accused in turn",
        AnswerKind::Declined => "declined to comment",
        AnswerKind::Context => "commented",
        AnswerKind::Pledge => "made a pledge",
    }
}

/// The headline, in words.
fn headline(row: &ClaimRow) -> &'static str {
    let through_report =
        |answer: &Answer| answer.kind.is_denial() && answer.coverage == Coverage::ThroughReport;
    match row.headline {
        Headline::Retracted => "retracted by its maker",
        Headline::Withdrawn => "rests on withdrawn reports alone",
        Headline::Held => "rests on withdrawn or held reports alone",
        Headline::Disputed => "disputed: acknowledged, and denied",
        Headline::Mixed => "acknowledged in part, and denied in part",
        Headline::Acknowledged => "acknowledged",
        Headline::AcknowledgedThroughReport => "acknowledged through what carried it, not in so many words",
        Headline::PartlyAcknowledged => "acknowledged in part",
        Headline::Denied => "denied in so many words",
        Headline::DeniedThroughReport if row.responses.iter().any(through_report) => {
            "denied through a report that carried it, not in so many words"
        }
        Headline::DeniedThroughReport => "denied through a larger claim, not in so many words",
        Headline::PartlyDenied => "denied in part",
        Headline::Sidestepped => "sidestepped",
        Headline::Declined => "comment declined",
        Headline::Unanswered => "unanswered",
        Headline::Unasked => "nobody accused, nobody asked",
    }
}

/// "1–4 independent origins".
pub(crate) fn origins(count: OriginCount) -> String {
    match (count.at_least, count.at_most) {
        (1, 1) => "1 independent origin".to_owned(),
        (least, most) if least == most => format!("{least} independent origins"),
        (least, most) => format!("{least}–{most} independent origins"),
    }
}

fn standing(row: &ClaimRow) -> String {
    let counted = row.appearances;
    let appearances = if counted.total == 1 { "appearance" } else { "appearances" };
    let standing = spaced(&value_word(&row.standing));
    let mut text = format!("{standing}, {} {appearances}", counted.total);
    // One thing that befell them says itself how many rest on it.
    if row.cascade.len() < 2 {
        return text;
    }
    for (count, what) in [
        (counted.withdrawn, "a withdrawn report"),
        (counted.held, "a held report"),
        (counted.corrected, "a corrected report"),
        (counted.faulted, "evidence found faulty"),
    ] {
        if count > 0 {
            text.push_str(&format!(", {count} of them resting on {what}"));
        }
    }
    text
}

/// The word that a value has in JSON.
pub(crate) fn value_word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
