//! How the claims are asked: a story and an actor lead to the events that made the claims; the headline is known from the
//! row alone.

use std::collections::BTreeSet;

use onrecord::views::{ClaimRow, Claims};
use onrecord::{AsOf, ClaimId, Kind, Name, Position, Role};

use super::{QueryView, definition, intersection, named};
use crate::query::{Filter, FilterPart};

impl QueryView for Claims {
    const FILTERS: &'static [FilterPart] = &[
        FilterPart::Story,
        FilterPart::Headlines,
        FilterPart::Actor,
        FilterPart::Claim,
        FilterPart::Unanswered,
    ];

    fn anchors(filter: &Filter, at: &AsOf<'_>) -> Option<BTreeSet<Position>> {
        anchors(filter, at)
    }

    fn anchor_of(key: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Position> {
        anchor_of(key, at)
    }

    fn admits(filter: &Filter, row: &ClaimRow) -> bool {
        let headline = row.headline.as_str();
        (filter.headlines.is_empty() || filter.headlines.iter().any(|word| word == headline))
            && (!filter.unanswered || !row.unanswered_by.is_empty())
    }
}

/// The events that made the claims of a story, those that an actor made or repeated or that accuse it, or one claim.
pub(super) fn anchors(filter: &Filter, at: &AsOf<'_>) -> Option<BTreeSet<Position>> {
    let story = filter.story.as_ref().map(|story| {
        let story = named(story, at).into_iter();
        story.flat_map(|story| made_in(at, story)).collect()
    });
    let actor = filter.actor.as_ref().map(|actor| {
        let names = named(actor, at).into_iter().flat_map(|actor| at.all_names(actor));
        names.flat_map(|name| of_actor(at, name)).collect()
    });
    let claim = filter.claim.as_ref().map(|claim| anchor_of(claim, at).into_iter().collect());
    intersection([story, actor, claim])
}

pub(super) fn anchor_of(claim: &ClaimId<'_>, at: &AsOf<'_>) -> Option<Position> {
    named(claim, at).and_then(|claim| definition(at, claim))
}

fn made_in(at: &AsOf<'_>, story: Name) -> Vec<Position> {
    let made = at.mentions_where(story, Role::Story, |act| act.kind() == Kind::ClaimMade);
    made.map(|act| act.position()).collect()
}

/// The events that made the claims in which an actor has a part under one of its names.
fn of_actor(at: &AsOf<'_>, name: Name) -> Vec<Position> {
    let alleged = at.mentions(name, Role::By).filter_map(|act| act.alleges());
    let made = alleged.filter_map(|claim| definition(at, claim));
    made.chain(at.mentions(name, Role::Accuses).map(|act| act.position())).collect()
}
