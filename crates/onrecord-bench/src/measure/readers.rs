//! Readers beside a writer and beside one another: what an append costs while somebody reads, and what four reads cost.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use onrecord::views::Claims;
use onrecord::{ClaimId, Event, Expect, Reading, Record, SharedRecord};
use onrecord_core::Position;

use super::Bench;
use super::writers::{open_story, statements};
use crate::failure::Failure;
use crate::measurement::{Measurements, Unit, What};
use crate::stopwatch::{milliseconds, timed};

/// An append while nobody reads.
pub const APPEND_ALONE: &str = "an append alone";

/// An append while somebody reads for a second.
pub const APPEND_BESIDE_READ: &str = "an append beside a read of one second";

/// Four reads one after the other.
pub const READS_IN_TURN: &str = "four reads, one after the other";

/// Four reads at once.
pub const READS_AT_ONCE: &str = "four reads at once";

/// How many single appends are timed alone, and at most beside one read.
const APPENDS: usize = 50;

/// How many reads are many.
const READS: usize = 4;

/// How long the long read takes.
const LONG: Duration = Duration::from_secs(1);

/// How long each of four reads takes, about.
const SHORT: Duration = Duration::from_millis(250);

/// Reads the record of all events from several threads, and appends to it meanwhile.
///
/// # Errors
/// [`Failure`] of the engine.
pub fn readers(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let mut record = Record::open(bench.record_of(bench.material.record().len())?)?;
    open_story(&mut record)?;
    let claims = claims(&record)?;
    let record = record.share();
    appends(bench, &record, &claims, found)?;
    reads(bench, &record, &claims, found);
    Ok(())
}

/// Looks at the record. This is the one place that knows how a reader comes to a moment of a shared record.
fn read<T>(record: &SharedRecord, look: impl FnOnce(&Reading) -> T) -> T {
    look(&record.reading())
}

/// Some claims to read, those that were made last.
fn claims(record: &Record) -> Result<Vec<ClaimId<'static>>, Failure> {
    const CLAIMS: usize = 10_000;
    let mut claims = Vec::new();
    record.replay::<onrecord::Error>(Position::FIRST, |recorded| {
        if let onrecord::Content::ClaimMade(made) = &recorded.event.content {
            claims.push(made.claim.clone().into_owned());
        }
        Ok(())
    })?;
    Ok(claims.split_off(claims.len().saturating_sub(CLAIMS)))
}

/// Times single appends: some while nobody reads, and as many as there is time for beside each of some long reads.
fn appends(
    bench: &Bench<'_>,
    record: &SharedRecord,
    claims: &[ClaimId<'static>],
    found: &mut Measurements,
) -> Result<(), Failure> {
    let alone = statements(0, 0, APPENDS).into_iter().map(|event| append(record, event));
    let alone = alone.collect::<Result<Vec<_>, _>>()?;
    let mut beside = Vec::new();
    for round in 0..bench.scale.rounds.min(3) {
        beside.extend(appends_beside_read(record, claims, statements(round, 1, APPENDS))?);
    }
    found.note(What::Readers, APPEND_ALONE, Unit::Milliseconds, alone);
    found.note(What::Readers, APPEND_BESIDE_READ, Unit::Milliseconds, beside);
    Ok(())
}

/// The milliseconds until an event is on the disk.
fn append(record: &SharedRecord, event: Event<'static>) -> Result<f64, Failure> {
    let (appended, took) = timed(|| record.append([event], Expect::Any));
    appended?;
    Ok(milliseconds(took))
}

/// The same for each event that is appended from the beginning of a read to its end.
fn appends_beside_read(
    record: &SharedRecord,
    claims: &[ClaimId<'static>],
    events: Vec<Event<'static>>,
) -> Result<Vec<f64>, Failure> {
    let (begun, ended) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            read(record, |record| {
                begun.store(true, Ordering::SeqCst);
                read_for(record, claims, LONG);
            });
            ended.store(true, Ordering::SeqCst);
        });
        while !begun.load(Ordering::SeqCst) {
            thread::yield_now();
        }
        let beside = events.into_iter().take_while(|_| !ended.load(Ordering::SeqCst));
        beside.map(|event| append(record, event)).collect()
    })
}

/// Reads claims for so long, and says how many rows that were.
fn read_for(record: &Reading, claims: &[ClaimId<'static>], long: Duration) -> usize {
    let start = Instant::now();
    let rows = claims.iter().cycle().take_while(|_| start.elapsed() < long);
    rows.map(|claim| read_one(record, claim)).count()
}

fn read_one(record: &Reading, claim: &ClaimId<'static>) {
    let view = record.view(&Claims);
    drop(black_box(view.row(claim, view.head())));
}

/// Times four reads of the same claims, one after the other and at once.
fn reads(bench: &Bench<'_>, record: &SharedRecord, claims: &[ClaimId<'static>], found: &mut Measurements) {
    let count = read(record, |record| read_for(record, claims, SHORT)).max(1);
    let one = || {
        read(record, |record| {
            claims.iter().cycle().take(count).for_each(|claim| read_one(record, claim));
        });
    };
    let (mut in_turn, mut at_once) = (Vec::new(), Vec::new());
    for _ in bench.rounds() {
        in_turn.push(milliseconds(timed(|| (0..READS).for_each(|_| one())).1));
        let together = || thread::scope(|scope| (0..READS).for_each(|_| drop(scope.spawn(one))));
        at_once.push(milliseconds(timed(together).1));
    }
    found.note(What::Readers, READS_IN_TURN, Unit::Milliseconds, in_turn);
    found.note(What::Readers, READS_AT_ONCE, Unit::Milliseconds, at_once);
}
