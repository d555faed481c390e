//! Catching up: 1,000 events that another writer appended are taken in, on top of a short record and of a long one.

use std::fs;
use std::ops::Range;
use std::path::Path;

use onrecord::Record;

use super::{Bench, TENTH, WHOLE};
use crate::contender::{Contender, Store};
use crate::failure::Failure;
use crate::measurement::{Measurements, Unit, What};
use crate::stopwatch::{milliseconds, timed};

/// Has a writer append 1,000 events to each of two records, and their readers take them in, in turn.
///
/// The readers come to the state from which every built-in view answers. They begin with that state rebuilt from the log,
/// all of it in memory, as a process has it that has followed the record for long.
///
/// # Errors
/// [`Failure::OtherCount`] if a reader took in another number of events; [`Failure`] of the record.
pub fn catch_up(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let record = bench.material.record();
    let short = bench.folder.join("tenth");
    let tenth = record.len() / 10;
    append(bench, &mut *Contender::Engine.create(&short)?, 0..tenth)?;
    let mut short = Followed::open(&short, tenth)?;
    let long = bench.folder_of(Contender::Engine);
    let mut long = Followed::open(&long, record.len() + bench.scale.single_events())?;
    for _ in 0..bench.scale.rounds {
        short.catch_up(bench)?;
        long.catch_up(bench)?;
    }
    found.note(What::CatchUp, TENTH, Unit::Milliseconds, short.rounds);
    found.note(What::CatchUp, WHOLE, Unit::Milliseconds, long.rounds);
    Ok(())
}

/// A record that is read, and a writer at its end.
struct Followed {
    writer: Box<dyn Store>,
    reader: Record,
    next: usize,
    rounds: Vec<f64>,
}

impl Followed {
    fn open(folder: &Path, next: usize) -> Result<Followed, Failure> {
        let snapshot = folder.join("index.snapshot");
        if snapshot.exists() {
            fs::remove_file(snapshot)?;
        }
        let writer = Contender::Log.open(folder)?;
        Ok(Followed { writer, reader: Record::read(folder)?, next, rounds: Vec::new() })
    }

    fn catch_up(&mut self, bench: &Bench<'_>) -> Result<(), Failure> {
        let wanted = bench.scale.caught_up;
        append(bench, &mut *self.writer, self.next..self.next + wanted)?;
        self.next += wanted;
        let (touched, took) = timed(|| self.reader.refresh());
        let (found, wanted) = (touched?, wanted as u64);
        if found != wanted {
            return Err(Failure::OtherCount { what: "caught up with", found, wanted });
        }
        self.rounds.push(milliseconds(took));
        Ok(())
    }
}

fn append(bench: &Bench<'_>, store: &mut dyn Store, range: Range<usize>) -> Result<(), Failure> {
    let commits = bench.material.commits(range, bench.scale.batch)?;
    commits.iter().try_for_each(|commit| store.append(commit))?;
    store.finish()
}
