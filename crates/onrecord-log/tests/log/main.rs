//! What holds of the log, seen through its public API.

mod append;
mod sample;
