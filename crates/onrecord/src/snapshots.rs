//! Snapshots beside the log, so that opening a record folds only its tail. They may be deleted at any time.

use std::io;
use std::sync::Arc;

use onrecord_core::Position;
use onrecord_index::{RecordIndex, Snapshot, SnapshotSource};
use onrecord_log::{Reader, Storage, StoredFile};

use crate::error::AppendError;
use crate::fold::fold_up_to;
use crate::record::Record;

pub(crate) const NAME: &str = "index.snapshot";
const NAME_WHILE_WRITTEN: &str = "index.snapshot.new";

/// How many events may stand after the last snapshot: they are folded whenever a record is opened. With more, a snapshot is
/// saved when the record is closed, or before, once they are as many as are in the last one: so all snapshots of a growing
/// record together are no more than twice as long as the last.
const EVENTS_LEFT_MAX: u64 = 10_000;

/// How much of a snapshot is written at once, in bytes.
const PIECE_BYTES: usize = 1 << 20;

/// The index in the snapshot, if there is one that belongs to this record. Anything wrong with it means: none.
pub(crate) fn load(storage: &Arc<dyn Storage>, reader: &Reader) -> Option<RecordIndex> {
    let snapshot = Snapshot::open(stored(storage).ok()?).ok()?;
    let position = Position::new(snapshot.position())?;
    let commit = reader.commit_of(position).ok()??;
    let belongs = commit.last == position && commit.hash.as_bytes() == snapshot.commit();
    belongs.then(|| snapshot.restore())
}

/// The file that the snapshot is in, whatever it holds.
pub(crate) fn stored(storage: &Arc<dyn Storage>) -> io::Result<Arc<dyn SnapshotSource>> {
    let file = storage.open(NAME)?;
    Ok(Arc::new(Stored { file, storage: storage.clone() }))
}

/// A snapshot in the folder of its record. It is never written again: a later one takes its name.
struct Stored {
    file: Box<dyn StoredFile>,
    storage: Arc<dyn Storage>,
}

impl SnapshotSource for Stored {
    fn length(&self) -> io::Result<u64> {
        self.file.length()
    }

    fn read(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.file.read_at(offset + filled as u64, &mut buffer[filled..]) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn remake(&self, position: u64, commit: &[u8; 32]) -> io::Result<Vec<u8>> {
        let reader = Reader::open(self.storage.clone()).map_err(io::Error::other)?;
        let mut index = RecordIndex::new();
        fold_up_to(&mut index, &reader, position).map_err(io::Error::other)?;
        Ok(Snapshot::write(&index, commit))
    }
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
        if self.storage.open(NAME_WHILE_WRITTEN).is_ok() {
            self.storage.remove(NAME_WHILE_WRITTEN)?;
        }
        let file = self.storage.create(NAME_WHILE_WRITTEN)?;
        let written = write(&*file, &self.index, head.hash.as_bytes()).and_then(|()| file.sync());
        if let Err(error) = written {
            // A part of a snapshot is of no use, and takes room that the log may need.
            self.storage.remove(NAME_WHILE_WRITTEN).unwrap_or_default();
            return Err(error);
        }
        self.storage.rename(NAME_WHILE_WRITTEN, NAME)?;
        self.snapshot_at = head.position;
        Ok(())
    }

    /// Lets go of the record. If opening it again would fold more than 10,000 events, a snapshot is saved first; failing to
    /// is no failure of the record.
    ///
    /// Nothing is lost by dropping a record instead.
    pub fn close(mut self) {
        if self.log.is_some() && self.events_left() > EVENTS_LEFT_MAX {
            self.save_snapshot().unwrap_or_default();
        }
    }

    /// Saves a snapshot if enough was appended since the last. Failing to is no failure of the record: the next
    /// opening folds more.
    pub(crate) fn save_snapshot_if_due(&mut self) {
        if self.events_left() > EVENTS_LEFT_MAX.max(self.snapshot_at) {
            self.save_snapshot().unwrap_or_default();
        }
    }

    /// How many events stand after the last snapshot.
    fn events_left(&self) -> u64 {
        self.index.head() - self.snapshot_at
    }
}

/// Writes a snapshot to an empty file.
fn write(file: &dyn StoredFile, index: &RecordIndex, commit: &[u8; 32]) -> io::Result<()> {
    let (mut piece, mut offset) = (Vec::with_capacity(2 * PIECE_BYTES), 0);
    Snapshot::write_by(index, commit, |block| {
        piece.extend_from_slice(block);
        if piece.len() < PIECE_BYTES {
            return Ok(());
        }
        file.write_at(offset, &[&piece])?;
        offset += piece.len() as u64;
        piece.clear();
        Ok(())
    })?;
    file.write_at(offset, &[&piece])
}
