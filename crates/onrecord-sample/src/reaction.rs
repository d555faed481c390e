//! What those do who are spoken of: they are asked, answer, deny, decline and take back; and what the record-keeper
//! withdraws.

use onrecord_core::{
    ActorId, ClaimAcknowledged, CommentDeclined, CommentRequested, Content, DenialId, DenialIssued,
    DenialWithdrawn, EventWithdrawn, Extent, StatementId, StatementMade, StatementManner, Subject,
};

use crate::newsroom::{Claim, Newsroom};
use crate::opening::slug;
use crate::text::text;

impl Newsroom {
    /// What an answer answers: the claim, or now and then a report that told of it.
    fn subject(&mut self, claim: &Claim) -> Subject<'static> {
        let report = if self.random.chance(300) { self.report(claim.story) } else { None };
        report.map_or_else(|| Subject::Claim(claim.id.clone()), |report| Subject::Report(report.id))
    }

    /// Who answers: mostly whom the claim accuses; and now and then for whom.
    fn speaker(&mut self, claim: &Claim) -> (ActorId<'static>, Option<ActorId<'static>>) {
        let accused = self.actors[claim.accused].clone();
        match self.random.chance(250) {
            true => (self.actor(), Some(accused)),
            false => (accused, None),
        }
    }

    pub(crate) fn denial_issued(&mut self) -> Content<'static> {
        let claim = self.claim();
        let ((by, on_behalf_of), subject) = (self.speaker(&claim), self.subject(&claim));
        let (id, extent) =
            (slug(format!("denial-{}", self.made), DenialId::new), self.random.pick(Extent::ALL));
        let story = self.story(claim.story);
        let carrier = self.report(claim.story).map(|report| report.id);
        let issued = DenialIssued::new(story.clone(), id.clone(), by, [subject], extent);
        let mut issued = issued.quote(text(&mut self.random));
        issued.on_behalf_of = on_behalf_of;
        issued.said = self.calendar.said(&mut self.random, carrier.as_ref());
        issued.in_report = carrier.map(Into::into);
        self.denials.push((story, id));
        issued.into()
    }

    pub(crate) fn denial_withdrawn(&mut self) -> Content<'static> {
        let Some((story, denial)) = self.denials.take() else { return self.denial_issued() };
        let mut withdrawn = DenialWithdrawn::new(story, denial);
        withdrawn.said = self.calendar.said(&mut self.random, None);
        withdrawn.into()
    }

    pub(crate) fn statement_made(&mut self) -> Content<'static> {
        let claim = self.claim();
        let ((by, on_behalf_of), subject) = (self.speaker(&claim), self.subject(&claim));
        let id = slug(format!("statement-{}", self.made), StatementId::new);
        let manner = self.random.pick(StatementManner::ALL);
        let made = StatementMade::new(self.story(claim.story), id, by, manner).answers([subject]);
        let mut made = made.quote(text(&mut self.random));
        made.on_behalf_of = on_behalf_of;
        made.said = self.calendar.said(&mut self.random, None);
        made.into()
    }

    pub(crate) fn comment_requested(&mut self) -> Content<'static> {
        let claim = self.claim();
        let (by, subject) = (self.actor(), self.subject(&claim));
        let asked = self.actors[claim.accused].clone();
        let mut requested = CommentRequested::new(self.story(claim.story), asked, [subject]).by(by);
        requested.said = self.calendar.said(&mut self.random, None);
        requested.into()
    }

    pub(crate) fn comment_declined(&mut self) -> Content<'static> {
        let claim = self.claim();
        let ((by, _), subject) = (self.speaker(&claim), self.subject(&claim));
        let mut declined = CommentDeclined::new(self.story(claim.story), by, [subject]);
        declined.said = self.calendar.said(&mut self.random, None);
        declined.into()
    }

    pub(crate) fn claim_acknowledged(&mut self) -> Content<'static> {
        let claim = self.claim();
        let ((by, on_behalf_of), subject) = (self.speaker(&claim), self.subject(&claim));
        let extent = self.random.pick(Extent::ALL);
        let mut acknowledged = ClaimAcknowledged::new(self.story(claim.story), by, [subject], extent);
        acknowledged.on_behalf_of = on_behalf_of;
        acknowledged.said = self.calendar.said(&mut self.random, None);
        acknowledged.into()
    }

    pub(crate) fn event_withdrawn(&mut self) -> Content<'static> {
        match self.mistakes.take() {
            Some(mistake) => EventWithdrawn::new(mistake, text(&mut self.random)).into(),
            None => self.claim_repeated(),
        }
    }
}
