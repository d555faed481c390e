//! Records to ask, of several sizes.

use onrecord::{Event, Expect, Kind, Reading, Record, Ref};
use onrecord_query::{Answer, Query, QueryView};
use onrecord_sample::Sample;

/// A sampled record.
pub(crate) fn record(events: u64) -> Record {
    let mut record = Record::in_memory();
    let events: Vec<Event<'static>> = Sample::new(5).events(events).collect();
    record.append(&events, Expect::Any).unwrap();
    record
}

/// The first things of one sort that the record brought in.
pub(crate) fn some(record: &Record, kind: Kind, count: usize) -> Vec<Ref<'static>> {
    let mut found = Vec::new();
    let replayed = record.replay(onrecord::Position::FIRST, |recorded| {
        if recorded.event.kind() == kind {
            found.extend(recorded.event.defines().map(Ref::into_owned));
        }
        Ok::<(), onrecord::Error>(())
    });
    replayed.unwrap();
    found.into_iter().step_by(7).take(count).collect()
}

/// The keys of all rows that answer a query, and how many rows were computed for them.
pub(crate) fn keys<P: QueryView>(record: &Reading, projection: &P, query: &Query) -> (Vec<P::Key>, u64) {
    let mut answer = Answer::new(record, projection, query).unwrap();
    let mut keys = Vec::new();
    while let Some(row) = answer.next_row().unwrap() {
        keys.push(row.key);
    }
    (keys, answer.rows_computed())
}
