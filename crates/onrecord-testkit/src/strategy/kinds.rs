//! What a move says: one event of any kind, about what is on record.

use onrecord_core::{Content, Kind};

use super::desk::Desk;
use super::moves::Move;

impl Desk {
    /// What the move says; `None` where there is nothing to say it about.
    pub(super) fn content(&mut self, each: &Move) -> Option<Content<'static>> {
        use Kind::*;
        Some(match each.kind {
            StoryOpened | ActorIntroduced | ActorsMerged | ClaimsLinked | DateEstablished
            | SourceIdentified | SourceAssessed | InformationAssessed | JudgementRecorded
            | EventWithdrawn => {
                return self.note(each);
            }
            DenialIssued | StatementMade | CommentRequested | CommentDeclined | ClaimAcknowledged => {
                self.answer(each)
            }
            ReportPublished | ReportCorrected | ReportHeld | ReportReleased | ReportWithdrawn => {
                self.on_report(each)
            }
            EvidenceSurfaced | EvidenceAssessed | VerdictPublished | InvestigationOpened
            | InvestigationClosed => self.finding(each),
            ClaimMade => self.claim_made(each),
            ClaimRepeated | ClaimCorroborated | ClaimContradicted | ClaimRetracted | DenialWithdrawn => {
                self.on_claim(each)
            }
        })
    }
}
