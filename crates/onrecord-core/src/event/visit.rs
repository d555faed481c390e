//! What an event points at, and in what capacity: its references and its times, met one by one.

use crate::reference::{Basis, Carrier, Handle, Ref, Subject, Whole};
use crate::slug::{ActorId, ClaimId, DenialId, EvidenceId, ReportId, SourceId, StatementId, StoryId};
use crate::when::{Anchor, When};

use super::{Bearing, BearsOn, List};

/// The capacity in which an event refers to something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// The event brings it into the record.
    Defines,
    /// The story the event belongs to.
    Story,
    /// Who acted.
    By,
    /// On whose behalf.
    OnBehalfOf,
    /// What the event is about, where it has one object.
    Of,
    /// The report that carried the act.
    In,
    /// What a report cites.
    Cites,
    /// What a claim, a repetition or a finding rests on.
    RestsOn,
    /// The larger claim.
    PartOf,
    /// Whom a claim accuses.
    Accuses,
    /// What an answer answers.
    Answers,
    /// What a question or an inquiry concerns.
    Concerns,
    /// The actor that is merged into another.
    Merged,
    /// The actor into whom another is merged.
    Into,
    /// The other claim of a link.
    Other,
    /// What an unnamed source turned out to be.
    Is,
    /// For whom an actor speaks.
    SpeaksFor,
    /// The report a phrase hangs from.
    Anchor,
    /// A claim that evidence speaks for.
    Supports,
    /// A claim that evidence speaks against.
    Undermines,
    /// A claim beside which evidence belongs.
    Beside,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Role] = &[
        Role::Defines,
        Role::Story,
        Role::By,
        Role::OnBehalfOf,
        Role::Of,
        Role::In,
        Role::Cites,
        Role::RestsOn,
        Role::PartOf,
        Role::Accuses,
        Role::Answers,
        Role::Concerns,
        Role::Merged,
        Role::Into,
        Role::Other,
        Role::Is,
        Role::SpeaksFor,
        Role::Anchor,
        Role::Supports,
        Role::Undermines,
        Role::Beside,
    ];
}

/// The capacity in which an event names a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TimeRole {
    /// When the act took place.
    Said,
    /// When the alleged thing happened.
    About,
    /// By when an answer was asked for.
    Deadline,
    /// When something is now known to have taken place.
    Established,
    /// When a copy was kept.
    Archived,
}

/// Receives what an event points at; every method does nothing unless overridden.
pub trait Visitor<'e> {
    /// Meets a reference.
    fn reference(&mut self, role: Role, to: Ref<'e>) {
        let _ = (role, to);
    }

    /// Meets a source that is not stated.
    fn unstated(&mut self, role: Role) {
        let _ = role;
    }

    /// Meets a time.
    fn time(&mut self, role: TimeRole, when: &'e When<'e>) {
        let _ = (role, when);
    }
}

/// A field of an event that points at something, in a capacity of type `As`.
pub(crate) trait Visit<As> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, capacity: As, visitor: &mut V);
}

impl<As: Copy, T: Visit<As>> Visit<As> for Option<T> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, capacity: As, visitor: &mut V) {
        self.iter().for_each(|value| value.visit(capacity, visitor));
    }
}

impl<As: Copy, T: Visit<As>> Visit<As> for List<T> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, capacity: As, visitor: &mut V) {
        self.iter().for_each(|value| value.visit(capacity, visitor));
    }
}

macro_rules! visit_ids {
    ($($Id:ident as $Sort:ident)*) => {$(
        impl Visit<Role> for $Id<'_> {
            fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, role: Role, visitor: &mut V) {
                visitor.reference(role, Ref::$Sort(self.borrowed()));
            }
        }
    )*};
}

visit_ids! {
    StoryId as Story
    ActorId as Actor
    ReportId as Report
    ClaimId as Claim
    EvidenceId as Evidence
    DenialId as Denial
    StatementId as Statement
    SourceId as Unnamed
}

impl Visit<Role> for Ref<'_> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, role: Role, visitor: &mut V) {
        visitor.reference(role, self.borrowed());
    }
}

impl Visit<Role> for Subject<'_> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, role: Role, visitor: &mut V) {
        visitor.reference(role, self.to_ref());
    }
}

impl Visit<Role> for Carrier<'_> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, role: Role, visitor: &mut V) {
        self.0.visit(role, visitor);
    }
}

impl Visit<Role> for Whole<'_> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, role: Role, visitor: &mut V) {
        self.0.visit(role, visitor);
    }
}

impl Visit<Role> for Handle<'_> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, role: Role, visitor: &mut V) {
        self.0.visit(role, visitor);
    }
}

impl Visit<Role> for Basis<'_> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, role: Role, visitor: &mut V) {
        match self.to_ref() {
            Some(to) => visitor.reference(role, to),
            None => visitor.unstated(role),
        }
    }
}

/// The bearing of a piece of evidence decides the role, so there is no capacity to give.
impl Visit<()> for BearsOn<'_> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, (): (), visitor: &mut V) {
        let role = match self.bearing {
            Bearing::Supports => Role::Supports,
            Bearing::Undermines => Role::Undermines,
            Bearing::Context => Role::Beside,
        };
        self.claim.visit(role, visitor);
    }
}

impl Visit<TimeRole> for When<'_> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, role: TimeRole, visitor: &mut V) {
        visitor.time(role, self);
        if let Some(Anchor::Report(report)) = self.anchor() {
            visitor.reference(Role::Anchor, Ref::Report(report.borrowed()));
        }
    }
}
