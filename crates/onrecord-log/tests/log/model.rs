//! The log beside a list of commits: whatever is done in whatever order, both say the same.

use onrecord_log::{AppendError, Log, MemoryStorage, Options, Reader, verify};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use crate::sample::{Event, Sent, at, position, read_all};

#[derive(Clone, Debug)]
enum Step {
    Append { after: i64, payloads: Vec<Vec<u8>> },
    Reopen { segment_bytes: u64, zeroed_bytes_max: u64 },
    Refresh,
    ReadFrom(u64),
    Event(u64),
    Events(Vec<u64>),
    PositionAt(i64),
    Verify,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let payload = prop_oneof![
        6 => prop::collection::vec(any::<u8>(), 0..40),
        1 => (0..3_000_usize).prop_map(|length| vec![0; length]),
        1 => (0..9_000_usize).prop_map(|length| vec![0xA5; length]),
    ];
    let step = prop_oneof![
        8 => (-1..50_i64, prop::collection::vec(payload, 0..9))
            .prop_map(|(after, payloads)| Step::Append { after, payloads }),
        2 => (0..5_000_u64, 0..3_000_u64)
            .prop_map(|(segment_bytes, zeroed_bytes_max)| Step::Reopen { segment_bytes, zeroed_bytes_max }),
        2 => Just(Step::Refresh),
        2 => (1..200_u64).prop_map(Step::ReadFrom),
        2 => (1..200_u64).prop_map(Step::Event),
        1 => prop::collection::vec(1..200_u64, 0..20).prop_map(Step::Events),
        1 => (-10..900_i64).prop_map(Step::PositionAt),
        1 => Just(Step::Verify),
    ];
    prop::collection::vec(step, 1..50)
}

/// The plain list, and what a reader saw of it when it last looked.
#[derive(Default)]
struct Model {
    commits: Vec<Sent>,
    seen: usize,
}

impl Model {
    fn events(&self) -> Vec<&Event> {
        self.commits[..self.seen].iter().flat_map(|sent| &sent.events).collect()
    }

    fn append(&mut self, log: &mut Log, after: i64, payloads: &[Vec<u8>]) {
        let last = self.commits.last().map(|sent| sent.recorded_at);
        let recorded_at = last.unwrap_or(0) + after;
        let event = |bytes: &Vec<u8>| Event { kind: bytes.len() as u16, schema: 2, bytes: bytes.clone() };
        let sent = Sent { recorded_at, events: payloads.iter().map(event).collect() };
        match sent.append(log) {
            Ok(commit) => {
                assert_eq!(commit.last.get() + 1 - commit.first.get(), payloads.len() as u64);
                self.commits.push(sent);
            }
            Err(AppendError::Empty) => assert!(payloads.is_empty()),
            Err(AppendError::RecordedAtWentBack { .. }) => assert!(last.is_some() && after < 0),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn check_from(&self, reader: &Reader, from: u64) {
        let mut commits = reader.commits(position(from)).unwrap();
        let mut read: Vec<Vec<u8>> = Vec::new();
        while let Some(commit) = commits.next().unwrap() {
            read.extend(commit.events_from(position(from)).map(|event| event.bytes.to_vec()));
        }
        let expected: Vec<_> =
            self.events().iter().skip(from as usize - 1).map(|event| event.bytes.clone()).collect();
        assert_eq!(read, expected);
    }

    fn check_events(&self, reader: &Reader, wanted: &[u64]) {
        let (events, mut seen) = (self.events(), Vec::new());
        let wanted: Vec<_> = wanted.iter().map(|&number| position(number)).collect();
        reader.events(&wanted, |event| seen.push((event.position, event.bytes.to_vec()))).unwrap();
        let there = wanted.iter().filter(|wanted| wanted.get() <= events.len() as u64);
        let expected: Vec<_> = there.map(|&at| (at, events[at.get() as usize - 1].bytes.clone())).collect();
        assert_eq!(seen, expected);
    }
}

fn run(steps: &[Step]) {
    let storage = MemoryStorage::new();
    let mut log = Some(Log::create(storage.clone()).unwrap());
    let mut reader = Reader::open(storage.clone()).unwrap();
    let mut model = Model::default();
    for step in steps {
        match step {
            Step::Append { after, payloads } => model.append(log.as_mut().unwrap(), *after, payloads),
            Step::Reopen { segment_bytes, zeroed_bytes_max } => {
                let options = Options {
                    segment_bytes: *segment_bytes,
                    zeroed_bytes_max: *zeroed_bytes_max,
                    ..Options::default()
                };
                drop(log.take());
                let (opened, recovery) = Log::open_with(storage.clone(), options).unwrap();
                assert_eq!((recovery.cut, opened.head().commit_count as usize), (None, model.commits.len()));
                log = Some(opened);
            }
            Step::Refresh => {
                assert_eq!(reader.refresh().unwrap(), log.as_ref().unwrap().head());
                model.seen = model.commits.len();
                assert_eq!(read_all(&reader).unwrap(), model.commits);
            }
            Step::ReadFrom(from) => model.check_from(&reader, *from),
            Step::Event(number) => {
                let found = reader.event(position(*number)).unwrap();
                let expected = model.events().get(*number as usize - 1).map(|event| event.bytes.clone());
                assert_eq!(found.map(|event| event.bytes), expected);
            }
            Step::Events(wanted) => model.check_events(&reader, wanted),
            Step::PositionAt(time) => {
                let by_then = model.commits[..model.seen].iter().take_while(|sent| sent.recorded_at <= *time);
                let expected: usize = by_then.map(|sent| sent.events.len()).sum();
                assert_eq!(reader.position_at(at(*time)).unwrap(), expected as u64);
            }
            Step::Verify => {
                let verified = verify(&storage).unwrap();
                assert!(verified.is_sound() && verified.unfinished.is_none(), "{verified:?}");
                assert_eq!(verified.head, log.as_ref().unwrap().head());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_log_says_what_a_list_of_commits_says(steps in steps()) {
        run(&steps);
    }
}
