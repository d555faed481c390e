//! SQLite: one table of events in WAL mode, synced in full at each commit, with an index of unique ids.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, params};

use super::{Replayed, Store, take};
use crate::content::ContentHash;
use crate::failure::Failure;
use crate::material::Sent;

const SCHEMA: &str = "CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    story TEXT,
    kind INTEGER NOT NULL,
    payload BLOB NOT NULL
)";

/// Beyond the ordinary two megabytes: the index of ids is written all over.
const WRITER_CACHE_KIBIBYTES: i64 = 256 << 10;

pub(super) struct SqliteStore {
    connection: Connection,
}

impl SqliteStore {
    pub(super) fn create(folder: &Path) -> Result<SqliteStore, Failure> {
        fs::create_dir(folder)?;
        let store = SqliteStore::open(folder)?;
        store.connection.execute_batch(SCHEMA)?;
        Ok(store)
    }

    pub(super) fn open(folder: &Path) -> Result<SqliteStore, Failure> {
        let connection = Connection::open(file(folder))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIBIBYTES)?;
        Ok(SqliteStore { connection })
    }
}

impl Store for SqliteStore {
    fn append(&mut self, commit: &[Sent<'_>]) -> Result<(), Failure> {
        let transaction = self.connection.transaction()?;
        let mut insert = transaction.prepare_cached("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for Sent { position, event, payload } in commit {
            let (id, story) = (event.id.to_bytes(), event.story());
            let story = story.as_ref().map(|story| story.as_str());
            let position = i64::try_from(position.get()).unwrap_or(i64::MAX);
            insert.execute(params![position, id, story, event.kind().number(), payload])?;
        }
        drop(insert);
        Ok(transaction.commit()?)
    }
}

pub(super) struct SqliteReader(Connection);

impl SqliteReader {
    pub(super) fn open(folder: &Path) -> Result<SqliteReader, Failure> {
        let connection = Connection::open_with_flags(file(folder), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        Ok(SqliteReader(connection))
    }
}

impl Replayed for SqliteReader {
    fn replay(&self, hash: &mut ContentHash) -> Result<(), Failure> {
        let mut select = self.0.prepare("SELECT position, kind, payload FROM events ORDER BY position")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let position: i64 = row.get(0)?;
            let payload = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
            take(hash, position as u64, row.get(1)?, payload)?;
        }
        Ok(())
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("events.sqlite")
}
