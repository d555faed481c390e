//! Why a run has no result to print.

use std::io;

use thiserror::Error;

/// Why a run stopped. A goal that is not met is no failure.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Failure {
    /// A contender did not come to the content hash of the events that it was given.
    #[error(
        "{reader} read {count} events with the content hash {found:016x}; given were {given} with {wanted:016x}"
    )]
    OtherContent {
        /// Who read.
        reader: &'static str,
        /// How many events it read.
        count: u64,
        /// The hash of what it read.
        found: u64,
        /// How many events it was given.
        given: u64,
        /// The hash of what it was given.
        wanted: u64,
    },
    /// A contender was given an event that it has, or holds another number of events than it was given.
    #[error("{what}: {found} events, not {wanted}")]
    OtherCount {
        /// What was counted.
        what: &'static str,
        /// How many there were.
        found: u64,
        /// How many there should have been.
        wanted: u64,
    },
    /// The engine and SQLite did not answer a question alike.
    #[error("{question} of {of}: row {row} is {engine:?} from onrecord and {sqlite:?} from SQLite")]
    OtherAnswer {
        /// The question.
        question: &'static str,
        /// Of how many events it was asked.
        of: &'static str,
        /// The first row that differs, from 1.
        row: usize,
        /// That row from the engine, if it gave one.
        engine: Option<String>,
        /// That row from SQLite, if it gave one.
        sqlite: Option<String>,
    },
    /// A column that should hold a slug does not.
    #[error(transparent)]
    Slug(#[from] onrecord::SlugError),
    /// The thread that wrote commits ended.
    #[error("nobody writes commits any more")]
    WriterGone,
    /// The process that was to do one thing apart from all others did not.
    #[error("the child process failed: {problem}")]
    Child {
        /// What it said.
        problem: String,
    },
    /// A file or the output failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A report is not JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// An event could not be encoded.
    #[error(transparent)]
    Encode(#[from] onrecord_core::EncodeError),
    /// An event could not be decoded.
    #[error(transparent)]
    Decode(#[from] onrecord_core::DecodeError),
    /// The log could not be made.
    #[error(transparent)]
    CreateLog(#[from] onrecord_log::CreateError),
    /// The log could not be opened.
    #[error(transparent)]
    OpenLog(#[from] onrecord_log::OpenError),
    /// The log refused a commit.
    #[error(transparent)]
    AppendLog(#[from] onrecord_log::SubmitError),
    /// The log could not be read.
    #[error(transparent)]
    ReadLog(#[from] onrecord_log::ReadError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] onrecord::Error),
    /// The index could not be read.
    #[error(transparent)]
    Index(#[from] onrecord::IndexError),
    /// The engine refused a commit.
    #[error(transparent)]
    AppendEngine(#[from] onrecord::AppendError),
    /// SQLite failed.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// redb failed.
    #[error(transparent)]
    Redb(#[from] redb::Error),
    /// fjall failed.
    #[error(transparent)]
    Fjall(#[from] fjall::Error),
}
