//! The JSON of a view: one object that a third party can recompute and cite, or its rows alone.

use onrecord::{Projection, Record, Row, Version, digest, write_row};
use onrecord_query::{RecordHead, ResolvedMoment, Said};
use serde::Serialize;

use crate::context::Context;
use crate::failure::Failure;
use crate::options::Format;

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
    rows: &'a [Version<K, R>],
    digest: String,
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
    context: &mut Context<'_>,
    record: &Record,
    asked: &ResolvedMoment,
    answer: Answer<'_, P::Key, P::Row, F, M>,
) -> Result<(), Failure> {
    if context.format == Format::Jsonl {
        for row in answer.rows {
            write_row(row, context.output())?;
        }
        return Ok(());
    }
    context.json(&Document {
        view: P::NAME,
        version: P::VERSION,
        record: RecordHead::from(&record.head()),
        known: asked.moment.known,
        said: &asked.said,
        filters: answer.filters,
        digest: digest(answer.rows)?,
        rows: answer.rows,
        more: &answer.more,
    })
}
