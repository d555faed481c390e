//! Whether the snapshot beside a log holds what the log gives: whoever opens the record begins from it.

use std::io;
use std::sync::Arc;

use onrecord_core::Position;
use onrecord_core::journal::{Blobs, CommitView, Hash};
use onrecord_index::{RecordIndex, Snapshot, SnapshotError, SnapshotSource};
use thiserror::Error as ThisError;

use crate::sift::Sieve;
use crate::snapshots;

/// What is wrong with the snapshot beside a log. No event is the worse for it: where the snapshot is deleted, it is made
/// again from them.
#[derive(Clone, PartialEq, Eq, Debug, ThisError)]
#[non_exhaustive]
pub enum SnapshotFault {
    /// It cannot be read, so that nobody begins from it.
    #[error("{} cannot be read: {problem}", snapshots::NAME)]
    Unreadable {
        /// What is wrong.
        problem: String,
    },
    /// It was made of a commit that is not in this record, so that nobody begins from it. If it was made of this record,
    /// then commits are missing.
    #[error(
        "{} was made at position {position}, at the end of a commit {commit} that is not on record",
        snapshots::NAME
    )]
    NotOnRecord {
        /// The position of the last event in it.
        position: Position,
        /// The commit that ended there.
        commit: Hash,
    },
    /// It is not what the events up to its position give, and the record is opened from it.
    #[error("{} is not what the events up to position {position} give", snapshots::NAME)]
    Differs {
        /// The position of the last event in it.
        position: Position,
    },
}

/// A snapshot, while the commits are gone through of which it was made.
pub(crate) enum SnapshotCheck {
    /// The commit at whose end it was made is still to come.
    Awaits { position: Position, commit: Hash, snapshot: Arc<dyn SnapshotSource> },
    /// It was looked at, or there is none.
    Done(Option<SnapshotFault>),
}

impl SnapshotCheck {
    /// Takes the snapshot that is there now. One of another version is as good as none, and so is one without events.
    pub(crate) fn new(blobs: &dyn Blobs) -> SnapshotCheck {
        let stored = snapshots::stored(blobs);
        let opened = stored.map_err(SnapshotError::from).and_then(|stored| {
            let snapshot = Snapshot::open(stored.clone())?;
            let (position, commit) = (snapshot.position(), Hash::from_bytes(*snapshot.commit()));
            Ok(match Position::new(position) {
                Some(position) => SnapshotCheck::Awaits { position, commit, snapshot: stored },
                None => SnapshotCheck::Done(None),
            })
        });
        opened.unwrap_or_else(|error| match error {
            SnapshotError::Other => SnapshotCheck::Done(None),
            SnapshotError::Io(error) if error.kind() == io::ErrorKind::NotFound => SnapshotCheck::Done(None),
            error => SnapshotCheck::Done(Some(SnapshotFault::Unreadable { problem: error.to_string() })),
        })
    }

    /// Looks at the snapshot if it was made at the end of this commit, up to which everything was sifted.
    pub(crate) fn commit(&mut self, found: &CommitView<'_>, sieve: &Sieve<'_>) {
        if let SnapshotCheck::Awaits { position, commit, snapshot } = self
            && (*position, *commit) == (found.last, found.hash)
        {
            let differs = sieve.whole().is_some_and(|index| !holds(&**snapshot, index, commit));
            *self = SnapshotCheck::Done(differs.then_some(SnapshotFault::Differs { position: found.last }));
        }
    }

    /// What is wrong, now that all commits were gone through. Where they are not sound themselves, nothing is said of one
    /// that is missing.
    pub(crate) fn end(self, commits_are_sound: bool) -> Option<SnapshotFault> {
        match self {
            SnapshotCheck::Awaits { position, commit, .. } if commits_are_sound => {
                Some(SnapshotFault::NotOnRecord { position, commit })
            }
            SnapshotCheck::Awaits { .. } => None,
            SnapshotCheck::Done(fault) => fault,
        }
    }
}

/// Whether a snapshot is to the byte what is written of `index`.
fn holds(snapshot: &dyn SnapshotSource, index: &RecordIndex, commit: &Hash) -> bool {
    let (mut offset, mut stored) = (0, Vec::new());
    let compared = Snapshot::write_by(index, commit.as_bytes(), |piece| {
        stored.resize(piece.len(), 0);
        snapshot.read(offset, &mut stored)?;
        offset += piece.len() as u64;
        if stored == piece { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    });
    compared.is_ok() && snapshot.length().is_ok_and(|length| length == offset)
}
