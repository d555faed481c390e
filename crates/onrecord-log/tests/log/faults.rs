//! Law 6, *recovery*: after a crash at any byte, the record is a prefix of what was sent, and holds all that was
//! acknowledged.

use std::io::ErrorKind;

use onrecord_log::{AppendError, CreateError, Log, OpenError, Options, Reader, verify};

use crate::rig::{Dice, Failure, Rig};
use crate::sample::{Sent, read_all};

const OPTIONS: Options = Options { record_id: [3; 16], segment_bytes: 6_000, zeroed_bytes_max: 2_000 };

/// What a witness outside the disk remembers.
#[derive(Default, Clone)]
struct Witness {
    sent: Vec<Sent>,
    acknowledged: usize,
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

    /// What is on the disk now is a beginning of what was sent, and holds all that was acknowledged.
    fn check(&mut self, disk: &Rig) -> usize {
        let reader = Reader::open(disk.clone()).unwrap();
        let read = read_all(&reader).unwrap();
        assert!(
            read.len() >= self.acknowledged,
            "{} of {} acknowledged are left",
            read.len(),
            self.acknowledged
        );
        assert_eq!(read[..], self.sent[..read.len()]);
        assert_eq!(reader.head().commit_count as usize, read.len());
        read.len()
    }
}

/// Opens the record, or makes it, and appends `commits` more; ends early where the disk fails.
fn work(disk: &Rig, witness: &mut Witness, commits: usize, dice: &mut Dice) -> Result<(), ErrorKind> {
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
            }
            Err(AppendError::Io(error)) => {
                assert!(matches!(sent.append(&mut log), Err(AppendError::Poisoned)));
                if !disk.is_dead() {
                    let seen = Reader::open(disk.clone()).unwrap().head().commit_count as usize;
                    assert!(seen <= witness.acknowledged, "a reader sees only what is acknowledged");
                }
                return Err(error.kind());
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    if !disk.is_dead() {
        let seen = Reader::open(disk.clone()).unwrap().head().commit_count as usize;
        // The mark of the writer may be what could not be written: then a reader learns of it later.
        assert!(seen == witness.acknowledged || (disk.has_failed() && seen < witness.acknowledged));
    }
    Ok(())
}

#[test]
fn law_6_recovery_after_a_crash_at_every_step_nothing_acknowledged_is_lost() {
    let (mut tried, mut torn) = (0, 0);
    for workload in 0..4_u64 {
        let whole = Rig::default();
        work(&whole, &mut Witness::default(), 14, &mut Dice::new(workload)).unwrap();
        for step in 0..whole.steps() {
            for outcome in 0..24 {
                let (disk, mut witness) = (Rig::default(), Witness::default());
                disk.fail_at(step, Failure::Crash);
                let _ = work(&disk, &mut witness, 14, &mut Dice::new(workload));
                let mut dice = Dice::new(workload << 32 | step << 8 | outcome);
                let disk = disk.after_crash(&mut dice);
                let opened = Reader::open(disk.clone());
                if let Err(error) = opened {
                    assert_eq!(witness.acknowledged, 0, "step {step}, outcome {outcome}: {error:?}");
                } else {
                    let verified = verify(&disk).unwrap();
                    torn += u64::from(verified.unfinished.is_some());
                    witness.check(&disk);
                }
                work(&disk, &mut witness, 3, &mut dice).unwrap();
                witness.check(&disk);
                assert!(verify(&disk).unwrap().is_sound());
                tried += 1;
            }
        }
    }
    println!("{tried} crashes tried, {torn} of them left a torn commit; nothing acknowledged was lost");
}

