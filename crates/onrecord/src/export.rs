//! A record as JSON lines, with what only the record knows: positions, commits, times of recording.

use chrono::{DateTime, SecondsFormat};
use onrecord_core::{Event, RecordedAt};
use serde::{Serialize, Serializer};

use crate::record::Recorded;

/// One event on its way out: the line of an export.
#[derive(Serialize)]
pub struct Exported<'a> {
    #[serde(flatten)]
    event: &'a Event<'a>,
    position: u64,
    commit: String,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "rfc3339")]
    recorded_at: Option<RecordedAt>,
}

impl<'a> Exported<'a> {
    /// The line of an event on record. [`restore`](crate::restore) reads it back.
    pub fn new(recorded: &'a Recorded<'a>) -> Exported<'a> {
        Exported {
            event: &recorded.event,
            position: recorded.position.get(),
            commit: recorded.commit.to_string(),
            recorded_at: recorded.recorded_at,
        }
    }
}

/// RFC 3339 in UTC, to the microsecond: all that the log keeps.
fn rfc3339<S: Serializer>(time: &Option<RecordedAt>, serializer: S) -> Result<S::Ok, S::Error> {
    let time = time.and_then(|time| DateTime::from_timestamp_micros(time.unix_micros()));
    time.map(|time| time.to_rfc3339_opts(SecondsFormat::Micros, true)).serialize(serializer)
}
