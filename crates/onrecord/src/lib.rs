//! onrecord keeps, as an append-only record, who reported, claimed, denied, corrected or refused to say what, and when;
//! and rebuilds from it timelines that can be asked what was on record at a moment, who had answered whom, and how many
//! independent origins stood behind it. It never decides who is right.
//!
//! This is the one crate an embedder names: it opens and appends, answers views, and owns the clock. The parts it is
//! made of are re-exported: events from [`onrecord_core`], views from [`onrecord_projection`], time from
//! [`onrecord_when`]. The folder `examples` holds programs to begin from: `quickstart`, `own_projection` and `live`.
//!
//! ```
//! use onrecord::views::Claims;
//! use onrecord::{Lines, Record};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let lines = br#"
//!     {"event":"story_opened","story":"harbour","title":"Crates at the harbour"}
//!     {"event":"actor_introduced","actor":"the-ledger","name":"The Ledger","actor_kind":"outlet"}
//!     {"event":"claim_made","story":"harbour","claim":"rifles","by":"the-ledger","text":"the crates held rifles"}
//! "#;
//! let mut record = Record::in_memory();
//! record.append_lines(&mut Lines::new(&lines[..]))?;
//! let claims = record.view(&Claims);
//! assert_eq!(claims.rows(claims.head())?.len(), 1);
//! # Ok(())
//! # }
//! ```

mod append_lines;
mod appended;
mod background;
mod backup;
mod clock;
mod draft;
mod error;
mod export;
mod fold;
mod instant;
mod known;
mod laws;
mod lines;
mod listeners;
mod materialized;
mod orders;
mod publication;
mod reading;
mod record;
mod repeats;
mod restore;
mod rows_check;
mod shared_record;
mod sift;
mod snapshot_check;
mod snapshots;
mod subscription;
mod verify;
mod wait;

/// The primitives that [`publication`] is made of; a test puts others in their place.
mod sync {
    pub(crate) use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
}

pub use appended::Appended;
pub use background::BackgroundBuild;
pub use backup::backup;
pub use clock::Clock;
pub use draft::{Draft, Expect, new_event};
pub use error::{AppendError, Error};
pub use export::Exported;
pub use known::{Known, KnownError};
pub use laws::LawCheck;
pub use lines::{InputCause, InputError, Lines};
pub use onrecord_core::journal::{
    Batch, Blob, Blobs, Commit, Hash, Head, Journal, JournalError, SubmitError, UNTIMED,
};
pub use onrecord_core::*;
pub use onrecord_index::{
    Act, AsOf, Certainty, Dated, Detail, IndexError, Moment, Name, RecordIndex, SaidBy, Snapshot,
    SnapshotError, SnapshotSource,
};
pub use onrecord_log::{
    Backup, BackupError, CreateError, Cut, Damage, Defect, DiskStorage, Fault, FileBlobs, FileJournal,
    LockGuard, MemoryStorage, OpenError, Options, ReadError, Recovery, Storage, StoredFile, Verification,
};

pub use materialized::MaterializedRows;
pub use onrecord_projection::materialized::{Materialize, Materialized, MaterializedError, Progress};
pub use onrecord_projection::{
    AnyChange, AnyLive, AnyRow, AnyView, Change, Live, Projection, Row, RowHasher, RowKey, Shown, Version,
    View, ViewVisitor, apply, canonical_rows, digest, rows, views, words, write_row,
};
pub use onrecord_when as when;
pub use reading::{Reading, Recorded};
pub use record::{Opened, Record};
pub use restore::{RestoreError, restore, restore_into};
pub use rows_check::RowsFault;
pub use shared_record::SharedRecord;
pub use sift::{Kept, LeftOut, Reason};
pub use snapshot_check::SnapshotFault;
pub use subscription::Subscription;
pub use verify::{Repaired, Verified, repair, verify};
pub use wait::Wait;

/// The program in the README is run as a test.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
