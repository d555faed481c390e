//! What can go wrong with a record, split by what the caller can do.

use onrecord_core::journal::{JournalError, SubmitError};
use onrecord_core::{DecodeError, EncodeError, EventId, Position, Refusal, StoryId};
use onrecord_index::IndexError;
use thiserror::Error;

use crate::lines::InputError;

/// Why a record could not be created, opened or read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The record was not created.
    #[error(transparent)]
    Create(#[from] onrecord_log::CreateError),
    /// The record was not opened.
    #[error(transparent)]
    Open(#[from] onrecord_log::OpenError),
    /// The record could not be read.
    #[error(transparent)]
    Read(#[from] JournalError),
    /// The index of the record could not be read. Nothing is lost: [`Record::rebuild_index`](crate::Record::rebuild_index)
    /// folds it anew from the journal.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// Rows that are kept in all their versions could not be built or looked up.
    #[error(transparent)]
    Materialized(#[from] onrecord_projection::materialized::MaterializedError),
    /// The record was not copied.
    #[error(transparent)]
    Backup(#[from] onrecord_log::BackupError),
    /// The bytes of the log are sound, but one of its events is not one this program knows.
    #[error("position {position}: {problem}")]
    Event {
        /// The event.
        position: Position,
        /// What is wrong with it.
        #[source]
        problem: DecodeError,
    },
    /// A line of JSON was not an event, or not one this record takes in.
    #[error(transparent)]
    Input(#[from] InputError),
    /// Events were not appended.
    #[error(transparent)]
    Append(Box<AppendError>),
    /// A position was named that is not on record.
    #[error("position {position} is not on record; the last one is {head}")]
    Beyond {
        /// The position.
        position: u64,
        /// The last one on record.
        head: u64,
    },
    /// Something that belongs to one record was given another.
    #[error("it belongs to another record")]
    OtherRecord,
    /// A file could not be read.
    #[error("cannot read the file")]
    Io(#[from] std::io::Error),
}

/// Why events were not appended. The record is as it was before, but for [`AppendError::Journal`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AppendError {
    /// The record does not take in the event.
    #[error("event {id}, number {} of those given: {refusal}", index + 1)]
    Refused {
        /// The place of the event among those given, from 0.
        index: u64,
        /// Its id.
        id: EventId,
        /// Why not.
        #[source]
        refusal: Refusal,
    },
    /// An event with this id is on record, and says something else.
    #[error(
        "event {id} is already on record at position {position}, with other content; an event is never changed"
    )]
    OtherContent {
        /// The id.
        id: EventId,
        /// The event on record.
        position: Position,
    },
    /// Somebody appended to the story since the caller last looked. Look again, and decide anew.
    #[error("story \"{story}\" is at version {found}, not {expected}")]
    StoryMoved {
        /// The story.
        story: StoryId<'static>,
        /// The version the caller had seen.
        expected: u64,
        /// The version it has now.
        found: u64,
    },
    /// The event is too large.
    #[error(transparent)]
    TooLarge(#[from] EncodeError),
    /// The record was opened for reading only.
    #[error("the record is open for reading only")]
    ReadOnly,
    /// Others appended while this was on its way, so that nothing of it is on record. Take in what they appended, and
    /// append anew.
    #[error(
        "others have appended: the record ends at position {position}, and not where these events were to follow"
    )]
    HeadMoved {
        /// Where it ends, as far as is known.
        position: u64,
    },
    /// The journal did not take the commit.
    #[error(transparent)]
    Journal(SubmitError),
    /// What is on record could not be read.
    #[error(transparent)]
    Read(Error),
}

impl From<SubmitError> for AppendError {
    fn from(error: SubmitError) -> AppendError {
        match error {
            SubmitError::ReadOnly => AppendError::ReadOnly,
            SubmitError::HeadMoved { head } => AppendError::HeadMoved { position: head.position },
            other => AppendError::Journal(other),
        }
    }
}

impl From<Error> for AppendError {
    fn from(error: Error) -> AppendError {
        AppendError::Read(error)
    }
}

impl From<IndexError> for AppendError {
    fn from(error: IndexError) -> AppendError {
        AppendError::Read(Error::Index(error))
    }
}

impl From<AppendError> for Error {
    fn from(error: AppendError) -> Error {
        match error {
            AppendError::Read(error) => error,
            other => Error::Append(Box::new(other)),
        }
    }
}
