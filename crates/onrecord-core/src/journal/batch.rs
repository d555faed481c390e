//! Events on their way into the record, encoded one after the other into one buffer.

use std::any::Any;
use std::sync::Arc;

use super::{EVENT_HEADER_BYTES, Payloads, SubmitError};
use crate::position::Position;

/// The largest event payload: 16 MiB.
pub const EVENT_BYTES_MAX: usize = 16 << 20;

/// The largest commit, its events with their headers taken together: 1 GiB. A journal may take less.
pub const COMMIT_BYTES_MAX: usize = 1 << 30;

/// The codec id of bincode 2 payloads, which a [`Batch`] names unless told otherwise.
pub const CODEC_BINCODE_2: u8 = 1;

/// The events of one commit to be, as they will lie in its body. Cleared and used again, it keeps its buffer.
///
/// ```
/// use onrecord_core::journal::Batch;
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
    /// What a journal worked out of the events that are here, if that was since the last was added.
    prepared: Option<Arc<dyn Any + Send + Sync>>,
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

    /// No events, in a codec that a journal only writes down.
    pub const fn with_codec(codec: u8) -> Batch {
        Batch { body: Vec::new(), event_count: 0, codec, too_large: None, prepared: None }
    }

    /// Adds an event whose bytes `encode` appends to the buffer.
    ///
    /// An event above [`EVENT_BYTES_MAX`] is refused when the batch is submitted.
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
        self.prepared = None;
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
        self.prepared = None;
    }

    /// Keeps what `prepare` makes of the [body](Batch::body) until more events are added, for the journal that the batch
    /// is submitted to. Where something of this type is kept already, nothing is done.
    pub fn prepare<T: Any + Send + Sync>(&mut self, prepare: impl FnOnce(&[u8]) -> T) {
        if self.prepared::<T>().is_none() {
            self.prepared = Some(Arc::new(prepare(&self.body)));
        }
    }

    /// What was [prepared](Batch::prepare), if it is of this type and of the events that are here.
    pub fn prepared<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.prepared.as_ref()?.downcast_ref()
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.event_count
    }

    /// Whether there is no event.
    pub fn is_empty(&self) -> bool {
        self.event_count == 0
    }

    /// How many bytes the events take, with their headers: what [`COMMIT_BYTES_MAX`] bounds.
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
        self.prepared = None;
        self.event_count = 0;
        self.too_large = None;
    }

    /// The events as bytes, one after the other, each with its header of [`EVENT_HEADER_BYTES`].
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The codec of the events.
    pub fn codec(&self) -> u8 {
        self.codec
    }

    /// Whether these events can be a commit, or a part of one.
    ///
    /// # Errors
    /// [`SubmitError::Empty`], [`SubmitError::EventTooLarge`] and [`SubmitError::TooLarge`].
    pub fn check(&self) -> Result<(), SubmitError> {
        if self.is_empty() {
            return Err(SubmitError::Empty);
        }
        if let Some(OversizedEvent { index, bytes }) = self.too_large {
            return Err(SubmitError::EventTooLarge { index, bytes, bytes_max: EVENT_BYTES_MAX });
        }
        if self.bytes() > COMMIT_BYTES_MAX {
            return Err(SubmitError::TooLarge { bytes: self.bytes(), bytes_max: COMMIT_BYTES_MAX });
        }
        Ok(())
    }
}
