//! A record as JSON lines, with what only the record knows: positions, commits, times of recording.

use onrecord_core::{Event, RecordedAt};
use serde::{Serialize, Serializer};

use crate::instant;
use crate::record::Recorded;

/// One event on its way out: the line of an export.
#[derive(Serialize)]
pub struct Exported<'a> {
    #[serde(flatten)]
    event: &'a Event<'a>,
    position: u64,
    commit: String,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_text")]
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

fn as_text<S: Serializer>(time: &Option<RecordedAt>, serializer: S) -> Result<S::Ok, S::Error> {
    time.map(instant::write).serialize(serializer)
}
