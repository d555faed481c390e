//! A filter gives the rows that a look at every row gives, and computes hardly any others.

use std::collections::BTreeSet;

use onrecord::views::{Actors, Claims, Origins, Silence, Timeline};
use onrecord::{ActorId, AsOf, ClaimId, Kind, Moment, Name, Record, Ref, Role, StoryId, Version};
use onrecord_query::{Filter, Query, QueryView};

use crate::sampled::{keys, record, some};

/// Rows that may be computed beside those that pass.
const SPARE: u64 = 1;

/// A view, with every row of it.
struct Asked<'r, P: QueryView> {
    record: &'r Record,
    projection: P,
    rows: Vec<Version<P::Key, P::Row>>,
}

impl<'r, P: QueryView> Asked<'r, P> {
    fn new(record: &'r Record, projection: P) -> Asked<'r, P> {
        let view = record.view(&projection);
        let rows = view.rows(view.head()).unwrap();
        Asked { record, projection, rows }
    }

    /// Checks the keys of a filtered query against those of the rows that `passes`, in the same order.
    fn check(&self, filter: Filter, passes: impl Fn(&Version<P::Key, P::Row>) -> bool) -> u64 {
        let expected: Vec<P::Key> =
            self.rows.iter().filter(|row| passes(row)).map(|row| row.key.clone()).collect();
        let query = Query { filter: filter.clone(), ..Query::default() };
        let (found, computed) = keys(self.record, &self.projection, &query);
        assert_eq!(found, expected, "{} with {filter:?}", P::NAME);
        computed - found.len() as u64
    }

    /// The same, and that hardly any other row was computed.
    fn check_counted(&self, filter: Filter, passes: impl Fn(&Version<P::Key, P::Row>) -> bool) {
        let spare = self.check(filter.clone(), passes);
        assert!(spare <= SPARE, "{}: {spare} other rows computed with {filter:?}", P::NAME);
    }
}

fn stories(record: &Record) -> Vec<StoryId<'static>> {
    let stories = some(record, Kind::StoryOpened, 3).into_iter();
    stories.map(|story| StoryId::new(story.slug().unwrap().to_owned()).unwrap()).collect()
}

fn actors(record: &Record) -> Vec<ActorId<'static>> {
    let actors = some(record, Kind::ActorIntroduced, 5).into_iter();
    actors.map(|actor| ActorId::new(actor.slug().unwrap().to_owned()).unwrap()).collect()
}

fn claims(record: &Record) -> Vec<ClaimId<'static>> {
    let claims = some(record, Kind::ClaimMade, 5).into_iter();
    claims.map(|claim| ClaimId::new(claim.slug().unwrap().to_owned()).unwrap()).collect()
}

/// Every name that goes on as this actor.
fn is_actor<'a>(at: &'a AsOf<'_>, actor: &ActorId<'_>) -> impl Fn(Name) -> bool + 'a {
    let actor = at.merged(at.name(&Ref::from(actor)).unwrap());
    move |name| at.merged(name) == actor
}

#[test]
fn one_story_looks_at_no_row_of_another() {
    // There is one story to five thousand events.
    for size in [500, 10_000] {
        let record = record(size);
        let (timeline, claims) = (Asked::new(&record, Timeline), Asked::new(&record, Claims));
        let (origins, actors) = (Asked::new(&record, Origins), Asked::new(&record, Actors));
        for story in stories(&record) {
            let filter = || Filter { story: Some(story.clone()), ..Filter::default() };
            timeline.check_counted(filter(), |row| row.row.story.as_ref() == Some(&story));
            claims.check_counted(filter(), |row| row.row.story.as_ref() == Some(&story));
            let at = AsOf::new(record.index(), Moment::known(record.head().position));
            let name = at.name(&Ref::from(&story)).unwrap();
            let in_story = |claim: &ClaimId<'_>| {
                let made = at.definition(at.name(&Ref::from(claim)).unwrap());
                made.unwrap().one(Role::Story) == Some(name)
            };
            origins.check_counted(filter(), |row| in_story(&row.row.claim));
            let acting: BTreeSet<Name> = at
                .acts()
                .filter(|act| act.one(Role::Story) == Some(name))
                .flat_map(|act| {
                    let asked = act.all(Role::Of).filter(move |_| act.kind() == Kind::CommentRequested);
                    let roles = [Role::By, Role::OnBehalfOf, Role::Accuses];
                    roles.into_iter().flat_map(move |role| act.all(role)).chain(asked)
                })
                .map(|actor| at.merged(actor))
                .collect();
            actors.check_counted(filter(), |row| {
                acting.contains(&at.name(&Ref::from(&row.row.actor)).unwrap())
            });
        }
    }
}

