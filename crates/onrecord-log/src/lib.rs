//! Keeps bytes in order, for good: an append-only log of commits, each atomic, durable, checksummed and hashed.
//!
//! It knows nothing of what an event means: an event is a kind number, a schema number and bytes. It has no clock,
//! no randomness and no threads of its own. FORMAT.md beside this crate says what lies on the disk.
//!
//! - [`Log`] appends: one writer at a time, each commit on the disk before [`Log::append`] returns.
//! - [`Reader`] reads: any number of them, in any process, while the record is written.
//! - [`verify`] checks every byte and lists every fault.
//! - [`Storage`] is the only door to the disk: [`DiskStorage`], [`MemoryStorage`], or one of your own.

mod batch;
mod bytes;
mod checksum;
mod cursor;
mod error;
mod frame;
mod hash;
mod head;
mod limits;
mod log;
mod lookup;
mod mark;
mod payload;
mod reader;
pub mod recovery;
mod segment;
mod storage;
mod tip;
mod verify;
mod window;

pub use batch::Batch;
pub use cursor::{CommitView, Commits};
pub use error::{AppendError, CreateError, Damage, Defect, OpenError, ReadError};
pub use frame::FORMAT_VERSION;
pub use hash::Hash;
pub use head::{Commit, Head, UNTIMED};
pub use limits::{
    CODEC_BINCODE_2, COMMIT_BYTES_MAX, EVENT_BYTES_MAX, Options, SEGMENT_BYTES_DEFAULT, SEGMENT_BYTES_MAX,
};
pub use log::{Cut, Log, Recovery};
pub use payload::{OwnedPayload, Payload, Payloads};
pub use reader::Reader;
pub use storage::{DiskStorage, LockGuard, MemoryStorage, Storage, StoredFile};
pub use verify::{Fault, Verification, verify};
