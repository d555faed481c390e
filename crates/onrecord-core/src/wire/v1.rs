//! Schema 1 of every payload: the id of the event, then the fields of its kind in this order.
//!
//! Never edited: a change of shape is a schema of its own, in a file of its own, beside this one.

use bincode::{BorrowDecode, Encode};

use super::field::{ArchivedV1, BearsOnV1, RefV1, WhenV1, Wire};
use super::{DecodeError, PAYLOAD_BYTES_MAX};
use crate::event::*;
use crate::id::EventId;

/// The most memory that the lists of one payload may take while it is read, whatever lengths it claims. The smallest
/// entry of a list has two bytes in a payload and 32 in memory; the payload itself comes on top.
const DECODED_BYTES_MAX: usize = 17 * PAYLOAD_BYTES_MAX;

const CONFIG: bincode::config::Configuration<
    bincode::config::LittleEndian,
    bincode::config::Varint,
    bincode::config::Limit<DECODED_BYTES_MAX>,
> = bincode::config::standard().with_limit::<DECODED_BYTES_MAX>();

macro_rules! payloads {
    ($($Form:ident for $Name:ident { $($field:ident: $ty:ty),* $(,)? })*) => {
        $(
            #[derive(Encode, BorrowDecode)]
            struct $Form<'a> { id: [u8; 16], $($field: $ty),* }

            impl<'a> $Form<'a> {
                fn put(id: EventId, content: &'a $Name<'a>) -> Self {
                    $Form { id: id.to_bytes(), $($field: content.$field.put()),* }
                }
                fn take(self) -> Result<Event<'a>, String> {
                    let content = $Name { $($field: Wire::take(self.$field)?),* };
                    Ok(Event::new(EventId::from_bytes(self.id), content))
                }
            }
        )*

        pub(super) fn write(event: &Event<'_>, buffer: &mut Vec<u8>) {
            let written = match &event.content {
                $(Content::$Name(content) => {
                    bincode::encode_into_std_write($Form::put(event.id, content), buffer, CONFIG)
                })*
            };
            debug_assert!(written.is_ok(), "writing strings and numbers to memory has no way to fail");
        }

        pub(super) fn read(kind: Kind, payload: &[u8]) -> Result<Event<'_>, DecodeError> {
            match kind { $(Kind::$Name => read_as::<$Form<'_>>(kind, payload)?.take(),)* }
                .map_err(|problem| DecodeError::Malformed { kind, problem })
        }
    };
}

/// Reads one form and sees that nothing is left over.
fn read_as<'a, F: BorrowDecode<'a, ()>>(kind: Kind, payload: &'a [u8]) -> Result<F, DecodeError> {
    let (form, length) = bincode::borrow_decode_from_slice(payload, CONFIG)
        .map_err(|error| DecodeError::Malformed { kind, problem: error.to_string() })?;
    match payload.len() - length {
        0 => Ok(form),
        byte_count => Err(DecodeError::TrailingBytes { kind, byte_count }),
    }
}

