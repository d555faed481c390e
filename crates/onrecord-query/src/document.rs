//! An answer as JSON: one object that a third party can recompute and cite, or its rows alone. Rows are written as they are
//! computed; their digest follows them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use onrecord::{Position, Record, Ref, write_row};
use serde::Serialize;

use crate::answer::Answer;
use crate::error::QueryError;
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

/// Writes an answer as one JSON object on one line, with the fields of `more` at its end.
///
/// # Errors
/// [`QueryError::Write`] where `to` takes no more; else as [`Answer::next_row`].
pub fn write_json<P: QueryView>(
    answer: &mut Answer<'_, P>,
    record: &Record,
    beside: Beside,
    more: &impl Serialize,
    mut to: impl Write,
) -> Result<(), QueryError> {
    let head = serde_json::to_vec(answer.head()).map_err(std::io::Error::from)?;
    // The object goes on after its first fields.
    to.write_all(&head[..head.len() - 1])?;
    to.write_all(b",\"rows\":[")?;
    let mut written = Written::default();
    let mut line = Vec::new();
    while let Some(row) = answer.next_row()? {
        line.clear();
        write_row(&row, &mut line)?;
        written.hasher.update(&line);
        to.write_all(if written.any { b"," } else { b"" })?;
        to.write_all(line.trim_ascii_end())?;
        written.any = true;
        if beside.names {
            written.names.extend(P::references(&row));
        }
        if beside.names || beside.texts {
            written.texts.extend(P::texts(&row));
        }
    }
    to.write_all(b"],")?;
    let tail =
        serde_json::to_vec(&written.tail(answer, record, beside, more)?).map_err(std::io::Error::from)?;
    to.write_all(&tail[1..])?;
    to.write_all(b"\n")?;
    Ok(())
}

/// Writes the rows of an answer, each on a line: the canonical form that the digest is of.
///
/// # Errors
/// As [`write_json`].
pub fn write_jsonl<P: QueryView>(answer: &mut Answer<'_, P>, mut to: impl Write) -> Result<(), QueryError> {
    while let Some(row) = answer.next_row()? {
        write_row(&row, &mut to)?;
    }
    Ok(())
}

/// What is known of the rows that were written.
#[derive(Default)]
struct Written {
    any: bool,
    hasher: blake3::Hasher,
    names: BTreeSet<Ref<'static>>,
    texts: BTreeSet<Position>,
}

impl Written {
    fn tail<'m, P: QueryView, M>(
        self,
        answer: &Answer<'_, P>,
        record: &Record,
        beside: Beside,
        more: &'m M,
    ) -> Result<Tail<'m, M>, QueryError> {
        let fetched = match beside {
            Beside { names: false, texts: false } => None,
            _ => Some(Texts::fetch(record, answer.head().known, self.texts.iter().copied(), self.names)?),
        };
        let texts = |fetched: &Texts| {
            let texts =
                self.texts.iter().filter_map(|position| Some((*position, fetched.text_at(*position)?)));
            texts.collect()
        };
        Ok(Tail {
            digest: self.hasher.finalize().to_hex().to_string(),
            next: answer.is_page().then(|| answer.next_key()),
            names: fetched.as_ref().filter(|_| beside.names).map(Texts::names),
            texts: fetched.as_ref().filter(|_| beside.texts).map(texts),
            more,
        })
    }
}
