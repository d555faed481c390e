//! Reading and checksumming the files of a log: the most that any replay of them can reach.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crc_fast::{CrcAlgorithm, Digest};

const BUFFER_BYTES: usize = 256 << 10;

/// The segments in the folder of a log, in order.
///
/// # Errors
/// The folder cannot be read.
pub fn log_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths: io::Result<Vec<PathBuf>> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths?;
    paths.retain(|path| path.extension() == Some(OsStr::new("log")));
    paths.sort_unstable();
    Ok(paths)
}

/// Reads the files one after the other into one buffer of 256 KiB, and takes the CRC-32C of all their bytes.
///
/// # Errors
/// A file cannot be read.
pub fn read_and_checksum(files: &[PathBuf]) -> io::Result<u64> {
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut digest = Digest::new(CrcAlgorithm::Crc32Iscsi);
    for path in files {
        let mut file = File::open(path)?;
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => digest.update(&buffer[..read]),
            }
        }
    }
    Ok(digest.finalize())
}