payloads! {
    StoryOpenedV1 for StoryOpened { story: &'a str, title: &'a str }
    ActorIntroducedV1 for ActorIntroduced {
        actor: &'a str, name: &'a str, actor_kind: u8, speaks_for: Option<&'a str>,
    }
    ActorsMergedV1 for ActorsMerged { actor: &'a str, into: &'a str }
    ReportPublishedV1 for ReportPublished {
        story: &'a str, report: &'a str, by: Option<&'a str>, title: &'a str, url: Option<&'a str>,
        lang: Option<&'a str>, cites: Vec<RefV1<'a>>, archived: Option<ArchivedV1<'a>>, said: Option<WhenV1<'a>>,
    }
    ClaimMadeV1 for ClaimMade {
        story: &'a str, claim: &'a str, by: Option<&'a str>, in_report: Option<&'a str>, text: &'a str,
        lang: Option<&'a str>, about: Option<WhenV1<'a>>, place: Option<&'a str>, accuses: Vec<&'a str>,
        basis: Vec<RefV1<'a>>, part_of: Option<&'a str>, said: Option<WhenV1<'a>>,
    }
    ClaimRepeatedV1 for ClaimRepeated {
        story: &'a str, claim: &'a str, by: Option<&'a str>, in_report: Option<&'a str>, basis: Vec<RefV1<'a>>,
        wording: Option<&'a str>, said: Option<WhenV1<'a>>,
    }
    DenialIssuedV1 for DenialIssued {
        story: &'a str, denial: &'a str, by: &'a str, on_behalf_of: Option<&'a str>, answers: Vec<RefV1<'a>>,
        extent: u8, quote: Option<&'a str>, in_report: Option<&'a str>, said: Option<WhenV1<'a>>,
    }
    StatementMadeV1 for StatementMade {
        story: &'a str, statement: &'a str, by: &'a str, on_behalf_of: Option<&'a str>, answers: Vec<RefV1<'a>>,
        manner: u8, quote: Option<&'a str>, in_report: Option<&'a str>, said: Option<WhenV1<'a>>,
    }
    CommentRequestedV1 for CommentRequested {
        story: &'a str, by: Option<&'a str>, of: &'a str, about: Vec<RefV1<'a>>, deadline: Option<WhenV1<'a>>,
        said: Option<WhenV1<'a>>,
    }
    CommentDeclinedV1 for CommentDeclined {
        story: &'a str, by: &'a str, answers: Vec<RefV1<'a>>, said: Option<WhenV1<'a>>,
    }
    ClaimAcknowledgedV1 for ClaimAcknowledged {
        story: &'a str, by: &'a str, on_behalf_of: Option<&'a str>, answers: Vec<RefV1<'a>>, extent: u8,
        said: Option<WhenV1<'a>>,
    }
    ClaimCorroboratedV1 for ClaimCorroborated {
        story: &'a str, claim: &'a str, by: Option<&'a str>, basis: Vec<RefV1<'a>>, said: Option<WhenV1<'a>>,
    }
    ClaimContradictedV1 for ClaimContradicted {
        story: &'a str, claim: &'a str, by: Option<&'a str>, basis: Vec<RefV1<'a>>, said: Option<WhenV1<'a>>,
    }
    EvidenceSurfacedV1 for EvidenceSurfaced {
        story: &'a str, evidence: &'a str, by: Option<&'a str>, medium: &'a str, description: &'a str,
        url: Option<&'a str>, sha256: Option<[u8; 32]>, bears_on: Vec<BearsOnV1<'a>>, said: Option<WhenV1<'a>>,
    }
    EvidenceAssessedV1 for EvidenceAssessed {
        story: &'a str, evidence: &'a str, by: Option<&'a str>, finding: u8, said: Option<WhenV1<'a>>,
    }
    ClaimRetractedV1 for ClaimRetracted {
        story: &'a str, claim: &'a str, by: Option<&'a str>, said: Option<WhenV1<'a>>,
    }
    DenialWithdrawnV1 for DenialWithdrawn {
        story: &'a str, denial: &'a str, by: Option<&'a str>, said: Option<WhenV1<'a>>,
    }
    ReportCorrectedV1 for ReportCorrected {
        story: &'a str, report: &'a str, by: Option<&'a str>, manner: u8, text: &'a str, said: Option<WhenV1<'a>>,
    }
    ReportHeldV1 for ReportHeld { story: &'a str, report: &'a str, by: Option<&'a str>, said: Option<WhenV1<'a>> }
    ReportReleasedV1 for ReportReleased {
        story: &'a str, report: &'a str, by: Option<&'a str>, said: Option<WhenV1<'a>>,
    }
    ReportWithdrawnV1 for ReportWithdrawn {
        story: &'a str, report: &'a str, by: Option<&'a str>, said: Option<WhenV1<'a>>,
    }
    VerdictPublishedV1 for VerdictPublished {
        story: &'a str, claim: &'a str, by: &'a str, rating: &'a str, scale: Option<&'a str>, url: Option<&'a str>,
        said: Option<WhenV1<'a>>,
    }
    InvestigationOpenedV1 for InvestigationOpened {
        story: &'a str, by: &'a str, about: Vec<RefV1<'a>>, said: Option<WhenV1<'a>>,
    }
    InvestigationClosedV1 for InvestigationClosed {
        story: &'a str, by: &'a str, about: Vec<RefV1<'a>>, outcome: &'a str, said: Option<WhenV1<'a>>,
    }
    ClaimsLinkedV1 for ClaimsLinked { story: &'a str, claim: &'a str, relation: u8, other: &'a str }
    DateEstablishedV1 for DateEstablished { story: &'a str, of: RefV1<'a>, when: WhenV1<'a> }
    SourceIdentifiedV1 for SourceIdentified { story: &'a str, source: &'a str, is: RefV1<'a> }
    SourceAssessedV1 for SourceAssessed { actor: &'a str, reliability: u8 }
    InformationAssessedV1 for InformationAssessed { story: &'a str, claim: &'a str, credibility: u8 }
    JudgementRecordedV1 for JudgementRecorded { story: &'a str, claim: &'a str, likelihood: u8, confidence: u8 }
    EventWithdrawnV1 for EventWithdrawn { story: Option<&'a str>, of: RefV1<'a>, reason: &'a str }
}
