//! How the claims are asked: a story and an actor lead to the events that made the claims; the headline is known from the
//! row alone.

use std::collections::BTreeSet;

use onrecord::views::{ClaimRow, Claims};
use onrecord::{Act, AsOf, ClaimId, Kind, Name, Position, Ref, Role};

use super::{QueryView, all_names, definition, intersection, named};
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

    fn keys_at(act: &Act<'_>, _filter: &Filter) -> Vec<ClaimId<'static>> {
        made(act).into_iter().collect()
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
        let names = named(actor, at).into_iter().flat_map(|actor| all_names(at, actor));
        names.flat_map(|name| of_actor(at, name)).collect()
    });
    let claim = filter.claim.as_ref().map(|claim| anchor_of(claim, at).into_iter().collect());
    intersection([story, actor, claim])
}

pub(super) fn anchor_of(claim: &ClaimId<'_>, at: &AsOf<'_>) -> Option<Position> {
    named(claim, at).and_then(|claim| definition(at, claim))
}

/// The claim that an act made for the first time, if it made one.
pub(super) fn made(act: &Act<'_>) -> Option<ClaimId<'static>> {
    let made = act.one(Role::Defines).filter(|_| act.kind() == Kind::ClaimMade);
    match made.and_then(|claim| act.record().reference(claim))? {
        Ref::Claim(claim) => Some(claim.into_owned()),
        _ => None,
    }
}

fn made_in(at: &AsOf<'_>, story: Name) -> Vec<Position> {
    let made = at.mentions_where(story, Role::Story, |act| act.kind() == Kind::ClaimMade);
    made.map(|act| act.position()).collect()
}

/// The events that made the claims in which an actor has a part under one of its names.
fn of_actor(at: &AsOf<'_>, name: Name) -> Vec<Position> {
    let own = at.mentions(name, Role::By).filter_map(|act| match act.kind() {
        Kind::ClaimMade => Some(act.position()),
        Kind::ClaimRepeated => act.one(Role::Of).and_then(|claim| definition(at, claim)),
        _ => None,
    });
    own.chain(at.mentions(name, Role::Accuses).map(|act| act.position())).collect()
}
