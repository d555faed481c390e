//! How far the record is acknowledged while a writer is at work, said by the writer to readers anywhere.
//!
//! The writer holds the lock `head.lock` and rewrites the small file `head` after each sync. A reader that finds
//! the lock held reads no further than the mark; a reader that can share the lock knows that nobody writes, and
//! takes all that is whole. The file is never synced and decides nothing else: it may be deleted.

use std::io;

use crate::Head;
use crate::bytes::{array, u32_at, u64_at};
use crate::checksum::crc32c;
use crate::storage::{LockGuard, StoredFile, read_fully};
use crate::{Hash, Storage};

/// The lock that keeps a second writer out.
pub(crate) const WRITER_LOCK: &str = "writer.lock";
const HEAD_LOCK: &str = "head.lock";
const HEAD_FILE: &str = "head";
const MARK_BYTES: usize = 44;

/// The writer's side.
pub(crate) struct Mark {
    file: Box<dyn StoredFile>,
    _held: LockGuard,
}

impl Mark {
    /// Says that the record is acknowledged up to `head`, and from now on keeps readers to what is said here.
    pub(crate) fn hold(storage: &dyn Storage, head: &Head) -> io::Result<Mark> {
        let file = match storage.open_to_write(HEAD_FILE) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => storage.create(HEAD_FILE)?,
            opened => opened?,
        };
        write(&*file, head)?;
        Ok(Mark { file, _held: storage.lock(HEAD_LOCK)? })
    }

    /// Says that the record is acknowledged up to `head`.
    pub(crate) fn set(&self, head: &Head) {
        // Readers only learn of the commit later; the commit itself is safe, so this is no reason to fail it.
        let _ = write(&*self.file, head);
    }
}

fn write(file: &dyn StoredFile, head: &Head) -> io::Result<()> {
    let mut bytes = [0; MARK_BYTES];
    bytes[0..8].copy_from_slice(&head.position.to_le_bytes());
    bytes[8..40].copy_from_slice(head.hash.as_bytes());
    let checksum = crc32c(&[&bytes[..40]]);
    bytes[40..44].copy_from_slice(&checksum.to_le_bytes());
    file.write_at(0, &[&bytes])
}

/// The last position and hash that a writer said were acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Marked {
    pub(crate) position: u64,
    pub(crate) hash: Hash,
}

/// What the mark says; `None` where there is none, or only a part of one.
pub(crate) fn read(storage: &dyn Storage) -> io::Result<Option<Marked>> {
    let file = match storage.open(HEAD_FILE) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut bytes = [0; MARK_BYTES];
    let read = read_fully(&*file, 0, &mut bytes)?;
    let whole = read == MARK_BYTES && u32_at(&bytes, 40) == crc32c(&[&bytes[..40]]);
    Ok(whole.then(|| Marked { position: u64_at(&bytes, 0), hash: Hash::from_bytes(array(&bytes, 8)) }))
}

/// How far a reader may go.
#[derive(Debug)]
pub(crate) enum Reach {
    /// Nobody writes, and nobody begins to while this is held.
    All { _quiet: LockGuard },
    /// Somebody writes, and has acknowledged this much.
    UpTo(u64),
    /// Somebody writes, and the mark cannot be read just now.
    Unknown,
}

/// Finds out how far a reader may go.
pub(crate) fn reach(storage: &dyn Storage) -> io::Result<Reach> {
    if let Some(quiet) = storage.try_lock_shared(HEAD_LOCK)? {
        return Ok(Reach::All { _quiet: quiet });
    }
    Ok(read(storage)?.map_or(Reach::Unknown, |marked| Reach::UpTo(marked.position)))
}
