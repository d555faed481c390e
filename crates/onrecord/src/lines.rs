//! JSON lines as they come from a file or a pipe: one bounded line at a time, each with its number.

use std::io::{BufRead, Read};

use onrecord_core::{EncodeError, EventId, LINE_BYTES_MAX, Line, LineError, Position, Refusal, read_line};
use thiserror::Error;

use crate::error::AppendError;

/// What is wrong with an input of JSON lines, and where.
#[derive(Debug, Error)]
#[error("line {line}, column {column}: {cause}")]
pub struct InputError {
    /// The line, from 1.
    pub line: u64,
    /// The column, in bytes from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    #[source]
    pub cause: InputCause,
}

/// Why a line was not taken, split by what its sender can do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum InputCause {
    /// The line is no event, or not one of this sort of input. Write it otherwise.
    #[error("{problem}")]
    Malformed {
        /// What is wrong, and what would be right.
        problem: String,
    },
    /// The record does not take the event in. Correct it.
    #[error("{refusal}")]
    Refused {
        /// The id of the event.
        id: EventId,
        /// Why not.
        #[source]
        refusal: Refusal,
    },
    /// An event with this id is on record, and says something else. Send it under another id, or not at all.
    #[error(
        "event {id} is already on record at position {position}, with other content; an event is never changed"
    )]
    OtherContent {
        /// The id.
        id: EventId,
        /// The event on record.
        position: Position,
    },
    /// The event is too large.
    #[error(transparent)]
    TooLarge(EncodeError),
    /// The input itself could not be read.
    #[error("the input cannot be read: {0}")]
    Unreadable(#[source] std::io::Error),
}

/// What some editors begin a file with.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads JSON lines one by one. Empty lines are passed over; no line longer than [`LINE_BYTES_MAX`] is held.
pub struct Lines<R> {
    input: R,
    line: TextLine,
}

/// A line as it was read, and its number.
#[derive(Default)]
pub(crate) struct TextLine {
    number: u64,
    text: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Reads lines from `input`.
    pub fn new(input: R) -> Lines<R> {
        Lines { input, line: TextLine::default() }
    }

    /// The next line with an event on it; `None` at the end.
    ///
    /// # Errors
    /// An [`InputError`] for a line that is no event; an I/O error of the input is told the same way, at the line
    /// where it struck.
    pub fn next_event(&mut self) -> Result<Option<Line>, InputError> {
        loop {
            let TextLine { number, text } = &mut self.line;
            text.clear();
            *number += 1;
            let mut bounded = self.input.by_ref().take(LINE_BYTES_MAX as u64 + 2);
            let read = bounded.read_until(b'\n', text);
            let read = read.map_err(|error| self.line.caused(1, InputCause::Unreadable(error)))?;
            if read == 0 {
                return Ok(None);
            }
            self.line.trim();
            if self.line.text.len() > LINE_BYTES_MAX {
                let problem =
                    format!("the line is longer than {LINE_BYTES_MAX} bytes, the most that is allowed");
                return Err(self.error(LINE_BYTES_MAX + 1, problem));
            }
            if !self.line.text.trim_ascii().is_empty() {
                let line = read_line(&self.line.text);
                return line.map(Some).map_err(|LineError { column, problem }| self.error(column, problem));
            }
        }
    }

    /// Takes the line last read away, to say later what is wrong with it. `other` lends its memory to the next.
    pub(crate) fn take_line(&mut self, other: &mut TextLine) {
        other.number = self.line.number;
        std::mem::swap(&mut self.line, other);
    }

    /// The number of the line last read, from 1.
    pub fn number(&self) -> u64 {
        self.line.number
    }

    /// An error about the line last read.
    pub fn error(&self, column: usize, problem: impl Into<String>) -> InputError {
        self.line.caused(column, InputCause::Malformed { problem: problem.into() })
    }

    /// The refusal of the event on the line last read, at the column where the name at fault stands.
    pub fn refused(&self, id: EventId, refusal: Refusal) -> InputError {
        self.line.refused(id, refusal)
    }

    /// Why the event on the line last read was not appended, at that line; or the same error, where it is not about the event.
    pub(crate) fn place(&self, error: AppendError) -> Result<InputError, AppendError> {
        self.line.place(error)
    }
}

impl TextLine {
    /// The number of the line, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Takes away what does not belong to the text: what some editors begin a file with, and the end of the line.
    fn trim(&mut self) {
        if self.number == 1 && self.text.starts_with(BYTE_ORDER_MARK) {
            self.text.drain(..BYTE_ORDER_MARK.len());
        }
        while self.text.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.text.pop();
        }
    }

    fn caused(&self, column: usize, cause: InputCause) -> InputError {
        InputError { line: self.number, column, cause }
    }

    fn refused(&self, id: EventId, refusal: Refusal) -> InputError {
        let column =
            refusal.name().and_then(|name| self.find(&name.to_string()).or_else(|| self.find(name.slug()?)));
        self.caused(column.unwrap_or(1), InputCause::Refused { id, refusal })
    }

    /// Why the event on this line was not appended, at this line; or the same error, where it is not about the event.
    pub(crate) fn place(&self, error: AppendError) -> Result<InputError, AppendError> {
        match error {
            AppendError::Refused { id, refusal, .. } => Ok(self.refused(id, refusal)),
            AppendError::OtherContent { id, position } => {
                Ok(self.caused(self.column_of(id), InputCause::OtherContent { id, position }))
            }
            AppendError::TooLarge(error) => Ok(self.caused(1, InputCause::TooLarge(error))),
            other => Err(other),
        }
    }

    /// The column where an id stands; 1 where the line gives none.
    pub(crate) fn column_of(&self, id: EventId) -> usize {
        self.find(&id.to_string()).unwrap_or(1)
    }

    /// The column of `name` where it stands in quotation marks.
    fn find(&self, name: &str) -> Option<usize> {
        let quoted = format!("\"{name}\"");
        let at = self.text.windows(quoted.len()).position(|window| window == quoted.as_bytes());
        at.map(|offset| offset + 2)
    }
}
