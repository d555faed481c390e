//! JSON lines as they come from a file or a pipe: one bounded line at a time, each with its number.

use std::io::{BufRead, Read};

use onrecord_core::{LINE_BYTES_MAX, Line, LineError, Refusal, read_line};
use thiserror::Error;

/// What is wrong with an input of JSON lines, and where.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct InputError {
    /// The line, from 1.
    pub line: u64,
    /// The column, in bytes from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub problem: String,
}

/// What some editors begin a file with.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads JSON lines one by one. Empty lines are passed over; no line longer than [`LINE_BYTES_MAX`] is held.
pub struct Lines<R> {
    input: R,
    number: u64,
    text: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Reads lines from `input`.
    pub fn new(input: R) -> Lines<R> {
        Lines { input, number: 0, text: Vec::new() }
    }

    /// The next line with an event on it; `None` at the end.
    ///
    /// # Errors
    /// An [`InputError`] for a line that is no event; an I/O error of the input is told the same way, at the line
    /// where it struck.
    pub fn next_event(&mut self) -> Result<Option<Line>, InputError> {
        loop {
            self.text.clear();
            self.number += 1;
            let mut bounded = self.input.by_ref().take(LINE_BYTES_MAX as u64 + 2);
            let read = bounded.read_until(b'\n', &mut self.text);
            let read = read.map_err(|error| self.error(1, format!("the input cannot be read: {error}")))?;
            if read == 0 {
                return Ok(None);
            }
            if self.number == 1 && self.text.starts_with(BYTE_ORDER_MARK) {
                self.text.drain(..BYTE_ORDER_MARK.len());
            }
            while self.text.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                self.text.pop();
            }
            if self.text.len() > LINE_BYTES_MAX {
                let problem =
                    format!("the line is longer than {LINE_BYTES_MAX} bytes, the most that is allowed");
                return Err(self.error(LINE_BYTES_MAX + 1, problem));
            }
            if !self.text.trim_ascii().is_empty() {
                let line = read_line(&self.text);
                return line.map(Some).map_err(|LineError { column, problem }| self.error(column, problem));
            }
        }
    }

    /// The number of the line last read, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// An error about the line last read.
    pub fn error(&self, column: usize, problem: impl Into<String>) -> InputError {
        InputError { line: self.number, column, problem: problem.into() }
    }

    /// The refusal of the event on the line last read, at the column where the name at fault stands.
    pub fn refused(&self, refusal: &Refusal) -> InputError {
        let column =
            refusal.name().and_then(|name| self.find(&name.to_string()).or_else(|| self.find(name.slug()?)));
        self.error(column.unwrap_or(1), refusal.to_string())
    }

    /// The column of `name` where it stands in quotation marks.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let quoted = format!("\"{name}\"");
        let at = self.text.windows(quoted.len()).position(|window| window == quoted.as_bytes());
        at.map(|offset| offset + 2)
    }
}
