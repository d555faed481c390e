//! The engine of onrecord: what an embedder calls. Every event is looked up, validated, committed and folded.

use std::path::Path;

use onrecord::{Expect, Record};
use onrecord_core::Position;

use super::{Replayed, Store, all_new};
use crate::content::ContentHash;
use crate::failure::Failure;
use crate::material::Sent;

pub(super) struct EngineStore {
    record: Record,
}

impl EngineStore {
    pub(super) fn create(folder: &Path) -> Result<EngineStore, Failure> {
        Ok(EngineStore { record: Record::create(folder)? })
    }

    pub(super) fn open(folder: &Path) -> Result<EngineStore, Failure> {
        Ok(EngineStore { record: Record::open(folder)? })
    }
}

impl Store for EngineStore {
    fn append(&mut self, commit: &[Sent<'_>]) -> Result<(), Failure> {
        let appended = self.record.append(commit.iter().map(|sent| &sent.event), Expect::Any)?;
        all_new("the engine took in", appended.new, commit.len() as u64)
    }

    fn settle(&mut self) {
        self.record.settle();
    }
}

pub(super) struct EngineReader(Record);

impl EngineReader {
    pub(super) fn open(folder: &Path) -> Result<EngineReader, Failure> {
        Ok(EngineReader(Record::read(folder)?))
    }
}

impl Replayed for EngineReader {
    fn replay(&self, hash: &mut ContentHash) -> Result<(), Failure> {
        self.0.replay(Position::FIRST, |recorded| {
            hash.take(recorded.position, &recorded.event);
            Ok(())
        })
    }
}
