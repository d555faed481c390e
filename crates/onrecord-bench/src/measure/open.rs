//! Opening the record, with its snapshots and without, and what it takes to make its state from the log alone.

use std::fs;
use std::path::{Path, PathBuf};

use onrecord::Record;

use super::{Bench, WHOLE, WITH_SNAPSHOTS, WITHOUT_SNAPSHOTS};
use crate::child::{Answer, Task};
use crate::contender::Contender;
use crate::failure::Failure;
use crate::measurement::{Measurements, Unit, What};
use crate::raw::log_files;

/// Opens the record of the engine as it is left when it is closed, and beside it a copy that has nothing but the log: each time in a
/// process of its own.
///
/// Opening the bare log is the rebuild: one thread decodes every event and folds it to the state from which every
/// built-in view answers.
///
/// # Errors
/// [`Failure::Child`], and [`Failure::OtherCount`] where the record does not hold what was appended.
pub fn open_and_rebuild(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let whole = bench.folder_of(Contender::Engine);
    Record::open(&whole)?.close();
    let bare = bare(&whole, &bench.folder.join("bare"))?;
    let events = bench.material.record().len() as f64;
    let mut rounds = Vec::new();
    for _ in 0..bench.scale.rounds {
        rounds.push((open(bench, &whole)?, open(bench, &bare)?));
    }
    let of_rounds = |value: fn(&Answer) -> f64| rounds.iter().map(move |(_, bare)| value(bare)).collect();
    let with: Vec<f64> = rounds.iter().map(|(whole, _)| whole.milliseconds).collect();
    let without: Vec<f64> = of_rounds(|answer| answer.milliseconds);
    let rates = without.iter().map(|milliseconds| events / (milliseconds / 1e3)).collect();
    found.note(What::Open, WITH_SNAPSHOTS, Unit::Milliseconds, with);
    found.note(What::Open, WITHOUT_SNAPSHOTS, Unit::Milliseconds, without);
    found.note(What::Rebuild, WHOLE, Unit::EventsPerSecond, rates);
    let of_each = |bytes: Vec<u64>| bytes.into_iter().map(|bytes| bytes as f64 / events).collect::<Vec<_>>();
    let resident: Vec<_> = rounds.iter().filter_map(|(_, bare)| bare.resident).collect();
    if !resident.is_empty() {
        let now = of_each(resident.iter().map(|resident| resident.now).collect());
        let peak = of_each(resident.iter().map(|resident| resident.peak).collect());
        found.note(What::Resident, WHOLE, Unit::BytesPerEvent, now);
        found.note(What::ResidentPeak, WHOLE, Unit::BytesPerEvent, peak);
    }
    Ok(())
}

fn open(bench: &Bench<'_>, folder: &Path) -> Result<Answer, Failure> {
    let answer = Task::Open { folder: folder.to_owned() }.ask()?;
    let (found, wanted) = (answer.events, bench.material.record().len() as u64);
    if found == wanted { Ok(answer) } else { Err(Failure::OtherCount { what: "opened", found, wanted }) }
}

/// A folder with the segments of another and nothing else. They are the same files, so nothing is copied.
fn bare(from: &Path, to: &Path) -> Result<PathBuf, Failure> {
    fs::create_dir(to)?;
    for path in log_files(from)? {
        fs::hard_link(&path, to.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(to.to_owned())
}
