//! Why a query has no answer, split by what the caller can do about it.

use onrecord::{Error, IndexError, KnownError};
use thiserror::Error;

/// Why a query has no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum QueryError {
    /// What was asked for is not on record. Ask for something else.
    #[error("{what}{}", hint(.suggestion.as_deref()))]
    NotFound {
        /// What is not there.
        what: String,
        /// The nearest name that is.
        suggestion: Option<String>,
    },
    /// Part of the query cannot be read, or makes no sense for this view. Write it otherwise.
    #[error("{problem}")]
    BadInput {
        /// Which part of the query, such as `known`, `after` or `id`.
        part: &'static str,
        /// What is wrong, and what would be right.
        problem: String,
    },
    /// The moment is none of this record. Ask for another.
    #[error(transparent)]
    Moment(#[from] KnownError),
    /// The index of the record is damaged. Rebuild it, or verify the record.
    #[error(transparent)]
    Damaged(#[from] IndexError),
    /// The record could not be read: it is damaged, or the disk failed.
    #[error(transparent)]
    Record(#[from] Error),
    /// The answer could not be written.
    #[error("the answer cannot be written")]
    Write(#[from] std::io::Error),
}

impl QueryError {
    /// Something that is not on record.
    pub(crate) fn not_found(what: impl Into<String>) -> QueryError {
        QueryError::NotFound { what: what.into(), suggestion: None }
    }

    /// A part of the query that cannot be read.
    pub(crate) fn bad_input(part: &'static str, problem: impl Into<String>) -> QueryError {
        QueryError::BadInput { part, problem: problem.into() }
    }
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"))
}
