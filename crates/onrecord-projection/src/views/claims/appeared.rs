//! Where a claim appeared, and which answers reach each appearance.

use onrecord_core::{ActorId, Position, Ref, ReportId, Role};
use onrecord_index::{Act, AsOf};

use super::super::alleged::Alleged;
use super::super::answers::{AnswerKind, Answered, Coverage};
use super::super::{actor_id, basis};
use crate::rows;
use crate::rows::BasisRef;

rows! {
    /// One appearance of a claim.
    #[derive(Eq)]
    pub struct Appeared {
        /// The event.
        pub position: Position,
        /// Who said it, where that is known.
        pub by: Option<ActorId<'static>>,
        /// The report that carried it, if one did.
        pub report: Option<ReportId<'static>>,
        /// What was given as its basis.
        pub basis: Vec<BasisRef>,
        /// Whether the speaker took it back.
        pub taken_back: bool,
        /// The answers that reach this appearance: those that name the claim, the whole it is part of or a part of it, and
        /// those that name this very report.
        pub answered_by: Vec<ReachedBy>,
    }
}

rows! {
    /// An answer that reaches an appearance.
    #[derive(Eq)]
    pub struct ReachedBy {
        /// Who answered.
        pub actor: ActorId<'static>,
        /// In what way.
        pub kind: AnswerKind,
        /// How it reaches the appearance.
        pub coverage: Coverage,
        /// The event.
        pub position: Position,
    }
}

/// Every appearance, the making of the claim first.
pub(super) fn appeared(at: &AsOf<'_>, alleged: &Alleged<'_>, answers: &[Answered<'_>]) -> Vec<Appeared> {
    let appearances = alleged.appearances.iter();
    appearances.map(|appearance| appeared_in(at, alleged, appearance, answers)).collect()
}

fn appeared_in(
    at: &AsOf<'_>,
    alleged: &Alleged<'_>,
    appearance: &Act<'_>,
    answers: &[Answered<'_>],
) -> Appeared {
    let carrier = appearance.one(Role::In);
    let named = |answered: &Answered<'_>| {
        carrier.is_some_and(|report| answered.act.all(Role::Answers).any(|to| to == report))
    };
    let reaches =
        |answered: &&Answered<'_>| answered.answer.coverage != Coverage::ThroughReport || named(answered);
    let reached_by = answers.iter().filter(reaches).map(|Answered { answer, .. }| ReachedBy {
        actor: answer.actor.clone(),
        kind: answer.kind,
        coverage: answer.coverage,
        position: answer.position,
    });
    Appeared {
        position: appearance.position(),
        by: appearance.one(Role::By).and_then(|by| actor_id(at, at.merged(by))),
        report: carrier.and_then(|report| match at.reference(report)? {
            Ref::Report(id) => Some(id.into_owned()),
            _ => None,
        }),
        basis: appearance.all(Role::RestsOn).map(|name| basis(at, name)).collect(),
        taken_back: alleged.retractions.of_appearance(at, appearance).is_some(),
        answered_by: reached_by.collect(),
    }
}