#[test]
fn one_actor_looks_at_no_row_of_others() {
    for size in [500, 1_500] {
        let record = record(size);
        let at = AsOf::new(record.index(), Moment::known(record.head().position));
        let (timeline, claims) = (Asked::new(&record, Timeline), Asked::new(&record, Claims));
        let every_actor = Asked::new(&record, Actors);
        for actor in actors(&record) {
            let filter = || Filter { actor: Some(actor.clone()), ..Filter::default() };
            let is_actor = is_actor(&at, &actor);
            timeline.check_counted(filter(), |row| {
                let act = at.act(row.row.position).unwrap();
                [Role::By, Role::OnBehalfOf].into_iter().flat_map(|role| act.all(role)).any(&is_actor)
            });
            claims.check_counted(filter(), |row| {
                let claim = at.name(&Ref::from(&row.row.claim)).unwrap();
                let repeated = at.mentions(claim, Role::Of).filter(|act| act.kind() == Kind::ClaimRepeated);
                let appearances = at.definition(claim).into_iter().chain(repeated);
                let parts = appearances.flat_map(|act| [Role::By, Role::Accuses].map(|role| act.all(role)));
                parts.flatten().any(&is_actor)
            });
            every_actor.check_counted(filter(), |row| row.row.actor == actor);
        }
    }
}

#[test]
fn one_claim_looks_at_what_concerns_it() {
    for size in [500, 1_500] {
        let record = record(size);
        for claim in claims(&record) {
            let filter = Filter { claim: Some(claim.clone()), ..Filter::default() };
            let (found, computed) = keys(&record, &Timeline, &Query { filter, ..Query::default() });

            assert_eq!(computed, found.len() as u64);
        }
    }
}

#[test]
fn silence_is_the_same_by_its_anchors_as_by_every_event() {
    let record = record(1_000);
    let silence = Asked::new(&record, Silence);
    silence.check(Filter::default(), |_| true);
    for actor in actors(&record) {
        let filter = Filter { actor: Some(actor.clone()), ..Filter::default() };
        silence.check(filter, |row| row.row.actor == actor);
    }
    for claim in claims(&record) {
        let filter = Filter { claim: Some(claim.clone()), ..Filter::default() };
        silence.check(filter, |row| row.row.claim == claim);
    }
}

#[test]
fn kinds_and_periods_are_decided_by_the_act() {
    let record = record(1_000);
    let timeline = Asked::new(&record, Timeline);
    let kinds = vec![Kind::DenialIssued, Kind::CommentRequested];
    timeline.check_counted(Filter { kinds: kinds.clone(), ..Filter::default() }, |row| {
        kinds.contains(&row.row.event)
    });
    let filter = Filter { period: Some("2020/2100".parse().unwrap()), ..Filter::default() };
    let (found, computed) = keys(&record, &Timeline, &Query { filter, ..Query::default() });
    assert_eq!(found.len() as u64, computed);
}

#[test]
fn a_view_refuses_a_filter_that_means_nothing_for_it() {
    let record = record(200);
    let filter = Filter { unanswered: true, ..Filter::default() };
    let refused = onrecord_query::Answer::new(&record, &Timeline, &Query { filter, ..Query::default() });
    let error = refused.err().unwrap().to_string();
    assert_eq!(
        error,
        "timeline cannot be filtered by unanswered; it can by story, actor, claim, kind, period"
    );
}
