//! What is found out: evidence, verdicts, inquiries.

use onrecord_core::*;

use super::desk::{Desk, slug};
use super::fields::{dated, sha256, with};
use super::moves::Move;

impl Desk {
    pub(super) fn finding(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, _] = each.picks;
        let story = self.story(0);
        match each.kind {
            Kind::VerdictPublished => {
                let content = VerdictPublished::new(story, self.claim(a), self.actor(b), "false");
                with! { content,
                    scale("true or false") if each.has(0);
                    url("https://checks.example/1") if each.has(1);
                }
                dated!(self, each, content)
            }
            Kind::EvidenceSurfaced => {
                let bearing = each.word(Bearing::ALL);
                let bears_on = BearsOn { claim: self.claim(a), bearing };
                let evidence = slug(self.free(Sort::Evidence, "evidence"), EvidenceId::new);
                let content = EvidenceSurfaced::new(story, evidence, "image", "what it shows")
                    .bears_on([bears_on].into_iter().filter(|_| each.has(2)));
                with! { content,
                    by(self.actor(b)) if each.has(3);
                    url("https://images.example/1") if each.has(4);
                    sha256(sha256(c)) if each.has(5);
                }
                dated!(self, each, content)
            }
            Kind::EvidenceAssessed => {
                let content = EvidenceAssessed::new(story, self.evidence(a), each.word(Finding::ALL));
                with! { content, by(self.actor(b)) if each.has(3); }
                dated!(self, each, content)
            }
            Kind::InvestigationOpened => {
                dated!(self, each, InvestigationOpened::new(story, self.actor(b), [self.subject(a)]))
            }
            _ => {
                let (actor, subject) = (self.actor(b), self.subject(a));
                dated!(self, each, InvestigationClosed::new(story, actor, [subject], "nothing came of it"))
            }
        }
    }
}
