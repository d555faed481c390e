//! Stories, actors and claims, which come in evenly over the whole record, each before anything refers to it.

use onrecord_core::{
    ActorId, ActorIntroduced, ActorKind, Basis, ClaimId, ClaimMade, Content, StoryId, StoryOpened,
};

use crate::newsroom::{Claim, Newsroom, Recent, Story};
use crate::text::{place, text};

impl Newsroom {
    /// What is due to come in at this place in the record, if anything.
    pub(crate) fn opening(&mut self) -> Option<Content<'static>> {
        let scale = self.scale;
        if self.is_due(self.stories.len(), scale.stories) {
            return Some(self.story_opened());
        }
        if self.is_due(self.actors.len(), scale.actors) {
            return Some(self.actor_introduced());
        }
        self.is_due(self.claims.len(), scale.claims).then(|| self.claim_made())
    }

    fn is_due(&self, so_far: usize, total: u64) -> bool {
        let due = (u128::from(total) * u128::from(self.made + 1)).div_ceil(u128::from(self.scale.events));
        (so_far as u128) < due
    }

    fn story_opened(&mut self) -> Content<'static> {
        let number = self.stories.len();
        let id = slug(format!("{}-affair-{number}", place(number)), StoryId::new);
        self.stories.push(Story { id: id.clone(), reports: Recent::default() });
        StoryOpened::new(id, text(&mut self.random)).into()
    }

    fn actor_introduced(&mut self) -> Content<'static> {
        const WORDS: [(&str, ActorKind); 8] = [
            ("herald", ActorKind::Outlet),
            ("wire", ActorKind::Agency),
            ("ministry", ActorKind::Government),
            ("spokeswoman", ActorKind::Person),
            ("lines", ActorKind::Organisation),
            ("observer", ActorKind::Account),
            ("minister", ActorKind::Person),
            ("residents", ActorKind::Group),
        ];
        let number = self.actors.len();
        let (word, kind) = WORDS[number % WORDS.len()];
        let place = place(number / WORDS.len());
        let actor = slug(format!("{place}-{word}-{number}"), ActorId::new);
        let introduced = ActorIntroduced::new(actor.clone(), format!("{place} {word} {number}"), kind);
        let speaks = kind == ActorKind::Person && number > 0;
        let introduced = if speaks { introduced.speaks_for(self.actor()) } else { introduced };
        self.actors.push(actor);
        introduced.into()
    }

    fn claim_made(&mut self) -> Content<'static> {
        let number = self.claims.len();
        let story = self.random.below(self.stories.len());
        let accused = self.random.below(self.actors.len());
        let id = slug(format!("{}-claim-{number}", place(story)), ClaimId::new);
        let carrier = self.report(story);
        let anchor = carrier.as_ref().map(|report| report.id.clone());
        let said = self.calendar.said(&mut self.random, anchor.as_ref());
        let by = carrier.as_ref().map_or_else(|| self.actor(), |report| report.by.clone());
        let mut made = ClaimMade::new(self.story(story), id.clone(), text(&mut self.random)).by(by);
        made.said = said;
        made.in_report = anchor.map(Into::into);
        made.basis.extend(self.random.chance(300).then_some(Basis::Unstated));
        if self.random.chance(700) {
            made.accuses.extend([self.actors[accused].clone()]);
        }
        if number > 0 && self.random.chance(150) {
            let whole = self.claim();
            made.part_of = (whole.story == story).then(|| whole.id.into());
        }
        self.claims.push(Claim { id, story, accused });
        made.into()
    }
}

/// Makes a slug of lower-case letters, digits and hyphens, which never fails.
pub(crate) fn slug<T, E>(text: String, new: impl FnOnce(String) -> Result<T, E>) -> T {
    new(text).unwrap_or_else(|_| unreachable!("letters, digits and hyphens are a slug"))
}
