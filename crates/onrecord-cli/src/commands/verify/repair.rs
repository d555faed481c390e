//! Where a repaired record is made: beside its place until it is whole, and never in the way of anything.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::{DiskStorage, Head, Repaired, Storage, Verified};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::source;

const UNFINISHED_SUFFIX: &str = ".unfinished";

/// A record that was made of what is good of another.
pub(super) struct Repair {
    /// The folder, as it was given.
    pub(super) folder: String,
    pub(super) head: Head,
}

impl Repair {
    /// Makes the record `new` of what is good of the one in `damaged`, the folder `path`.
    pub(super) fn make(path: &Path, damaged: DiskStorage, new: &Path) -> Result<(Verified, Repair), Failure> {
        let folder = source::name_of(new);
        let above = parent(new);
        check_place(path, new, above)?;
        let unfinished = unfinished(new);
        check_free(&unfinished)?;
        let made = repair(damaged, &unfinished).map_err(|error| Failure::engine(&folder, error));
        let placed = made.and_then(|repaired| match place(&unfinished, new, above) {
            Ok(()) => Ok(repaired),
            Err(error) => Err(Failure::io(&folder, &error)),
        });
        let Repaired { found, head } = placed.inspect_err(|_| {
            // A part of a record must not be taken for a whole one.
            let _ = fs::remove_dir_all(&unfinished);
        })?;
        Ok((found, Repair { folder, head }))
    }
}

fn repair(damaged: DiskStorage, unfinished: &Path) -> Result<Repaired, onrecord::Error> {
    onrecord::repair(damaged, DiskStorage::create(unfinished)?)
}

/// Gives the record its name, once it is whole.
fn place(unfinished: &Path, new: &Path, above: &Path) -> std::io::Result<()> {
    fs::rename(unfinished, new)?;
    DiskStorage::open(above)?.sync_directory()
}

fn check_place(path: &Path, new: &Path, above: &Path) -> Result<(), Failure> {
    check_free(new)?;
    let inside = match (fs::canonicalize(above), fs::canonicalize(path)) {
        (Ok(above), Ok(path)) => above.starts_with(path),
        // What is above is not there yet, so it is made, and not in what is there.
        _ => new.starts_with(path),
    };
    match inside {
        false => Ok(()),
        true => {
            let (new, path) = (new.display(), path.display());
            Err(Failure::input(format!("{new} is in {path}, which is left as it is; choose another place")))
        }
    }
}

fn check_free(new: &Path) -> Result<(), Failure> {
    match fs::symlink_metadata(new) {
        Err(_) => Ok(()),
        Ok(_) => {
            let name = new.display();
            Err(Failure::new(
                Exit::Conflict,
                format!("there is something at {name} already; name a new place"),
            ))
        }
    }
}

/// The folder in which `new` is to be.
fn parent(new: &Path) -> &Path {
    match new.parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ => Path::new("."),
    }
}

fn unfinished(new: &Path) -> PathBuf {
    let mut name = new.file_name().map_or_else(OsString::new, OsString::from);
    name.push(UNFINISHED_SUFFIX);
    new.with_file_name(name)
}
