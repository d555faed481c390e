//! Schema 2 of every payload: a head of numbers and lengths, then one run of all slugs, then one run of all texts.
//!
//! Never edited: a change of shape is a schema of its own, in a folder of its own, beside this one.

mod field;
mod head;
mod length;
mod list;
mod name;
mod runs;
mod time;

use bincode::{BorrowDecode, Encode};

use self::field::{Hash, Head, Kept, MaybeText, Text, Wire, Word};
use self::head::HeadReader;
use self::list::List;
use self::name::{MaybeSlug, Slug, Tagged, Target};
use self::runs::Runs;
use self::time::{MaybeTime, Time};
use super::DecodeError;
use crate::event::*;
use crate::id::EventId;

/// What is wrong with some bytes.
type Problem = &'static str;

/// Numbers have a fixed size. Nothing in a head takes memory, so that no length need be limited while it is read.
const CONFIG: bincode::config::Configuration<bincode::config::LittleEndian, bincode::config::Fixint> =
    bincode::config::standard().with_fixed_int_encoding();

macro_rules! payloads {
    ($($Form:ident $(<$list:tt>)? for $Name:ident { $($field:ident: $Head:ty),* $(,)? })*) => {
        $(
            #[derive(Encode, BorrowDecode)]
            struct $Form $(<$list>)? { id: [u8; 16], $($field: $Head),* }

            impl<'a> Form<'a> for $Form $(<$list>)? {
                type Content = $Name<'a>;
                fn of(id: EventId, content: &$Name<'a>) -> Self {
                    $Form { id: id.to_bytes(), $($field: content.$field.head()),* }
                }
                fn put_runs(content: &$Name<'a>, buffer: &mut Vec<u8>) {
                    $(Wire::<$Head>::put_slugs(&content.$field, buffer);)*
                    $(Wire::<$Head>::put_texts(&content.$field, buffer);)*
                }
                #[inline(always)]
                fn slug_bytes(&self) -> usize {
                    0 $(+ self.$field.slug_bytes())*
                }
                #[inline(always)]
                fn take(self, mut runs: Runs<'a>) -> Result<Event<'a>, DecodeError> {
                    $(let $field = Wire::take(self.$field, &mut runs);)*
                    runs.end(Kind::$Name)?;
                    let content = Content::$Name($Name { $($field),* });
                    Ok(Event { id: EventId::from_bytes(self.id), content })
                }
            }
        )*

        pub(super) fn write(event: &Event<'_>, buffer: &mut Vec<u8>) {
            match &event.content { $(Content::$Name(content) => $Form::write(event.id, content, buffer)),* }
        }

        pub(super) fn read(kind: Kind, payload: &[u8]) -> Result<Event<'_>, DecodeError> {
            match kind { $(Kind::$Name => $Form::read(kind, payload)),* }
        }
    };
}

/// The head of the payloads of one kind.
trait Form<'a>: Encode + BorrowDecode<'a, ()> {
    type Content;

    fn of(id: EventId, content: &Self::Content) -> Self;

    /// Appends the slugs, then the texts.
    fn put_runs(content: &Self::Content, buffer: &mut Vec<u8>);

    /// How long the run of slugs is.
    fn slug_bytes(&self) -> usize;

