//! Law 6, *recovery*: after a crash at any byte, the record is a prefix of what was sent, and holds all that was
//! acknowledged.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use onrecord_log::{Batch, CreateError, Log, OpenError, Options, Reader, SubmitError, UNTIMED, verify};
use onrecord_testkit::storage::{Dice, Failure, FaultyDisk, Operation, ReadFailure};

use crate::sample::{Sent, read_all};
use crate::tally::Tally;

const OPTIONS: Options = Options { record_id: [3; 16], segment_bytes: 6_000, zeroed_bytes_max: 2_000 };
const ERRORS: [ErrorKind; 3] = [ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied];
const COMMITS: usize = 14;

/// What a witness outside the disk remembers.
#[derive(Default)]
struct Witness {
    sent: Vec<Sent>,
    acknowledged: usize,
    tally: Tally,
}

impl Witness {
    /// The next commit to send: it follows what is on record, so an unacknowledged one that was lost is sent anew.
    fn next(&mut self, on_record: usize, dice: &mut Dice) -> Sent {
        self.sent.truncate(on_record);
        let count = [1, 2, 3, 30, 60][dice.below(5)];
        let sent = Sent::numbered(on_record + 1, count);
        self.sent.push(sent.clone());
        sent
    }

    /// Forgets what was sent: another record begins.
    fn begin(&mut self) {
        self.sent.clear();
        self.acknowledged = 0;
    }

    /// What is on the disk now is a beginning of what was sent, and holds all that was acknowledged.
    fn check(&mut self, disk: &FaultyDisk) {
        match Reader::open(disk.clone()) {
            Ok(reader) => drop(self.tally.compare(&reader, &self.sent, self.acknowledged)),
            Err(error) => assert_eq!(self.acknowledged, 0, "the record is gone: {error:?}"),
        }
    }
}