#[test]
fn law_6_recovery_holds_through_crash_after_crash_and_errors_between() {
    let kinds = [ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied];
    let (mut crashes, mut errors) = (0, 0);
    for seed in 0..600 {
        let mut dice = Dice::new(seed + 77_000);
        let (mut disk, mut witness) = (Rig::default(), Witness::default());
        for _ in 0..8 {
            let step = disk.steps() + dice.below(30) as u64;
            let failure = if dice.coin() { Failure::Crash } else { Failure::Refuse(kinds[dice.below(3)]) };
            disk.fail_at(step, failure);
            let commits = 1 + dice.below(6);
            if work(&disk, &mut witness, commits, &mut dice).is_err() && failure != Failure::Crash {
                errors += 1;
            }
            if disk.is_dead() || dice.below(3) == 0 {
                crashes += 1;
                disk = disk.after_crash(&mut dice);
            }
            match Reader::open(disk.clone()) {
                Ok(_) => drop(witness.check(&disk)),
                Err(error) => {
                    assert_eq!(witness.acknowledged, 0, "seed {seed}: the record is gone: {error:?}")
                }
            }
        }
    }
    println!("{crashes} crashes and {errors} errors tried in 600 records; nothing acknowledged was lost");
}

#[test]
fn an_error_at_every_step_poisons_the_writer_and_opening_again_goes_on() {
    let whole = Rig::default();
    work(&whole, &mut Witness::default(), 14, &mut Dice::new(1)).unwrap();
    let mut tried = 0;
    for step in 0..whole.steps() {
        for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
            for outcome in 0..6 {
                let (disk, mut witness) = (Rig::default(), Witness::default());
                disk.fail_at(step, Failure::Refuse(kind));
                let mut dice = Dice::new(1);
                if let Err(answered) = work(&disk, &mut witness, 14, &mut dice) {
                    assert_eq!(answered, kind);
                }
                work(&disk, &mut witness, 2, &mut dice).unwrap();
                witness.check(&disk);
                // What was kept after a failed sync must be on the disk by now.
                let disk = disk.after_crash(&mut Dice::new(step << 8 | outcome));
                witness.check(&disk);
                assert!(verify(&disk).unwrap().is_sound());
                tried += 1;
            }
        }
    }
    println!("{tried} errors tried");
}

#[test]
fn a_read_that_fails_is_an_error_and_the_next_try_succeeds() {
    let (disk, mut witness) = (Rig::default(), Witness::default());
    work(&disk, &mut witness, 14, &mut Dice::new(2)).unwrap();
    let read = |disk: &Rig| {
        let reader = Reader::open(disk.clone()).map_err(|error| matches!(error, OpenError::Io(_)))?;
        read_all(&reader).map_err(|error| matches!(error, onrecord_log::ReadError::Io(_)))
    };
    let before = disk.reads();
    assert_eq!(read(&disk).unwrap(), witness.sent);
    let count = disk.reads() - before;
    let mut failed = 0;
    for failing in 1..=count {
        disk.fail_read(failing);
        // The pieces differ from one reading to the next, so the last few may not be needed.
        match read(&disk) {
            Err(was_io) => failed += u64::from(was_io),
            Ok(seen) => assert!(seen == witness.sent),
        }
        disk.fail_read(0);
        assert!(read(&disk).is_ok_and(|seen| seen == witness.sent));
        disk.fail_read(failing);
        assert!(matches!(Log::open_with(disk.clone(), OPTIONS), Err(OpenError::Io(_)) | Ok(_)));
        disk.fail_read(0);
    }
    assert!(failed >= count * 9 / 10);
    println!("{failed} failing reads tried");
}

#[test]
fn an_append_is_one_write_and_one_sync_and_a_look_for_news_reads_44_bytes() {
    let disk = Rig::default();
    let mut log = Log::create(disk.clone()).unwrap();
    Sent::numbered(1, 3).append(&mut log).unwrap();
    let mut reader = Reader::open(disk.clone()).unwrap();
    for number in 2..30 {
        let (steps, bytes) = (disk.steps(), disk.read_bytes());
        Sent::numbered(number, 3).append(&mut log).unwrap();
        assert_eq!(disk.steps() - steps, 3, "the commit, its sync, and the mark for readers");
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
