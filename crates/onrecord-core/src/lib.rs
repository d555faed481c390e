//! The events of an onrecord record: what they are, how they refer to one another, and their two forms, a line of
//! JSON and a payload of bytes.
//!
//! Pure throughout: no input or output, no clock, no randomness.
//!
//! An event is built from what it must have, and then what it may have. Slugs are typed, and a slug says of itself what
//! sort of thing it names, so that a report can be given wherever a claim may rest on one:
//!
//! ```
//! use onrecord_core::{
//!     ActorId, ClaimId, ClaimMade, Event, ReportId, SourceId, StoryId, When, read_line, write_line,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (story, ledger) = (StoryId::new("harbour")?, ActorId::new("the-ledger")?);
//! let report = ReportId::new("ledger-crates")?;
//!
//! let claim = ClaimMade::new(&story, ClaimId::new("crates-held-rifles")?, "the crates held rifles")
//!     .by(&ledger)
//!     .in_report(&report)
//!     .about(When::phrase("last month").from_anchor(&report))
//!     .accuses([ActorId::new("port-authority")?])
//!     .basis([SourceId::new("dock-worker")?])
//!     .said(When::edtf("2031-04-02")?);
//! let event = Event::derived(claim);
//!
//! let line = br#"{"event":"claim_made","story":"harbour","claim":"crates-held-rifles","by":"the-ledger","in":"report:ledger-crates","text":"the crates held rifles","about":{"phrase":"last month","anchor":"report:ledger-crates"},"accuses":["port-authority"],"basis":["unnamed:dock-worker"],"said":"2031-04-02"}"#;
//! assert_eq!(read_line(line)?.event, event);
//! assert_eq!(read_line(write_line(&event).as_bytes())?.event, event);
//! # Ok(())
//! # }
//! ```

mod event;
mod id;
pub mod journal;
mod json;
mod nearest;
mod payload;
mod position;
mod reference;
mod slug;
mod text;
mod validate;
mod when;
mod wire;

pub use event::*;
pub use id::EventId;
pub use json::{EVENT_LINE_BYTES_MAX, LINE_BYTES_MAX, Line, LineError, derive_id, read_line, write_line};
pub use nearest::nearest;
pub use payload::{EncodeError, encode, encode_as};
pub use position::{Position, RecordedAt};
pub use reference::{Basis, Carrier, Handle, Ref, RefError, Sort, Subject, Whole};
pub use slug::{
    ActorId, ClaimId, DenialId, EvidenceId, ReportId, SLUG_BYTES_MAX, SlugError, SourceId, StatementId,
    StoryId, check_slug, slugify,
};
pub use validate::{Holdings, Refusal, ValidateError, validate};
pub use when::{Anchor, When};
pub use wire::{DecodeError, PAYLOAD_BYTES_MAX, SCHEMA, Schema, decode};
