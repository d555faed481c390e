//! What happens to claims.

use onrecord_core::*;

use super::desk::{Desk, slug};
use super::fields::{dated, with};
use super::moves::Move;
use super::time::date;

impl Desk {
    pub(super) fn on_claim(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, d] = each.picks;
        let story = self.story(0);
        match each.kind {
            Kind::ClaimRepeated => {
                let basis = [self.basis(c, each.shape)].into_iter().filter(|_| each.has(2));
                let content = ClaimRepeated::new(story, self.claim(a)).basis(basis);
                with! { content,
                    by(self.actor(b)) if each.has(0);
                    in_report(self.report(d)) if each.has(1);
                    wording("in other words") if each.has(3);
                }
                dated!(self, each, content)
            }
            Kind::ClaimCorroborated => {
                let content = ClaimCorroborated::new(story, self.claim(a), [self.basis(c, each.shape)]);
                with! { content, by(self.actor(b)) if each.has(3); }
                dated!(self, each, content)
            }
            Kind::ClaimContradicted => {
                let content = ClaimContradicted::new(story, self.claim(a), [self.basis(c, each.shape)]);
                with! { content, by(self.actor(b)) if each.has(3); }
                dated!(self, each, content)
            }
            Kind::ClaimRetracted => {
                let content = ClaimRetracted::new(story, self.claim(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
            _ => {
                let content = DenialWithdrawn::new(story, self.denial(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
        }
    }

    pub(super) fn claim_made(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, d] = each.picks;
        let accused = [self.actor(a)].into_iter().filter(|_| each.has(0));
        let basis = [self.basis(c, each.shape / 2)].into_iter().filter(|_| each.has(2));
        let whole = self.names_claims().then(|| self.claim(d));
        let story = self.story(b / 2);
        let claim = slug(self.free(Sort::Claim, "claim"), ClaimId::new);
        let content = ClaimMade::new(story, claim, "what is alleged").accuses(accused).basis(basis);
        let content = match whole {
            Some(whole) if each.has(4) => content.part_of(whole),
            _ => content,
        };
        with! { content,
            by(self.actor(b)) if each.has(1);
            in_report(self.report(d)) if each.has(3);
            about(date(c)) if each.has(5);
            place("at the harbour") if each.has(6);
            lang("en") if each.has(7);
        }
        dated!(self, each, content)
    }

    fn names_claims(&self) -> bool {
        !self.standing(|event| event.kind() == Kind::ClaimMade).is_empty()
    }
}
