//! Views over the index of a record: now, as of any earlier moment, the difference of two moments, the history of a row,
//! its explanation, and its changes as they come.
//!
//! A [`Projection`] says what a row is at one moment; everything else follows from the positions in the index. Nothing
//! here knows of disks.

mod diff;
mod digest;
mod history;
mod live;
pub mod materialized;
mod parallel;
mod projection;
mod registry;
pub mod rows;
mod version;
mod view;
pub mod views;

pub use diff::{Change, ChangeOf, Changes, apply};
pub use digest::{RowHasher, canonical_rows, digest, write_row};
pub use live::Live;
pub use parallel::compute_all;
pub use projection::{Projection, Shown};
pub use registry::{AnyChange, AnyLive, AnyRow, AnyView, ViewVisitor};
pub use rows::{Row, RowKey};
pub use version::{Version, VersionOf, Versions};
pub use view::View;
