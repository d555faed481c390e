//! The events of an onrecord record: what they are, how they refer to one another, and their two forms, a line of
//! JSON and a payload of bytes.
//!
//! Pure throughout: no input or output, no clock, no randomness.

mod event;
mod json;
mod nearest;
mod position;
mod reference;
mod slug;
mod validate;
mod when;
mod wire;

pub use event::*;
pub use json::{LINE_BYTES_MAX, Line, LineError, read_line, write_line};
pub use nearest::nearest;
pub use position::{Position, RecordedAt};
pub use reference::{Basis, Carrier, Handle, Ref, RefError, Sort, Subject, Whole};
pub use slug::{
    ActorId, ClaimId, DenialId, EvidenceId, ReportId, SLUG_BYTES_MAX, SlugError, SourceId, StatementId,
    StoryId, check_slug, slugify,
};
pub use validate::{Holdings, Refusal, validate};
pub use when::{Anchor, When};
pub use wire::{DecodeError, EncodeError, PAYLOAD_BYTES_MAX, SCHEMA, decode, encode};
