//! redb: a B-tree of events by position, and one of positions by id, in one transaction for each commit.

use std::fs;
use std::path::{Path, PathBuf};

use redb::{Builder, Database, Error, ReadOnlyDatabase, ReadableDatabase, ReadableTable, TableDefinition};

use super::{Replayed, Store, all_new, take};
use crate::content::ContentHash;
use crate::failure::Failure;
use crate::material::Sent;

/// Kind, story and payload by position.
const EVENTS: TableDefinition<'_, u64, (u16, Option<&str>, &[u8])> = TableDefinition::new("events");

/// Positions by id.
const IDS: TableDefinition<'_, [u8; 16], u64> = TableDefinition::new("ids");

pub(super) struct RedbStore {
    database: Database,
}

impl RedbStore {
    pub(super) fn open(folder: &Path) -> Result<RedbStore, Failure> {
        fs::create_dir_all(folder)?;
        let database = Database::create(file(folder)).map_err(Error::from)?;
        Ok(RedbStore { database })
    }

    /// Puts the events in, and says how many were new.
    fn insert(&self, commit: &[Sent<'_>]) -> Result<u64, Error> {
        let transaction = self.database.begin_write()?;
        let new = {
            let mut events = transaction.open_table(EVENTS)?;
            let mut ids = transaction.open_table(IDS)?;
            let mut new = 0;
            for Sent { position, event, payload } in commit {
                let story = event.story();
                let story = story.as_ref().map(|story| story.as_str());
                new += u64::from(ids.insert(event.id.to_bytes(), position.get())?.is_none());
                events.insert(position.get(), (event.kind().number(), story, *payload))?;
            }
            new
        };
        transaction.commit()?;
        Ok(new)
    }
}

impl Store for RedbStore {
    fn append(&mut self, commit: &[Sent<'_>]) -> Result<(), Failure> {
        all_new("redb took in", self.insert(commit)?, commit.len() as u64)
    }
}

pub(super) struct RedbReader(ReadOnlyDatabase);

impl RedbReader {
    pub(super) fn open(folder: &Path) -> Result<RedbReader, Failure> {
        Ok(RedbReader(Builder::new().open_read_only(file(folder)).map_err(Error::from)?))
    }
}

impl Replayed for RedbReader {
    fn replay(&self, hash: &mut ContentHash) -> Result<(), Failure> {
        let transaction = self.0.begin_read().map_err(Error::from)?;
        let events = transaction.open_table(EVENTS).map_err(Error::from)?;
        for entry in events.iter().map_err(Error::from)? {
            let (position, value) = entry.map_err(Error::from)?;
            let (kind, _, payload) = value.value();
            take(hash, position.value(), kind, payload)?;
        }
        Ok(())
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("events.redb")
}
