//! What the views say of the rumour threads, against the threads themselves.
//!
//! `fixtures/rumours.jsonl` is the record that the example `rumour_threads` writes for `fixtures/rumours/threads.jsonl`.
//! Other files of the same form are checked with `RUMOURS` and `THREADS` set to their paths.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use std::collections::{BTreeMap, HashSet};
use std::fs;

use onrecord_core::{ClaimId, Event, Kind, Position, Role, read_line, validate};
use onrecord_index::{AsOf, Moment, RecordIndex};
use onrecord_projection::rows::Type;
use onrecord_projection::views::{Claims, Origins, Silence, Timeline};

use onrecord_projection::{Projection, Row, View};
use onrecord_when::{Edtf, latency};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Thread {
    thread: String,
    veracity: String,
    posts: Vec<Post>,
}

#[derive(Deserialize)]
struct Post {
    parent: Option<String>,
    time: String,
    stance: String,
}

impl Thread {
    fn claim(&self) -> ClaimId<'static> {
        format!("claim-{}", self.thread).parse().unwrap()
    }

    fn count(&self, stance: &str) -> usize {
        self.posts.iter().filter(|post| post.stance == stance).count()
    }
}

fn read(variable: &str, file: &str) -> String {
    let own = format!("{}/../../fixtures/{file}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(std::env::var(variable).unwrap_or(own)).unwrap()
}

fn threads() -> Vec<Thread> {
    read("THREADS", "rumours/threads.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn events() -> Vec<Event<'static>> {
    read("RUMOURS", "rumours.jsonl").lines().map(|line| read_line(line.as_bytes()).unwrap().event).collect()
}

fn graph(events: &[Event<'_>]) -> RecordIndex {
    let mut graph = RecordIndex::new();
    for event in events {
        validate(event, &graph).unwrap();
        graph.apply(event).unwrap();
    }
    graph
}

#[test]
fn stances_are_counted_exactly_for_every_thread() {
    let graph = graph(&events());
    let (claims, timeline) = (View::new(&graph, &Claims), View::new(&graph, &Timeline));
    let acts = timeline.rows(timeline.head()).unwrap();
    for thread in threads() {
        let story = format!("thread-{}", thread.thread);
        let of = |kind: Kind| {
            let own =
                acts.iter().filter(|row| row.row.story.as_ref().is_some_and(|own| own.as_str() == story));
            own.filter(|row| row.row.event == kind && row.row.by.is_some()).count()
        };
        let row = claims.row(&thread.claim(), claims.head()).unwrap().unwrap().row;
        let supports = row.appeared.iter().filter(|appeared| appeared.by.is_some()).count();
        let denials = row.responses.iter().filter(|answer| answer.kind.is_denial()).count();
        let queries: usize = row.parties.iter().map(|party| party.requests.len()).sum();
        assert_eq!(supports, thread.count("support"), "{story}");
        assert_eq!(denials, thread.count("deny"), "{story}");
        assert_eq!(queries, thread.count("query"), "{story}");
        assert_eq!(of(Kind::StatementMade), thread.count("comment"), "{story}");
        assert_eq!(row.verdicts[0].rating, thread.veracity, "{story}");
    }
}

#[test]
fn the_time_from_the_first_post_to_the_first_denial_is_exact() {
    let graph = graph(&events());
    let (claims, timeline) = (View::new(&graph, &Claims), View::new(&graph, &Timeline));
    let bounds = |position: Position| {
        *timeline.row(&position, timeline.head()).unwrap().unwrap().row.said.unwrap().bounds()
    };
    let mut denied = 0;
    for thread in threads() {
        let row = claims.row(&thread.claim(), claims.head()).unwrap().unwrap().row;
        let first = row.responses.iter().find(|answer| answer.kind.is_denial());
        let opened = &thread.posts.iter().find(|post| post.parent.is_none()).unwrap().time;
        let denials =
            thread.posts.iter().filter(|post| post.stance == "deny").map(|post| seconds(&post.time));
        let expected = denials.min().map(|denial| denial - seconds(opened));
        let opening = opened.parse::<Edtf>().unwrap().bounds();
        let took = first.map(|answer| latency(&opening, &bounds(answer.position)).unwrap());
        let took = took.map(|took| {
            assert_eq!(took.at_least, took.at_most, "{}: exact", thread.thread);
            took.at_least.unwrap().to_string()
        });
        assert_eq!(took, expected.map(duration), "{}", thread.thread);
        denied += usize::from(expected.is_some());
    }
    assert!(denied > 0);
}

/// Seconds since 1970 of `YYYY-MM-DDThh:mm:ssZ`.
fn seconds(time: &str) -> i64 {
    let number = |range: std::ops::Range<usize>| time[range].parse::<i64>().unwrap();
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let (year_of_era, month_of_era) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year_of_era + year_of_era / 4 - year_of_era / 100
        + year_of_era / 400
        + (153 * month_of_era + 2) / 5
        + day
        - 719_469;
    days * 86_400 + number(11..13) * 3_600 + number(14..16) * 60 + number(17..19)
}

/// Seconds as an ISO 8601 duration, in the form that latencies have.
fn duration(seconds: i64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let mut text = String::from("P");
    if days > 0 {
        text += &format!("{days}D");
    }
    if rest > 0 || days == 0 {
        text += "T";
        for (count, unit) in [(rest / 3_600, 'H'), (rest / 60 % 60, 'M')] {
            if count > 0 {
                text += &format!("{count}{unit}");
            }
        }
        if rest % 60 > 0 || rest == 0 {
            text += &format!("{}S", rest % 60);
        }
    }
    text
}

#[test]
fn the_view_as_of_each_event_of_three_threads_is_the_fold_of_its_prefix() {
    let events = events();
    let stories = threads().into_iter().take(3).map(|thread| format!("thread-{}", thread.thread));
    let stories: Vec<String> = stories.collect();
    let whole = graph(&events);
    let own = View::new(&whole, &Timeline);
    let last = own.rows(own.head()).unwrap().into_iter().filter(|row| {
        row.row.story.as_ref().is_some_and(|story| stories.iter().any(|own| own == story.as_str()))
    });
    let last = last.map(|row| row.row.position.get()).max().unwrap();
    let mut prefix = RecordIndex::new();
    for (number, event) in (1..=last).zip(&events) {
        prefix.apply(event).unwrap();
        same_rows(&whole, &prefix, &Claims, number);
        same_rows(&whole, &prefix, &Silence, number);
    }
}

fn same_rows<P: Projection>(whole: &RecordIndex, prefix: &RecordIndex, projection: &P, number: u64) {
    let as_of = View::new(whole, projection).rows(Moment::known(number)).unwrap();
    assert_eq!(
        as_of,
        View::new(prefix, projection).rows(Moment::known(number)).unwrap(),
        "{} at {number}",
        P::NAME
    );
}

#[test]
fn five_orders_of_arrival_give_the_same_views() {
    let events = events();
    let expected = views(&events);
    for seed in 1..=5 {
        let shuffled = shuffled(&events, seed);
        assert_ne!(shuffled, events);
        assert!(views(&shuffled) == expected, "in the order of seed {seed}");
    }
}

/// The events in another order, each after those it refers to.
fn shuffled(events: &[Event<'static>], seed: u64) -> Vec<Event<'static>> {
    let names = |event: &Event<'static>, brings_in: bool| -> Vec<String> {
        let references = event.references().into_iter();
        let wanted = references.filter(|(role, _)| (*role == Role::Defines) == brings_in);
        wanted.map(|(_, name)| name.to_string()).collect()
    };
    let mut state = seed;
    let mut left = events.to_vec();
    let mut known: HashSet<String> = HashSet::new();
    let mut order = Vec::new();
    while !left.is_empty() {
        let ready = |event: &Event<'static>| names(event, false).iter().all(|name| known.contains(name));
        let ready: Vec<usize> = (0..left.len()).filter(|index| ready(&left[*index])).collect();
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let next = left.remove(ready[(state >> 33) as usize % ready.len()]);
        known.extend(names(&next, true));
        order.push(next);
    }
    order
}

/// Every row of three views, with ids in the place of positions.
fn views(events: &[Event<'_>]) -> BTreeMap<String, String> {
    let graph = graph(events);
    let mut views = BTreeMap::new();
    placeless(&graph, &Claims, &mut views);
    placeless(&graph, &Origins, &mut views);
    placeless(&graph, &Silence, &mut views);
    views
}

fn placeless<P: Projection>(graph: &RecordIndex, projection: &P, views: &mut BTreeMap<String, String>) {
    let view = View::new(graph, projection);
    let at = AsOf::new(graph, view.head());
    let id = |number: u64| at.act(Position::new(number).unwrap()).unwrap().id().to_string();
    for row in view.rows(view.head()).unwrap() {
        let value = placed(serde_json::to_value(&row.row).unwrap(), &Type::Nested(P::Row::SCHEMA), &id);
        views.insert(format!("{} {:?}", P::NAME, row.key), value.to_string());
    }
}

fn placed(value: Value, is: &Type, id: &impl Fn(u64) -> String) -> Value {
    match (is, value) {
        (Type::Position | Type::TextOf, Value::Number(number)) => Value::String(id(number.as_u64().unwrap())),
        (Type::Optional(is), value) if !value.is_null() => placed(value, is, id),
        (Type::List(is), Value::Array(items)) => {
            let mut items: Vec<Value> = items.into_iter().map(|item| placed(item, is, id)).collect();
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        (Type::Nested(columns), Value::Object(mut fields)) => {
            for column in *columns {
                let field = fields.get_mut(column.name).unwrap();
                *field = placed(field.take(), &column.is, id);
            }
            Value::Object(fields)
        }
        (_, other) => other,
    }
}
