//! An answer in a sentence: who answered what, in what way, and how that reaches the claim.

use onrecord::views::{Answer, AnswerKind, ClaimRow, Coverage};
use onrecord::{Extent, Ref, Role};

use crate::texts::Texts;
use crate::told::names::listed;

/// "The Foreign Ministry (its spokeswoman) denied, without saying what of it, the report "X", which carried it (#34)".
pub(super) fn given(texts: &Texts, answer: &Answer, row: &ClaimRow) -> String {
    let speaker = texts.actor(&answer.actor);
    let by =
        if answer.actor == answer.by { String::new() } else { format!(" ({})", texts.actor(&answer.by)) };
    format!("{speaker}{by} {} (#{})", did(answer, &answered(texts, answer, row)), answer.position)
}

/// What was done to `what`.
fn did(answer: &Answer, what: &str) -> String {
    match (answer.kind, answer.extent) {
        (AnswerKind::Acknowledged, Some(Extent::Partial)) => format!("acknowledged part of {what}"),
        (AnswerKind::Acknowledged, Some(Extent::Unspecific)) => {
            format!("acknowledged, without saying what of it, {what}")
        }
        (AnswerKind::Acknowledged, _) => format!("acknowledged {what}"),
        (AnswerKind::FullDenial, _) => format!("denied all of {what}"),
        (AnswerKind::UnspecificDenial, _) => format!("denied, without saying what of it, {what}"),
        (AnswerKind::PartialDenial, _) => format!("denied part of {what}"),
        (AnswerKind::WithdrawnDenial, _) => format!("denied {what}, and took that back"),
        (AnswerKind::PolicyLine, _) => format!("answered {what} by stating a policy"),
        (AnswerKind::Deflection, _) => format!("answered {what} by turning to something else"),
        (AnswerKind::CounterAccusation, _) => format!("answered {what} by accusing in turn"),
        (AnswerKind::Declined, _) => format!("declined to comment on {what}"),
        (AnswerKind::Context, _) => format!("commented on {what}"),
        (AnswerKind::Pledge, _) => format!("answered {what} with a pledge"),
    }
}

/// What the answer names, and what that is to the claim.
fn answered(texts: &Texts, answer: &Answer, row: &ClaimRow) -> String {
    let names = |wanted: &dyn Fn(&Ref<'_>) -> bool| {
        let references = texts.event(answer.position).map(|event| event.references()).unwrap_or_default();
        let answered = references.iter().filter(|(role, to)| *role == Role::Answers && wanted(to));
        listed(answered.map(|(_, to)| texts.sorted_name(to)))
    };
    let carried = |to: &Ref<'_>| match to {
        Ref::Report(report) => row.appeared.iter().any(|appeared| appeared.report.as_ref() == Some(report)),
        _ => false,
    };
    let is_claim = |to: &Ref<'_>| matches!(to, Ref::Claim(_));
    match answer.coverage {
        Coverage::Direct => "it".to_owned(),
        Coverage::ThroughReport => match names(&carried) {
            reports if reports.is_empty() => "a report that carried it".to_owned(),
            reports => format!("{reports}, which carried it"),
        },
        Coverage::ThroughWhole => format!("{}, of which it is part", names(&is_claim)),
        Coverage::OfPart => format!("{}, which is part of it", names(&is_claim)),
    }
}
