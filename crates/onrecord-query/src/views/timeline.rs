//! How the timeline is asked: every part of its filter is decided by the act, so that only rows that pass are computed.

use std::collections::BTreeSet;

use onrecord::views::{Timeline, TimelineRow};
use onrecord::when::{Relation, relate};
use onrecord::{Act, AsOf, Name, Position, Role, Version};

use super::{QueryView, intersection, named};
use crate::query::{Filter, FilterPart, SortBy};

impl QueryView for Timeline {
    const FILTERS: &'static [FilterPart] =
        &[FilterPart::Story, FilterPart::Actor, FilterPart::Claim, FilterPart::Kinds, FilterPart::Period];
    const SORT: SortBy = SortBy::Time;
    const IS_OF_ACTS: bool = true;

    fn anchors(filter: &Filter, at: &AsOf<'_>) -> Option<BTreeSet<Position>> {
        let found = |name: Option<Name>, of: fn(&AsOf<'_>, Name) -> BTreeSet<Position>| {
            name.map_or_else(BTreeSet::new, |name| of(at, name))
        };
        let story = filter.story.as_ref().map(|story| found(named(story, at), in_story));
        let actor = filter.actor.as_ref().map(|actor| found(named(actor, at), by_actor));
        let claim = filter.claim.as_ref().map(|claim| found(named(claim, at), concerning));
        intersection([story, actor, claim])
    }

    fn keys_at(&self, act: &Act<'_>, filter: &Filter) -> Vec<Position> {
        let wanted = filter.kinds.is_empty() || filter.kinds.contains(&act.kind());
        if wanted && is_within(act, filter) { vec![act.position()] } else { Vec::new() }
    }

    fn anchor_of(key: &Position, at: &AsOf<'_>) -> Option<Position> {
        at.act(*key).map(|act| act.position())
    }

    fn texts(row: &Version<Position, TimelineRow>) -> Vec<Position> {
        vec![row.row.position]
    }
}

/// The events of a story, the one that opened it included.
fn in_story(at: &AsOf<'_>, story: Name) -> BTreeSet<Position> {
    let events = [Role::Defines, Role::Story].into_iter().flat_map(|role| at.mentions(story, role));
    events.map(|act| act.position()).collect()
}

/// What an actor did under any of its names, and what was done on its behalf.
fn by_actor(at: &AsOf<'_>, actor: Name) -> BTreeSet<Position> {
    let names = at.all_names(actor).into_iter();
    let acts = names.flat_map(|name| {
        [Role::By, Role::OnBehalfOf].into_iter().flat_map(move |role| at.mentions(name, role))
    });
    acts.map(|act| act.position()).collect()
}

/// The events that mention the claim, and the answers to the reports that carried it.
fn concerning(at: &AsOf<'_>, claim: Name) -> BTreeSet<Position> {
    let mentions: Vec<_> = Role::ALL.iter().flat_map(|role| at.mentions(claim, *role)).collect();
    let alleged = mentions.iter().filter(|act| act.alleges().is_some());
    let own = alleged.filter(|act| act.one(Role::PartOf) != Some(claim));
    let carriers: BTreeSet<Name> = own.filter_map(|act| act.one(Role::In)).collect();
    let about = [Role::Answers, Role::Concerns];
    let answers =
        carriers.iter().flat_map(|report| about.iter().flat_map(|role| at.mentions(*report, *role)));
    mentions.iter().copied().chain(answers).map(|act| act.position()).collect()
}

/// Whether an act may have taken place within the period. A note has no date, and lies in no period.
fn is_within(act: &Act<'_>, filter: &Filter) -> bool {
    let Filter { from, until, period, .. } = filter;
    let (from, until) = (from.as_ref().or(period.as_ref()), until.as_ref().or(period.as_ref()));
    if from.is_none() && until.is_none() {
        return true;
    }
    let bounds = act.dated().bounds();
    act.is_act()
        && from.is_none_or(|from| relate(&bounds, &from.bounds()).0 != Relation::Before)
        && until.is_none_or(|until| relate(&bounds, &until.bounds()).0 != Relation::After)
}
