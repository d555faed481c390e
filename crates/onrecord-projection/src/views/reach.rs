//! Which claims some acts bear on: the way back along everything from which rows about claims are computed.
//!
//! A row about a claim looks at its appearances, at the reports that carried it, at answers, questions and findings, and
//! at everything that it rests on. So from an act one comes to the claims it names, to those that the report it names
//! carried, and upwards to whatever rests on any of those.

use std::collections::BTreeSet;

use hashbrown::HashSet;
use onrecord_core::{Kind, Position, Role, Sort};
use onrecord_index::{Act, AsOf, Name};

use super::alleged::{claims_of, parts, wholes};

/// The claims that acts bear on, as seen at one moment.
pub(super) struct Reach<'a> {
    at: &'a AsOf<'a>,
    /// Claims about which something was said, or whose answers may be others.
    pub(super) addressed: BTreeSet<Name>,
    /// Claims that may rest on something else, or on something that was changed.
    pub(super) resting: BTreeSet<Name>,
    acts: HashSet<Position>,
    grounds: HashSet<Name>,
    open: Vec<Step<'a>>,
}

/// What is gone on from.
enum Step<'a> {
    /// An act that counts otherwise, or whose actors are others.
    Act(Act<'a>),
    /// Something rested on, of which anything changed.
    Ground(Name),
}

/// In which capacities an actor stands behind what a row about a claim says.
const AS_ACTOR: [Role; 7] =
    [Role::By, Role::OnBehalfOf, Role::Of, Role::Accuses, Role::RestsOn, Role::Cites, Role::Is];

