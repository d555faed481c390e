//! The command killed while it appends, again and again: what it told of is there, as it was sent, and nothing else.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use onrecord::{DiskStorage, Event, Position, Record, verify, write_line};
use onrecord_sample::Sample;
use onrecord_testkit::storage::Dice;
use onrecord_testkit::tell;
use serde_json::Value;

use crate::run::Folder;

/// What a snapshot is called, and what while it is written.
const SNAPSHOT: &str = "index.snapshot";
const UNFINISHED_SNAPSHOT: &str = "index.snapshot.new";

/// Kills of one way of appending: how many records, how often each, and when.
struct Plan {
    records: u64,
    kills: u64,
    /// How many lines make a commit, one of these.
    batches: &'static [usize],
    /// How many commits are told of before the kill, at most.
    told_max: usize,
    moment: Moment,
    /// How many lines are sent to each process.
    lines: usize,
}

/// When the kill comes, once so many commits were told of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// Any time after, a few milliseconds at most; often at once.
    Any,
    /// When a snapshot is begun, or the commit after it is told of.
    Snapshot,
}

/// While lines come one by one or a few together, from the first moment of the process on.
const LINES: Plan =
    Plan { records: 17, kills: 11, batches: &[1, 1, 2, 7, 30], told_max: 4, moment: Moment::Any, lines: 150 };

/// While commits are so large that a snapshot follows on the third.
const SNAPSHOTS: Plan =
    Plan { records: 14, kills: 1, batches: &[4_000], told_max: 2, moment: Moment::Snapshot, lines: 12_000 };

/// What was sent and told, and what came of it.
#[derive(Default)]
struct Witness {
    kills: u64,
    acknowledged: u64,
    unfinished: u64,
    snapshots: u64,
    half_snapshots: u64,
}

#[test]
fn what_a_killed_append_had_told_of_is_on_record_as_it_was_sent() {
    let sent: Vec<Event<'static>> = Sample::new(11).events(12_000).collect();
    let mut witness = Witness::default();
    for (plan, number) in [LINES, SNAPSHOTS].iter().flat_map(|plan| (0..plan.records).map(move |n| (plan, n)))
    {
        let folder = Folder::new();
        let record = folder.record();
        let mut dice = Dice::new(number + plan.kills);
        let mut on_record = 0;
        for _ in 0..plan.kills {
            let acknowledged = kill_an_append(&record, &sent[on_record..], plan, &mut dice);
            on_record = witness.check(&record, on_record, acknowledged, &sent);
        }
        assert_eq!(Record::open(&record).unwrap().head().position, on_record as u64);
        assert!(verify(DiskStorage::open(&record).unwrap()).unwrap().is_sound());
    }
    let Witness { kills, acknowledged, unfinished, snapshots, half_snapshots } = witness;
    tell(&format!(
        "process kills: {kills} tried, {acknowledged} events acknowledged, 0 lost, 0 wrong, {unfinished} commits left unfinished, and {half_snapshots} snapshots of {snapshots}"
    ));
    assert!(kills >= 200 && acknowledged > 2_000, "{kills} kills, {acknowledged} events acknowledged");
    assert_eq!(snapshots, SNAPSHOTS.records, "each was killed once a snapshot was begun");
}

impl Witness {
    /// Looks at what a killed process left, of which it had told `acknowledged` events after the first `on_record`;
    /// says how many events are on record.
    fn check(&mut self, record: &str, on_record: usize, acknowledged: usize, sent: &[Event<'_>]) -> usize {
        let verified = verify(DiskStorage::open(record).unwrap()).unwrap();
        assert!(verified.is_sound(), "{verified:?}");
        self.kills += 1;
        self.acknowledged += acknowledged as u64;
        self.unfinished += u64::from(verified.log.unfinished.is_some());
        let [whole, half] = [SNAPSHOT, UNFINISHED_SNAPSHOT].map(|name| Path::new(record).join(name).exists());
        self.snapshots += u64::from(whole || half);
        self.half_snapshots += u64::from(half);
        let read = Record::read(record).unwrap();
        let head = read.head().position as usize;
        assert!(head >= on_record + acknowledged, "{head} of {on_record} and {acknowledged} acknowledged");
        let mut seen = 0;
        read.replay(Position::FIRST, |recorded| {
            assert_eq!(recorded.event, sent[seen]);
            seen += 1;
            Ok::<(), onrecord::Error>(())
        })
        .unwrap();
        assert_eq!(seen, head);
        head
    }
}

/// Appends `sent` in a process that is killed at some moment; says how many events it told of.
fn kill_an_append(record: &str, sent: &[Event<'_>], plan: &Plan, dice: &mut Dice) -> usize {
    let batch = plan.batches[dice.below(plan.batches.len())].to_string();
    let mut append = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["append", record, "--each", "--batch", &batch])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = append.stdin.take().unwrap();
    let lines: String = sent[..plan.lines].iter().map(|event| write_line(event) + "\n").collect();
    let feeding = thread::spawn(move || {
        // The pipe breaks when the process is killed. Until then it stays open, so that the process waits for more.
        let _ = input.write_all(lines.as_bytes());
        input
    });
    let told = listen(append.stdout.take().unwrap());
    let acknowledged = kill(&mut append, &told, record, plan, dice);
    drop(feeding.join().unwrap());
    acknowledged
}

/// Hears of each commit as it is told: how many events it holds.
fn listen(output: ChildStdout) -> Receiver<usize> {
    let (teller, told) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            let told: Value = serde_json::from_str(&line.unwrap()).unwrap();
            teller.send(told["new"].as_u64().unwrap() as usize).unwrap();
        }
    });
    told
}

/// Kills the process at the moment the dice choose, and counts the events it told of up to its end.
fn kill(append: &mut Child, told: &Receiver<usize>, record: &str, plan: &Plan, dice: &mut Dice) -> usize {
    let mut acknowledged: usize = (0..dice.below(plan.told_max + 1)).map(|_| told.recv().unwrap()).sum();
    match plan.moment {
        Moment::Any if dice.below(3) == 0 => {}
        Moment::Any => thread::sleep(Duration::from_micros(dice.below(12_000) as u64)),
        Moment::Snapshot => {
            let begun = Path::new(record).join(UNFINISHED_SNAPSHOT);
            while !begun.exists() && acknowledged < plan.lines {
                acknowledged += told.try_recv().unwrap_or(0);
            }
        }
    }
    assert!(append.try_wait().unwrap().is_none(), "it ended by itself");
    append.kill().unwrap();
    append.wait().unwrap();
    acknowledged + told.iter().sum::<usize>()
}
