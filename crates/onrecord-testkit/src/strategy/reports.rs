//! What happens to reports.

use onrecord_core::*;

use super::desk::{Desk, slug};
use super::fields::{archived, dated, with};
use super::moves::Move;

impl Desk {
    pub(super) fn on_report(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, _] = each.picks;
        let story = self.story(0);
        match each.kind {
            Kind::ReportPublished => {
                let bases = [self.basis(b, each.shape), self.basis(c, each.shape / 6)];
                let cited = bases.into_iter().take(usize::from(each.shape % 3));
                let report = slug(self.free(Sort::Report, "report"), ReportId::new);
                let content = ReportPublished::new(story, report, "a headline").cites(cited);
                with! { content,
                    by(self.actor(a)) if each.has(0);
                    url("https://news.example/1") if each.has(5);
                    lang("en") if each.has(6);
                    archived(archived(b)) if each.has(7);
                }
                dated!(self, each, content)
            }
            Kind::ReportCorrected => {
                let manner = each.word(CorrectionManner::ALL);
                let content = ReportCorrected::new(story, self.report(a), manner, "what was changed");
                with! { content, by(self.actor(b)) if each.has(3); }
                dated!(self, each, content)
            }
            Kind::ReportHeld => {
                let content = ReportHeld::new(story, self.report(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
            Kind::ReportReleased => {
                let content = ReportReleased::new(story, self.report(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
            _ => {
                let content = ReportWithdrawn::new(story, self.report(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
        }
    }
}
