//! Law 7, idempotence: an event sent again changes nothing; other content under its id is refused.

use std::collections::BTreeMap;

use onrecord::{Appended, Expect, MemoryStorage, Record, Storage};
use onrecord_core::{Event, EventId, Position, validate};
use onrecord_index::RecordIndex;
use onrecord_testkit::laws::{Desk, Received, idempotence};
use onrecord_testkit::{Law, Run, json_lines, strategy};

use super::{MOVES_MAX, holds, is_caught};

/// The least desk that keeps the law: what is on record decides.
#[derive(Default)]
struct PlainDesk {
    graph: RecordIndex,
    events: Vec<Event<'static>>,
}

impl Desk for PlainDesk {
    fn send(&mut self, event: &Event<'_>) -> Received {
        if let Some(position) = self.graph.position_of(event.id).expect("it is in memory") {
            return match self.events[position.get() as usize - 1] == *event {
                true => Received::Known(position),
                false => Received::Refused("another event has this id".to_owned()),
            };
        }
        match validate(event, &self.graph) {
            Err(refusal) => Received::Refused(refusal.to_string()),
            Ok(()) => {
                self.events.push(event.clone().into_owned());
                Received::New(self.graph.apply(event).expect("it is in memory"))
            }
        }
    }

    fn state(&self) -> Vec<u8> {
        json_lines(&self.events).into_bytes()
    }
}

/// A record of the engine, and the bytes it is kept in.
struct Engine {
    record: Record,
    storage: MemoryStorage,
}

impl Engine {
    fn new() -> Engine {
        let storage = MemoryStorage::new();
        let record = Record::create_in(storage.clone()).expect("memory takes a new record");
        Engine { record, storage }
    }
}

impl Desk for Engine {
    fn send(&mut self, event: &Event<'_>) -> Received {
        match self.record.append([event.clone()], Expect::Any) {
            Err(refusal) => Received::Refused(refusal.to_string()),
            Ok(Appended { positions: Some((position, _)), .. }) => Received::New(position),
            Ok(Appended { .. }) => {
                match self.record.index().position_of(event.id).expect("it is in memory") {
                    Some(position) => Received::Known(position),
                    None => Received::Refused("known, but at no position".to_owned()),
                }
            }
        }
    }

    fn state(&self) -> Vec<u8> {
        let names = self.storage.list().expect("memory lists its files").into_iter();
        names
            .filter(|name| name.ends_with(".log"))
            .flat_map(|name| self.storage.bytes(&name).unwrap_or_default())
            .collect()
    }
}

#[test]
fn holds_of_a_record_of_the_engine_to_the_byte() {
    holds(&strategy::record(MOVES_MAX), |events| idempotence(&mut Engine::new(), events));
}

#[test]
fn holds_of_a_desk_that_asks_for_the_id_first() {
    holds(&strategy::record(MOVES_MAX), |events| idempotence(&mut PlainDesk::default(), events));
}

#[test]
fn records_sent_with_repetitions_are_the_records_without_them() {
    let run = Run { cases: 64, regressions: None, seed: Some(5) };
    let passed = run.all(&strategy::sent(MOVES_MAX), |events| {
        let (mut once, mut again) = (PlainDesk::default(), PlainDesk::default());
        let mut known = BTreeMap::<EventId, Position>::new();
        for event in events {
            match again.send(event) {
                Received::New(position) => {
                    once.send(event);
                    known.insert(event.id, position);
                }
                other => assert_eq!(other, Received::Known(known[&event.id])),
            }
        }
        assert_eq!(once.state(), again.state());
        Ok(())
    });
    assert_eq!(passed, Ok(()));
}

/// Takes everything in as if it were new.
#[derive(Default)]
struct Hoarder(Vec<Event<'static>>);

impl Desk for Hoarder {
    fn send(&mut self, event: &Event<'_>) -> Received {
        self.0.push(event.clone().into_owned());
        Received::New(Position::FIRST.after(self.0.len() as u64 - 1))
    }

    fn state(&self) -> Vec<u8> {
        json_lines(&self.0).into_bytes()
    }
}

#[test]
fn idempotence_catches_a_desk_that_takes_an_event_in_twice() {
    is_caught(Law::Idempotence, &strategy::record(MOVES_MAX), |events| {
        idempotence(&mut Hoarder::default(), events)
    });
}

/// Knows every event again by its id alone.
#[derive(Default)]
struct Trusting(PlainDesk);

impl Desk for Trusting {
    fn send(&mut self, event: &Event<'_>) -> Received {
        match self.0.graph.position_of(event.id).expect("it is in memory") {
            Some(position) => Received::Known(position),
            None => self.0.send(event),
        }
    }

    fn state(&self) -> Vec<u8> {
        self.0.state()
    }
}

#[test]
fn idempotence_catches_a_desk_that_does_not_look_at_the_content() {
    let violation = is_caught(Law::Idempotence, &strategy::record(MOVES_MAX), |events| {
        idempotence(&mut Trusting::default(), events)
    });
    assert!(violation.difference.contains("other content"), "{violation}");
}
