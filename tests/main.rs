//! What holds of onrecord as a whole, seen through its public API.

mod laws;
mod sample;
mod tidy;
