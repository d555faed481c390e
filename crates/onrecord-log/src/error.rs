//! What can go wrong, one enum per operation, split by what the caller can do about it.

use std::io;

use onrecord_core::journal::JournalError;
use thiserror::Error;

/// What is wrong with the bytes of a log at one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[non_exhaustive]
pub enum Defect {
    /// The segment header is short, or does not match its checksum.
    #[error("the segment header is damaged")]
    SegmentHeader,
    /// The name of the segment says another first position than its header.
    #[error("the segment is named for position {named} but begins at position {begins}")]
    SegmentName {
        /// The position in the file name.
        named: u64,
        /// The position in the header.
        begins: u64,
    },
    /// The segment belongs to another record.
    #[error("the segment belongs to another record")]
    OtherRecord,
    /// A segment should stand before this one, and does not.
    #[error("segment number {expected} is missing: number {found} comes in its place")]
    SegmentMissing {
        /// The number that should come here, from 1.
        expected: u32,
        /// The number of the segment that was found.
        found: u32,
    },
    /// The segment does not begin where the one before it ends.
    #[error("the segment does not follow on from the end of the one before it")]
    SegmentUnlinked,
    /// The header of a commit does not match its checksum.
    #[error("the header of the commit is damaged")]
    CommitHeader,
    /// The bytes of a commit do not match its checksum.
    #[error("the commit does not match its checksum")]
    Checksum,
    /// A commit is only partly there, and it is not one that a crash can have cut short.
    #[error("the commit is incomplete")]
    Incomplete,
    /// The checksum is right, but the events do not fill the commit.
    #[error("the events do not fill the commit")]
    Events,
    /// A commit stands at another position than the record has reached.
    #[error("the commit begins at position {found} where position {expected} is next")]
    Position {
        /// The position that comes next.
        expected: u64,
        /// The position the commit says.
        found: u64,
    },
    /// A commit names another commit before it than the one that is there.
    #[error("the commit does not follow the commit before it: the hashes differ")]
    PreviousHash,
    /// The hash kept with a commit is not the hash of its bytes.
    #[error("the hash kept with the commit is not the hash of its bytes")]
    Hash,
    /// A commit was recorded before the one it follows.
    #[error("the commit was recorded before the one it follows")]
    RecordedAt,
    /// Commits that a writer acknowledged are not there.
    #[error("commits up to position {acknowledged} were acknowledged, and those from here on are not there")]
    EndMissing {
        /// The last position that was acknowledged.
        acknowledged: u64,
    },
    /// A part of the log has a newer format than this program reads.
    #[error("format version {version} is newer than {version_max}, the newest this program reads")]
    Newer {
        /// The version that was found.
        version: u16,
        /// The newest version this program reads.
        version_max: u16,
    },
}

/// A defect, and where it is.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("damaged: {what} (segment {segment}, offset {offset}, position {position})")]
pub struct Damage {
    /// The file name of the segment.
    pub segment: String,
    /// The first byte concerned, from the start of the segment.
    pub offset: u64,
    /// The first position concerned: where the record stops being readable.
    pub position: u64,
    /// What is wrong.
    pub what: Defect,
}

/// Why a record was not created.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CreateError {
    /// There is a record here already. Open it, or choose another place.
    #[error("there is a record here already")]
    AlreadyARecord,
    /// Somebody else is about to write here.
    #[error("another writer holds the record")]
    Locked,
    /// The storage failed.
    #[error("cannot create the record")]
    Io(#[from] io::Error),
}

/// Why a record was not opened. Nothing was written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is no record here. Create one, or look elsewhere.
    #[error("there is no record here")]
    NotARecord,
    /// The record was written by a newer program. Use that one.
    #[error(
        "segment {segment}: format version {version} is newer than {version_max}, the newest this program reads"
    )]
    NewerFormat {
        /// The file name of the segment.
        segment: String,
        /// The version that was found.
        version: u16,
        /// The newest version this program reads.
        version_max: u16,
    },
    /// The record is damaged in a way that no crash explains. [`verify`](crate::verify) lists all there is.
    #[error("damaged: {what} (segment {segment}, offset {offset}, position {position})")]
    Damaged {
        /// The file name of the segment.
        segment: String,
        /// The first byte concerned, from the start of the segment.
        offset: u64,
        /// The first position concerned.
        position: u64,
        /// What is wrong.
        what: Defect,
    },
    /// Another writer has the record open. Wait for it, or only read.
    #[error("another writer holds the record")]
    Locked,
    /// The storage failed.
    #[error("cannot open the record")]
    Io(#[from] io::Error),
}

impl From<Damage> for OpenError {
    fn from(damage: Damage) -> OpenError {
        let Damage { segment, offset, position, what } = damage;
        match what {
            Defect::Newer { version, version_max } => {
                OpenError::NewerFormat { segment, version, version_max }
            }
            what => OpenError::Damaged { segment, offset, position, what },
        }
    }
}

/// Why the record could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The record is damaged. [`verify`](crate::verify) lists all there is.
    #[error(transparent)]
    Damaged(#[from] Damage),
    /// The storage failed.
    #[error("cannot read the record")]
    Io(#[from] io::Error),
}

impl From<ReadError> for OpenError {
    fn from(error: ReadError) -> OpenError {
        match error {
            ReadError::Damaged(damage) => damage.into(),
            ReadError::Io(error) => error.into(),
        }
    }
}

impl From<ReadError> for JournalError {
    fn from(error: ReadError) -> JournalError {
        match error {
            ReadError::Damaged(damage) => JournalError::Damaged(Box::new(damage)),
            ReadError::Io(error) => JournalError::Io(error),
        }
    }
}