/// Opens the record, or makes it, and appends `commits` more; ends early where the disk fails.
fn work(disk: &FaultyDisk, witness: &mut Witness, commits: usize, dice: &mut Dice) -> Result<(), ErrorKind> {
    let mut log = match Log::open_with(disk.clone(), OPTIONS) {
        Ok((log, _)) => log,
        Err(OpenError::NotARecord) => match Log::create_with(disk.clone(), OPTIONS) {
            Ok(log) => log,
            Err(CreateError::Io(error)) => return Err(error.kind()),
            Err(other) => panic!("{other:?}"),
        },
        Err(OpenError::Io(error)) => return Err(error.kind()),
        Err(other) => panic!("a crash was taken for damage: {other:?}"),
    };
    // What opening kept is as good as acknowledged: somebody may have been told that it is on record.
    witness.acknowledged = witness.acknowledged.max(log.head().commit_count as usize);
    for _ in 0..commits {
        let sent = witness.next(log.head().commit_count as usize, dice);
        match sent.append(&mut log) {
            Ok(commit) => {
                witness.acknowledged += 1;
                assert_eq!(commit.last.get(), log.head().position);
                pause(disk, &mut log, dice)?;
            }
            Err(SubmitError::Uncertain(error)) => {
                assert!(matches!(sent.append(&mut log), Err(SubmitError::Poisoned)));
                if !disk.is_down() {
                    let seen = Reader::open(disk.clone()).unwrap().head().commit_count as usize;
                    assert!(seen <= witness.acknowledged, "a reader sees only what is acknowledged");
                }
                return Err(error.kind());
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    if !disk.is_down() {
        let seen = Reader::open(disk.clone()).unwrap().head().commit_count as usize;
        // The mark of the writer may be what could not be written: then a reader learns of it later.
        assert!(seen == witness.acknowledged || (disk.has_failed() && seen < witness.acknowledged));
    }
    Ok(())
}

/// Makes some zeros, or none; ends early only where the disk is down.
fn pause(disk: &FaultyDisk, log: &mut Log, dice: &mut Dice) -> Result<(), ErrorKind> {
    for _ in 0..dice.below(4) {
        match log.make_zeros() {
            Err(error) if disk.is_down() => return Err(error.kind()),
            made => assert!(made.is_ok() || disk.has_failed(), "{made:?}"),
        }
    }
    Ok(())
}

/// The steps of a whole piece of work in which nothing fails.
fn steps(workload: u64) -> u64 {
    let whole = FaultyDisk::new(workload);
    work(&whole, &mut Witness::default(), COMMITS, &mut Dice::new(workload)).unwrap();
    whole.steps()
}

/// Goes on after a fault was survived, and sees that the record is whole.
fn go_on(disk: &FaultyDisk, witness: &mut Witness, dice: &mut Dice) {
    work(disk, witness, 3, dice).unwrap();
    witness.check(disk);
    assert!(verify(disk).unwrap().is_sound());
    witness.tally.tried += 1;
}

#[test]
fn law_6_recovery_after_a_crash_at_every_step_nothing_acknowledged_is_lost() {
    let mut witness = Witness::default();
    let mut torn = 0;
    for workload in 0..4 {
        for step in 0..steps(workload) {
            let disk = FaultyDisk::new(workload);
            disk.fail_at(step, Failure::Crash);
            witness.begin();
            let _ = work(&disk, &mut witness, COMMITS, &mut Dice::new(workload));
            let (sent, acknowledged) = (witness.sent.clone(), witness.acknowledged);
            for outcome in 0..24 {
                (witness.sent, witness.acknowledged) = (sent.clone(), acknowledged);
                let outcome = workload << 32 | step << 8 | outcome;
                let disk = disk.after_crash(outcome);
                witness.check(&disk);
                torn += u64::from(verify(&disk).is_ok_and(|verified| verified.unfinished.is_some()));
                go_on(&disk, &mut witness, &mut Dice::new(outcome));
            }
        }
    }
    assert!(torn > 400, "only {torn} crashes left a torn commit");
    witness.tally.finish("crashes", 4_000);
}

#[test]
fn a_process_killed_at_every_step_loses_nothing_it_acknowledged_not_even_if_the_power_fails_next() {
    let mut witness = Witness::default();
    for workload in 0..4 {
        for step in 0..steps(workload) {
            for outcome in 0..4 {
                let disk = FaultyDisk::new(step << 8 | outcome);
                disk.fail_at(step, Failure::Kill);
                witness.begin();
                let mut dice = Dice::new(workload);
                let _ = work(&disk, &mut witness, COMMITS, &mut dice);
                disk.restart();
                witness.check(&disk);
                go_on(&disk, &mut witness, &mut dice);
                witness.check(&disk.after_crash(outcome));
            }
        }
    }
    witness.tally.finish("kills", 700);
}

#[test]
fn law_6_recovery_holds_through_crash_after_crash_and_errors_between() {
    let mut witness = Witness::default();
    let mut at: BTreeMap<Operation, u64> = BTreeMap::new();
    for seed in 0..900 {
        let mut dice = Dice::new(seed + 77_000);
        let mut disk = FaultyDisk::new(seed);
        witness.begin();
        for _ in 0..8 {
            let step = disk.steps() + dice.below(30) as u64;
            let failure =
                [Failure::Crash, Failure::Kill, Failure::Refuse(ERRORS[dice.below(3)])][dice.below(3)];
            disk.fail_at(step, failure);
            let commits = 1 + dice.below(6);
            let failed = work(&disk, &mut witness, commits, &mut dice).is_err();
            if disk.has_failed() {
                *at.entry(disk.operations()[step as usize]).or_default() += 1;
                witness.tally.tried += 1;
            }
            assert!(!failed || disk.has_failed());
            if failure == Failure::Kill {
                disk.restart();
            }
            if disk.is_down() || dice.below(3) == 0 {
                disk = disk.after_crash(dice.below(usize::MAX) as u64);
            }
            witness.check(&disk);
        }
    }
    for operation in Operation::ALL {
        assert!(at.get(&operation).is_some_and(|tried| *tried >= 5), "{operation:?} of {at:?}");
    }
    witness.tally.finish("faults in a row", 2_500);
}

#[test]
fn an_error_at_every_step_poisons_the_writer_and_opening_again_goes_on() {
    let mut witness = Witness::default();
    for step in 0..steps(1) {
        for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
            for outcome in 0..6 {
                let disk = FaultyDisk::new(outcome);
                disk.fail_at(step, Failure::Refuse(kind));
                witness.begin();
                let mut dice = Dice::new(1);
                if let Err(answered) = work(&disk, &mut witness, COMMITS, &mut dice) {
                    assert_eq!(answered, kind);
                }
                go_on(&disk, &mut witness, &mut dice);
                // What was kept after a failed sync must be on the disk by now.
                let disk = disk.after_crash(step << 8 | outcome);
                witness.check(&disk);
                assert!(verify(&disk).unwrap().is_sound());
            }
        }
    }
    witness.tally.finish("errors", 500);
}

#[test]
fn a_read_that_fails_is_an_error_and_one_that_lies_is_never_believed() {
    let (disk, mut witness) = (FaultyDisk::new(2), Witness::default());
    work(&disk, &mut witness, COMMITS, &mut Dice::new(2)).unwrap();
    let before = disk.reads();
    let all = |disk: &FaultyDisk| read_all(&Reader::open(disk.clone()).unwrap()).unwrap();
    assert_eq!(all(&disk), witness.sent);
    let count = disk.reads() - before;
    let (mut refused, mut damaged) = (0, 0);
    for failure in [ReadFailure::Refuse(ErrorKind::Other), ReadFailure::Flip] {
        for (reads, round) in (0..count).flat_map(|reads| (0..4).map(move |round| (reads, round))) {
            disk.fail_read_after(reads, failure);
            let opened = Reader::open(disk.clone());
            match opened
                .map_err(Some)
                .and_then(|reader| read_all(&reader).map_err(|error| Some(OpenError::from(error))))
            {
                // The pieces differ from one reading to the next, so the last few may not be needed.
                Ok(seen) => assert_eq!(seen[..], witness.sent[..seen.len()]),
                Err(Some(OpenError::Io(_))) => refused += 1,
                Err(other) => {
                    assert!(failure == ReadFailure::Flip, "{other:?}");
                    damaged += 1;
                }
            }
            if round == 0 {
                disk.fail_no_read();
                assert_eq!(all(&disk), witness.sent);
                disk.fail_read_after(reads, failure);
                drop(Log::open_with(disk.clone(), OPTIONS));
            }
            disk.fail_no_read();
            witness.tally.tried += 1;
        }
    }
    witness.check(&disk);
    assert!(refused >= count * 3 && damaged >= count, "{refused} refused, {damaged} damaged of {count}");
    witness.tally.finish("failing reads", 1_000);
}

#[test]
fn a_disk_that_lies_about_its_syncs_is_found_out() {
    let (disk, mut witness) = (FaultyDisk::new(3), Witness::default());
    work(&disk, &mut witness, 3, &mut Dice::new(3)).unwrap();
    disk.lie_about_syncs();
    work(&disk, &mut witness, 6, &mut Dice::new(4)).unwrap();
    let is_found = |outcome: &u64| match Reader::open(disk.after_crash(*outcome)) {
        Ok(reader) => (reader.head().commit_count as usize) < witness.acknowledged,
        Err(_) => true,
    };
    let found = (0..200).filter(is_found).count();
    assert!(found > 50, "only {found} of 200 crashes lost what was never stored");
}

#[test]
fn an_append_is_one_write_and_one_sync_and_a_look_for_news_reads_44_bytes() {
    let disk = FaultyDisk::new(0);
    let mut log = Log::create(disk.clone()).unwrap();
    Sent::numbered(1, 3).append(&mut log).unwrap();
    let mut reader = Reader::open(disk.clone()).unwrap();
    for number in 2..30 {
        let (steps, bytes) = (disk.steps() as usize, disk.read_bytes());
        Sent::numbered(number, 3).append(&mut log).unwrap();
        let [commit, sync, mark] = disk.operations()[steps..] else { panic!("{:?}", disk.operations()) };
        assert_eq!([commit, sync, mark], [Operation::Write, Operation::Sync, Operation::Write]);
        assert_eq!(disk.read_bytes(), bytes, "nothing is read to append");
    }
    reader.refresh().unwrap();
    let bytes = disk.read_bytes();
    reader.refresh().unwrap();
    assert_eq!(disk.read_bytes() - bytes, 44);
    drop(log);
    let bytes = disk.read_bytes();
    reader.refresh().unwrap();
    assert_eq!(disk.read_bytes() - bytes, 0);
}

#[test]
fn zeros_that_could_not_be_made_harm_no_commit() {
    let mut witness = Witness::default();
    for (step, outcome) in (0..2).flat_map(|step| (0..60).map(move |outcome| (step, outcome))) {
        let disk = FaultyDisk::new(outcome);
        witness.begin();
        let mut dice = Dice::new(outcome);
        let options = Options { segment_bytes: 20_000, ..OPTIONS };
        let mut log = Log::create_with(disk.clone(), options).unwrap();
        for number in 0..6 {
            // The fourth is too large for zeros to be written with it.
            let sent = Sent::numbered(number + 1, if number == 3 { 60 } else { 1 + dice.below(9) });
            sent.append(&mut log).unwrap();
            witness.sent.push(sent);
            witness.acknowledged += 1;
            if number == 3 {
                disk.fail_at(disk.steps() + step, Failure::Refuse(ErrorKind::StorageFull));
                assert_eq!(log.make_zeros().unwrap_err().kind(), ErrorKind::StorageFull);
                assert_eq!(log.make_zeros().unwrap(), 0, "it is not tried again");
            }
            witness.check(&disk);
            witness.check(&disk.after_crash(outcome << 8 | number as u64));
            witness.tally.tried += 1;
        }
        drop(log);
        assert!(verify(&disk).unwrap().is_sound());
        go_on(&disk, &mut witness, &mut dice);
    }
    witness.tally.finish("errors of zeros", 700);
}

#[test]
fn law_6_recovery_holds_while_a_thread_makes_zeros() {
    let options = Options { segment_bytes: 12 << 20, zeroed_bytes_max: 3 << 20, ..OPTIONS };
    let size = |number: usize| [900_000, 300, 500_000, 70_000][number % 4];
    let payload = |number: usize| vec![number as u8 + 1; size(number)];
    let batch = |number: usize| {
        let mut batch = Batch::new();
        batch.push_bytes(1, 1, &payload(number));
        batch
    };
    // How many commits were acknowledged before the disk failed.
    let work = |mut log: Log, from: usize, dice: &mut Dice| {
        for number in from..40 {
            if log.append(UNTIMED, &batch(number)).is_err() {
                return number;
            }
            if dice.below(3) == 0 {
                log.settle();
            }
        }
        40
    };
    let (mut tally, mut zeros_failed) = (Tally::default(), 0);
    for round in 0..80_u64 {
        let mut dice = Dice::new(round);
        let mut disk = FaultyDisk::new(round);
        disk.prefer_overwriting();
        let failure = [Failure::Crash, Failure::Kill, Failure::Refuse(ErrorKind::StorageFull)][dice.below(3)];
        disk.fail_at(7 + dice.below(150) as u64, failure);
        let log = Log::create_with(disk.clone(), options).unwrap();
        let acknowledged = work(log, 0, &mut dice);
        assert!(acknowledged == 40 || disk.has_failed());
        zeros_failed += u64::from(acknowledged == 40 && disk.has_failed());
        tally.tried += u64::from(disk.has_failed());
        match disk.is_down() {
            true if failure == Failure::Crash => disk = disk.after_crash(dice.below(usize::MAX) as u64),
            true => disk.restart(),
            false => {}
        }
        disk.prefer_overwriting();
        let (log, _) = Log::open_with(disk.clone(), options).unwrap();
        let kept = log.head().commit_count as usize;
        assert!(kept >= acknowledged, "round {round}: {kept} of {acknowledged}");
        assert_eq!(work(log, kept, &mut dice), 40);
        let read = read_all(&Reader::open(disk.clone()).unwrap()).unwrap();
        let is_whole = |(number, sent): (usize, &Sent)| sent.events[0].bytes == payload(number);
        assert!(read.len() == 40 && read.iter().enumerate().all(is_whole), "round {round}");
        assert!(verify(&disk).unwrap().is_sound());
    }
    assert!(zeros_failed > 3, "only {zeros_failed} failures hit zeros alone");
    tally.finish("faults beside a thread that makes zeros", 60);
}
