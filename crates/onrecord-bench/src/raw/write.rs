//! Writing bytes and waiting until they are on the disk: the most that any durable append can reach.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// A file that is written from its start to its end and, if it has an end, from its start again.
#[derive(Debug)]
pub struct RawFile {
    file: File,
    offset: u64,
    end: Option<u64>,
}

impl RawFile {
    /// A file that is `length` bytes long already, all of them written and synced: writing changes no length.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn pre_zeroed(path: &Path, length: u64) -> io::Result<RawFile> {
        let mut file = create(path)?;
        io::copy(&mut io::repeat(0).take(length), &mut file)?;
        file.sync_all()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(RawFile { file, offset: 0, end: Some(length) })
    }

    /// A file that grows with every write.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn growing(path: &Path) -> io::Result<RawFile> {
        Ok(RawFile { file: create(path)?, offset: 0, end: None })
    }

    /// Writes `bytes` in one write, and returns when they are on the disk.
    ///
    /// # Errors
    /// The write or the sync failed.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let after = self.offset + bytes.len() as u64;
        if self.end.is_some_and(|end| after > end) {
            self.file.seek(SeekFrom::Start(0))?;
            self.offset = 0;
        }
        self.file.write_all(bytes)?;
        self.offset += bytes.len() as u64;
        self.file.sync_data()
    }
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
