//! What a graph keeps of one event.

use bincode::{BorrowDecode, Encode};
use onrecord_core::{
    ActorKind, Anchor, Confidence, Content, CorrectionManner, Credibility, EventId, Extent, Finding, Kind,
    Likelihood, Position, Relation, Reliability, Role, StatementManner, When,
};
use onrecord_when::Edtf;

use super::names::Name;

/// The place of an event in a graph: its position, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, BorrowDecode)]
pub(crate) struct Ordinal(u32);

impl Ordinal {
    pub(crate) fn at(number: usize) -> Ordinal {
        Ordinal(number as u32)
    }

    pub(crate) fn of(position: Position) -> Ordinal {
        Ordinal((position.get() - 1) as u32)
    }

    pub(crate) fn get(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn position(self) -> Position {
        Position::FIRST.after(u64::from(self.0))
    }
}

/// One event without its texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) id: EventId,
    pub(crate) kind: Kind,
    pub(crate) detail: Detail,
    /// When the act took place, or the date that a note establishes.
    pub(crate) time: Time,
    /// Where its edges begin, among those of the events it is kept with.
    pub(super) first_edge: u32,
}

/// A time as an event gives it, in as little room as a plain date needs.
#[derive(Clone, Default, Debug, PartialEq)]
pub(crate) enum Time {
    #[default]
    Unsaid,
    Edtf(Edtf),
    Words(Box<Words>),
}

/// A time in words, and what it is relative to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    pub(crate) phrase: Box<str>,
    pub(crate) anchor: Option<Anchor<'static>>,
}

impl Time {
    pub(super) fn of(when: &When<'_>) -> Time {
        match when.clone().into_owned() {
            When::Edtf(edtf) => Time::Edtf(edtf),
            When::Phrase { phrase, anchor } => Time::Words(Box::new(Words { phrase: phrase.into(), anchor })),
        }
    }
}

impl Entry {
    /// What is shown of an event that could not be read: next to nothing.
    pub(crate) const UNREAD: Entry = Entry {
        id: EventId::from_bytes([0; 16]),
        kind: Kind::StoryOpened,
        detail: Detail::None,
        time: Time::Unsaid,
        first_edge: 0,
    };

    /// Whether somebody acted in the world; a note of the record-keeper lies on the axis of what is known alone.
    pub(crate) fn is_act(&self) -> bool {
        !matches!(
            self.kind,
            Kind::StoryOpened
                | Kind::ActorIntroduced
                | Kind::ActorsMerged
                | Kind::ClaimsLinked
                | Kind::DateEstablished
                | Kind::SourceIdentified
                | Kind::SourceAssessed
                | Kind::InformationAssessed
                | Kind::JudgementRecorded
                | Kind::EventWithdrawn
        )
    }
}

/// One reference of an event, and the capacity in which it is made. It may stand at any address, so that many are dense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    to: [u8; 4],
    /// In which capacity.
    pub role: Role,
}

impl Edge {
    pub(super) fn new(to: Name, role: Role) -> Edge {
        Edge { to: (to.get() as u32).to_ne_bytes(), role }
    }

    /// What is referred to.
    pub fn to(self) -> Name {
        Name::at(u32::from_ne_bytes(self.to) as usize)
    }
}

/// The word from a closed vocabulary that an event turns on, where its kind has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The kind has none.
    None,
    /// What sort of actor is introduced.
    Actor(ActorKind),
    /// How far a denial or an acknowledgement goes.
    Extent(Extent),
    /// What a statement does.
    Manner(StatementManner),
    /// How a report was corrected.
    Correction(CorrectionManner),
    /// What an examination found.
    Finding(Finding),
    /// How two claims are linked.
    Relation(Relation),
    /// How reliable a source is held to be.
    Reliability(Reliability),
    /// How credible a claim is held to be.
    Credibility(Credibility),
    /// How likely a claim is judged to be, and how well founded that is.
    Judgement(Likelihood, Confidence),
    /// The word of a verdict.
    Rating(Box<str>),
}

impl Detail {
    pub(super) fn of(content: &Content<'_>) -> Detail {
        match content {
            Content::ActorIntroduced(it) => Detail::Actor(it.actor_kind),
            Content::DenialIssued(it) => Detail::Extent(it.extent),
            Content::ClaimAcknowledged(it) => Detail::Extent(it.extent),
            Content::StatementMade(it) => Detail::Manner(it.manner),
            Content::ReportCorrected(it) => Detail::Correction(it.manner),
            Content::EvidenceAssessed(it) => Detail::Finding(it.finding),
            Content::ClaimsLinked(it) => Detail::Relation(it.relation),
            Content::SourceAssessed(it) => Detail::Reliability(it.reliability),
            Content::InformationAssessed(it) => Detail::Credibility(it.credibility),
            Content::JudgementRecorded(it) => Detail::Judgement(it.likelihood, it.confidence),
            Content::VerdictPublished(it) => Detail::Rating(it.rating.as_ref().into()),
            _ => Detail::None,
        }
    }
}
