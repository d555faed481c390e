//! How the silence is asked: every row is anchored by the claim that was not answered.

use std::collections::BTreeSet;

use onrecord::views::{Claims, Silence, SilenceRow};
use onrecord::{Act, ActorId, AsOf, ClaimId, Kind, Name, Position, Projection, Ref, Role, Version};

use super::{QueryView, claims, definition, intersection, named};
use crate::query::{Filter, FilterPart};

type Key = (ClaimId<'static>, ActorId<'static>);

impl QueryView for Silence {
    const FILTERS: &'static [FilterPart] = &[FilterPart::Actor, FilterPart::Claim, FilterPart::Story];

    fn anchors(filter: &Filter, at: &AsOf<'_>) -> Option<BTreeSet<Position>> {
        let actor = filter.actor.as_ref().map(|actor| {
            let names = named(actor, at).into_iter().flat_map(|actor| at.all_names(actor));
            names.flat_map(|name| owing_of(at, name)).collect()
        });
        // A claim and a story lead to the same events as for the claims themselves.
        let claims = claims::anchors(&Filter { actor: None, ..filter.clone() }, at);
        intersection([actor, claims])
    }

    fn keys_at(&self, act: &Act<'_>, filter: &Filter) -> Vec<Key> {
        let (Some(made), Some(claim)) = (Claims.keys(act).pop(), act.one(Role::Defines)) else {
            return Vec::new();
        };
        let wanted = |actor: &ActorId<'_>| filter.actor.as_ref().is_none_or(|wanted| wanted == actor);
        let owing =
            owing(act, claim).into_iter().filter_map(|actor| match act.record().reference(actor)? {
                Ref::Actor(actor) => Some(actor.into_owned()),
                _ => None,
            });
        let mut keys: Vec<Key> = owing.filter(wanted).map(|actor| (made.clone(), actor)).collect();
        keys.sort_unstable();
        keys
    }

    fn anchor_of((claim, _): &Key, at: &AsOf<'_>) -> Option<Position> {
        claims::anchor_of(claim, at)
    }

    fn texts(row: &Version<Key, SilenceRow>) -> Vec<Position> {
        vec![row.row.position]
    }
}

/// Those who may owe an answer to the claim that `made` made: who is accused, and who was asked about it or about a report
/// that carried it.
fn owing(made: &Act<'_>, claim: Name) -> BTreeSet<Name> {
    let at = made.record();
    let repeated = at.mentions_where(claim, Role::Of, |act| act.kind() == Kind::ClaimRepeated);
    let carriers: BTreeSet<Name> =
        [*made].into_iter().chain(repeated).filter_map(|act| act.one(Role::In)).collect();
    let subjects = carriers.into_iter().chain([claim]);
    let requests = subjects.flat_map(|subject| {
        at.mentions_where(subject, Role::Concerns, |act| act.kind() == Kind::CommentRequested)
    });
    let asked = requests.flat_map(|request| request.all(Role::Of));
    made.all(Role::Accuses).chain(asked).map(|actor| at.merged(actor)).collect()
}

/// The events that made the claims to which an actor may owe an answer under one of its names.
fn owing_of(at: &AsOf<'_>, name: Name) -> BTreeSet<Position> {
    let requests = at.mentions_where(name, Role::Of, |act| act.kind() == Kind::CommentRequested);
    let subjects: BTreeSet<Name> = requests.flat_map(|request| request.all(Role::Concerns)).collect();
    let asked = subjects.into_iter().flat_map(|subject| claims_of(at, subject));
    let asked = asked.filter_map(|claim| definition(at, claim));
    at.mentions(name, Role::Accuses).map(|act| act.position()).chain(asked).collect()
}

/// The claims that a question is about: the one it names, or those that the report it names carried.
fn claims_of(at: &AsOf<'_>, subject: Name) -> BTreeSet<Name> {
    if matches!(at.reference(subject), Some(Ref::Claim(_))) {
        return BTreeSet::from([subject]);
    }
    at.mentions(subject, Role::In).filter_map(|act| act.alleges()).collect()
}
