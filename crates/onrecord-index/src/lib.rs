//! The graph of a record without its texts: which events there are, who refers to what, and when they took place, as
//! of any moment.
//!
//! A [`RecordIndex`] keeps every event without its texts, and from which position until which it stands. [`AsOf`] shows
//! it at one [`Moment`], and notes what was looked at, so that it is known which events could change an answer. Views are
//! computed elsewhere; nothing here knows of disks.

mod act;
mod as_of;
mod behind;
mod bodies;
mod checksum;
mod closure;
mod dated;
mod dates;
mod disturbed;
mod error;
mod graph;
mod memo;
mod moment;
mod phrases;
mod reads;
mod remembered;
mod time_order;

pub use act::Act;
pub use as_of::AsOf;
pub use checksum::crc32c;
pub use dated::Dated;
pub use error::IndexError;
pub use graph::{
    Arrival, Batch, Batching, Detail, Edge, Expecting, Name, RecordIndex, Snapshot, SnapshotError,
    SnapshotSource,
};
pub use moment::{Certainty, Moment, SaidBy};
pub use time_order::TimeOrder;
