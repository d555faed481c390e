//! Those that are compared: each can be made, opened again, appended to, and read from the first event to the last.

mod engine;
mod fjall;
mod halves;
mod log;
mod overlapped;
mod redb;
mod sqlite;

use std::path::Path;

use clap::ValueEnum;
use onrecord_core::{Position, SCHEMA, decode};

use crate::content::ContentHash;
use crate::failure::Failure;
use crate::material::Sent;

pub use halves::Halves;

/// One that is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Contender {
    /// The log of onrecord: commits of encoded events.
    Log,
    /// The same log, where nothing was made ready in a pause.
    Unprepared,
    /// The same log, where the next commit is encoded while the last one is synced.
    Overlapped,
    /// The engine of onrecord: the log, and events validated and folded.
    Engine,
    /// SQLite, in WAL mode.
    Sqlite,
    /// redb, a B-tree.
    Redb,
    /// fjall, an LSM tree.
    Fjall,
}

/// A store of events, open for writing.
pub trait Store: Send {
    /// Takes these events as one commit, and returns when they are on the disk, or are the only ones that are not yet.
    ///
    /// # Errors
    /// [`Failure`] of the store; [`Failure::OtherCount`] where it held an event already.
    fn append(&mut self, commit: &[Sent<'_>]) -> Result<(), Failure>;

    /// Returns when everything that was taken is on the disk.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    fn finish(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    /// Returns when the store does nothing in the background, so that it disturbs nobody else and is ready for what comes.
    fn settle(&mut self) {}
}

/// A store of events, open for reading.
pub trait Replayed {
    /// Takes every event, in order, each decoded and borrowed from where the store handed it out.
    ///
    /// # Errors
    /// [`Failure`] of the store, and [`Failure::Decode`].
    fn replay(&self, hash: &mut ContentHash) -> Result<(), Failure>;
}

impl Contender {
    /// All of them, in the order of the table.
    pub const ALL: &'static [Contender] = &[
        Contender::Log,
        Contender::Unprepared,
        Contender::Overlapped,
        Contender::Engine,
        Contender::Sqlite,
        Contender::Redb,
        Contender::Fjall,
    ];

    /// Those that are not onrecord.
    pub const PEERS: &'static [Contender] = &[Contender::Sqlite, Contender::Redb, Contender::Fjall];

    /// Those that are read in turn: what the engine reads is a log like the others.
    pub const READERS: &'static [Contender] =
        &[Contender::Log, Contender::Sqlite, Contender::Redb, Contender::Fjall];

    /// The name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Contender::Log => "onrecord, log",
            Contender::Unprepared => "onrecord, log, without a pause",
            Contender::Overlapped => "onrecord, log, overlapped",
            Contender::Engine => "onrecord, engine",
            Contender::Sqlite => "SQLite",
            Contender::Redb => "redb",
            Contender::Fjall => "fjall",
        }
    }

    /// The name of its folder, and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Contender::Log => "log",
            Contender::Unprepared => "unprepared",
            Contender::Overlapped => "overlapped",
            Contender::Engine => "engine",
            Contender::Sqlite => "sqlite",
            Contender::Redb => "redb",
            Contender::Fjall => "fjall",
        }
    }

    /// Makes an empty store in a folder that is not there yet.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub fn create(self, folder: &Path) -> Result<Box<dyn Store>, Failure> {
        Ok(match self {
            Contender::Log => Box::new(log::LogStore::create(folder, log::Pauses::Used)?),
            Contender::Unprepared => Box::new(log::LogStore::create(folder, log::Pauses::Unused)?),
            Contender::Overlapped => Box::new(overlapped::OverlappedStore::create(folder)?),
            Contender::Engine => Box::new(engine::EngineStore::create(folder)?),
            Contender::Sqlite => Box::new(sqlite::SqliteStore::create(folder)?),
            Contender::Redb => Box::new(redb::RedbStore::open(folder)?),
            Contender::Fjall => Box::new(fjall::FjallStore::open(folder)?),
        })
    }

    /// Opens the store in a folder, to append more.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub fn open(self, folder: &Path) -> Result<Box<dyn Store>, Failure> {
        Ok(match self {
            Contender::Log => Box::new(log::LogStore::open(folder, log::Pauses::Used)?),
            Contender::Unprepared => Box::new(log::LogStore::open(folder, log::Pauses::Unused)?),
            Contender::Overlapped => Box::new(overlapped::OverlappedStore::open(folder)?),
            Contender::Engine => Box::new(engine::EngineStore::open(folder)?),
            Contender::Sqlite => Box::new(sqlite::SqliteStore::open(folder)?),
            Contender::Redb => Box::new(redb::RedbStore::open(folder)?),
            Contender::Fjall => Box::new(fjall::FjallStore::open(folder)?),
        })
    }

    /// Opens the store in a folder, to read it.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub fn read(self, folder: &Path) -> Result<Box<dyn Replayed>, Failure> {
        Ok(match self {
            Contender::Log | Contender::Unprepared | Contender::Overlapped => {
                Box::new(log::LogReader::open(folder)?)
            }
            Contender::Engine => Box::new(engine::EngineReader::open(folder)?),
            Contender::Sqlite => Box::new(sqlite::SqliteReader::open(folder)?),
            Contender::Redb => Box::new(redb::RedbReader::open(folder)?),
            Contender::Fjall => Box::new(fjall::FjallStore::open(folder)?),
        })
    }
}

/// Decodes one event as a store handed it out.
fn take(hash: &mut ContentHash, position: u64, kind: u16, payload: &[u8]) -> Result<(), Failure> {
    let position = Position::FIRST.after(position.saturating_sub(1));
    // Looked at where it was made: an event takes a few hundred bytes, and `?` moves it.
    match &decode(kind, SCHEMA, payload) {
        Ok(event) => hash.take(position, event),
        Err(error) => return Err(error.clone().into()),
    }
    Ok(())
}

/// Refuses a commit in which the store found an event that it had.
fn all_new(what: &'static str, found: u64, wanted: u64) -> Result<(), Failure> {
    if found == wanted { Ok(()) } else { Err(Failure::OtherCount { what, found, wanted }) }
}
