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
mod origins;
mod parties;
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
pub use origins::{OriginCount, OriginRow, Origins};
pub use parties::{Party, PartyState, Reply, Request};
pub use said::{Said, Took};
pub use silence::{Owed, Silence, SilenceRow};
pub use timeline::{Timeline, TimelineRow};

use onrecord_core::{ActorId, ClaimId, Kind, Ref, Role, StoryId};
use onrecord_index::{Act, AsOf, Name};

/// The slug of a claim; `None` where the name is of another sort.
fn claim_id(at: &AsOf<'_>, name: Name) -> Option<ClaimId<'static>> {
    match at.reference(name)? {
        Ref::Claim(id) => Some(id.into_owned()),
        _ => None,
    }
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

/// A name as `sort:slug`, or `unstated`.
fn text(at: &AsOf<'_>, name: Name) -> String {
    let Some(named) = at.reference(name) else { return "unstated".to_owned() };
    match named.slug() {
        // Rows hold many of these: each is made in one piece.
        Some(slug) => [named.sort().as_str(), ":", slug].concat(),
        None => named.to_string(),
    }
}
