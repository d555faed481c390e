//! The JSON of a view: one object that a third party can recompute and cite, or its rows alone.

use onrecord::when::Edtf;
use onrecord::{Certainty, Head, Moment, Projection, Record, Row, SaidBy, Version, digest, write_row};
use serde::Serialize;

use crate::arguments::Format;
use crate::desk::Desk;
use crate::failure::Failure;

/// Which record a view is of.
#[derive(Serialize)]
pub(crate) struct RecordHead {
    head: u64,
    hash: String,
}

impl RecordHead {
    pub(crate) fn of(record: &Record) -> RecordHead {
        RecordHead::at(&record.head())
    }

    pub(crate) fn at(head: &Head) -> RecordHead {
        RecordHead { head: head.position, hash: head.hash.to_string() }
    }
}

/// A limit on when acts were said, as it was given.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub(crate) struct Said {
    pub(crate) by: String,
    pub(crate) certainty: &'static str,
}

impl Said {
    pub(crate) fn new(by: &Edtf, said: &SaidBy) -> Said {
        let certainty = match said.certainty {
            Certainty::Certainly => "certainly",
            Certainty::Possibly => "possibly",
        };
        Said { by: by.to_string(), certainty }
    }
}

/// The moment a view was asked for, with what the answer says of it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Asked {
    pub(crate) moment: Moment,
    pub(crate) said: Option<Said>,
}

#[derive(Serialize)]
#[serde(bound = "R: Row, F: Serialize, M: Serialize")]
struct Document<'a, K, R, F, M> {
    view: &'static str,
    version: u32,
    record: RecordHead,
    known: u64,
    said: &'a Option<Said>,
    /// Which rows were asked for; left out where all were.
    #[serde(skip_serializing_if = "Option::is_none")]
    filters: Option<&'a F>,
    digest: String,
    rows: &'a [Version<K, R>],
    #[serde(flatten)]
    more: &'a M,
}

/// Rows on their way out as JSON.
pub(crate) struct Answer<'a, K, R, F, M> {
    pub(crate) rows: &'a [Version<K, R>],
    /// What chose the rows from those of the view, if anything did.
    pub(crate) filters: Option<&'a F>,
    /// What stands beside the rows.
    pub(crate) more: M,
}

/// Nothing chose the rows.
pub(crate) const ALL: Option<&()> = None;

/// Nothing stands beside the rows.
#[derive(Serialize)]
pub(crate) struct Nothing {}

/// Answers with the rows of a view in JSON.
pub(crate) fn answer<P: Projection, F: Serialize, M: Serialize>(
    desk: &mut Desk<'_>,
    record: &Record,
    asked: &Asked,
    answer: Answer<'_, P::Key, P::Row, F, M>,
) -> Result<(), Failure> {
    if desk.format == Format::Jsonl {
        for row in answer.rows {
            write_row(row, desk.output())?;
        }
        return Ok(());
    }
    desk.json(&Document {
        view: P::NAME,
        version: P::VERSION,
        record: RecordHead::of(record),
        known: asked.moment.known,
        said: &asked.said,
        filters: answer.filters,
        digest: digest(answer.rows)?,
        rows: answer.rows,
        more: &answer.more,
    })
}
