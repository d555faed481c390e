//! What holds of the engine, seen through its public API.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod append;
mod backup;
mod examples;
mod faults;
mod fixtures;
mod follow;
mod journals;
mod known;
mod lines;
mod materialized;
mod model;
mod readers;
mod readings;
mod repair;
mod restore;
mod rig;
mod sharing;
mod snapshots;
mod speed;
mod stream;
mod surface;
#[cfg(feature = "tracing")]
mod tracing;
mod verify;
mod waiting;
