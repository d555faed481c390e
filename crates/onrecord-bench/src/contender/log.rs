//! The log of onrecord, by itself: events encoded into one buffer, and committed.

use std::path::Path;

use onrecord_core::{EncodeError, Position, SCHEMA, encode};
use onrecord_log::{Batch, CreateError, DiskStorage, Log, OpenError, Options, Reader, ZEROS_BESIDE_MAX};

use super::{Replayed, Store, take};
use crate::content::ContentHash;
use crate::failure::Failure;
use crate::material::Sent;

pub(super) struct LogStore {
    log: Log,
    batch: Batch,
}

/// Whether the log uses pauses to make ready for what comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pauses {
    Used,
    /// As where one commit follows the other for ever: there are no zeros but the few that are written with commits.
    Unused,
}

impl Pauses {
    fn options(self) -> Options {
        match self {
            Pauses::Used => Options::default(),
            Pauses::Unused => Options { zeroed_bytes_max: ZEROS_BESIDE_MAX, ..Options::default() },
        }
    }
}

impl LogStore {
    pub(super) fn create(folder: &Path, pauses: Pauses) -> Result<LogStore, Failure> {
        let storage = DiskStorage::create(folder).map_err(CreateError::from)?;
        Ok(LogStore { log: Log::create_with(storage, pauses.options())?, batch: Batch::new() })
    }

    pub(super) fn open(folder: &Path, pauses: Pauses) -> Result<LogStore, Failure> {
        let storage = DiskStorage::open(folder).map_err(OpenError::from)?;
        Ok(LogStore { log: Log::open_with(storage, pauses.options())?.0, batch: Batch::new() })
    }
}

impl Store for LogStore {
    fn append(&mut self, commit: &[Sent<'_>]) -> Result<(), Failure> {
        fill(&mut self.batch, commit)?;
        // A log that the engine began has times, and they must not go back.
        self.log.append(self.log.head().recorded_at, &self.batch)?;
        Ok(())
    }

    fn settle(&mut self) {
        self.log.settle();
    }
}

/// Encodes these events, and nothing else, into `batch`.
pub(super) fn fill(batch: &mut Batch, commit: &[Sent<'_>]) -> Result<(), Failure> {
    batch.clear();
    for Sent { event, .. } in commit {
        let number = event.kind().number();
        batch.try_push::<EncodeError>(number, SCHEMA, |buffer| encode(event, buffer))?;
    }
    Ok(())
}

pub(super) struct LogReader(Reader);

impl LogReader {
    pub(super) fn open(folder: &Path) -> Result<LogReader, Failure> {
        Ok(LogReader(Reader::open(DiskStorage::open(folder).map_err(OpenError::from)?)?))
    }
}

impl Replayed for LogReader {
    fn replay(&self, hash: &mut ContentHash) -> Result<(), Failure> {
        let mut commits = self.0.commits(Position::FIRST)?;
        while let Some(commit) = commits.next()? {
            for event in commit.events() {
                take(hash, event.position.get(), event.kind, event.bytes)?;
            }
        }
        Ok(())
    }
}
