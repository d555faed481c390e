//! Keeps bytes in order, for good: an append-only log of commits, each atomic, durable, checksummed and hashed.
//!
//! It knows nothing of what an event means: an event is a kind number, a schema number and bytes. It has no clock and
//! no randomness, and one thread of its own at most, which writes zeros ahead of the commits in the pauses between
//! them. FORMAT.md beside this crate says what lies on the disk.
//!
//! - [`Log`] appends: one writer at a time, each commit on the disk before [`Log::append`] returns.
//! - [`Appender`] lets several threads append: what is submitted while a commit is synced becomes the next commit.
//! - [`FileJournal`] is both behind one handle, and [`FileBlobs`] keeps derived files beside: the two ports of a record.
//! - [`Reader`] reads: any number of them, in any process, while the record is written.
//! - [`verify`] checks every byte and lists every fault.
//! - [`backup`] copies a record, also while it is written.
//! - [`Storage`] is the only door to the disk: [`DiskStorage`], [`MemoryStorage`], or one of your own.
//!
//! ```
//! use onrecord_core::{Position, RecordedAt};
//! use onrecord_log::{Batch, DiskStorage, Log, Reader};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = std::env::temp_dir().join(format!("onrecord-log-doc-{}", std::process::id()));
//! let storage = DiskStorage::create(&folder)?;
//! let mut log = Log::create(storage.clone())?;
//!
//! let mut batch = Batch::new();
//! batch.push(1, 1, |buffer| buffer.extend_from_slice(b"the crates held rifles"));
//! batch.push(3, 1, |buffer| buffer.extend_from_slice(b"not accurate"));
//! let commit = log.append(RecordedAt::from_unix_micros(1_932_940_800_000_000), &batch)?;
//! assert_eq!((commit.first.get(), commit.last.get()), (1, 2));
//!
//! let reader = Reader::open(storage)?;
//! assert_eq!(reader.head().hash, commit.hash);
//! let mut commits = reader.commits(Position::FIRST)?;
//! while let Some(commit) = commits.next()? {
//!     for event in commit.events() {
//!         println!("{} kind {}: {} bytes", event.position, event.kind, event.bytes.len());
//!     }
//! }
//! # std::fs::remove_dir_all(folder)?;
//! # Ok(())
//! # }
//! ```

mod appender;
mod backup;
mod blobs;
mod bytes;
mod checksum;
mod cursor;
mod deadline;
mod edge;
mod error;
mod frame;
mod hash;
mod journal;
mod limits;
mod locks;
mod log;
mod lookup;
mod mark;
mod pauses;
mod queue;
mod reader;
pub mod recovery;
mod segment;
mod segments;
mod storage;
mod stored_commit;
mod tip;
#[doc(hidden)]
pub mod trace;
mod verify;
mod window;

pub use appender::{Appender, Ticket};
pub use backup::{Backup, BackupError, backup, backup_of, copy};
pub use blobs::FileBlobs;
pub use cursor::Commits;
pub use error::{CreateError, Damage, Defect, OpenError, ReadError};
pub use frame::FORMAT_VERSION;
pub use hash::hash_ahead;
pub use journal::FileJournal;
pub use limits::{Options, SEGMENT_BYTES_DEFAULT, SEGMENT_BYTES_MAX, ZEROS_BESIDE_MAX};
pub use log::{Cut, Log, Recovery};
pub use onrecord_core::journal::{
    Accepted, Batch, CODEC_BINCODE_2, COMMIT_BYTES_MAX, Commit, CommitView, EVENT_BYTES_MAX,
    EVENT_HEADER_BYTES, Hash, Head, OwnedPayload, Payload, Payloads, SubmitError, UNTIMED,
};
pub use reader::Reader;
pub use storage::{DiskStorage, LockGuard, MemoryStorage, Storage, StoredFile};
pub use stored_commit::StoredCommit;
pub use verify::{CommitPlace, Fault, Verification, verify, verify_with};
