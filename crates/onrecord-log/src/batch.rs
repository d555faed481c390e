//! Events on their way into the record, encoded one after the other into one buffer.

use onrecord_core::Position;

use crate::frame::{EVENT_HEADER_BYTES, HASHED_HEADER_BYTES};
use crate::hash::HashedAhead;
use crate::{AppendError, CODEC_BINCODE_2, COMMIT_BYTES_MAX, EVENT_BYTES_MAX, Payloads};

/// The events of one commit to be. Cleared and used again, it keeps its buffer.
///
/// ```
/// use onrecord_log::Batch;
///
/// let mut batch = Batch::new();
/// batch.push(1, 1, |buffer| buffer.extend_from_slice(b"the crates held rifles"));
/// batch.push_bytes(2, 1, b"not accurate");
/// assert_eq!(batch.len(), 2);
/// assert_eq!(batch.event(0), Some((1, 1, &b"the crates held rifles"[..])));
/// ```
#[derive(Clone, Debug)]
pub struct Batch {
    body: Vec<u8>,
    event_count: usize,
    codec: u8,
    too_large: Option<OversizedEvent>,
    /// Of the events that are here, if they were hashed since the last was added.
    hashed: Option<HashedAhead>,
}

#[derive(Clone, Copy, Debug)]
struct OversizedEvent {
    index: usize,
    bytes: usize,
}

impl Default for Batch {
    fn default() -> Batch {
        Batch::new()
    }
}

impl Batch {
    /// No events, in [`CODEC_BINCODE_2`].
    pub const fn new() -> Batch {
        Batch::with_codec(CODEC_BINCODE_2)
    }

    /// No events, in a codec that the log only writes down.
    pub const fn with_codec(codec: u8) -> Batch {
        Batch { body: Vec::new(), event_count: 0, codec, too_large: None, hashed: None }
    }

    /// Adds an event whose bytes `encode` appends to the buffer.
    ///
    /// An event above [`EVENT_BYTES_MAX`] is refused when the batch is appended to the log.
    ///
    /// # Panics
    /// If `encode` makes the buffer shorter than it was.
    pub fn push(&mut self, kind: u16, schema: u16, encode: impl FnOnce(&mut Vec<u8>)) {
        let encoded = self.try_push(kind, schema, |buffer| {
            encode(buffer);
            Ok::<(), std::convert::Infallible>(())
        });
        match encoded {
            Ok(()) => {}
            Err(never) => match never {},
        }
    }

    /// As [`push`](Batch::push), with an encoder that can fail: the batch is then as it was before.
    ///
    /// # Errors
    /// Those of `encode`.
    ///
    /// # Panics
    /// If `encode` succeeds and makes the buffer shorter than it was.
    pub fn try_push<E>(
        &mut self,
        kind: u16,
        schema: u16,
        encode: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let start = self.body.len();
        let ([kind, kind_high], [schema, schema_high]) = (kind.to_le_bytes(), schema.to_le_bytes());
        self.body.extend_from_slice(&[kind, kind_high, schema, schema_high, 0, 0, 0, 0]);
        if let Err(error) = encode(&mut self.body) {
            self.body.truncate(start);
            return Err(error);
        }
        self.close_event(start);
        Ok(())
    }

    /// Adds an event with these bytes.
    pub fn push_bytes(&mut self, kind: u16, schema: u16, bytes: &[u8]) {
        self.push(kind, schema, |buffer| buffer.extend_from_slice(bytes));
    }

    /// Adds the events of `other`, so that several batches become one commit.
    ///
    /// # Panics
    /// If the two name different codecs.
    pub fn extend(&mut self, other: &Batch) {
        assert_eq!(self.codec, other.codec, "a commit has one codec");
        let before = self.event_count;
        let moved = |event: OversizedEvent| OversizedEvent { index: before + event.index, ..event };
        self.too_large = self.too_large.or(other.too_large.map(moved));
        self.body.extend_from_slice(&other.body);
        self.event_count += other.event_count;
        self.hashed = None;
    }

    fn close_event(&mut self, start: usize) {
        let payload_start = start + EVENT_HEADER_BYTES;
        assert!(self.body.len() >= payload_start, "an encoder may only append to the buffer");
        let bytes = self.body.len() - payload_start;
        if bytes > EVENT_BYTES_MAX {
            self.too_large.get_or_insert(OversizedEvent { index: self.event_count, bytes });
        }
        let written = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.body[start + 4..payload_start].copy_from_slice(&written.to_le_bytes());
        self.event_count += 1;
        self.hashed = None;
    }

    /// Hashes the events as far as that can be done before their place in the record is known, so that the log has less to
    /// do when it appends them: for those who make the next commit while the last one is synced. It is forgotten when
    /// more events are added.
    pub fn hash_ahead(&mut self) {
        self.hashed.get_or_insert_with(|| HashedAhead::new(HASHED_HEADER_BYTES, &self.body));
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.event_count
    }

    /// Whether there is no event.
    pub fn is_empty(&self) -> bool {
        self.event_count == 0
    }

    /// How many bytes the events take, with their headers: what [`COMMIT_BYTES_MAX`](crate::COMMIT_BYTES_MAX) bounds.
    pub fn bytes(&self) -> usize {
        self.body.len()
    }

    /// The kind, the schema and the bytes of the event that was added when the batch had `start` [bytes](Batch::bytes).
    pub fn event(&self, start: usize) -> Option<(u16, u16, &[u8])> {
        let event = Payloads::new(self.body.get(start..)?, Position::FIRST, self.codec).next()?;
        Some((event.kind, event.schema, event.bytes))
    }

    /// Takes all events out, and keeps the buffer.
    pub fn clear(&mut self) {
        self.body.clear();
        self.hashed = None;
        self.event_count = 0;
        self.too_large = None;
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(crate) fn hashed(&self) -> Option<&HashedAhead> {
        self.hashed.as_ref()
    }

    pub(crate) fn codec(&self) -> u8 {
        self.codec
    }

    /// Whether these events can be a commit, or a part of one.
    pub(crate) fn check(&self) -> Result<(), AppendError> {
        if self.is_empty() {
            return Err(AppendError::Empty);
        }
        if let Some(OversizedEvent { index, bytes }) = self.too_large {
            return Err(AppendError::EventTooLarge { index, bytes, bytes_max: EVENT_BYTES_MAX });
        }
        if self.bytes() > COMMIT_BYTES_MAX {
            return Err(AppendError::TooLarge { bytes: self.bytes(), bytes_max: COMMIT_BYTES_MAX });
        }
        Ok(())
    }
}
