//! fjall: one LSM tree of events by position, and one of positions by id, in one batch for each commit.

use std::path::Path;
use std::thread;
use std::time::Duration;

use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};

use super::{Replayed, Store, all_new, take};
use crate::content::ContentHash;
use crate::failure::Failure;
use crate::material::Sent;

/// What a value holds before the story: the kind, and the length of the story.
const HEADER_BYTES: usize = 4;

/// How long it is left alone before it is asked again whether it is at rest.
const LOOK_EVERY: Duration = Duration::from_millis(1);

pub(super) struct FjallStore {
    trees: Trees,
    value: Vec<u8>,
}

/// The database and its two keyspaces.
struct Trees {
    database: Database,
    events: Keyspace,
    ids: Keyspace,
}

impl Trees {
    fn open(folder: &Path) -> Result<Trees, Failure> {
        let database = Database::builder(folder).open()?;
        let events = database.keyspace("events", KeyspaceCreateOptions::default)?;
        let ids = database.keyspace("ids", KeyspaceCreateOptions::default)?;
        Ok(Trees { database, events, ids })
    }
}

impl FjallStore {
    pub(super) fn open(folder: &Path) -> Result<FjallStore, Failure> {
        Ok(FjallStore { trees: Trees::open(folder)?, value: Vec::new() })
    }
}

impl Store for FjallStore {
    fn append(&mut self, commit: &[Sent<'_>]) -> Result<(), Failure> {
        let Trees { database, events, ids } = &self.trees;
        let mut batch = database.batch().durability(Some(PersistMode::SyncData));
        let mut new = 0;
        for sent in commit {
            let (id, position) = (sent.event.id.to_bytes(), sent.position.get().to_be_bytes());
            new += u64::from(!ids.contains_key(id)?);
            write_value(sent, &mut self.value);
            batch.insert(ids, id, position);
            batch.insert(events, position, self.value.as_slice());
        }
        batch.commit()?;
        all_new("fjall took in", new, commit.len() as u64)
    }

    fn settle(&mut self) {
        let is_busy =
            |database: &Database| database.outstanding_flushes() > 0 || database.active_compactions() > 0;
        while is_busy(&self.trees.database) {
            thread::sleep(LOOK_EVERY);
        }
    }
}

/// Kind, story and payload, one after the other.
fn write_value(sent: &Sent<'_>, value: &mut Vec<u8>) {
    let story = sent.event.story();
    let story = story.as_ref().map_or("", |story| story.as_str());
    value.clear();
    value.extend_from_slice(&sent.event.kind().number().to_le_bytes());
    value.extend_from_slice(&(story.len() as u16).to_le_bytes());
    value.extend_from_slice(story.as_bytes());
    value.extend_from_slice(sent.payload);
}

/// The kind and the payload; 0 and nothing, which is no event, where the value is too short.
fn read_value(value: &[u8]) -> (u16, &[u8]) {
    let Some((&[kind_low, kind_high, story_low, story_high], rest)) =
        value.split_first_chunk::<HEADER_BYTES>()
    else {
        return (0, &[]);
    };
    let story = usize::from(u16::from_le_bytes([story_low, story_high]));
    (u16::from_le_bytes([kind_low, kind_high]), rest.get(story..).unwrap_or_default())
}

impl Replayed for FjallStore {
    fn replay(&self, hash: &mut ContentHash) -> Result<(), Failure> {
        for entry in self.trees.events.iter() {
            let (position, value) = entry.into_inner()?;
            let position = position.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
            let (kind, payload) = read_value(&value);
            take(hash, position, kind, payload)?;
        }
        Ok(())
    }
}
