//! The log of onrecord read by two threads: each commit is decoded by itself, so each thread takes one half of them.

use std::ops::RangeInclusive;
use std::path::Path;
use std::thread;

use onrecord_core::Position;
use onrecord_log::{DiskStorage, OpenError, Reader};

use super::take;
use crate::content::ContentHash;
use crate::failure::Failure;

/// A log, open for two threads to read.
pub struct Halves {
    reader: Reader,
    /// The last position of the first half.
    middle: u64,
}

impl Halves {
    /// Opens the log in a folder. The first half ends with the event at `middle`.
    ///
    /// # Errors
    /// [`Failure`] of the log.
    pub fn open(folder: &Path, middle: u64) -> Result<Halves, Failure> {
        let reader = Reader::open(DiskStorage::open(folder).map_err(OpenError::from)?)?;
        Ok(Halves { reader, middle })
    }

    /// Takes every event, each half by a thread of its own.
    ///
    /// # Errors
    /// [`Failure`] of the log, and [`Failure::Decode`].
    pub fn replay(&self) -> Result<[ContentHash; 2], Failure> {
        let head = self.reader.head().position;
        thread::scope(|scope| {
            let first = scope.spawn(|| self.replay_between(1..=self.middle));
            let second = self.replay_between(self.middle + 1..=head)?;
            match first.join() {
                Ok(first) => Ok([first?, second]),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }

    fn replay_between(&self, positions: RangeInclusive<u64>) -> Result<ContentHash, Failure> {
        let mut hash = ContentHash::default();
        let Some(first) = Position::new(*positions.start()).filter(|_| !positions.is_empty()) else {
            return Ok(hash);
        };
        let mut commits = self.reader.commits(first)?;
        while let Some(commit) = commits.next()? {
            for event in commit.events_from(first) {
                if event.position.get() > *positions.end() {
                    return Ok(hash);
                }
                take(&mut hash, event.position.get(), event.kind, event.bytes)?;
            }
        }
        Ok(hash)
    }
}
