//! An event as a journal knows it: a position, two numbers, and bytes it does not look into.

use crate::position::Position;

/// How many bytes stand before those of an event in the body of a commit: its kind (2 bytes), its schema (2) and its length
/// (4), each little-endian.
pub const EVENT_HEADER_BYTES: usize = 8;

/// An event, borrowed from the buffer its commit was read into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Payload<'a> {
    /// Its place in the record.
    pub position: Position,
    /// The number of its kind. A journal gives it no meaning.
    pub kind: u16,
    /// The number of the form its bytes are in. A journal gives it no meaning.
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
    /// The events in `body`, the first of which stands at `first`. Whole events are expected; where one is not, they end.
    pub const fn new(body: &'a [u8], first: Position, codec: u8) -> Payloads<'a> {
        Payloads { rest: body, next: first, codec }
    }

    /// How many bytes were not yet walked.
    pub const fn rest_bytes(&self) -> usize {
        self.rest.len()
    }
}

impl<'a> Iterator for Payloads<'a> {
    type Item = Payload<'a>;

    #[inline]
    fn next(&mut self) -> Option<Payload<'a>> {
        let (header, after) = self.rest.split_first_chunk::<EVENT_HEADER_BYTES>()?;
        let &[k0, k1, s0, s1, b0, b1, b2, b3] = header;
        let (bytes, rest) = after.split_at_checked(u32::from_le_bytes([b0, b1, b2, b3]) as usize)?;
        let payload = Payload {
            position: self.next,
            kind: u16::from_le_bytes([k0, k1]),
            schema: u16::from_le_bytes([s0, s1]),
            codec: self.codec,
            bytes,
        };
        self.rest = rest;
        self.next = self.next.next();
        Some(payload)
    }
}
