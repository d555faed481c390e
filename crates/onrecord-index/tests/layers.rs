//! Layers: however a graph grew, was cloned, cut back and reopened, it answers as one that was folded in one go; and a
//! clone goes on answering what it answered.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use onrecord_core::{Event, Holdings, Position, Ref, Role};
use onrecord_index::{AsOf, Moment, RecordIndex, Snapshot};
use onrecord_testkit::sample::Sample;
use onrecord_testkit::{Law, Run, Violation, strategy};
use proptest::collection::vec;
use proptest::prelude::*;

const COMMIT: [u8; 32] = [7; 32];

/// What is done to a graph.
#[derive(Clone, Debug)]
enum Step {
    /// So many events are applied.
    Apply(usize),
    /// A clone is kept.
    Keep,
    /// One of the clones is dropped.
    Drop(usize),
    /// So many events are taken back.
    TakeBack(usize),
    /// The graph is saved, and the one that is opened from that goes on.
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (1..6_usize).prop_map(Step::Apply),
        5 => Just(Step::Keep),
        3 => (0..8_usize).prop_map(Step::Drop),
        2 => (1..9_usize).prop_map(Step::TakeBack),
        1 => Just(Step::Reopen),
    ]
}

fn folded(events: &[Event<'_>]) -> RecordIndex {
    let mut index = RecordIndex::new();
    index.apply_all(events).unwrap();
    index
}

fn saved_and_opened(index: &RecordIndex) -> RecordIndex {
    Snapshot::read(&Snapshot::write(index, &COMMIT).unwrap()).unwrap().restore()
}

/// Everything a graph can be asked, as of every position.
fn answers(index: &RecordIndex) -> Vec<String> {
    let names: Vec<Ref<'_>> = index.names().map(|named| named.unwrap().1).collect();
    let mut answers = Vec::new();
    for known in 0..=index.head() {
        let at = AsOf::new(index, Moment::known(known));
        let acts = at.acts().map(|act| {
            let edges: Vec<_> = act.edges().map(|(role, to)| (role, at.reference(to))).collect();
            format!("{} {} {edges:?} {:?} {:?}", act.position(), act.id(), act.dated(), act.deadline())
        });
        answers.extend(acts);
        for reference in &names {
            let name = at.name(reference).unwrap();
            let merged = at.reference(at.merged(name));
            let mentions = Role::ALL.iter().map(|role| {
                let positions: Vec<Position> = at.mentions(name, *role).map(|act| act.position()).collect();
                (role, positions)
            });
            let mentions: Vec<_> = mentions.filter(|(_, positions)| !positions.is_empty()).collect();
            answers.push(format!("{known}: {reference} {merged:?} {mentions:?}"));
        }
        assert!(at.error().is_none());
    }
    for reference in &names {
        let found = Holdings::find(index, reference).unwrap();
        answers.push(format!("{reference} {found:?} {:?}", index.mentioning(reference).unwrap()));
        if let Ref::Story(story) = reference {
            answers.push(format!("{story} {}", index.story_version(story).unwrap()));
        }
    }
    for position in (1..=index.head()).filter_map(Position::new) {
        let (referrers, withdrawn) =
            (index.referrers(position).unwrap(), index.withdrawn_by(position).unwrap());
        let changed = index.disturbed_by([position]).unwrap();
        answers.push(format!("{position} {referrers:?} {withdrawn:?} {changed:?}"));
    }
    answers
}

/// Holds that a graph is that of `events`, in whatever layers.
fn is_that_of(index: &RecordIndex, events: &[Event<'_>], what: &str) -> Result<(), Violation> {
    let expected = folded(events);
    let differs = |how: &str| Err(Violation::new(Law::Split, format!("{what}: {how}"), events));
    if *index != expected {
        return differs("the graphs differ");
    }
    if answers(index) != answers(&expected) {
        return differs("the answers differ");
    }
    if Snapshot::write(index, &COMMIT).unwrap() != Snapshot::write(&expected, &COMMIT).unwrap() {
        return differs("the snapshots differ");
    }
    Ok(())
}

#[test]
fn a_graph_in_layers_and_its_clones_answer_as_graphs_that_were_folded_in_one_go() {
    let run = Run { cases: 64, regressions: None, seed: None };
    let passed = run.all(&(strategy::record(24), vec(step(), 1..40)), |(events, steps)| {
        let (mut index, mut kept) = (RecordIndex::new(), Vec::new());
        // Nothing is taken back that is in a snapshot.
        let (mut count, mut saved) = (0, 0);
        for step in steps {
            match step {
                Step::Apply(more) => {
                    let next = &events[count..events.len().min(count + more)];
                    index.apply_all(next).unwrap();
                    count += next.len();
                }
                Step::Keep => kept.push((index.clone(), count)),
                Step::Drop(which) if !kept.is_empty() => drop(kept.swap_remove(which % kept.len())),
                Step::Drop(_) => {}
                Step::TakeBack(fewer) => {
                    count = count.saturating_sub(*fewer).max(saved);
                    index.truncate(count as u64);
                }
                Step::Reopen => (index, saved) = (saved_and_opened(&index), count),
            }
            assert_eq!(index.head(), count as u64);
        }
        is_that_of(&index, &events[..count], "the graph")?;
        kept.iter().try_for_each(|(clone, count)| is_that_of(clone, &events[..*count], "a clone"))
    });
    passed.unwrap_or_else(|violation| panic!("{violation}"));
}

#[test]
fn a_graph_that_is_cloned_after_every_event_is_that_of_its_events() {
    let events: Vec<Event<'static>> = Sample::new(9).events(3_000).collect();
    let (mut index, mut published) = (RecordIndex::new(), RecordIndex::new());
    for event in &events {
        index.apply(event).unwrap();
        published = index.clone();
    }
    let whole = folded(&events);
    assert_eq!(published, whole);
    assert_eq!(Snapshot::write(&published, &COMMIT).unwrap(), Snapshot::write(&whole, &COMMIT).unwrap());
}
