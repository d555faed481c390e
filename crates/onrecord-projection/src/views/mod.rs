//! The built-in views. Each is a projection like any an embedder may write.

mod above;
mod actors;
mod alleged;
mod answers;
mod claims;
mod components;
mod contradictions;
mod evidence;
mod facts;
mod ground;
mod involved;
mod ledger;
mod origins;
mod parties;
mod reach;
mod reasons;
mod said;
mod silence;
mod spoken;
mod timeline;

pub use actors::{ActorRow, Actors, Did};
pub use answers::{Answer, AnswerKind, Coverage};
pub use claims::{
    Appearances, Appeared, ClaimRow, Claims, First, FoundBy, Graded, HEADLINES, HEADLINES_VERSION, Headline,
    HeadlineRule, Investigation, Judged, Part, ReachedBy, Related, RelationTo, Standing, Verdict,
};
pub use contradictions::{SelfContradiction, SelfContradictionKind};
pub use evidence::{BearingOn, Bears, Found};
pub use facts::{Fact, Facts};
pub use ground::{Befell, Fate};
pub use ledger::{Body, Ledger, LedgerRow};
pub use origins::{OriginCount, OriginRow, Origins};
pub use parties::{Party, PartyState, Reply, Request};
pub use said::{Said, Took};
pub use silence::{Owed, Silence, SilenceRow};
pub use timeline::{Timeline, TimelineRow};

use std::collections::BTreeSet;

use onrecord_core::{ActorId, ClaimId, Kind, Ref, Role, StoryId};
use onrecord_index::{Act, AsOf, Name};

use crate::registry::{AnyView, ViewVisitor};
use crate::rows::BasisRef;

/// The list of the built-in views; there is no other.
macro_rules! built_in {
    ($($View:ident)*) => {
        /// The built-in views.
        pub const ALL: &[&dyn AnyView] = &[$(&$View),*];

        /// Shows `visitor` each of them with its type.
        pub fn visit(visitor: &mut impl ViewVisitor) {
            $(visitor.view($View);)*
        }
    };
}

built_in! { Timeline Claims Ledger Actors Silence Origins }

/// The built-in view of this name.
pub fn by_name(name: &str) -> Option<&'static dyn AnyView> {
    ALL.iter().copied().find(|view| view.name() == name)
}

/// The slug of a claim; `None` where the name is of another sort.
fn claim_id(at: &AsOf<'_>, name: Name) -> Option<ClaimId<'static>> {
    match at.reference(name)? {
        Ref::Claim(id) => Some(id.into_owned()),
        _ => None,
    }
}

/// The slugs of claims, as the record has them in which `acts` are seen.
fn claim_ids(acts: &[Act<'_>], claims: BTreeSet<Name>) -> BTreeSet<ClaimId<'static>> {
    let Some(at) = acts.first().map(Act::record) else { return BTreeSet::new() };
    claims.into_iter().filter_map(|claim| claim_id(at, claim)).collect()
}

/// The claim that an act makes for the first time, if it makes one.
fn claim_made(act: &Act<'_>) -> Option<ClaimId<'static>> {
    let made = act.one(Role::Defines).filter(|_| act.kind() == Kind::ClaimMade);
    made.and_then(|claim| claim_id(act.record(), claim))
}

/// The slug of an actor; `None` where the name is of another sort.
fn actor_id(at: &AsOf<'_>, name: Name) -> Option<ActorId<'static>> {
    match at.reference(name)? {
        Ref::Actor(id) => Some(id.into_owned()),
        _ => None,
    }
}

/// The slug of a story; `None` where the name is of another sort.
fn story_id(at: &AsOf<'_>, name: Name) -> Option<StoryId<'static>> {
    match at.reference(name)? {
        Ref::Story(id) => Some(id.into_owned()),
        _ => None,
    }
}

/// What a name stands for; `None` for a source that is not stated.
fn reference(at: &AsOf<'_>, name: Name) -> Option<Ref<'static>> {
    at.reference(name).map(Ref::into_owned)
}

/// The same, where something rests on it.
fn basis(at: &AsOf<'_>, name: Name) -> BasisRef {
    reference(at, name).map_or(BasisRef::Unstated, BasisRef::Stated)
}
