//! A record as JSON lines, with what only the record knows: positions, commits, times of recording.

use onrecord_core::{Event, RecordedAt, Schema};
use serde::{Serialize, Serializer};

use crate::instant;
use crate::reading::Recorded;

/// One event on its way out: the line of an export.
#[derive(Serialize)]
pub struct Exported<'a> {
    #[serde(flatten)]
    event: &'a Event<'a>,
    position: u64,
    commit: String,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_text")]
    recorded_at: Option<RecordedAt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<u16>,
}

/// The schema of the payload of a line that names none: when there was no other, exports did not name it.
pub(crate) const UNNAMED_SCHEMA: Schema = Schema::One;

impl<'a> Exported<'a> {
    /// The line of an event on record. [`restore`](crate::restore) reads it back.
    ///
    /// Beside the event stand its `position`, the hash of its `commit`, `recorded_at` where there is a time, and the
    /// number of the `schema` of its payload, so that the record made of the lines has the same bytes whatever schema
    /// is written by then. Where none is named, it is 1.
    pub fn new(recorded: &'a Recorded<'a>) -> Exported<'a> {
        Exported {
            event: &recorded.event,
            position: recorded.position.get(),
            commit: recorded.commit.to_string(),
            recorded_at: recorded.recorded_at,
            schema: Some(recorded.schema).filter(|schema| *schema != UNNAMED_SCHEMA.number()),
        }
    }
}

fn as_text<S: Serializer>(time: &Option<RecordedAt>, serializer: S) -> Result<S::Ok, S::Error> {
    time.map(instant::write).serialize(serializer)
}
