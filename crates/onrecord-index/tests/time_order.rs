//! The order in time: however many events it took in at once, it is the order of all of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use onrecord_core::{Event, Position, Ref};
use onrecord_index::{AsOf, Moment, RecordIndex, TimeOrder};
use onrecord_testkit::{Law, Run, Violation, strategy};

/// The events at the head by time, by sorting all of them.
fn sorted(index: &RecordIndex) -> Vec<Position> {
    let at = AsOf::new(index, Moment::known(index.head()));
    let mut acts: Vec<_> = at.acts().map(|act| (act.dated().bounds().sort_key(), act.position())).collect();
    acts.sort_unstable();
    acts.into_iter().map(|(_, position)| position).collect()
}

fn check(events: &[Event<'_>], batch: usize) -> Result<(), Violation> {
    let mut index = RecordIndex::new();
    let mut all = TimeOrder::new(&index, None).unwrap();
    let mut stories: Vec<TimeOrder> = Vec::new();
    for some in events.chunks(batch) {
        index.apply_all(some).unwrap();
        all.advance(&index).unwrap();
        stories.iter_mut().for_each(|story| story.advance(&index).unwrap());
        for named in index.names() {
            let (name, reference) = named.unwrap();
            let is_new = matches!(reference, Ref::Story(_)) && stories.len() < 2;
            stories.extend(is_new.then(|| TimeOrder::new(&index, Some(name)).unwrap()));
        }
        let expected = sorted(&index);
        let given = all.after(None, usize::MAX);
        let differs = |what: &str| Err(Violation::new(Law::Split, what, events));
        if given != expected {
            return differs("the order that took in events differs from the one that was sorted");
        }
        for story in &stories {
            let given = story.after(None, usize::MAX);
            let of_all: Vec<Position> =
                expected.iter().filter(|position| given.contains(position)).copied().collect();
            if given != of_all {
                return differs("a story is in another order than the whole");
            }
        }
    }
    Ok(())
}

#[test]
fn an_order_that_took_in_events_is_the_one_that_sorts_them_all() {
    let run = Run { cases: 200, regressions: None, seed: Some(5) };
    run.all(&strategy::record(20), |events| [1, 3, 7].iter().try_for_each(|batch| check(events, *batch)))
        .unwrap_or_else(|violation| panic!("{violation}"));
}

#[test]
fn a_page_begins_behind_the_event_that_it_goes_on_from() {
    let events: Vec<_> = onrecord_testkit::sample::Sample::new(3).events(200).collect();
    let mut index = RecordIndex::new();
    index.apply_all(&events).unwrap();
    let order = TimeOrder::new(&index, None).unwrap();
    let at = AsOf::new(&index, Moment::known(index.head()));
    let (mut given, mut after) = (Vec::new(), None);
    while let Some(last) = {
        let page = order.after(after, 7);
        given.extend_from_slice(&page);
        page.last().copied()
    } {
        after = Some((at.act(last).unwrap().dated().bounds().sort_key(), last));
    }
    assert_eq!((given.len(), given), (order.event_count(), sorted(&index)));
}
