//! How the actors are asked: a story leads to those who acted in it, or were accused or asked in it.

use std::collections::BTreeSet;

use onrecord::views::Actors;
use onrecord::{ActorId, AsOf, Kind, Name, Position, Role};

use super::{QueryView, definition, intersection, named};
use crate::query::{Filter, FilterPart};

impl QueryView for Actors {
    const FILTERS: &'static [FilterPart] = &[FilterPart::Actor, FilterPart::Story];

    fn anchors(filter: &Filter, at: &AsOf<'_>) -> Option<BTreeSet<Position>> {
        let actor = filter.actor.as_ref().map(|actor| Self::anchor_of(actor, at).into_iter().collect());
        let story = filter.story.as_ref().map(|story| {
            let actors = named(story, at).into_iter().flat_map(|story| acting_in(at, story));
            actors.filter_map(|actor| definition(at, actor)).collect()
        });
        intersection([actor, story])
    }

    fn anchor_of(key: &ActorId<'static>, at: &AsOf<'_>) -> Option<Position> {
        named(key, at).and_then(|actor| definition(at, actor))
    }
}

/// Those who did something in a story, on whose behalf it was done, and who were accused or asked in it, each under the
/// name that goes on.
fn acting_in(at: &AsOf<'_>, story: Name) -> BTreeSet<Name> {
    let mut actors = BTreeSet::new();
    for act in at.mentions(story, Role::Story) {
        let asked = act.all(Role::Of).filter(|_| act.kind() == Kind::CommentRequested);
        let acting = [Role::By, Role::OnBehalfOf, Role::Accuses].into_iter().flat_map(|role| act.all(role));
        actors.extend(acting.chain(asked).map(|name| at.merged(name)));
    }
    actors
}
