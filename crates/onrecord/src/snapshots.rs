//! Snapshots beside the journal, so that opening a record folds only its tail. They may be deleted at any time.

use std::io;
use std::sync::Arc;

use onrecord_core::Position;
use onrecord_core::journal::{Blob, Blobs, Journal};
use onrecord_index::{RecordIndex, Snapshot, SnapshotSource};

use crate::error::AppendError;
use crate::reading::Reading;
use crate::record::Record;

pub(crate) const NAME: &str = "index.snapshot";

/// How many events may stand after the last snapshot: they are folded whenever a record is opened. With more, a snapshot is
/// saved when the record is closed, or before, once they are as many as are in the last one: so all snapshots of a growing
/// record together are no more than twice as long as the last.
const EVENTS_LEFT_MAX: u64 = 10_000;

/// The index in the snapshot, if there is one that belongs to this record. Anything wrong with it means: none.
pub(crate) fn load(blobs: &dyn Blobs, journal: &dyn Journal) -> Option<RecordIndex> {
    let snapshot = Snapshot::open(stored(blobs).ok()?).ok()?;
    let position = Position::new(snapshot.position())?;
    let commit = journal.commit_of(position).ok()??;
    let belongs = commit.last == position && commit.hash.as_bytes() == snapshot.commit();
    belongs.then(|| snapshot.restore())
}

/// The file that the snapshot is in, whatever it holds.
pub(crate) fn stored(blobs: &dyn Blobs) -> io::Result<Arc<dyn SnapshotSource>> {
    Ok(Arc::new(Stored { blob: blobs.open(NAME)? }))
}

/// A snapshot beside its record. It is never written again: a later one takes its name.
struct Stored {
    blob: Arc<dyn Blob>,
}

impl SnapshotSource for Stored {
    fn length(&self) -> io::Result<u64> {
        self.blob.length()
    }

    fn read(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.blob.read_exact_at(offset, buffer)
    }
}

impl Reading {
    /// Saves a snapshot of the record as it is here. Others append meanwhile, and wait for nothing.
    ///
    /// # Errors
    /// An I/O error: `PermissionDenied` where the record is open for reading only, `Unsupported` where it has no place for
    /// derived files. The record itself is untouched by it.
    pub fn save_snapshot(&self) -> io::Result<()> {
        if self.is_read_only() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, AppendError::ReadOnly));
        }
        let blobs = self.blobs.as_ref().ok_or(io::ErrorKind::Unsupported)?;
        blobs.put(NAME, &mut |file| {
            Snapshot::write_by(&self.index, self.head.hash.as_bytes(), |piece| file.write_all(piece))
        })
    }

    /// Whether enough was appended since the last snapshot, which was saved at `snapshot_at`, for another one.
    pub(crate) fn is_snapshot_due(&self, snapshot_at: u64) -> bool {
        self.blobs.is_some() && self.head.position - snapshot_at > EVENTS_LEFT_MAX.max(snapshot_at)
    }
}

impl Record {
    /// Saves a snapshot of the record as it is now.
    ///
    /// # Errors
    /// As [`Reading::save_snapshot`].
    pub fn save_snapshot(&mut self) -> io::Result<()> {
        if self.is_read_only {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, AppendError::ReadOnly));
        }
        if let Err(error) = self.reading.save_snapshot() {
            if self.index.failure().is_none() {
                return Err(error);
            }
            // It was the snapshot under the index that could not be read.
            self.rebuild_index().map_err(io::Error::other)?;
            self.reading.save_snapshot()?;
        }
        self.snapshot_at = self.head().position;
        Ok(())
    }

    /// Lets go of the record. If opening it again would fold more than 10,000 events, a snapshot is saved first; failing to
    /// is no failure of the record.
    ///
    /// Nothing is lost by dropping a record instead.
    pub fn close(mut self) {
        if self.events_left() > EVENTS_LEFT_MAX {
            self.save_snapshot().unwrap_or_default();
        }
    }

    /// Saves a snapshot if enough was appended since the last. Failing to is no failure of the record: the next
    /// opening folds more.
    pub(crate) fn save_snapshot_if_due(&mut self) {
        if self.is_snapshot_due(self.snapshot_at) {
            self.save_snapshot().unwrap_or_default();
        }
    }

    /// How many events stand after the last snapshot.
    fn events_left(&self) -> u64 {
        self.index.head() - self.snapshot_at
    }
}
