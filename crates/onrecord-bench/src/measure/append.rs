//! Durable appends: the whole record in commits of 1,000 events, and then events one by one.

use std::ops::Range;
use std::time::Duration;

use super::{Bench, RAW_GROWING, RAW_PRE_ZEROED, pieces, turns};
use crate::contender::{Contender, Store};
use crate::failure::Failure;
use crate::measurement::{Measurements, Unit, What};
use crate::raw::RawFile;
use crate::stopwatch::{per_second, timed};

/// Appends the record to every contender, in commits of 1,000 events.
///
/// # Errors
/// [`Failure`] of a contender.
pub fn batches(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let Bench { material, scale, .. } = bench;
    let commits = material.record().len().div_ceil(scale.batch);
    let slices = pieces(material.record(), commits.div_ceil(scale.slices) * scale.batch);
    let rounds = Rounds { what: What::Batch, slices: slices.collect(), commit: scale.batch };
    rounds.run(bench, |contender| contender.create(&bench.folder_of(contender)), found)
}

/// Appends events to every contender one by one, after the record.
///
/// # Errors
/// [`Failure`] of a contender.
pub fn singles(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let Bench { material, scale, .. } = bench;
    let beyond = material.beyond();
    let slices = pieces(beyond.start..beyond.start + scale.single_events(), scale.singles);
    let rounds = Rounds { what: What::Single, slices: slices.collect(), commit: 1 };
    rounds.run(bench, |contender| contender.open(&bench.folder_of(contender)), found)
}

/// What is appended in turns.
struct Rounds {
    what: What,
    slices: Vec<Range<usize>>,
    /// How many events a commit has.
    commit: usize,
}

/// A contender, and what was measured of it and of the raw probe beside it.
struct Entrant {
    contender: Contender,
    store: Box<dyn Store>,
    rates: Vec<f64>,
    raw: Vec<f64>,
}

impl Rounds {
    fn run(
        &self,
        bench: &Bench<'_>,
        open: impl Fn(Contender) -> Result<Box<dyn Store>, Failure>,
        found: &mut Measurements,
    ) -> Result<(), Failure> {
        let entrant = |&contender: &Contender| {
            let store = open(contender)?;
            Ok(Entrant { contender, store, rates: Vec::new(), raw: Vec::new() })
        };
        let mut entrants = Contender::ALL.iter().map(entrant).collect::<Result<Vec<_>, Failure>>()?;
        let mut probes = self.probes(bench)?;
        let mut growing = Vec::new();
        for (round, slice) in self.slices.iter().enumerate() {
            growing.push(self.raw(bench, &mut probes.growing, slice)?);
            for turn in turns(entrants.len(), round) {
                let entrant = &mut entrants[turn];
                entrant.raw.push(self.raw(bench, &mut probes.pre_zeroed, slice)?);
                entrant.rates.push(self.append(bench, &mut *entrant.store, slice)?);
            }
        }
        self.note(entrants, growing, found);
        Ok(())
    }

    fn probes(&self, bench: &Bench<'_>) -> Result<Probes, Failure> {
        let bytes = self.slices.iter().map(|slice| bench.material.payloads(slice.clone()).len());
        let room = bytes.max().unwrap_or(0) as u64;
        let name = if self.commit == 1 { "single" } else { "batch" };
        Ok(Probes {
            pre_zeroed: RawFile::pre_zeroed(&bench.probe(&format!("{name}-zeroed")), room)?,
            growing: RawFile::growing(&bench.probe(&format!("{name}-growing")))?,
        })
    }

    /// Appends the bytes of a slice to a file, commit by commit.
    fn raw(&self, bench: &Bench<'_>, file: &mut RawFile, slice: &Range<usize>) -> Result<f64, Failure> {
        let commits: Vec<&[u8]> =
            pieces(slice.clone(), self.commit).map(|commit| bench.material.payloads(commit)).collect();
        let (done, took) = timed(|| commits.into_iter().try_for_each(|bytes| file.append(bytes)));
        done?;
        Ok(rate(slice, took))
    }

    fn append(&self, bench: &Bench<'_>, store: &mut dyn Store, slice: &Range<usize>) -> Result<f64, Failure> {
        let commits = pieces(slice.clone(), self.commit).map(|commit| bench.material.sent(commit));
        let commits = commits.collect::<Result<Vec<_>, Failure>>()?;
        let (done, took) = timed(|| {
            commits.iter().try_for_each(|commit| store.append(commit))?;
            store.finish()
        });
        done?;
        store.settle();
        Ok(rate(slice, took))
    }

    fn note(&self, entrants: Vec<Entrant>, growing: Vec<f64>, found: &mut Measurements) {
        let unit = Unit::EventsPerSecond;
        let probes = entrants.iter().flat_map(|entrant| &entrant.raw).copied().collect();
        found.note(self.what, RAW_PRE_ZEROED, unit, probes);
        found.note(self.what, RAW_GROWING, unit, growing);
        for Entrant { contender, rates, raw, .. } in entrants {
            found.note_beside(self.what, contender.name(), unit, rates, raw);
        }
    }
}

/// The files of the raw probes.
struct Probes {
    pre_zeroed: RawFile,
    growing: RawFile,
}

fn rate(slice: &Range<usize>, took: Duration) -> f64 {
    per_second(slice.len() as u64, took)
}
