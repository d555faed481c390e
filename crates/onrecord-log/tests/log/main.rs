//! What holds of the log, seen through its public API.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod append;
mod backup;
mod broken_journals;
mod damage;
mod faults;
mod format;
mod journals;
mod model;
mod readers;
mod sample;
mod sharing;
mod storages;
mod tally;
