//! The log beside a list of commits: whatever is done in whatever order, and whatever fails meanwhile, both say the
//! same.

use std::cell::RefCell;
use std::io::ErrorKind;

use onrecord_log::{Log, OpenError, Options, Reader, SubmitError, verify};
use onrecord_testkit::storage::{Failure, FaultyDisk, ReadFailure};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestRunner};

use crate::sample::{Event, Sent, at, position, read_all};
use crate::tally::Tally;

#[derive(Clone, Debug)]
enum Step {
    Append {
        after: i64,
        payloads: Vec<Vec<u8>>,
    },
    Reopen {
        segment_bytes: u64,
        zeroed_bytes_max: u64,
    },
    MakeZeros,
    Refresh,
    OpenReader,
    ReadAll,
    ReadFrom(u64),
    Event(u64),
    Events(Vec<u64>),
    PositionAt(i64),
    Verify,
    /// One of the next steps of the disk fails.
    Fail {
        steps: u64,
        failure: Failure,
    },
    /// One of the next reads fails; after the next operation that is over.
    FailRead {
        reads: u64,
        failure: ReadFailure,
    },
    /// The power goes off and comes back, and any part of what is not synced is there.
    LosePower {
        outcome: u64,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let payload = prop_oneof![
        6 => prop::collection::vec(any::<u8>(), 0..40),
        1 => (0..3_000_usize).prop_map(|length| vec![0; length]),
        1 => (0..9_000_usize).prop_map(|length| vec![0xA5; length]),
    ];
    let kind = prop_oneof![Just(ErrorKind::StorageFull), Just(ErrorKind::Other)];
    let failure =
        prop_oneof![Just(Failure::Crash), Just(Failure::Kill), kind.clone().prop_map(Failure::Refuse)];
    let read_failure = prop_oneof![kind.prop_map(ReadFailure::Refuse), Just(ReadFailure::Flip)];
    let step = prop_oneof![
        8 => (-1..50_i64, prop::collection::vec(payload, 0..9))
            .prop_map(|(after, payloads)| Step::Append { after, payloads }),
        2 => (0..5_000_u64, 0..3_000_u64)
            .prop_map(|(segment_bytes, zeroed_bytes_max)| Step::Reopen { segment_bytes, zeroed_bytes_max }),
        3 => Just(Step::MakeZeros),
        2 => Just(Step::Refresh),
        1 => Just(Step::OpenReader),
        1 => Just(Step::ReadAll),
        2 => (1..200_u64).prop_map(Step::ReadFrom),
        2 => (1..200_u64).prop_map(Step::Event),
        1 => prop::collection::vec(1..200_u64, 0..20).prop_map(Step::Events),
        1 => (-10..900_i64).prop_map(Step::PositionAt),
        1 => Just(Step::Verify),
        2 => (0..12_u64, failure).prop_map(|(steps, failure)| Step::Fail { steps, failure }),
        2 => (0..8_u64, read_failure).prop_map(|(reads, failure)| Step::FailRead { reads, failure }),
        1 => any::<u64>().prop_map(|outcome| Step::LosePower { outcome }),
    ];
    prop::collection::vec(step, 1..50)
}

/// The plain list, and what a reader saw of it when it last looked.
#[derive(Default)]
struct Model {
    commits: Vec<Sent>,
    /// How many of them were acknowledged; the last may be one that failed.
    acknowledged: usize,
    seen: usize,
}

impl Model {
    fn events(&self) -> Vec<&Event> {
        self.commits[..self.seen].iter().flat_map(|sent| &sent.events).collect()
    }
}

/// Why an operation came to nothing: an error of the disk, or a bit of a read that was wrong.
type Failed = Box<dyn std::error::Error>;

struct Machine<'t> {
    disk: FaultyDisk,
    options: Options,
    log: Option<Log>,
    reader: Reader,
    model: Model,
    /// Whether a read may fail just now.
    is_read_failing: bool,
    /// What the disk was told to fail with last.
    failure: Failure,
    /// Whether the disk of the reader is no more.
    is_reader_gone: bool,
    /// Whether the mark for readers may be what could not be written.
    is_mark_behind: bool,
    tally: &'t mut Tally,
}

