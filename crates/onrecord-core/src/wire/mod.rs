//! The binary form: the payload of one event, written by bincode from private, versioned structs.
//!
//! A payload does not name its own kind: kind and schema stand in the commit that holds it, as numbers given by hand.

mod field;
mod schema;
mod v1;
mod v2;

use thiserror::Error;

pub use self::schema::Schema;
use crate::event::{Event, Kind};

/// The number of the schema in which payloads are written.
pub const SCHEMA: u16 = Schema::CURRENT.number();

/// The longest payload read, in bytes: no event of [`EVENT_LINE_BYTES_MAX`](crate::EVENT_LINE_BYTES_MAX) needs more.
pub const PAYLOAD_BYTES_MAX: usize = 1 << 20;

/// Why some bytes are not the payload of an event.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DecodeError {
    /// The kind number is not known; a newer version may have written it.
    #[error("kind number {number} is unknown")]
    UnknownKind {
        /// The number.
        number: u16,
    },
    /// The schema of this kind is not known; a newer version may have written it.
    #[error("schema {schema} of {kind} is unknown")]
    UnknownSchema {
        /// The kind.
        kind: Kind,
        /// The schema.
        schema: u16,
    },
    /// The bytes do not have the shape of this kind.
    #[error("the payload of a {kind} is malformed: {problem}")]
    Malformed {
        /// The kind.
        kind: Kind,
        /// What is wrong.
        problem: String,
    },
    /// The event ends before the bytes do.
    #[error("{} after the end of a {kind}", stand(*byte_count))]
    TrailingBytes {
        /// The kind.
        kind: Kind,
        /// How many bytes are left.
        byte_count: usize,
    },
}

fn stand(byte_count: usize) -> String {
    match byte_count {
        1 => "1 byte stands".to_owned(),
        count => format!("{count} bytes stand"),
    }
}

/// Appends the payload that `event` has in `schema` to `buffer`. Equal events have equal payloads.
pub(crate) fn write(schema: Schema, event: &Event<'_>, buffer: &mut Vec<u8>) {
    match schema {
        Schema::One => v1::write(event, buffer),
        Schema::Two => v2::write(event, buffer),
    }
}

/// Reads the payload of an event, borrowing its texts from `payload`.
///
/// # Errors
/// [`DecodeError`] when kind or schema are unknown, the payload is malformed, or bytes are left over.
pub fn decode(kind: u16, schema: u16, payload: &[u8]) -> Result<Event<'_>, DecodeError> {
    let kind = Kind::from_number(kind).ok_or(DecodeError::UnknownKind { number: kind })?;
    if payload.len() > PAYLOAD_BYTES_MAX {
        let problem = format!("it has {} bytes; at most {PAYLOAD_BYTES_MAX} are allowed", payload.len());
        return Err(DecodeError::Malformed { kind, problem });
    }
    match Schema::from_number(schema) {
        Some(Schema::One) => v1::read(kind, payload),
        Some(Schema::Two) => v2::read(kind, payload),
        None => Err(DecodeError::UnknownSchema { kind, schema }),
    }
}
