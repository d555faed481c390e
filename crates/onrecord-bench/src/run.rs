//! One run of the program `peers`: the events are made, everything is measured in turn, and the results are told.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::arguments::{Arguments, Format, Section};
use crate::failure::Failure;
use crate::material::Material;
use crate::measure::{self, Bench, Scale};
use crate::measurement::Measurements;
use crate::questions::write_sql;
use crate::report::Report;
use crate::stopwatch::timed;

/// Something that is measured, to which section it belongs, and how it is told while it is.
type Step = (Section, &'static str, fn(&Bench<'_>, &mut Measurements) -> Result<(), Failure>);

/// What is measured, in order: what reads whole stores comes before what appends beyond the record, and what may take
/// longest comes last.
const STEPS: &[Step] = &[
    (Section::Storage, "appends in batches", measure::batches),
    (Section::Storage, "bytes on the disk", measure::disk),
    (Section::Storage, "replay", measure::replay),
    (Section::Storage, "memory of a replay", measure::replay_peak),
    (Section::Storage, "opening and rebuild", measure::open_and_rebuild),
    (Section::Storage, "appends one by one", measure::singles),
    (Section::Storage, "catch-up", measure::catch_up),
    (Section::Storage, "many writers", measure::writers),
    (Section::Storage, "views", measure::views),
    (Section::Questions, "questions", measure::questions),
    (Section::Readers, "readers", measure::readers),
];

/// Does what the command line says, and writes the results, or those of the one task of a child, to `output`. What
/// each step found is told on `notes` when it ends.
///
/// # Errors
/// [`Failure`]; a goal that is not met is none.
pub fn run(arguments: &Arguments, output: &mut impl Write, notes: &mut impl Write) -> Result<(), Failure> {
    if let Some(task) = &arguments.task {
        return task.answer(output);
    }
    if arguments.sql {
        return Ok(write_sql(output)?);
    }
    let events = arguments.events as usize;
    let scale = Scale::of(events);
    let material = Material::new(events, scale.beyond())?;
    let folder = temporary(arguments.folder.as_deref())?;
    let bench = Bench { material: &material, scale, folder: folder.path() };
    let report = measured(&bench, arguments, notes)?;
    folder.close()?;
    match arguments.format {
        Format::Text => report.write_text(output)?,
        Format::Json => report.write_json(output)?,
    }
    Ok(())
}

/// Measures everything that is wanted.
fn measured(bench: &Bench<'_>, arguments: &Arguments, notes: &mut impl Write) -> Result<Report, Failure> {
    let mut found = Measurements::default();
    for (_, name, measure) in STEPS.iter().filter(|(section, ..)| arguments.wants(*section)) {
        let (before, answered) = (found.count(), found.answered().len());
        let (done, took) = timed(|| measure(bench, &mut found));
        done?;
        writeln!(notes, "{name} (took {:.1} s)", took.as_secs_f64())?;
        found.since(before).iter().try_for_each(|measurement| writeln!(notes, "  {measurement}"))?;
        let answered = found.answered().iter().skip(answered);
        answered.into_iter().try_for_each(|answered| writeln!(notes, "  {answered}"))?;
    }
    let wanted = |section| arguments.wants(section);
    Ok(Report::new(bench, bench.material.decode()?, found, wanted))
}

/// A folder of this run's own, in `folder` or beside this program.
fn temporary(folder: Option<&Path>) -> Result<TempDir, Failure> {
    let beside = || -> Result<PathBuf, Failure> {
        let program = std::env::current_exe()?;
        Ok(program.parent().unwrap_or(Path::new(".")).to_owned())
    };
    let folder = folder.map_or_else(beside, |folder| Ok(folder.to_owned()))?;
    Ok(tempfile::Builder::new().prefix("onrecord-peers-").tempdir_in(folder)?)
}
