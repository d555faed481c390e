//! Replay: the whole record read and decoded by one thread, and the log also by two. Every reader must come to the same
//! content hash.

use std::time::Duration;

use super::{Bench, FROM_MEMORY, RAW_READ, turns};
use crate::child::{Answer, Task};
use crate::contender::{Contender, Halves};
use crate::content::ContentHash;
use crate::failure::Failure;
use crate::measurement::{Measurements, Unit, What};
use crate::raw::{log_files, read_and_checksum};
use crate::stopwatch::{per_second, timed};

/// The log, one half of it read by each of two threads.
pub const TWO_THREADS: &str = "onrecord, log, two threads";

/// Replays the record from every contender, and reads and checksums the log beside each.
///
/// # Errors
/// [`Failure::OtherContent`] if one came to another; [`Failure`] of a contender.
pub fn replay(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let given = bench.material.decode()?;
    let events = bench.material.record().len() as u64;
    let files = log_files(&bench.folder_of(Contender::Log))?;
    let halves = halves(bench)?;
    let (mut memory, mut two_threads) = (Vec::new(), Vec::new());
    let mut rates = vec![(Vec::new(), Vec::new()); Contender::READERS.len()];
    for round in 0..bench.scale.rounds {
        let (hash, took) = timed(|| bench.material.decode());
        same(FROM_MEMORY, hash?, given)?;
        memory.push(per_second(events, took));
        two_threads.push(per_second(events, replayed_by_two(bench, halves)?));
        for turn in turns(Contender::READERS.len(), round) {
            let (read, took) = timed(|| read_and_checksum(&files));
            std::hint::black_box(read?);
            rates[turn].1.push(per_second(events, took));
            let took = replayed(bench, Contender::READERS[turn], given)?;
            rates[turn].0.push(per_second(events, took));
        }
    }
    let unit = Unit::EventsPerSecond;
    let raw = rates.iter().flat_map(|(_, raw)| raw).copied().collect();
    found.note(What::Replay, RAW_READ, unit, raw);
    found.note(What::Replay, FROM_MEMORY, unit, memory);
    found.note(What::Replay, TWO_THREADS, unit, two_threads);
    for (reader, (rates, raw)) in Contender::READERS.iter().zip(rates) {
        found.note_beside(What::Replay, reader.name(), unit, rates, raw);
    }
    for also in [Contender::Overlapped, Contender::Engine] {
        replayed(bench, also, given)?;
    }
    Ok(())
}

/// How long one replay takes, once the store is open.
fn replayed(bench: &Bench<'_>, reader: Contender, given: ContentHash) -> Result<Duration, Failure> {
    let store = reader.read(&bench.folder_of(reader))?;
    let mut hash = ContentHash::default();
    let (done, took) = timed(|| store.replay(&mut hash));
    done?;
    same(reader.name(), hash, given)?;
    Ok(took)
}

/// What is given to each of two threads.
fn halves(bench: &Bench<'_>) -> Result<[ContentHash; 2], Failure> {
    let record = bench.material.record();
    let middle = record.end / 2;
    Ok([bench.material.decode_range(0..middle)?, bench.material.decode_range(middle..record.end)?])
}

/// How long the replay by two threads takes, once the log is open.
fn replayed_by_two(bench: &Bench<'_>, given: [ContentHash; 2]) -> Result<Duration, Failure> {
    let log = Halves::open(&bench.folder_of(Contender::Log), given[0].count())?;
    let (found, took) = timed(|| log.replay());
    for (found, given) in found?.into_iter().zip(given) {
        same(TWO_THREADS, found, given)?;
    }
    Ok(took)
}

/// Replays the record from every contender once more, each in a process of its own, and notes the most memory it took.
///
/// # Errors
/// [`Failure::Child`], and [`Failure::OtherContent`].
pub fn replay_peak(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let given = bench.material.decode()?;
    for &contender in Contender::READERS {
        let mut peaks = Vec::new();
        for _ in 0..bench.scale.rounds.min(3) {
            let folder = bench.folder_of(contender);
            let Answer { content, resident, .. } = Task::Replay { contender, folder }.ask()?;
            same(contender.name(), content.unwrap_or_default(), given)?;
            peaks.extend(resident.map(|resident| resident.peak as f64));
        }
        if !peaks.is_empty() {
            found.note(What::ReplayPeak, contender.name(), Unit::Bytes, peaks);
        }
    }
    Ok(())
}

/// Sees that a reader read what was given.
fn same(reader: &'static str, found: ContentHash, given: ContentHash) -> Result<(), Failure> {
    if found == given {
        return Ok(());
    }
    let (count, found) = (found.count(), found.value());
    Err(Failure::OtherContent { reader, count, found, given: given.count(), wanted: given.value() })
}
