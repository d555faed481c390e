//! Where a claim appeared, and which answers reach each appearance.

use hashbrown::HashMap;
use onrecord_core::{ActorId, Position, Ref, ReportId, Role};
use onrecord_index::{Act, AsOf, Name};

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
        /// The act by which the speaker did.
        pub retraction: Option<Position>,
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

/// The answers to a claim by the appearances that they reach.
struct Reaching<'r, 'a> {
    answers: &'r [Answered<'a>],
    /// The places of those that reach every appearance.
    all: Vec<usize>,
    /// The places of those that reach appearances in one report only.
    through: HashMap<Name, Vec<usize>>,
}

impl<'r, 'a> Reaching<'r, 'a> {
    fn of(answers: &'r [Answered<'a>]) -> Reaching<'r, 'a> {
        let mut reaching = Reaching { answers, all: Vec::new(), through: HashMap::new() };
        for (place, answered) in answers.iter().enumerate() {
            if answered.answer.coverage != Coverage::ThroughReport {
                reaching.all.push(place);
                continue;
            }
            for named in answered.act.all(Role::Answers) {
                let places = reaching.through.entry(named).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        reaching
    }

    /// Those that reach an appearance in this report, or in none.
    fn in_report(&self, carrier: Option<Name>) -> Vec<ReachedBy> {
        let through = carrier.and_then(|report| self.through.get(&report)).into_iter().flatten();
        let mut places: Vec<usize> = self.all.iter().chain(through).copied().collect();
        places.sort_unstable();
        let answers = places.into_iter().map(|place| &self.answers[place].answer);
        let reached_by = answers.map(|answer| ReachedBy {
            actor: answer.actor.clone(),
            kind: answer.kind,
            coverage: answer.coverage,
            position: answer.position,
        });
        reached_by.collect()
    }
}

/// Every appearance, the making of the claim first.
pub(super) fn appeared(at: &AsOf<'_>, alleged: &Alleged<'_>, answers: &[Answered<'_>]) -> Vec<Appeared> {
    let (appearances, reaching) = (alleged.appearances.iter(), Reaching::of(answers));
    appearances.map(|appearance| appeared_in(at, alleged, appearance, &reaching)).collect()
}

fn appeared_in(
    at: &AsOf<'_>,
    alleged: &Alleged<'_>,
    appearance: &Act<'_>,
    reaching: &Reaching<'_, '_>,
) -> Appeared {
    let carrier = appearance.one(Role::In);
    let retraction = alleged.retractions.of_appearance(at, appearance);
    Appeared {
        position: appearance.position(),
        by: appearance.one(Role::By).and_then(|by| actor_id(at, at.merged(by))),
        report: carrier.and_then(|report| match at.reference(report)? {
            Ref::Report(id) => Some(id.into_owned()),
            _ => None,
        }),
        basis: appearance.all(Role::RestsOn).map(|name| basis(at, name)).collect(),
        taken_back: retraction.is_some(),
        retraction: retraction.map(|act| act.position()),
        answered_by: reaching.in_report(carrier),
    }
}
