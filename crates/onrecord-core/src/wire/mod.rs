//! The binary form: the payload of one event, written by bincode from private, versioned structs.
//!
//! A payload does not name its own kind: kind and schema stand in the commit that holds it, as numbers given by hand.

mod field;
mod v1;

use thiserror::Error;

use crate::event::{Event, Kind};

/// The schema in which payloads are written.
pub const SCHEMA: u16 = 1;

/// The longest payload accepted, in bytes.
pub const PAYLOAD_BYTES_MAX: usize = 1 << 20;

const CONFIG: bincode::config::Configuration<
    bincode::config::LittleEndian,
    bincode::config::Varint,
    bincode::config::Limit<PAYLOAD_BYTES_MAX>,
> = bincode::config::standard().with_limit::<PAYLOAD_BYTES_MAX>();

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
    #[error("{byte_count} bytes stand after the end of a {kind}")]
    TrailingBytes {
        /// The kind.
        kind: Kind,
        /// How many bytes are left.
        byte_count: usize,
    },
}

/// An event is larger than a payload may be.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("a {kind} of {bytes} bytes is too large; at most {PAYLOAD_BYTES_MAX} are allowed")]
pub struct EncodeError {
    /// The kind.
    pub kind: Kind,
    /// How many bytes it needs.
    pub bytes: usize,
}

/// Appends the payload of `event` to `buffer`. Equal events have equal payloads.
///
/// # Errors
/// [`EncodeError`] when the payload is longer than [`PAYLOAD_BYTES_MAX`]; `buffer` is then as it was.
pub fn encode(event: &Event<'_>, buffer: &mut Vec<u8>) -> Result<(), EncodeError> {
    let start = buffer.len();
    v1::write(event, buffer);
    let bytes = buffer.len() - start;
    if bytes > PAYLOAD_BYTES_MAX {
        buffer.truncate(start);
        return Err(EncodeError { kind: event.kind(), bytes });
    }
    Ok(())
}

/// Reads the payload of an event, borrowing its texts from `payload`.
///
/// # Errors
/// [`DecodeError`] when kind or schema are unknown, the payload is malformed, or bytes are left over.
pub fn decode(kind: u16, schema: u16, payload: &[u8]) -> Result<Event<'_>, DecodeError> {
    let kind = Kind::from_number(kind).ok_or(DecodeError::UnknownKind { number: kind })?;
    match schema {
        1 => v1::read(kind, payload),
        _ => Err(DecodeError::UnknownSchema { kind, schema }),
    }
}
