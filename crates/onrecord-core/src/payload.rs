//! An event on its way into a record: its payload, unless its line could not be read back.

use thiserror::Error;

use crate::event::{Event, Kind};
use crate::json::{EVENT_LINE_BYTES_MAX, write_line};
use crate::wire::{self, PAYLOAD_BYTES_MAX, Schema};

/// How many bytes of a line stand for one of the payload, at most: those of `{"claim":"a","bearing":"undermines"},`
/// for three.
const LINE_BYTES_PER_PAYLOAD_BYTE_MAX: usize = 13;

/// An event is so large that its line, with what an export adds to it, could not be read back.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("as a line, this {kind} has {line_bytes} bytes; at most {EVENT_LINE_BYTES_MAX} are allowed")]
pub struct EncodeError {
    /// The kind.
    pub kind: Kind,
    /// How long its line is.
    pub line_bytes: usize,
}

/// Appends the payload of `event` to `buffer`, in the schema numbered [`SCHEMA`](crate::SCHEMA). Equal events have equal payloads.
///
/// # Errors
/// [`EncodeError`] when the line of the event is longer than [`EVENT_LINE_BYTES_MAX`]; `buffer` is then as it was.
pub fn encode(event: &Event<'_>, buffer: &mut Vec<u8>) -> Result<(), EncodeError> {
    encode_as(Schema::CURRENT, event, buffer)
}

/// Appends the payload that `event` has in a schema of the caller's choice: what makes an older record again.
///
/// # Errors
/// As [`encode`].
pub fn encode_as(schema: Schema, event: &Event<'_>, buffer: &mut Vec<u8>) -> Result<(), EncodeError> {
    let start = buffer.len();
    wire::write(schema, event, buffer);
    let payload_bytes = buffer.len() - start;
    // A field takes the most of a line beside what it takes in a payload where a list holds short bearings on claims.
    let line_bytes_at_most = 1024 + payload_bytes * LINE_BYTES_PER_PAYLOAD_BYTE_MAX;
    if line_bytes_at_most > EVENT_LINE_BYTES_MAX {
        let line_bytes = write_line(event).len();
        if line_bytes > EVENT_LINE_BYTES_MAX {
            buffer.truncate(start);
            return Err(EncodeError { kind: event.kind(), line_bytes });
        }
    }
    debug_assert!(payload_bytes <= PAYLOAD_BYTES_MAX, "a payload is never longer than the line");
    Ok(())
}
