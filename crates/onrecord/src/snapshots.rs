//! Snapshots beside the log, so that opening a record folds only its tail. They may be deleted at any time.

use std::io;

use onrecord_core::Position;
use onrecord_log::{Reader, Storage};
use onrecord_projection::{Outline, Snapshot};

use crate::error::AppendError;
use crate::record::Record;

const NAME: &str = "outline.snapshot";
const NAME_WHILE_WRITTEN: &str = "outline.snapshot.new";

/// A snapshot is saved once this many events stand after the last one, and an eighth of the record besides, so that
/// all snapshots of a growing record together cost no more than a few times its length.
const EVENTS_MIN: u64 = 1_000;

/// The outline in the snapshot, if there is one that belongs to this record. Anything wrong with it means: none.
pub(crate) fn load(storage: &dyn Storage, reader: &Reader) -> Option<Outline> {
    let file = storage.open(NAME).ok()?;
    let length = usize::try_from(file.length().ok()?).ok()?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length).ok()?;
    bytes.resize(length, 0);
    let mut filled = 0;
    while filled < bytes.len() {
        filled += Some(file.read_at(filled as u64, &mut bytes[filled..]).ok()?).filter(|read| *read > 0)?;
    }
    let snapshot = Snapshot::read(&bytes).ok()?;
    let position = Position::new(snapshot.position())?;
    let commit = reader.commit_of(position).ok()??;
    let belongs = commit.last == position && commit.hash.as_bytes() == snapshot.commit();
    belongs.then(|| snapshot.restore().ok()).flatten()
}

impl Record {
    /// Saves a snapshot of the record as it is now.
    ///
    /// # Errors
    /// An I/O error, `PermissionDenied` where the record is open for reading only; the record itself is untouched by
    /// it.
    pub fn save_snapshot(&mut self) -> io::Result<()> {
        if self.log.is_none() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, AppendError::ReadOnly));
        }
        let head = self.head();
        let bytes = Snapshot::write(&self.outline, head.hash.as_bytes());
        if self.storage.open(NAME_WHILE_WRITTEN).is_ok() {
            self.storage.remove(NAME_WHILE_WRITTEN)?;
        }
        let file = self.storage.create(NAME_WHILE_WRITTEN)?;
        file.write_at(0, &[&bytes])?;
        file.sync()?;
        self.storage.rename(NAME_WHILE_WRITTEN, NAME)?;
        self.snapshot_at = head.position;
        Ok(())
    }

    /// Saves a snapshot if enough was appended since the last. Failing to is no failure of the record: the next
    /// opening folds more.
    pub(crate) fn save_snapshot_if_due(&mut self) {
        let since = self.outline.head() - self.snapshot_at;
        if since >= EVENTS_MIN && since >= self.snapshot_at / 8 {
            self.save_snapshot().unwrap_or_default();
        }
    }
}
