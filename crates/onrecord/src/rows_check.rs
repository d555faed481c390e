//! Whether the rows that are kept beside a log are those that its events give.

use std::io;

use onrecord_core::Position;
use onrecord_core::journal::{Blobs, Hash, Journal};
use onrecord_index::RecordIndex;
use onrecord_projection::RowKey;
use onrecord_projection::materialized::{Block, Malformed, Materialize, Materialized, MaterializedError};
use thiserror::Error as ThisError;

use crate::error::Error;
use crate::materialized::{blob_name, read_blob};

/// What is wrong with the rows of a view that are kept beside a log. No event is the worse for it: where the files are
/// deleted, they are built again.
#[derive(Clone, PartialEq, Eq, Debug, ThisError)]
#[non_exhaustive]
pub enum RowsFault {
    /// A file cannot be read, so that nobody looks its rows up.
    #[error("{file} cannot be read: {problem}")]
    Unreadable {
        /// The file.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// A file ends at a commit that is not in this record, so that nobody looks its rows up.
    #[error("{file} ends at position {position}, at a commit that is not on record")]
    NotOnRecord {
        /// The file.
        file: String,
        /// The position of the last event in it.
        position: u64,
    },
    /// The versions of a row are not what the events give, and they are what is looked up.
    #[error("the row of {key} in {file} is not what the events up to position {position} give")]
    Differs {
        /// The last of the files that hold the rows.
        file: String,
        /// The row.
        key: String,
        /// The position up to which the rows are kept.
        position: u64,
    },
}

/// What is wrong with the kept rows of a view, if there are any. `index` is folded from the log.
pub(crate) fn check<P: Materialize>(
    projection: P,
    blobs: &dyn Blobs,
    journal: &dyn Journal,
    index: &RecordIndex,
) -> Result<Option<RowsFault>, Error> {
    let (mut rows, mut last) = (Materialized::new(projection, 0), None);
    for number in 0.. {
        let file = blob_name::<P>(number);
        let unreadable = |problem: String| Ok(Some(RowsFault::Unreadable { file: file.clone(), problem }));
        let bytes = match read_blob(blobs, &file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            Err(error) => return unreadable(error.to_string()),
        };
        let block = match Block::read::<P>(bytes) {
            Ok(block) => block,
            Err(Malformed::OTHER) => break,
            Err(problem) => return unreadable(problem.to_string()),
        };
        if !ends_a_commit(&block, journal)? {
            return Ok(Some(RowsFault::NotOnRecord { file, position: block.head() }));
        }
        match rows.add_block(&block) {
            Err(Malformed::NOT_NEXT) => break,
            Err(problem) => return unreadable(problem.to_string()),
            Ok(()) => {}
        }
        last = Some(file);
    }
    let Some(file) = last else { return Ok(None) };
    let differs = match rows.first_difference(index) {
        Err(MaterializedError::Malformed(problem)) => {
            return Ok(Some(RowsFault::Unreadable { file, problem: problem.to_string() }));
        }
        compared => compared?,
    };
    Ok(differs.map(|key| RowsFault::Differs { file, key: key.to_text(), position: rows.head() }))
}

/// Whether a block ends where a commit of the record does, and at that one.
pub(crate) fn ends_a_commit(block: &Block, journal: &dyn Journal) -> Result<bool, Error> {
    let Some(position) = Position::new(block.head()) else { return Ok(false) };
    let commit = journal.commit_of(position)?;
    Ok(commit.is_some_and(|it| it.last == position && it.hash == Hash::from_bytes(block.commit())))
}
