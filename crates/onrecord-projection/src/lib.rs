//! Pure folds over events, and the views they answer: now, as of any earlier moment, the difference of two moments,
//! the history of a row, its explanation, and its changes as they come.
//!
//! The fold keeps an [`Outline`]: every event without its texts, who refers to what, and from which position until
//! which each event stands. A [`Projection`] says what a row is at one moment; everything else follows from the
//! outline's positions. Nothing here knows of disks.

mod act;
mod as_of;
mod checksum;
mod dated;
mod diff;
mod digest;
mod live;
mod moment;
mod once;
mod outline;
mod phrases;
mod projection;
mod reads;
mod snapshot;
mod view;
pub mod views;

pub use act::Act;
pub use as_of::AsOf;
pub use dated::Dated;
pub use diff::{Change, apply};
pub use digest::{canonical_rows, digest, write_row};
pub use live::Live;
pub use moment::{Certainty, Moment, SaidBy};
pub use outline::{Arrival, Batch, Detail, Edge, Expecting, Name, Outline};
pub use projection::{Projection, Row, Shown};
pub use snapshot::{Snapshot, SnapshotError, SnapshotSource};
pub use view::{Version, View};
