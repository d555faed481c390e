//! Opening what RECORD names: a folder, a file of JSON lines, or standard input.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use onrecord::Record;

use crate::failure::Failure;

/// What errors call the standard input.
const STDIN: &str = "<stdin>";

/// Opens a record to read it.
pub(crate) fn read(path: &Path, stdin: &mut dyn BufRead) -> Result<Record, Failure> {
    let name = name_of(path);
    let opened = match is_folder(path)? {
        true => Record::read(path),
        false => return lines(path, stdin, |input| Record::from_lines(input), &name),
    };
    opened.map_err(|error| Failure::engine(&name, error))
}

/// Gives the lines of a file, or of the standard input for `-`, to `take`.
pub(crate) fn lines<T>(
    path: &Path,
    stdin: &mut dyn BufRead,
    take: impl FnOnce(&mut dyn BufRead) -> Result<T, onrecord::Error>,
    name: &str,
) -> Result<T, Failure> {
    let taken = match is_stdin(path) {
        true => take(stdin),
        false => take(&mut open_file(path)?),
    };
    taken.map_err(|error| Failure::engine(name, error))
}

/// Opens a file to read it line by line.
pub(crate) fn open_file(path: &Path) -> Result<impl BufRead + use<>, Failure> {
    let file = File::open(path).map_err(|error| Failure::io(&name_of(path), &error))?;
    Ok(BufReader::with_capacity(1 << 16, file))
}

/// Whether `path` stands for the standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether `path` is a folder; that it is there at all is seen first.
pub(crate) fn is_folder(path: &Path) -> Result<bool, Failure> {
    if is_stdin(path) {
        return Ok(false);
    }
    let there = fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::input(format!("there is nothing at {}", path.display())),
        _ => Failure::io(&name_of(path), &error),
    });
    there.map(|there| there.is_dir())
}

/// The name of `path` in messages.
pub(crate) fn name_of(path: &Path) -> String {
    if is_stdin(path) { STDIN.to_owned() } else { path.display().to_string() }
}
