//! A disk that crashes and fails on purpose (feature `storage`), to prove what is kept on it.
//!
//! [`FaultyDisk`] is a [`Storage`](onrecord_log::Storage). It keeps apart what a program reads and what is certain to
//! be there after a crash, counts every step that changes something, and fails the step or the read it is told to.
//! Everything it does follows from its seed. [`promises`] tries on any other storage what a log asks of it.
//!
//! ```
//! use onrecord_log::{Batch, Log, Reader, UNTIMED};
//! use onrecord_testkit::storage::{Failure, FaultyDisk};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let disk = FaultyDisk::new(7);
//! let mut log = Log::create(disk.clone())?;
//! let mut batch = Batch::new();
//! batch.push_bytes(1, 1, b"the crates held rifles");
//! log.append(UNTIMED, &batch)?;
//!
//! disk.fail_at(disk.steps(), Failure::Crash);
//! assert!(log.append(UNTIMED, &batch).is_err());
//! for outcome in 0..100 {
//!     let reader = Reader::open(disk.after_crash(outcome))?;
//!     assert!([1, 2].contains(&reader.head().position), "what was acknowledged is there");
//! }
//! # Ok(())
//! # }
//! ```

mod dice;
mod disk;
mod file;
mod inode;
mod promises;

pub use dice::Dice;
pub use disk::FaultyDisk;
pub use promises::promises;

pub use crate::promise::BrokenPromise;

use std::io;

/// What changes a disk: each is a step at which something can go wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Operation {
    /// A file is made.
    Create,
    /// A file gets another name.
    Rename,
    /// A file is removed.
    Remove,
    /// The names are made sure of.
    SyncDirectory,
    /// Bytes are written.
    Write,
    /// A file is cut or filled up.
    Truncate,
    /// The bytes of a file are made sure of.
    Sync,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Operation; 7] = [
        Operation::Create,
        Operation::Rename,
        Operation::Remove,
        Operation::SyncDirectory,
        Operation::Write,
        Operation::Truncate,
        Operation::Sync,
    ];
}

/// What goes wrong at one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The power goes off while the step is under way: from here on everything fails. Go on with
    /// [`FaultyDisk::after_crash`].
    Crash,
    /// The process is killed while the step is under way, perhaps after a part of it was done: from here on everything
    /// fails. What was written stays readable, synced or not. Go on with [`FaultyDisk::restart`].
    Kill,
    /// The step fails with an error. Of a write a part may have been done. After a failed sync the bytes can be read,
    /// any part of them is stored, and the rest is never tried again.
    Refuse(io::ErrorKind),
}

/// What goes wrong at one read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadFailure {
    /// It fails with an error.
    Refuse(io::ErrorKind),
    /// One bit of what it returns is wrong. The disk itself holds what it should.
    Flip,
}
