//! One run of the program `peers`: the events are made, everything is measured in turn, and the results are told.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::arguments::{Arguments, Format};
use crate::failure::Failure;
use crate::material::Material;
use crate::measure::{self, Bench, Scale};
use crate::measurement::Measurements;
use crate::report::Report;

/// Does what the command line says, and writes the results, or those of the one task of a child.
///
/// # Errors
/// [`Failure`]; a goal that is not met is none.
pub fn run(arguments: &Arguments, output: &mut impl Write) -> Result<(), Failure> {
    if let Some(task) = &arguments.task {
        return task.answer(output);
    }
    let events = arguments.events as usize;
    let scale = Scale::of(events);
    let material = Material::new(events, scale.beyond())?;
    let folder = temporary(arguments.folder.as_deref())?;
    let report = measured(&Bench { material: &material, scale, folder: folder.path() })?;
    folder.close()?;
    match arguments.format {
        Format::Text => report.write_text(output)?,
        Format::Json => report.write_json(output)?,
    }
    Ok(())
}

/// Measures everything. What is read comes before what is appended beyond the record.
fn measured(bench: &Bench<'_>) -> Result<Report, Failure> {
    let mut found = Measurements::default();
    measure::batches(bench, &mut found)?;
    measure::disk(bench, &mut found)?;
    let content = measure::replay(bench, &mut found)?;
    measure::replay_peak(bench, content, &mut found)?;
    measure::open_and_rebuild(bench, &mut found)?;
    measure::views(bench, &mut found)?;
    measure::singles(bench, &mut found)?;
    measure::catch_up(bench, &mut found)?;
    measure::writers(bench, &mut found)?;
    Ok(Report::new(bench, content, found))
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
