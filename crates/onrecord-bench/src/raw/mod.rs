//! What the machine does with the same bytes when nobody asks what they mean.

mod read;
mod write;

pub use read::{log_files, read_and_checksum};
pub use write::RawFile;
