//! What those do who are spoken of.

use onrecord_core::*;

use super::desk::{Desk, choose, slug};
use super::fields::{dated, with};
use super::moves::Move;
use super::time::date;

impl Desk {
    pub(super) fn answer(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, d] = each.picks;
        let story = self.story(0);
        match each.kind {
            Kind::DenialIssued => {
                let (by, subject) = (self.actor(b), self.subject(a));
                let denial = slug(self.free(Sort::Denial, "denial"), DenialId::new);
                let content = DenialIssued::new(story, denial, by, [subject], each.word(Extent::ALL));
                with! { content,
                    on_behalf_of(self.actor(c)) if each.has(2);
                    quote("not accurate") if each.has(3);
                    in_report(self.report(d)) if each.has(4);
                }
                dated!(self, each, content)
            }
            Kind::StatementMade => {
                let (by, subject, statement) = (self.actor(b), self.subject(a), self.statement());
                let manner = each.word(StatementManner::ALL);
                let answered = [subject].into_iter().filter(|_| !each.has(7));
                let content = StatementMade::new(story, statement, by, manner).answers(answered);
                with! { content,
                    on_behalf_of(self.actor(c)) if each.has(2);
                    quote("our policy has not changed") if each.has(3);
                    in_report(self.report(d)) if each.has(4);
                }
                dated!(self, each, content)
            }
            Kind::CommentRequested => {
                let content = CommentRequested::new(story, self.actor(b), [self.subject(a)]);
                with! { content,
                    by(self.actor(c)) if each.has(0);
                    deadline(date(d)) if each.has(1);
                }
                dated!(self, each, content)
            }
            Kind::CommentDeclined => {
                dated!(self, each, CommentDeclined::new(story, self.actor(b), [self.subject(a)]))
            }
            _ => self.acknowledgement(each),
        }
    }

    /// An acknowledgement; at times of what the same actor denies.
    fn acknowledgement(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, _] = each.picks;
        let extent = each.word(Extent::ALL);
        let denials = self.standing(|event| event.kind() == Kind::DenialIssued).into_iter();
        let denials: Vec<DenialIssued<'static>> = denials
            .filter_map(|index| match &self.events[index].content {
                Content::DenialIssued(denial) => Some(denial.clone()),
                _ => None,
            })
            .collect();
        let story = self.story(0);
        let content = match choose(denials, a).filter(|_| each.has(3)) {
            Some(denial) => ClaimAcknowledged::new(story, denial.by, denial.answers, extent),
            None => ClaimAcknowledged::new(story, self.actor(b), [self.subject(a)], extent),
        };
        with! { content, on_behalf_of(self.actor(c)) if each.has(2); }
        dated!(self, each, content)
    }
}