    /// The event, its slugs and texts cut from the runs, of which nothing may be left.
    fn take(self, runs: Runs<'a>) -> Result<Event<'a>, DecodeError>;

    fn write(id: EventId, content: &Self::Content, buffer: &mut Vec<u8>) {
        let written = bincode::encode_into_std_write(Self::of(id, content), buffer, CONFIG);
        debug_assert!(written.is_ok(), "writing numbers to memory has no way to fail");
        Self::put_runs(content, buffer);
    }

    /// Reads one payload and sees that nothing is left over.
    #[inline(never)]
    fn read(kind: Kind, payload: &'a [u8]) -> Result<Event<'a>, DecodeError> {
        let (form, rest) = HeadReader::read::<Self>(payload).map_err(|error| malformed(kind, &error))?;
        let runs = Runs::new(rest, form.slug_bytes());
        form.take(runs)
    }
}

#[cold]
fn malformed(kind: Kind, problem: &dyn ToString) -> DecodeError {
    DecodeError::Malformed { kind, problem: problem.to_string() }
}

payloads! {
    StoryOpenedV2 for StoryOpened { story: Slug, title: Text }
    ActorIntroducedV2 for ActorIntroduced { actor: Slug, name: Text, actor_kind: Word, speaks_for: MaybeSlug }
    ActorsMergedV2 for ActorsMerged { actor: Slug, into: Slug }
    ReportPublishedV2<'a> for ReportPublished {
        story: Slug, report: Slug, by: MaybeSlug, title: Text, url: MaybeText, lang: MaybeText, cites: List<'a, 2>,
        archived: Option<Kept>, said: MaybeTime,
    }
    ClaimMadeV2<'a> for ClaimMade {
        story: Slug, claim: Slug, by: MaybeSlug, in_report: MaybeSlug, text: Text, lang: MaybeText, about: MaybeTime,
        place: MaybeText, accuses: List<'a, 1>, basis: List<'a, 2>, part_of: MaybeSlug, said: MaybeTime,
    }
    ClaimRepeatedV2<'a> for ClaimRepeated {
        story: Slug, claim: Slug, by: MaybeSlug, in_report: MaybeSlug, basis: List<'a, 2>, wording: MaybeText,
        said: MaybeTime,
    }
    DenialIssuedV2<'a> for DenialIssued {
        story: Slug, denial: Slug, by: Slug, on_behalf_of: MaybeSlug, answers: List<'a, 2>, extent: Word,
        quote: MaybeText, in_report: MaybeSlug, said: MaybeTime,
    }
    StatementMadeV2<'a> for StatementMade {
        story: Slug, statement: Slug, by: Slug, on_behalf_of: MaybeSlug, answers: List<'a, 2>, manner: Word,
        quote: MaybeText, in_report: MaybeSlug, said: MaybeTime,
    }
    CommentRequestedV2<'a> for CommentRequested {
        story: Slug, by: MaybeSlug, of: Slug, about: List<'a, 2>, deadline: MaybeTime, said: MaybeTime,
    }
    CommentDeclinedV2<'a> for CommentDeclined { story: Slug, by: Slug, answers: List<'a, 2>, said: MaybeTime }
    ClaimAcknowledgedV2<'a> for ClaimAcknowledged {
        story: Slug, by: Slug, on_behalf_of: MaybeSlug, answers: List<'a, 2>, extent: Word, said: MaybeTime,
    }
    ClaimCorroboratedV2<'a> for ClaimCorroborated {
        story: Slug, claim: Slug, by: MaybeSlug, basis: List<'a, 2>, said: MaybeTime,
    }
    ClaimContradictedV2<'a> for ClaimContradicted {
        story: Slug, claim: Slug, by: MaybeSlug, basis: List<'a, 2>, said: MaybeTime,
    }
    EvidenceSurfacedV2<'a> for EvidenceSurfaced {
        story: Slug, evidence: Slug, by: MaybeSlug, medium: Text, description: Text, url: MaybeText,
        sha256: Option<Hash>, bears_on: List<'a, 2>, said: MaybeTime,
    }
    EvidenceAssessedV2 for EvidenceAssessed {
        story: Slug, evidence: Slug, by: MaybeSlug, finding: Word, said: MaybeTime,
    }
    ClaimRetractedV2 for ClaimRetracted { story: Slug, claim: Slug, by: MaybeSlug, said: MaybeTime }
    DenialWithdrawnV2 for DenialWithdrawn { story: Slug, denial: Slug, by: MaybeSlug, said: MaybeTime }
    ReportCorrectedV2 for ReportCorrected {
        story: Slug, report: Slug, by: MaybeSlug, manner: Word, text: Text, said: MaybeTime,
    }
    ReportHeldV2 for ReportHeld { story: Slug, report: Slug, by: MaybeSlug, said: MaybeTime }
    ReportReleasedV2 for ReportReleased { story: Slug, report: Slug, by: MaybeSlug, said: MaybeTime }
    ReportWithdrawnV2 for ReportWithdrawn { story: Slug, report: Slug, by: MaybeSlug, said: MaybeTime }
    VerdictPublishedV2 for VerdictPublished {
        story: Slug, claim: Slug, by: Slug, rating: Text, scale: MaybeText, url: MaybeText, said: MaybeTime,
    }
    InvestigationOpenedV2<'a> for InvestigationOpened {
        story: Slug, by: Slug, about: List<'a, 2>, said: MaybeTime,
    }
    InvestigationClosedV2<'a> for InvestigationClosed {
        story: Slug, by: Slug, about: List<'a, 2>, outcome: Text, said: MaybeTime,
    }
    ClaimsLinkedV2 for ClaimsLinked { story: Slug, claim: Slug, relation: Word, other: Slug }
    DateEstablishedV2 for DateEstablished { story: Slug, of: Target, when: Time }
    SourceIdentifiedV2 for SourceIdentified { story: Slug, source: Slug, is: Tagged }
    SourceAssessedV2 for SourceAssessed { actor: Slug, reliability: Word }
    InformationAssessedV2 for InformationAssessed { story: Slug, claim: Slug, credibility: Word }
    JudgementRecordedV2 for JudgementRecorded { story: Slug, claim: Slug, likelihood: Word, confidence: Word }
    EventWithdrawnV2 for EventWithdrawn { story: MaybeSlug, of: Target, reason: Text }
}
