//! A record copied to a folder of its own, also while another process writes it.

use std::path::Path;

use onrecord_core::journal::JournalError;
use onrecord_log::{Backup, FileJournal, Storage};

use crate::error::Error;
use crate::record::Record;

/// Copies the record in `source`, as far as it is acknowledged now, into `folder`, which must not exist yet.
///
/// Commits are checked as they are copied, and keep their bytes: the copy has the same hashes. Snapshots are not
/// copied. A copy that was broken off is not found under the name of the folder.
///
/// # Errors
/// [`Error::Open`] if there is no sound record in `source`, [`Error::Backup`] if it is damaged further in, if there
/// is something at `folder` already, or if it cannot be written.
pub fn backup(source: impl Storage + 'static, folder: impl AsRef<Path>) -> Result<Backup, Error> {
    of_files(&FileJournal::read(source)?, folder.as_ref())
}

impl Record {
    /// Copies the record as it is now into `folder`, which must not exist yet. See [`backup`]. Of a journal that is not in
    /// files the commits are copied, with their times and hashes, into segments of a new record.
    ///
    /// # Errors
    /// [`Error::Backup`].
    pub fn backup(&self, folder: impl AsRef<Path>) -> Result<Backup, Error> {
        match &self.files {
            Some(files) => of_files(files, folder.as_ref()),
            None => Ok(onrecord_log::backup_of(&*self.journal, folder.as_ref())?),
        }
    }
}

/// The segments are copied as they are.
fn of_files(files: &FileJournal, folder: &Path) -> Result<Backup, Error> {
    let reader = files.reader().map_err(JournalError::from)?;
    Ok(onrecord_log::backup(&reader, folder)?)
}
