//! Answers to a claim in words: who answered, in what way, and how that reaches the claim.

use std::collections::BTreeMap;

use onrecord::views::{Answer, AnswerKind, ClaimRow, Coverage};
use onrecord::{ActorId, Extent, Position, Ref, Role};

use super::super::{Wording, words};
use crate::texts::Texts;

/// The answers, those of one speaker through one thing on one line.
pub(super) fn answers(texts: &Texts, responses: &[Answer]) -> Vec<Wording> {
    type Key<'a> = (&'a ActorId<'static>, &'a ActorId<'static>, Coverage, Wording);
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
        let kinds = kinds.into_iter();
        let kinds = kinds.map(|(kind, at)| words![answer_kind(kind), " (", Wording::events(&at), ")"]);
        words![speaker(texts, actor, by), ": ", Wording::listed(kinds), ", ", reach]
    });
    lines.collect()
}

/// "Foreign Ministry (its spokeswoman): denied it, directly (#34)".
pub(crate) fn answer(texts: &Texts, answer: &Answer) -> Wording {
    let Answer { actor, by, kind, position, .. } = answer;
    words![
        speaker(texts, actor, by),
        ": ",
        answer_kind(*kind),
        ", ",
        reach(texts, answer),
        " (",
        *position,
        ")"
    ]
}

/// Who answered, and who spoke for them.
fn speaker(texts: &Texts, actor: &ActorId<'_>, by: &ActorId<'_>) -> Wording {
    words![texts.actor(actor), (actor != by).then(|| words![" (", texts.actor(by), ")"])]
}

/// How an answer reaches the claim.
pub(crate) fn reach(texts: &Texts, answer: &Answer) -> Wording {
    let names = |wanted: fn(&Ref<'_>) -> bool| answered(texts, answer, &wanted);
    match answer.coverage {
        Coverage::Direct => "directly".into(),
        Coverage::ThroughReport => words!["through ", names(|to| matches!(to, Ref::Report(_)))],
        _ => words!["through ", names(|to| matches!(to, Ref::Claim(_)))],
    }
}

/// What the answer names, as far as it is wanted.
fn answered(texts: &Texts, answer: &Answer, wanted: &dyn Fn(&Ref<'_>) -> bool) -> Wording {
    let references = texts.event(answer.position).map(|event| event.references()).unwrap_or_default();
    let answered = references.iter().filter(|(role, to)| *role == Role::Answers && wanted(to));
    Wording::listed(answered.map(|(_, to)| texts.name(to)))
}

/// A way of answering "it".
pub(crate) fn answer_kind(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Acknowledged => "confirmed it",
        AnswerKind::FullDenial => "denied it",
        AnswerKind::UnspecificDenial => "denied it without saying which part",
        AnswerKind::PartialDenial => "denied part of it",
        AnswerKind::WithdrawnDenial => "denied it and withdrew the denial",
        AnswerKind::PolicyLine => "restated its policy",
        AnswerKind::Deflection => "responded without addressing it",
        AnswerKind::CounterAccusation => "made an accusation in return",
        AnswerKind::Declined => "declined to comment",
        AnswerKind::Context => "added context",
        AnswerKind::Pledge => "made a promise",
    }
}

/// An answer as a sentence of its own: "The Foreign Ministry (its spokeswoman) denied the report “X”, which carried it,
/// without saying which part (#34)".
pub(crate) fn sentence(texts: &Texts, answer: &Answer, row: &ClaimRow) -> Wording {
    let speaker = speaker(texts, &answer.actor, &answer.by);
    words![speaker, " ", did(answer, object(texts, answer, row)), " (", answer.position, ")"]
}

/// What was done to `what`.
fn did(answer: &Answer, what: Wording) -> Wording {
    match (answer.kind, answer.extent) {
        (AnswerKind::Acknowledged, Some(Extent::Partial)) => words!["confirmed part of ", what],
        (AnswerKind::Acknowledged, Some(Extent::Unspecific)) => {
            words!["confirmed ", what, ", without saying which part"]
        }
        (AnswerKind::Acknowledged, _) => words!["confirmed ", what],
        (AnswerKind::FullDenial, _) => words!["denied ", what],
        (AnswerKind::UnspecificDenial, _) => words!["denied ", what, ", without saying which part"],
        (AnswerKind::PartialDenial, _) => words!["denied part of ", what],
        (AnswerKind::WithdrawnDenial, _) => words!["denied ", what, ", and withdrew the denial"],
        (AnswerKind::PolicyLine, _) => words!["restated its policy in answer to ", what],
        (AnswerKind::Deflection, _) => words!["responded without addressing ", what],
        (AnswerKind::CounterAccusation, _) => words!["made an accusation in answer to ", what],
        (AnswerKind::Declined, _) => words!["declined to comment on ", what],
        (AnswerKind::Context, _) => words!["added context to ", what],
        (AnswerKind::Pledge, _) => words!["made a promise in answer to ", what],
    }
}

/// What the answer names, and what that is to the claim.
fn object(texts: &Texts, answer: &Answer, row: &ClaimRow) -> Wording {
    let carried = |to: &Ref<'_>| match to {
        Ref::Report(report) => row.appeared.iter().any(|appeared| appeared.report.as_ref() == Some(report)),
        _ => false,
    };
    let is_claim = |to: &Ref<'_>| matches!(to, Ref::Claim(_));
    match answer.coverage {
        Coverage::Direct => "it".into(),
        Coverage::ThroughReport => match answered(texts, answer, &carried) {
            reports if reports.is_empty() => "a report that carried it".into(),
            reports => words![reports, ", which carried it"],
        },
        Coverage::ThroughWhole => words![answered(texts, answer, &is_claim), ", of which it is part"],
        Coverage::OfPart => words![answered(texts, answer, &is_claim), ", which is part of it"],
    }
}
