//! Whether a record is what it was when it was written, byte by byte and event by event; and a new record made of what
//! is good of it.

use std::sync::Arc;

use onrecord_log::{Fault, FileBlobs, Head, Log, Storage, Verification, verify_with};

use crate::error::{AppendError, Error};
use crate::sift::{Keep, Kept, LeftOut, Sieve};
use crate::snapshot_check::{SnapshotCheck, SnapshotFault};

/// What a check of a whole record found.
#[derive(Clone, PartialEq, Debug)]
pub struct Verified {
    /// What the log found: commits, checksums, hashes, order.
    pub log: Verification,
    /// Events of whole commits that this program cannot read, or would not take in after the good events before them:
    /// what the faults of the log affect beyond the positions that are lost.
    pub events: Vec<LeftOut>,
    /// What is wrong with the snapshot beside the log.
    pub snapshot: Option<SnapshotFault>,
    /// All other events, in order: the good ones.
    pub kept: Vec<Kept>,
}

impl Verified {
    /// Whether nothing was found.
    pub fn is_sound(&self) -> bool {
        self.log.is_sound() && self.events.is_empty() && self.snapshot.is_none()
    }

    /// The faults by which events are missing, rather than only out of order. How many those are is known where the
    /// fault says what is [lost](Fault::lost).
    pub fn losses(&self) -> impl Iterator<Item = &Fault> {
        self.log.faults.iter().filter(|fault| fault.lost.is_some() || !self.keeps(fault.position))
    }

    fn keeps(&self, position: u64) -> bool {
        let place = self.kept.partition_point(|kept| *kept.from.end() < position);
        self.kept.get(place).is_some_and(|kept| kept.from.contains(&position))
    }
}

/// A record made of what is good of another.
#[derive(Clone, PartialEq, Debug)]
pub struct Repaired {
    /// What was found in the other, and which events of it were kept.
    pub found: Verified,
    /// The head of the new record.
    pub head: Head,
}

/// Checks every byte and every event of the record in `storage`, and that the snapshot beside them, from which a record is
/// opened, holds what they give. Nothing is written.
///
/// # Errors
/// [`Error::Open`] if there is no record to check.
pub fn verify(storage: impl Storage + 'static) -> Result<Verified, Error> {
    sift(Arc::new(storage), &mut |_, _| Ok(()))
}

/// Checks the record in `damaged`, and makes a new one in `new` of all its good events, with their ids and bytes, in
/// their order, in their commits with their times of recording. `damaged` is not written to.
///
/// Good is an event of a commit that matches its checksum and its hash, that can be read, and that the new record takes
/// in after the good events before it. So the new record opens and verifies; of a sound record it is the same to the
/// byte. What a lost event said is not known: if it withdrew another, that other one stands again.
///
/// # Errors
/// [`Error::Create`] if there is a record in `new`, [`Error::Open`] if there is none in `damaged`, [`Error::Append`] if
/// the new one cannot be written. What was made of it by then is left.
pub fn repair(damaged: impl Storage + 'static, new: impl Storage + 'static) -> Result<Repaired, Error> {
    let mut log = Log::create(new)?;
    let found = sift(Arc::new(damaged), &mut |recorded_at, batch| {
        log.append(recorded_at, batch).map_err(AppendError::from)?;
        Ok(())
    })?;
    Ok(Repaired { found, head: log.head() })
}

fn sift(storage: Arc<dyn Storage>, keep: &mut Keep<'_>) -> Result<Verified, Error> {
    // Before the log: a snapshot that is saved meanwhile may hold more than is gone through.
    let mut check = SnapshotCheck::new(&FileBlobs::new(storage.clone()));
    let mut sieve = Sieve::new(keep);
    let log = verify_with(&*storage, |place, commit| {
        sieve.commit(place, &commit)?;
        check.commit(&commit, &sieve);
        Ok::<(), Error>(())
    })?;
    let is_sound = log.is_sound() && sieve.left_out.is_empty();
    let snapshot = check.end(is_sound);
    Ok(Verified { log, events: sieve.left_out, snapshot, kept: sieve.kept })
}
