//! The log of onrecord, by itself: events encoded into one buffer, and committed.

use std::path::Path;

use onrecord_core::{EncodeError, Position, SCHEMA, encode};
use onrecord_log::{Batch, CreateError, DiskStorage, Log, OpenError, Reader};

use super::{Replayed, Store, take};
use crate::content::ContentHash;
use crate::failure::Failure;
use crate::material::Sent;

pub(super) struct LogStore {
    log: Log,
    batch: Batch,
}

impl LogStore {
    pub(super) fn create(folder: &Path) -> Result<LogStore, Failure> {
        let log = Log::create(DiskStorage::create(folder).map_err(CreateError::from)?)?;
        Ok(LogStore { log, batch: Batch::new() })
    }

    pub(super) fn open(folder: &Path) -> Result<LogStore, Failure> {
        let (log, _) = Log::open(DiskStorage::open(folder).map_err(OpenError::from)?)?;
        Ok(LogStore { log, batch: Batch::new() })
    }
}

impl Store for LogStore {
    fn append(&mut self, commit: Vec<Sent<'_>>) -> Result<(), Failure> {
        self.batch.clear();
        for Sent { event, .. } in &commit {
            let number = event.kind().number();
            self.batch.try_push::<EncodeError>(number, SCHEMA, |buffer| encode(event, buffer))?;
        }
        // A log that the engine began has times, and they must not go back.
        self.log.append(self.log.head().recorded_at, &self.batch)?;
        Ok(())
    }
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
