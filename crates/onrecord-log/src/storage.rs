//! The only door to the disk: what a log asks of the place it is kept in.
//!
//! A storage that loses, tears or refuses on purpose can be built on these two traits from outside the crate.

mod disk;
mod memory;

use std::any::Any;
use std::fmt;
use std::io;
use std::sync::Arc;

pub use disk::DiskStorage;
pub use memory::MemoryStorage;

/// A flat folder of named files.
///
/// What was written is certain to be there after a crash only once it was synced: the bytes and the length of a
/// file by [`StoredFile::sync`], the names of files by [`Storage::sync_directory`].
pub trait Storage: Send + Sync + fmt::Debug {
    /// The names of all files, in any order.
    fn list(&self) -> io::Result<Vec<String>>;
    /// Makes an empty file that must not exist yet, for reading and writing.
    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>>;
    /// Opens an existing file for reading.
    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>>;
    /// Opens an existing file for reading and writing.
    fn open_to_write(&self, name: &str) -> io::Result<Box<dyn StoredFile>>;
    /// Gives the file `from` the name `to`, at once or not at all.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Makes sure of the names: what was created, renamed or removed stays so after a crash.
    fn sync_directory(&self) -> io::Result<()>;
    /// Takes the lock `name` alone, across threads and processes; `None` if it is held by anybody.
    fn try_lock(&self, name: &str) -> io::Result<Option<LockGuard>>;
    /// Takes the lock `name` alone, and waits until nobody holds it.
    fn lock(&self, name: &str) -> io::Result<LockGuard>;
    /// Takes the lock `name` together with others who share it; `None` if somebody holds it alone.
    ///
    /// Works where nothing can be written: a lock that was never taken there can always be shared.
    fn try_lock_shared(&self, name: &str) -> io::Result<Option<LockGuard>>;
    /// Whether bytes that are stored are overwritten faster than a file is made longer, so that a log does well to make
    /// zeros in the background. Of itself a storage does not say so.
    fn prefers_overwriting(&self) -> bool {
        false
    }
}

/// An open file of a [`Storage`].
pub trait StoredFile: Send + Sync {
    /// How many bytes the file holds.
    fn length(&self) -> io::Result<u64>;
    /// Reads from `offset` on into `buffer`; fewer bytes than asked for, or none, where the file ends.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// Writes all of `parts`, one after the other, from `offset` on, as one write.
    fn write_at(&self, offset: u64, parts: &[&[u8]]) -> io::Result<()>;
    /// Cuts the file to `length` bytes, or fills it up with zeros.
    fn truncate(&self, length: u64) -> io::Result<()>;
    /// Makes sure of the bytes and the length: what was written stays so after a crash.
    fn sync(&self) -> io::Result<()>;
}

/// A lock that is held until this is dropped.
pub struct LockGuard {
    _held: Box<dyn Any + Send + Sync>,
}

impl LockGuard {
    /// A guard that gives the lock up by dropping `held`.
    pub fn new(held: impl Any + Send + Sync) -> LockGuard {
        LockGuard { _held: Box::new(held) }
    }
}

impl fmt::Debug for LockGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LockGuard")
    }
}

/// Reads until `buffer` is full or the file ends; says how many bytes were read.
pub(crate) fn read_fully(file: &dyn StoredFile, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read_at(offset + filled as u64, &mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read.min(buffer.len() - filled),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

impl<S: Storage + ?Sized> Storage for Arc<S> {
    fn list(&self) -> io::Result<Vec<String>> {
        (**self).list()
    }
    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        (**self).create(name)
    }
    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        (**self).open(name)
    }
    fn open_to_write(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        (**self).open_to_write(name)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        (**self).rename(from, to)
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        (**self).remove(name)
    }
    fn sync_directory(&self) -> io::Result<()> {
        (**self).sync_directory()
    }
    fn try_lock(&self, name: &str) -> io::Result<Option<LockGuard>> {
        (**self).try_lock(name)
    }
    fn lock(&self, name: &str) -> io::Result<LockGuard> {
        (**self).lock(name)
    }
    fn try_lock_shared(&self, name: &str) -> io::Result<Option<LockGuard>> {
        (**self).try_lock_shared(name)
    }
    fn prefers_overwriting(&self) -> bool {
        (**self).prefers_overwriting()
    }
}
