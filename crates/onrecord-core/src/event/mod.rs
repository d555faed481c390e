//! Immutable events: an identity, and what it says.

mod attachments;
mod kinds;
mod list;
mod own;
mod table;
mod visit;
mod words;

pub use attachments::{Archived, BearsOn, Sha256, Sha256Error};
pub(crate) use kinds::kinds;
pub use kinds::*;
pub use list::List;
pub(crate) use own::Own;
pub(crate) use table::kind_types;
pub use visit::{Role, TimeRole, Visitor};
pub use words::*;

use crate::id::EventId;
use crate::reference::Ref;
use crate::slug::{ActorId, StoryId};
use crate::when::When;

/// One immutable event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event<'a> {
    /// What makes it this event and no other.
    pub id: EventId,
    /// What it says.
    pub content: Content<'a>,
}

impl<'a> Event<'a> {
    /// An event with an id of its own.
    pub fn new(id: EventId, content: impl Into<Content<'a>>) -> Self {
        Event { id, content: content.into() }
    }

    /// Which kind of event this is.
    pub const fn kind(&self) -> Kind {
        self.content.kind()
    }

    /// The story it belongs to; `None` for a note on an actor. A story belongs to itself.
    pub fn story(&self) -> Option<StoryId<'_>> {
        self.first(|role, to| match (role, to) {
            (Role::Story | Role::Defines, Ref::Story(story)) => Some(story),
            _ => None,
        })
    }

    /// Who acted, where somebody did and is known.
    pub fn by(&self) -> Option<ActorId<'_>> {
        self.first(|role, to| match (role, to) {
            (Role::By, Ref::Actor(actor)) => Some(actor),
            _ => None,
        })
    }

    /// What it brings into the record under a name, if anything.
    pub fn defines(&self) -> Option<Ref<'_>> {
        self.first(|role, to| (role == Role::Defines).then_some(to))
    }

    /// When the act took place, where that was said.
    pub fn said(&self) -> Option<&When<'_>> {
        struct Said<'e>(Option<&'e When<'e>>);
        impl<'e> Visitor<'e> for Said<'e> {
            fn time(&mut self, clock: TimeRole, when: &'e When<'e>) {
                if clock == TimeRole::Said {
                    self.0 = Some(when);
                }
            }
        }
        let mut said = Said(None);
        self.content.visit(&mut said);
        said.0
    }

    /// Every reference it makes, with the capacity, in the order of its fields.
    pub fn references(&self) -> Vec<(Role, Ref<'_>)> {
        struct All<'e>(Vec<(Role, Ref<'e>)>);
        impl<'e> Visitor<'e> for All<'e> {
            fn reference(&mut self, role: Role, to: Ref<'e>) {
                self.0.push((role, to));
            }
        }
        let mut all = All(Vec::new());
        self.content.visit(&mut all);
        all.0
    }

    /// The same, owning its text.
    pub fn into_owned(self) -> Event<'static> {
        Event { id: self.id, content: self.content.into_owned() }
    }

    fn first<'e, T>(&'e self, pick: impl Fn(Role, Ref<'e>) -> Option<T>) -> Option<T> {
        struct First<T, F> {
            pick: F,
            found: Option<T>,
        }
        impl<'e, T, F: Fn(Role, Ref<'e>) -> Option<T>> Visitor<'e> for First<T, F> {
            fn reference(&mut self, role: Role, to: Ref<'e>) {
                if self.found.is_none() {
                    self.found = (self.pick)(role, to);
                }
            }
        }
        let mut first = First { pick, found: None };
        self.content.visit(&mut first);
        first.found
    }
}
