//! What can go wrong while an index is looked at: the snapshot that it reads from.

use std::io;
use std::sync::Arc;

use thiserror::Error;

/// Why an index could not answer. The log is not concerned: without the snapshot, the same index is folded from it.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The snapshot could not be read.
    #[error("the snapshot of the index cannot be read")]
    Io(#[source] Arc<io::Error>),
    /// The moment that was asked for lies beyond the last event.
    #[error("position {position} is not on record; the last one is {head}")]
    Beyond {
        /// How many events were to be known.
        position: u64,
        /// How many there are.
        head: u64,
    },
    /// A block of the snapshot is not as it was written.
    #[error("the index cannot be read: {problem}; delete the snapshot beside the log, and it is made again")]
    Damaged {
        /// What is wrong with it.
        problem: String,
    },
}
