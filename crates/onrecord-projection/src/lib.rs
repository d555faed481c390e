//! Views over the index of a record: now, as of any earlier moment, the difference of two moments, the history of a row,
//! its explanation, and its changes as they come.
//!
//! A [`Projection`] says what a row is at one moment; everything else follows from the positions in the index. Nothing
//! here knows of disks.

mod diff;
mod digest;
mod live;
mod projection;
mod seen;
mod view;
pub mod views;

pub use diff::{Change, apply};
pub use digest::{canonical_rows, digest, write_row};
pub use live::Live;
pub use projection::{Projection, Row, Shown};
pub use view::{Changes, Version, Versions, View};