impl<'a> Reach<'a> {
    /// The claims that any of `acts` bears on.
    pub(super) fn of(acts: &[Act<'a>]) -> Option<Reach<'a>> {
        let at = acts.first()?.record();
        let mut reach = Reach {
            at,
            addressed: BTreeSet::new(),
            resting: BTreeSet::new(),
            acts: HashSet::new(),
            grounds: HashSet::new(),
            open: acts.iter().copied().map(Step::Act).collect(),
        };
        while let Some(step) = reach.open.pop() {
            match step {
                Step::Act(act) => {
                    if reach.acts.insert(act.position()) {
                        reach.go_on_from(act);
                    }
                }
                Step::Ground(name) => {
                    if reach.grounds.insert(name) {
                        reach.rise_from(name);
                    }
                }
            }
        }
        Some(reach)
    }

    /// All of them.
    pub(super) fn claims(self) -> BTreeSet<Name> {
        let mut claims = self.addressed;
        claims.extend(self.resting);
        claims
    }

    fn go_on_from(&mut self, act: Act<'a>) {
        match act.kind() {
            Kind::ClaimMade => act.all(Role::Defines).for_each(|claim| self.appeared(claim, true)),
            Kind::ClaimRepeated | Kind::ClaimRetracted | Kind::ClaimCorroborated => {
                act.all(Role::Of).for_each(|claim| self.appeared(claim, false));
            }
            Kind::ClaimContradicted | Kind::VerdictPublished | Kind::JudgementRecorded => {
                self.addressed.extend(act.all(Role::Of));
            }
            Kind::InformationAssessed => {
                self.addressed.extend(act.all(Role::Of));
                self.resting.extend(act.all(Role::Of));
            }
            Kind::ClaimsLinked => self.addressed.extend(act.all(Role::Of).chain(act.all(Role::Other))),
            Kind::DenialIssued | Kind::StatementMade | Kind::CommentDeclined | Kind::ClaimAcknowledged => {
                act.all(Role::Answers).for_each(|subject| self.answered(subject));
            }
            Kind::DenialWithdrawn => {
                let denials = act.all(Role::Of).flat_map(|denial| self.at.mentions(denial, Role::Defines));
                self.open.extend(denials.map(Step::Act));
            }
            Kind::CommentRequested | Kind::InvestigationOpened | Kind::InvestigationClosed => {
                for subject in act.all(Role::Concerns) {
                    self.addressed.extend(claims_of(self.at, subject).iter());
                }
            }
            Kind::EvidenceSurfaced | Kind::EvidenceAssessed => self.shown(act),
            Kind::ReportPublished => self.open.extend(act.all(Role::Defines).map(Step::Ground)),
            Kind::ReportCorrected | Kind::ReportHeld | Kind::ReportReleased | Kind::ReportWithdrawn => {
                self.open.extend(act.all(Role::Of).map(Step::Ground));
            }
            Kind::SourceIdentified => self.open.extend(act.all(Role::Of).map(Step::Ground)),
            Kind::ActorIntroduced | Kind::ActorsMerged => self.renamed(&act),
            Kind::StoryOpened | Kind::DateEstablished | Kind::SourceAssessed | Kind::EventWithdrawn => {}
        }
    }

    /// A claim appeared, or was taken back. Its parts are others only where it was made.
    fn appeared(&mut self, claim: Name, made: bool) {
        self.with_wholes(claim);
        if made {
            self.addressed.extend(parts(self.at, claim));
        }
        self.open.push(Step::Ground(claim));
    }

    /// A claim, and those it is part of: they tell how their parts were answered.
    fn with_wholes(&mut self, claim: Name) {
        self.addressed.insert(claim);
        self.addressed.extend(wholes(self.at, claim));
    }

    /// An answer to a claim reaches its parts and its wholes; one to a report, the claims that it carried.
    fn answered(&mut self, subject: Name) {
        for claim in claims_of(self.at, subject).iter().copied() {
            self.with_wholes(claim);
            if claim == subject {
                self.addressed.extend(parts(self.at, claim));
            }
        }
    }

    /// Evidence came to light, or was examined.
    fn shown(&mut self, act: Act<'a>) {
        let evidence = act.one(Role::Defines).or_else(|| act.one(Role::Of));
        let surfaced = evidence.into_iter().flat_map(|evidence| self.at.mentions(evidence, Role::Defines));
        for surfaced in surfaced.chain([act]) {
            let beside = [Role::Supports, Role::Undermines, Role::Beside];
            self.addressed.extend(beside.into_iter().flat_map(|role| surfaced.all(role)));
        }
        self.open.extend(evidence.map(Step::Ground));
    }

    /// What rests directly on `name` changes with it.
    fn rise_from(&mut self, name: Name) {
        if self.is_a(name, Sort::Claim) {
            self.resting.insert(name);
        }
        for act in self.at.mentions(name, Role::RestsOn) {
            let claim = act.one(if act.kind() == Kind::ClaimMade { Role::Defines } else { Role::Of });
            self.open.extend(claim.map(Step::Ground));
        }
        let citing = self.at.mentions(name, Role::Cites).filter_map(|report| report.one(Role::Defines));
        let identified = self.at.mentions(name, Role::Is).filter_map(|note| note.one(Role::Of));
        self.open.extend(citing.chain(identified).map(Step::Ground));
        if self.is_a(name, Sort::Report) {
            self.open.extend(claims_of(self.at, name).iter().copied().map(Step::Ground));
        }
    }

    fn is_a(&self, name: Name, sort: Sort) -> bool {
        self.at.reference(name).is_some_and(|named| named.sort() == sort)
    }

    /// Whoever is known by other names, or speaks for others, than before: all they did is theirs now or no longer.
    fn renamed(&mut self, act: &Act<'a>) {
        for actor in renamed(act) {
            let done = AS_ACTOR.into_iter().flat_map(|role| self.at.mentions(actor, role));
            self.open.extend(done.map(Step::Act));
        }
    }
}

/// The actors that may go on as another, or speak for others, after an introduction or a merge: those it names, those
/// merged into them and those who speak for them.
pub(super) fn renamed(act: &Act<'_>) -> BTreeSet<Name> {
    let at = act.record();
    let mut renamed: BTreeSet<Name> = BTreeSet::new();
    // One into whom another is merged stays who it is, unless it was merged itself: then they may be a ring.
    let into = act.all(Role::Into).filter(|into| at.mentions(*into, Role::Merged).next().is_some());
    let mut open: Vec<Name> = act.all(Role::Defines).chain(act.all(Role::Merged)).chain(into).collect();
    while let Some(actor) = open.pop() {
        if renamed.insert(actor) {
            open.extend(at.mentions(actor, Role::Into).filter_map(|merge| merge.one(Role::Merged)));
            open.extend(at.mentions(actor, Role::SpeaksFor).filter_map(|voice| voice.one(Role::Defines)));
        }
    }
    renamed
}
