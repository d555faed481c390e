//! Placeholder.
mod position;
pub use position::{Position, RecordedAt};
