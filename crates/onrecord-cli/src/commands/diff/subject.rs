//! What a row is the row of, in words.

use onrecord::{ActorId, ClaimId, Position, Ref};

use crate::commands::history::event_line;
use crate::texts::Texts;

/// A key of a view, as the subject of a sentence.
pub(crate) trait Subject {
    /// Whether the row is an event itself, and so tells what made it.
    const IS_EVENT: bool = false;

    /// It in words.
    fn subject(&self, texts: &Texts) -> String;

    /// The event that it is, if it is one.
    fn event(&self) -> Option<Position> {
        None
    }

    /// What it names.
    fn references(&self) -> Vec<Ref<'static>> {
        Vec::new()
    }
}

impl Subject for Position {
    const IS_EVENT: bool = true;

    fn subject(&self, texts: &Texts) -> String {
        event_line(texts, *self)
    }

    fn event(&self) -> Option<Position> {
        Some(*self)
    }
}

impl Subject for ClaimId<'static> {
    fn subject(&self, texts: &Texts) -> String {
        format!("{} [{self}]", texts.claim(self))
    }

    fn references(&self) -> Vec<Ref<'static>> {
        vec![Ref::Claim(self.clone())]
    }
}

impl Subject for ActorId<'static> {
    fn subject(&self, texts: &Texts) -> String {
        format!("{} [{self}]", texts.actor(self))
    }

    fn references(&self) -> Vec<Ref<'static>> {
        vec![Ref::Actor(self.clone())]
    }
}

impl Subject for (ClaimId<'static>, ActorId<'static>) {
    fn subject(&self, texts: &Texts) -> String {
        let (claim, actor) = self;
        format!("{} has not answered: {} [{claim}]", texts.actor(actor), texts.claim(claim))
    }

    fn references(&self) -> Vec<Ref<'static>> {
        vec![Ref::Claim(self.0.clone()), Ref::Actor(self.1.clone())]
    }
}
