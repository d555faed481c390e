//! An answer as JSON: one object that a third party can recompute and cite, or its rows alone. Rows are written as they are
//! computed; their digest follows them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use onrecord::{AnyRow, Position, Reading, Ref};
use serde::Serialize;

use crate::answer::{Answer, AnswerHead};
use crate::error::QueryError;
use crate::row::references;
use crate::texts::Texts;
use crate::views::QueryView;

/// What is written beside the rows on request.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Beside {
    /// The names of everything that a row refers to.
    pub names: bool,
    /// The texts of the events that a row shows, by position.
    pub texts: bool,
}

/// Nothing more is written beside the rows.
#[derive(Clone, Copy, Default, Debug, Serialize)]
pub struct Nothing {}

/// Writes an answer as one JSON object on one line, with the fields of `more` at its end.
///
/// # Errors
/// [`QueryError::Write`] where `to` takes no more; else as [`Answer::next_row`].
pub fn write_json<P: QueryView>(
    answer: &mut Answer<'_, P>,
    record: &Reading,
    beside: Beside,
    more: &impl Serialize,
    to: impl Write,
) -> Result<(), QueryError> {
    let mut document = Document::begin(answer.head(), beside, to)?;
    while let Some(row) = answer.next_row()? {
        document.row(&row, P::texts(&row))?;
    }
    let next = answer.is_page().then(|| answer.next_key());
    document.finish(record, next, more)
}

/// Writes the rows of an answer, each on a line: the canonical form that the digest is of.
///
/// # Errors
/// As [`write_json`].
pub fn write_jsonl<P: QueryView>(answer: &mut Answer<'_, P>, mut to: impl Write) -> Result<(), QueryError> {
    while let Some(row) = answer.next_row()? {
        write_line(&row, &mut to)?;
    }
    Ok(())
}

/// Writes a row in its canonical form, on a line of its own.
///
/// # Errors
/// What `to` answers.
pub fn write_line(row: &dyn AnyRow, mut to: impl Write) -> Result<(), QueryError> {
    let mut line = Vec::new();
    row.write_line(&mut line)?;
    Ok(to.write_all(&line)?)
}

/// A JSON object that is being written, row by row.
pub struct Document<W> {
    to: W,
    beside: Beside,
    known: u64,
    hasher: blake3::Hasher,
    line: Vec<u8>,
    any: bool,
    names: BTreeSet<Ref<'static>>,
    texts: BTreeSet<Position>,
}

impl<W: Write> Document<W> {
    /// Writes what stands before the rows.
    ///
    /// # Errors
    /// [`QueryError::Write`].
    pub fn begin(head: &AnswerHead, beside: Beside, mut to: W) -> Result<Document<W>, QueryError> {
        let written = serde_json::to_vec(head).map_err(io::Error::from)?;
        // The object goes on after its first fields.
        to.write_all(&written[..written.len() - 1])?;
        to.write_all(b",\"rows\":[")?;
        Ok(Document {
            to,
            beside,
            known: head.known,
            hasher: blake3::Hasher::new(),
            line: Vec::new(),
            any: false,
            names: BTreeSet::new(),
            texts: BTreeSet::new(),
        })
    }

    /// Writes the next row, which shows the texts of the events at `texts`.
    ///
    /// # Errors
    /// [`QueryError::Write`].
    pub fn row(&mut self, row: &dyn AnyRow, texts: Vec<Position>) -> Result<(), QueryError> {
        self.line.clear();
        row.write_line(&mut self.line)?;
        self.hasher.update(&self.line);
        self.to.write_all(if self.any { b"," } else { b"" })?;
        self.to.write_all(self.line.trim_ascii_end())?;
        self.any = true;
        if self.beside.names {
            self.names.extend(references(row));
        }
        if self.beside.names || self.beside.texts {
            self.texts.extend(texts);
        }
        Ok(())
    }

    /// Writes what follows the rows: their digest, the key of the next page, what was asked for beside the rows, and the
    /// fields of `more`.
    ///
    /// # Errors
    /// [`QueryError::Write`], and [`QueryError::Record`] where a text cannot be read.
    pub fn finish(
        mut self,
        record: &Reading,
        next: Option<Option<String>>,
        more: &impl Serialize,
    ) -> Result<(), QueryError> {
        let texts = match self.beside {
            Beside { names: false, texts: false } => Texts::default(),
            _ => Texts::fetch(record, self.known, self.texts.iter().copied(), self.names)?,
        };
        let shown = self.texts.iter().filter_map(|position| Some((*position, texts.text_at(*position)?)));
        let tail = Tail {
            digest: self.hasher.finalize().to_hex().to_string(),
            next,
            names: self.beside.names.then(|| texts.names()),
            texts: self.beside.texts.then(|| shown.collect()),
            more,
        };
        let tail = serde_json::to_vec(&tail).map_err(io::Error::from)?;
        self.to.write_all(b"],")?;
        self.to.write_all(&tail[1..])?;
        Ok(self.to.write_all(b"\n")?)
    }
}

/// What follows the rows.
#[derive(Serialize)]
struct Tail<'m, M> {
    digest: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    texts: Option<BTreeMap<Position, String>>,
    #[serde(flatten)]
    more: &'m M,
}
