//! The engine beside a list of events: whatever is appended, saved, opened and looked at in whatever order, and whatever
//! fails meanwhile, the record holds what was acknowledged, and its views are those of that list.

use std::cell::RefCell;
use std::io::ErrorKind;

use onrecord::{
    AppendError, Error, Event, Expect, OpenError, Options, Position, Record, SnapshotFault, verify,
};
use onrecord_testkit::sample::Sample;
use onrecord_testkit::storage::{Failure, FaultyDisk};
use onrecord_testkit::tell;
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestRunner};

use crate::rig::{rows, try_rows};

/// How many events there are to send.
const EVENTS: u64 = 250;
/// Small enough that snapshots stand before, in and after the change of segments.
const OPTIONS: Options = Options { record_id: [0; 16], segment_bytes: 4_000, zeroed_bytes_max: 1_000 };

#[derive(Clone, Debug)]
enum Step {
    /// The next so many events, in one commit.
    Append(usize),
    /// Events already sent, and one more.
    AppendAgain {
        from: usize,
        count: usize,
    },
    SaveSnapshot,
    /// A snapshot whose bytes are wrong at one place lies there when the record is opened next.
    SpoilSnapshot {
        byte: usize,
    },
    Reopen,
    /// The reader takes in what was appended since.
    Refresh,
    /// Another reader is opened in its place.
    OpenReader,
    Compare,
    Verify,
    Fail {
        steps: u64,
        failure: Failure,
    },
    LosePower {
        outcome: u64,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let failure = prop_oneof![
        Just(Failure::Crash),
        Just(Failure::Kill),
        Just(Failure::Refuse(ErrorKind::StorageFull)),
        Just(Failure::Refuse(ErrorKind::Other)),
    ];
    let step = prop_oneof![
        6 => (1..9_usize).prop_map(Step::Append),
        1 => (0..200_usize, 1..9_usize).prop_map(|(from, count)| Step::AppendAgain { from, count }),
        3 => Just(Step::SaveSnapshot),
        1 => any::<usize>().prop_map(|byte| Step::SpoilSnapshot { byte }),
        2 => Just(Step::Reopen),
        2 => Just(Step::Refresh),
        1 => Just(Step::OpenReader),
        1 => Just(Step::Compare),
        1 => Just(Step::Verify),
        3 => (0..12_u64, failure).prop_map(|(steps, failure)| Step::Fail { steps, failure }),
        1 => any::<u64>().prop_map(|outcome| Step::LosePower { outcome }),
    ];
    prop::collection::vec(step, 1..30)
}

/// What was tried.
#[derive(Default)]
struct Tally {
    faults: u64,
    from_snapshot: u64,
}

struct Machine<'t> {
    disk: FaultyDisk,
    failure: Failure,
    record: Option<Record>,
    reader: Record,
    sent: &'t [Event<'static>],
    /// How many events were acknowledged, or found when the record was opened.
    acknowledged: usize,
    /// How many were sent: more, where an append failed.
    in_doubt: usize,
    /// Whether the disk of the reader is no more.
    is_reader_gone: bool,
    /// A byte of a snapshot was changed, so that `verify` may find it.
    is_snapshot_spoiled: bool,
    /// Whether the mark for readers may be what could not be written.
    is_mark_behind: bool,
    tally: &'t mut Tally,
}

