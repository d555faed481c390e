//! What can go wrong with a journal, split by what the caller can do about it.

use std::error::Error as StdError;
use std::io;

use thiserror::Error;

use super::Head;
use crate::position::RecordedAt;

/// Why commits could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum JournalError {
    /// What is stored is not what was written. Nothing that the caller does helps; the journal's own check lists all there is.
    #[error(transparent)]
    Damaged(Box<dyn StdError + Send + Sync>),
    /// The store failed, or cannot be reached. What was asked can be asked again.
    #[error("cannot read the record")]
    Io(#[from] io::Error),
}

/// Why events were not submitted or not accepted.
///
/// After [`Uncertain`](SubmitError::Uncertain) it is not known whether they will be on record; after every other error they
/// are not, and never will be.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SubmitError {
    /// The record was opened for reading only.
    #[error("the record is open for reading only")]
    ReadOnly,
    /// The record does not end where the submission expected it to: others have appended. Look at what they appended, decide
    /// anew, and submit again.
    #[error("the record ends at position {}, and not where these events were to follow", .head.position)]
    HeadMoved {
        /// Where it ends, as far as is known.
        head: Head,
    },
    /// A write failed earlier, so that this handle no longer knows what is stored. Open the record again.
    #[error("an earlier write failed: the record must be opened again before it takes more")]
    Poisoned,
    /// There is no event in the batch.
    #[error("the batch holds no event")]
    Empty,
    /// The batch is too large for one commit. Split it.
    #[error("a commit of {bytes} bytes is more than {bytes_max}")]
    TooLarge {
        /// How large the commit would be, its events with their headers.
        bytes: usize,
        /// How large it may be.
        bytes_max: usize,
    },
    /// An event is too large.
    #[error("event {index} of the batch has {bytes} bytes, more than {bytes_max}")]
    EventTooLarge {
        /// The place of the first such event in the batch, from 0.
        index: usize,
        /// How large it is.
        bytes: usize,
        /// How large it may be.
        bytes_max: usize,
    },
    /// There are no positions left for so many events.
    #[error("the record has no positions left")]
    Full,
    /// The time of recording is before that of the last commit, and cannot be taken as that time.
    #[error("recorded at {recorded_at:?}, before the last commit at {head:?}")]
    RecordedAtWentBack {
        /// The time that was given.
        recorded_at: RecordedAt,
        /// The time of the last commit.
        head: RecordedAt,
    },
    /// The store failed while the events were on their way, so that nobody knows whether they will be on record. The handle
    /// takes no more; open the record again to see.
    #[error("cannot write the commit")]
    Uncertain(#[from] io::Error),
}
