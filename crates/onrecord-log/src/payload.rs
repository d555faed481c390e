//! An event as the log knows it: a position, two numbers, and bytes it does not look into.

use onrecord_core::Position;

use crate::bytes::{u16_at, u32_at};
use crate::frame::EVENT_HEADER_BYTES;

/// An event, borrowed from the buffer its commit was read into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Payload<'a> {
    /// Its place in the record.
    pub position: Position,
    /// The number of its kind. The log gives it no meaning.
    pub kind: u16,
    /// The number of the form its bytes are in. The log gives it no meaning.
    pub schema: u16,
    /// The codec its commit names.
    pub codec: u8,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl Payload<'_> {
    /// A copy that borrows nothing.
    pub fn to_owned(&self) -> OwnedPayload {
        let Payload { position, kind, schema, codec, bytes } = *self;
        OwnedPayload { position, kind, schema, codec, bytes: bytes.to_vec() }
    }
}

/// An event with bytes of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnedPayload {
    /// Its place in the record.
    pub position: Position,
    /// The number of its kind.
    pub kind: u16,
    /// The number of the form its bytes are in.
    pub schema: u16,
    /// The codec its commit names.
    pub codec: u8,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The events of a commit, or of a part of it, in order.
#[derive(Clone, Debug)]
pub struct Payloads<'a> {
    rest: &'a [u8],
    next: Position,
    codec: u8,
}

impl<'a> Payloads<'a> {
    /// `body` is whole events, as checked when the commit was read.
    pub(crate) fn new(body: &'a [u8], first: Position, codec: u8) -> Payloads<'a> {
        Payloads { rest: body, next: first, codec }
    }

    /// How many bytes were not yet walked.
    pub(crate) fn rest_bytes(&self) -> usize {
        self.rest.len()
    }
}

impl<'a> Iterator for Payloads<'a> {
    type Item = Payload<'a>;

    #[inline]
    fn next(&mut self) -> Option<Payload<'a>> {
        let (header, after) = self.rest.split_at_checked(EVENT_HEADER_BYTES)?;
        let (bytes, rest) = after.split_at_checked(u32_at(header, 4) as usize)?;
        let payload = Payload {
            position: self.next,
            kind: u16_at(header, 0),
            schema: u16_at(header, 2),
            codec: self.codec,
            bytes,
        };
        self.rest = rest;
        self.next = self.next.next();
        Some(payload)
    }
}
