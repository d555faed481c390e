//! A record made again from an export: the same events in the same commits, and so the same bytes and hashes.

use std::io::BufRead;

use onrecord_core::{Line, RecordedAt};
use onrecord_log::{Storage, UNTIMED};
use thiserror::Error;

use crate::clock::Clock;
use crate::draft::Expect;
use crate::error::{AppendError, Error};
use crate::export::UNNAMED_SCHEMA;
use crate::instant;
use crate::lines::{InputError, Lines};
use crate::record::Record;

/// Why a record was not restored. What was made of it by then is left, and is no record of the export.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// A line is not one of an export, or does not follow on the line before it.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A commit came out with another hash than the export says: the export was changed.
    #[error(
        "line {line}: the commit that ends before it has hash {found}, not {expected}; the export was changed"
    )]
    OtherHash {
        /// The line after the commit.
        line: u64,
        /// The hash in the export.
        expected: String,
        /// The hash that came out.
        found: String,
    },
    /// The record could not be created or written.
    #[error(transparent)]
    Record(#[from] Error),
}

/// Makes a record in `storage` from the lines of an export. Each event is written in the schema that its line names, or
/// in schema 1 where it names none.
///
/// # Errors
/// [`RestoreError`]; every line is checked against its position and the hash of its commit.
pub fn restore(
    lines: &mut Lines<impl BufRead>,
    storage: impl Storage + 'static,
) -> Result<Record, RestoreError> {
    restore_into(Record::create_in(storage)?, lines)
}

/// Fills an empty record from the lines of an export.
///
/// Segments begin where that record begins them: those of [`Record::create_with`] and the options of the original are
/// equal to the byte.
///
/// # Errors
/// As [`restore`].
pub fn restore_into(mut record: Record, lines: &mut Lines<impl BufRead>) -> Result<Record, RestoreError> {
    let mut position = 1;
    let mut next = next_line(lines, position)?;
    while let Some(first) = next.take() {
        let commit = first
            .commit
            .clone()
            .ok_or_else(|| lines.error(1, "the line names no commit; is it of an export?"))?;
        record.set_clock(Clock::Fixed(time_of(&first, lines)?));
        let mut draft = record.draft(Expect::Any).map_err(Error::from)?;
        let mut line = Some(first);
        while let Some(same) = line.take_if(|line| line.commit.as_deref() == Some(&commit)) {
            let schema = same.schema.unwrap_or(UNNAMED_SCHEMA);
            draft.add_as(schema, &same.event).map_err(|error| refused(lines, error))?;
            position += 1;
            line = next_line(lines, position)?;
        }
        let found = draft.commit().map_err(Error::from)?.hash.to_string();
        if found != commit {
            return Err(RestoreError::OtherHash { line: lines.number(), expected: commit, found });
        }
        next = line;
    }
    record.set_clock(Clock::System);
    Ok(record)
}

/// The next line, which must be the one of the event at `position`.
fn next_line(lines: &mut Lines<impl BufRead>, position: u64) -> Result<Option<Line>, RestoreError> {
    let Some(line) = lines.next_event()? else { return Ok(None) };
    let problem = match line.position {
        Some(found) if found == position => return Ok(Some(line)),
        Some(found) => format!("position {found} stands where position {position} is next"),
        None => "the line names no position; is it of an export?".to_owned(),
    };
    Err(lines.error(1, problem).into())
}

fn refused(lines: &Lines<impl BufRead>, error: AppendError) -> RestoreError {
    lines.place(error).map_or_else(|other| RestoreError::Record(Error::from(other)), RestoreError::Input)
}

fn time_of(line: &Line, lines: &Lines<impl BufRead>) -> Result<RecordedAt, RestoreError> {
    let Some(text) = &line.recorded_at else { return Ok(UNTIMED) };
    instant::read(text).ok_or_else(|| lines.error(1, format!("{text:?} is no time of recording")).into())
}