impl Machine<'_> {
    fn new(seed: u64, tally: &mut Tally) -> Machine<'_> {
        let disk = FaultyDisk::new(seed);
        let log = Some(Log::create(disk.clone()).unwrap());
        let reader = Reader::open(disk.clone()).unwrap();
        let options = Options::default();
        let model = Model::default();
        Machine {
            disk,
            options,
            log,
            reader,
            model,
            is_read_failing: false,
            failure: Failure::Crash,
            is_reader_gone: false,
            is_mark_behind: false,
            tally,
        }
    }

    fn step(&mut self, step: &Step) {
        if let Step::FailRead { reads, failure } = *step {
            self.disk.fail_read_after(reads, failure);
            self.is_read_failing = true;
            return;
        }
        if let Err(error) = self.take(step) {
            assert!(self.is_read_failing, "{step:?}: {error}");
            self.tally.tried += 1;
        }
        if self.is_read_failing {
            self.disk.fail_no_read();
            self.is_read_failing = false;
        }
        self.is_mark_behind |= self.disk.has_failed();
        if self.disk.is_down() {
            self.reopen();
        }
    }

    fn take(&mut self, step: &Step) -> Result<(), Failed> {
        match step {
            Step::Append { after, payloads } => self.append(*after, payloads),
            Step::Reopen { segment_bytes, zeroed_bytes_max } => {
                let (segment_bytes, zeroed_bytes_max) = (*segment_bytes, *zeroed_bytes_max);
                self.options = Options { segment_bytes, zeroed_bytes_max, ..Options::default() };
                self.reopen();
            }
            Step::MakeZeros => self.make_zeros(),
            Step::LosePower { outcome } => self.lose_power(*outcome),
            Step::Refresh => return self.refresh(),
            Step::OpenReader => {
                self.reader = Reader::open(self.disk.clone())?;
                self.model.seen = 0;
                self.look();
            }
            Step::ReadAll => {
                assert_eq!(read_all(&self.reader)?, self.model.commits[..self.model.seen]);
            }
            Step::ReadFrom(from) => return self.check_from(*from),
            Step::Event(number) => {
                let found = self.reader.event(position(*number))?;
                let expected = self.model.events().get(*number as usize - 1).map(|event| event.bytes.clone());
                assert_eq!(found.map(|event| event.bytes), expected);
            }
            Step::Events(wanted) => return self.check_events(wanted),
            Step::PositionAt(time) => {
                let seen = self.model.commits[..self.model.seen].iter();
                let by_then = seen.take_while(|sent| sent.recorded_at <= *time);
                let expected: usize = by_then.map(|sent| sent.events.len()).sum();
                assert_eq!(self.reader.position_at(at(*time))?, expected as u64);
            }
            Step::Verify => return self.verify(),
            Step::Fail { steps, failure } => {
                self.failure = *failure;
                self.disk.fail_at(self.disk.steps() + steps, *failure);
            }
            Step::FailRead { .. } => unreachable!("it is no operation of the log"),
        }
        Ok(())
    }

    fn append(&mut self, after: i64, payloads: &[Vec<u8>]) {
        let last = self.model.commits.last().map(|sent| sent.recorded_at);
        let event = |bytes: &Vec<u8>| Event { kind: bytes.len() as u16, schema: 2, bytes: bytes.clone() };
        let events = payloads.iter().map(event).collect();
        let sent = Sent { recorded_at: last.unwrap_or(0) + after, events };
        let Some(log) = self.log.as_mut() else { return };
        match sent.append(log) {
            Ok(commit) => {
                assert_eq!(commit.last.get() + 1 - commit.first.get(), payloads.len() as u64);
                self.model.commits.push(sent);
                self.model.acknowledged += 1;
            }
            Err(SubmitError::Empty) => assert!(payloads.is_empty()),
            Err(SubmitError::RecordedAtWentBack { .. }) => assert!(last.is_some() && after < 0),
            Err(SubmitError::Uncertain(_)) => {
                assert!(self.disk.has_failed());
                assert!(matches!(sent.append(log), Err(SubmitError::Poisoned)));
                self.model.commits.push(sent);
                self.reopen();
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    /// An error is no harm: the log goes on without zeros.
    fn make_zeros(&mut self) {
        let made = self.log.as_mut().map_or(Ok(0), Log::make_zeros);
        assert!(made.is_ok() || self.disk.has_failed(), "{made:?}");
    }

    /// Closes the log and opens it again, as often as it takes.
    fn reopen(&mut self) {
        self.log = None;
        if self.is_read_failing {
            self.fail_to_open();
        }
        let (log, cut) = loop {
            self.come_back();
            match Log::open_with(self.disk.clone(), self.options) {
                Ok((log, recovery)) => break (log, recovery.cut),
                Err(OpenError::Io(_)) if self.disk.has_failed() => self.tally.tried += 1,
                Err(error) => panic!("{error:?}"),
            }
        };
        let head = log.head().commit_count as usize;
        assert!(cut.is_none_or(|cut| !cut.was_acknowledged));
        assert!((self.model.acknowledged..=self.model.commits.len()).contains(&head), "{head}");
        self.model.commits.truncate(head);
        self.model.acknowledged = head;
        self.tally.compare(&log.reader().unwrap(), &self.model.commits, head);
        self.log = Some(log);
        self.is_mark_behind = false;
        if std::mem::take(&mut self.is_reader_gone) {
            self.reader = Reader::open(self.disk.clone()).unwrap();
            self.model.seen = 0;
            self.look();
        }
    }

    /// After a crash there is a new disk with a new reader; after a kill the disk is as it was, and so are readers.
    fn come_back(&mut self) {
        match self.failure {
            _ if !self.disk.is_down() => return,
            Failure::Crash => {
                self.disk = self.disk.after_crash(self.disk.steps());
                self.is_reader_gone = true;
            }
            Failure::Kill | Failure::Refuse(_) => self.disk.restart(),
        }
        self.tally.tried += 1;
    }

    /// Tries to open while a read fails: by an error at most, never by harm.
    fn fail_to_open(&mut self) {
        drop(Reader::open(self.disk.clone()));
        self.disk.fail_no_read();
        self.is_read_failing = false;
        self.tally.tried += 1;
    }

    fn lose_power(&mut self, outcome: u64) {
        let disk = self.disk.after_crash(outcome);
        self.log = None;
        (self.disk, self.is_reader_gone) = (disk, true);
        self.tally.tried += 1;
        self.reopen();
    }

    fn refresh(&mut self) -> Result<(), Failed> {
        let refreshed = self.reader.refresh();
        self.look();
        refreshed?;
        Ok(())
    }

    /// A look sees no less than the one before, and all there is if nothing failed.
    fn look(&mut self) {
        let seen = self.reader.head().commit_count as usize;
        let may_be_less = self.is_read_failing || self.is_mark_behind;
        assert!(seen >= self.model.seen && seen <= self.model.acknowledged, "{seen}");
        assert!(seen == self.model.acknowledged || may_be_less, "{seen} of {}", self.model.acknowledged);
        self.model.seen = seen;
    }

    fn check_from(&self, from: u64) -> Result<(), Failed> {
        let mut commits = self.reader.commits(position(from))?;
        let mut read: Vec<Vec<u8>> = Vec::new();
        while let Some(commit) = commits.next()? {
            read.extend(commit.events_from(position(from)).map(|event| event.bytes.to_vec()));
        }
        let events = self.model.events();
        let expected: Vec<_> =
            events.iter().skip(from as usize - 1).map(|event| event.bytes.clone()).collect();
        assert_eq!(read, expected);
        Ok(())
    }

    fn check_events(&self, wanted: &[u64]) -> Result<(), Failed> {
        let (events, mut seen) = (self.model.events(), Vec::new());
        let wanted: Vec<_> = wanted.iter().map(|&number| position(number)).collect();
        self.reader.events(&wanted, |event| seen.push((event.position, event.bytes.to_vec())))?;
        let there = wanted.iter().filter(|wanted| wanted.get() <= events.len() as u64);
        let expected: Vec<_> = there.map(|&at| (at, events[at.get() as usize - 1].bytes.clone())).collect();
        assert_eq!(seen, expected);
        Ok(())
    }

    fn verify(&self) -> Result<(), Failed> {
        let verified = verify(&self.disk)?;
        if !self.is_read_failing {
            assert!(verified.is_sound() && verified.unfinished.is_none(), "{verified:?}");
            let head = self.log.as_ref().unwrap().head();
            assert!(verified.head == head || self.is_mark_behind);
        }
        Ok(())
    }
}

#[test]
fn the_log_says_what_a_list_of_commits_says_whatever_fails() {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_none() { 600 } else { default.cases };
    let regressions = FileFailurePersistence::Direct("tests/log/model.regressions");
    let config = ProptestConfig { cases, failure_persistence: Some(Box::new(regressions)), ..default };
    let tally = RefCell::new(Tally::default());
    let run = TestRunner::new(config).run(&(any::<u64>(), steps()), |(seed, steps)| {
        let mut tally = tally.borrow_mut();
        let mut machine = Machine::new(seed, &mut tally);
        steps.iter().for_each(|step| machine.step(step));
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
    tally.into_inner().finish("faults among all operations", 600);
}