impl<'t> Machine<'t> {
    fn new(seed: u64, sent: &'t [Event<'static>], tally: &'t mut Tally) -> Machine<'t> {
        let disk = FaultyDisk::new(seed);
        let record = Record::create_with(disk.clone(), OPTIONS).unwrap();
        let reader = Record::read_in(disk.clone()).unwrap();
        Machine {
            disk,
            failure: Failure::Crash,
            record: Some(record),
            reader,
            sent,
            acknowledged: 0,
            in_doubt: 0,
            is_reader_gone: false,
            is_snapshot_spoiled: false,
            is_mark_behind: false,
            tally,
        }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Append(count) => self.append(self.acknowledged, count),
            Step::AppendAgain { from, count } => self.append(from.min(self.acknowledged), count),
            Step::SaveSnapshot => {
                if let Err(error) = self.record().save_snapshot() {
                    assert!(self.disk.has_failed(), "{error}");
                }
            }
            Step::SpoilSnapshot { byte } => self.spoil_snapshot(byte),
            Step::Reopen => self.reopen(),
            Step::Refresh => drop(self.reader.refresh().unwrap()),
            Step::OpenReader => self.reader = Record::read_in(self.disk.clone()).unwrap(),
            Step::Compare => self.compare(),
            Step::Verify => self.verify(),
            Step::Fail { steps, failure } => {
                self.failure = failure;
                self.disk.fail_at(self.disk.steps() + steps, failure);
            }
            Step::LosePower { outcome } => self.lose_power(outcome),
        }
        self.is_mark_behind |= self.disk.has_failed();
        if self.disk.is_down() {
            self.reopen();
        }
        self.look();
    }

    fn record(&mut self) -> &mut Record {
        self.record.as_mut().unwrap()
    }

    fn append(&mut self, from: usize, count: usize) {
        let to = self.sent.len().min(from + count);
        let (before, events) = (self.acknowledged, self.sent[from..to].to_vec());
        match self.record().append(events, Expect::Any) {
            Ok(appended) => {
                let new = to.saturating_sub(before);
                assert_eq!((appended.new, appended.known), (new as u64, (to - from - new) as u64));
                self.acknowledged += new;
                self.in_doubt = self.acknowledged;
            }
            Err(AppendError::Journal(_)) => {
                assert!(self.disk.has_failed());
                self.in_doubt = to;
                self.reopen();
            }
            Err(error) => panic!("{error:?}"),
        }
    }

    fn verify(&self) {
        let found = verify(self.disk.clone()).unwrap();
        assert!(found.log.is_sound() && found.events.is_empty(), "{found:?}");
        match found.snapshot {
            None => {}
            Some(SnapshotFault::NotOnRecord { .. }) if self.is_mark_behind => {}
            Some(fault) => assert!(self.is_snapshot_spoiled, "{fault}"),
        }
    }

    /// Snapshots decide nothing: a wrong one is as good as none.
    fn spoil_snapshot(&mut self, byte: usize) {
        if let Some(mut bytes) = self.disk.bytes("index.snapshot") {
            self.is_snapshot_spoiled = true;
            let byte = byte % bytes.len();
            bytes[byte] ^= 1 << (byte % 8);
            self.disk.put("index.snapshot", bytes);
        }
    }

    /// Opens the record again, as often as it takes.
    fn reopen(&mut self) {
        self.record = None;
        let record = loop {
            if self.disk.is_down() {
                self.come_back();
            }
            match Record::open_in(self.disk.clone()) {
                Ok(record) => break record,
                Err(Error::Open(OpenError::Io(_))) if self.disk.has_failed() => self.tally.faults += 1,
                Err(error) => panic!("{error:?}"),
            }
        };
        let head = record.head().position as usize;
        assert!((self.acknowledged..=self.in_doubt).contains(&head), "{head} of {}", self.acknowledged);
        (self.acknowledged, self.in_doubt) = (head, head);
        let opened = record.opened();
        assert_eq!(opened.snapshot + opened.events_folded, head as u64);
        self.tally.from_snapshot += u64::from(opened.snapshot > 0);
        self.record = Some(record);
        self.is_mark_behind = false;
        if std::mem::take(&mut self.is_reader_gone) {
            self.reader = Record::read_in(self.disk.clone()).unwrap();
        }
    }

    fn come_back(&mut self) {
        match self.failure {
            Failure::Crash => self.replace_disk(self.disk.steps()),
            Failure::Kill | Failure::Refuse(_) => self.disk.restart(),
        }
        self.tally.faults += 1;
    }

    fn lose_power(&mut self, outcome: u64) {
        self.record = None;
        self.replace_disk(outcome);
        self.tally.faults += 1;
        self.reopen();
    }

    fn replace_disk(&mut self, outcome: u64) {
        self.disk = self.disk.after_crash(outcome);
        self.is_reader_gone = true;
    }

    /// The reader never sees what was not acknowledged.
    fn look(&mut self) {
        let seen = self.reader.head().position as usize;
        assert!(seen <= self.acknowledged, "{seen} of {}", self.acknowledged);
    }

    /// All that is on record is what was sent, and the views are those of a record that never failed.
    fn compare(&mut self) {
        self.reader.refresh().unwrap();
        let seen = self.reader.head().position as usize;
        assert!(seen == self.acknowledged || self.is_mark_behind);
        let plain = plain(&self.sent[..seen]);
        if let Err(error) = try_rows(&self.reader) {
            assert!(matches!(error, Error::Index(_)) && self.is_snapshot_spoiled, "{error}");
            self.reader.refresh().unwrap();
        }
        assert_eq!(rows(&self.reader), rows(&plain));
        let mut expected = self.sent[..seen].iter();
        let compare = |recorded: onrecord::Recorded<'_>| {
            assert_eq!(Some(&recorded.event), expected.next());
            Ok::<(), Error>(())
        };
        self.reader.replay(Position::FIRST, compare).unwrap();
        assert_eq!(expected.next(), None);
    }
}

fn plain(events: &[Event<'static>]) -> Record {
    let mut plain = Record::in_memory();
    if !events.is_empty() {
        plain.append(events.to_vec(), Expect::Any).unwrap();
    }
    plain
}

#[test]
fn the_record_says_what_a_list_of_events_says_whatever_fails() {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_none() { 200 } else { default.cases };
    let regressions = FileFailurePersistence::Direct("tests/engine/model.regressions");
    let config = ProptestConfig { cases, failure_persistence: Some(Box::new(regressions)), ..default };
    let sent: Vec<_> = Sample::new(4).events(EVENTS).collect();
    let tally = RefCell::new(Tally::default());
    let run = TestRunner::new(config).run(&(any::<u64>(), steps()), |(seed, steps)| {
        let mut tally = tally.borrow_mut();
        let mut machine = Machine::new(seed, &sent, &mut tally);
        steps.iter().for_each(|step| machine.step(step));
        machine.reopen();
        machine.compare();
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
    let Tally { faults, from_snapshot } = tally.into_inner();
    tell(&format!(
        "engine faults: {faults} tried, {from_snapshot} records opened from a snapshot, 0 acknowledged events lost, 0 wrong views, 0 panics"
    ));
    assert!(faults > 150 && from_snapshot > 60, "{faults} faults, {from_snapshot} from a snapshot");
}
