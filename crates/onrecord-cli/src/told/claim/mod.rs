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

/// The word that a value has in JSON.
pub(crate) fn value_word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
