//! Small records to try things on, and the plain way to read one.

use onrecord_core::{Position, RecordedAt};
use onrecord_log::{Batch, Hash, Log, MemoryStorage, Options, Reader, Storage};

/// The name of the first segment of every record.
pub(crate) const FIRST_SEGMENT: &str = "00000000000000000001.log";

pub(crate) fn at(micros: i64) -> RecordedAt {
    RecordedAt::from_unix_micros(micros)
}

pub(crate) fn position(number: u64) -> Position {
    Position::new(number).unwrap()
}

/// A commit, by hand: what was sent, or what was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sent {
    pub(crate) recorded_at: i64,
    pub(crate) events: Vec<Event>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Event {
    pub(crate) kind: u16,
    pub(crate) schema: u16,
    pub(crate) bytes: Vec<u8>,
}

impl Sent {
    /// A commit of `count` events that differ from one another and from those of every other `number`.
    pub(crate) fn numbered(number: usize, count: usize) -> Sent {
        let event = |index: usize| Event {
            kind: (number * 7 + index) as u16,
            schema: 1,
            bytes: (0..11 + (number * 13 + index * 5) % 60)
                .map(|byte| (byte * 31 + number * 17 + 1) as u8 | 1)
                .collect(),
        };
        Sent { recorded_at: 1_000 * number as i64, events: (0..count).map(event).collect() }
    }

    pub(crate) fn batch(&self) -> Batch {
        let mut batch = Batch::new();
        self.events.iter().for_each(|event| batch.push_bytes(event.kind, event.schema, &event.bytes));
        batch
    }

    pub(crate) fn append(
        &self,
        log: &mut Log,
    ) -> Result<onrecord_log::StoredCommit, onrecord_log::SubmitError> {
        log.append(at(self.recorded_at), &self.batch())
    }
}

/// A record of the commits `numbered(1..=count)`, of one to three events each.
pub(crate) fn record(
    storage: impl Storage + 'static,
    options: Options,
    count: usize,
) -> (Vec<Sent>, Vec<Hash>) {
    let mut log = Log::create_with(storage, options).unwrap();
    let sent: Vec<Sent> = (1..=count).map(|number| Sent::numbered(number, 1 + number % 3)).collect();
    let hashes = sent.iter().map(|sent| sent.append(&mut log).unwrap().hash).collect();
    (sent, hashes)
}

/// The names and bytes of all segments, in order.
pub(crate) fn segments(storage: &MemoryStorage) -> Vec<(String, Vec<u8>)> {
    let mut names = storage.list().unwrap();
    names.retain(|name| name.ends_with(".log"));
    names.sort();
    names.into_iter().map(|name| (name.clone(), storage.bytes(&name).unwrap())).collect()
}

/// Everything that `reader` sees, commit by commit.
pub(crate) fn read_all(reader: &Reader) -> Result<Vec<Sent>, onrecord_log::ReadError> {
    let mut commits = reader.commits(Position::FIRST)?;
    let (mut read, mut next) = (Vec::new(), Position::FIRST);
    while let Some(commit) = commits.next()? {
        assert_eq!(commit.first, next);
        let mut events = Vec::new();
        for event in commit.events() {
            assert_eq!(event.position, next);
            next = next.next();
            events.push(Event { kind: event.kind, schema: event.schema, bytes: event.bytes.to_vec() });
        }
        assert_eq!(commit.last.next(), next);
        read.push(Sent { recorded_at: commit.recorded_at.unix_micros(), events });
    }
    assert_eq!(next, reader.head().next_position());
    Ok(read)
}
