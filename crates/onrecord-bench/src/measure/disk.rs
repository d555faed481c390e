//! What each store takes on the disk once it is closed.

use std::fs;
use std::io;
use std::path::Path;

use super::Bench;
use crate::contender::Contender;
use crate::failure::Failure;
use crate::measurement::{Measurements, Unit, What};

/// Adds up the files of every contender; those of the engine include its snapshots.
///
/// # Errors
/// A folder cannot be read.
pub fn disk(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    for &contender in Contender::ALL {
        let bytes = bytes_below(&bench.folder_of(contender))? as f64;
        let of_each = bytes / bench.material.record().len().max(1) as f64;
        found.note(What::Disk, contender.name(), Unit::BytesPerEvent, vec![of_each]);
    }
    Ok(())
}

/// The lengths of all files in a folder and in the folders inside it.
fn bytes_below(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { bytes_below(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}
