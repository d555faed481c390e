//! One record made and one question asked of it, in a process that does nothing else.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use onrecord::views::{Actors, Claims, Origins, Silence, Timeline};
use onrecord::{
    ClaimId, Content, DiskStorage, Event, Expect, Moment, OpenError, Projection, Record, Row, Version,
    write_row,
};

use super::arguments::GrowthTask;
use super::cases::{GrowthQuestion, ONE_COMMIT, events};
use super::cpu;
use super::watch::Cost;
use crate::failure::Failure;
use crate::resident::Resident;

/// How many events a commit has, where the size of the commit is not what is measured.
const COMMIT: usize = 1_000;

/// How many of the last events a diff is over: of a claim repeated by ten outlets in turns, one repetition by each. So they
/// are the same acts at every size.
const CHANGED: u64 = 10;

/// Makes a record, asks it, and writes what that took.
pub(super) fn answer(GrowthTask::Ask(ask): &GrowthTask, output: &mut impl Write) -> Result<(), Failure> {
    let events = events(&ask.shape, ask.n);
    let (record, append_seconds) = counted(|| make(&ask.shape, &events, &ask.folder))?;
    let claim = events.iter().find_map(claim_made);
    drop(events);
    // The peak is counted from here on; where that cannot be asked for, the making is in it.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let (output_bytes, seconds) = counted(|| output_of(ask.question, record, claim, &ask.folder))?;
    let mebibytes = Resident::of_this_process().map(|resident| resident.peak as f64 / f64::from(1 << 20));
    let cost = Cost { append_seconds, seconds, mebibytes: mebibytes.unwrap_or(0.0), output_bytes };
    Ok(serde_json::to_writer(output, &cost)?)
}

/// Does something, and says how many seconds of processor time that took.
fn counted<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<(T, f64), Failure> {
    let before = cpu::seconds().unwrap_or(0.0);
    let done = work()?;
    Ok((done, cpu::seconds().unwrap_or(0.0) - before))
}

fn claim_made(event: &Event<'static>) -> Option<ClaimId<'static>> {
    match &event.content {
        Content::ClaimMade(made) => Some(made.claim.clone()),
        _ => None,
    }
}

fn on_disk(folder: &Path) -> PathBuf {
    folder.join("record")
}

/// The record of these events: on the disk and in one commit where that is the shape, else in memory.
fn make(shape: &str, events: &[Event<'static>], folder: &Path) -> Result<Record, Failure> {
    let (mut record, commit) = match shape == ONE_COMMIT {
        true => (Record::create(on_disk(folder))?, events.len().max(1)),
        false => (Record::in_memory(), COMMIT),
    };
    for events in events.chunks(commit) {
        record.append(events, Expect::Any)?;
    }
    Ok(record)
}

/// Asks a record, and says how many bytes the answer has.
fn output_of(
    question: GrowthQuestion,
    record: Record,
    claim: Option<ClaimId<'static>>,
    folder: &Path,
) -> Result<u64, Failure> {
    let head = Moment::known(record.head().position);
    Ok(match question {
        GrowthQuestion::Timeline => all_rows(&record, &Timeline)?,
        GrowthQuestion::Claims => all_rows(&record, &Claims)?,
        GrowthQuestion::Actors => all_rows(&record, &Actors)?,
        GrowthQuestion::Silence => all_rows(&record, &Silence)?,
        GrowthQuestion::Origins => all_rows(&record, &Origins)?,
        GrowthQuestion::Claim => {
            let row = claim.map(|claim| record.view(&Claims).row(&claim, head)).transpose()?.flatten();
            bytes(row.iter())?
        }
        GrowthQuestion::History => {
            let (view, mut counter) = (record.view(&Claims), Counter(0));
            let versions = claim.as_ref().map(|claim| view.each_version(claim, head)).transpose()?;
            versions
                .into_iter()
                .flatten()
                .try_for_each(|it| Ok::<_, Failure>(write_row(&it?, &mut counter)?))?;
            counter.0
        }
        GrowthQuestion::Diff => {
            changes(&record, &Timeline)?
                + changes(&record, &Claims)?
                + changes(&record, &Actors)?
                + changes(&record, &Silence)?
                + changes(&record, &Origins)?
        }
        GrowthQuestion::Verify => {
            let events = record.head().position;
            drop(record);
            let storage = DiskStorage::open(on_disk(folder)).map_err(OpenError::from)?;
            if onrecord::verify(storage)?.is_sound() { events } else { 0 }
        }
        GrowthQuestion::Backup => {
            let copy = folder.join("copy");
            record.backup(&copy)?;
            let files = fs::read_dir(&copy)?.map(|file| Ok(file?.metadata()?.len()));
            files.sum::<io::Result<u64>>()?
        }
    })
}

fn all_rows<P: Projection>(record: &Record, projection: &P) -> Result<u64, Failure> {
    let view = record.view(projection);
    let mut counter = Counter(0);
    for row in view.each_row(view.head()) {
        write_row(&row?, &mut counter)?;
    }
    Ok(counter.0)
}

fn bytes<'v, K: 'v, R: Row + 'v>(rows: impl Iterator<Item = &'v Version<K, R>>) -> Result<u64, Failure> {
    let mut counter = Counter(0);
    for row in rows {
        write_row(row, &mut counter)?;
    }
    Ok(counter.0)
}

fn changes<P: Projection>(record: &Record, projection: &P) -> Result<u64, Failure> {
    let view = record.view(projection);
    let from = Moment::known(view.head().known.saturating_sub(CHANGED));
    let changes = view.diff(from, view.head())?;
    bytes(changes.iter().flat_map(|change| change.before.iter().chain(&change.after)))
}

/// Counts bytes, and keeps none.
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn changed(n: usize) -> BTreeSet<String> {
        let events = events("repeats", n);
        let last = events.iter().rev().take(CHANGED as usize);
        last.map(|event| format!("{:?}", event.content)).collect()
    }

    #[test]
    fn a_diff_is_over_the_same_acts_at_every_size() {
        for n in [1_000, 1_003, 2_006, 4_012] {
            assert_eq!(changed(n), changed(1_001), "{n}");
        }
    }
}
