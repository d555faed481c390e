//! A log in memory: for tests, and for records that need not outlive the process.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Condvar, Mutex, RwLock};

use super::{LockGuard, Storage, StoredFile};
use crate::locks::{lock, unpoisoned};

/// Files in memory. A clone is a handle to the same files, so that they can be looked at and changed from outside.
#[derive(Clone, Default, Debug)]
pub struct MemoryStorage {
    shared: Arc<Shared>,
}

type Bytes = Arc<RwLock<Vec<u8>>>;

#[derive(Default, Debug)]
struct Shared {
    files: Mutex<BTreeMap<String, Bytes>>,
    locks: Mutex<BTreeMap<String, Holders>>,
    lock_given_up: Condvar,
}

#[derive(Clone, Copy, Debug)]
enum Holders {
    One,
    Sharing(usize),
}

impl MemoryStorage {
    /// No files.
    pub fn new() -> MemoryStorage {
        MemoryStorage::default()
    }

    /// A copy of the bytes of a file.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let files = lock(&self.shared.files);
        Some(unpoisoned(files.get(name)?.read()).clone())
    }

    /// Puts `bytes` in the place of a file, or makes it. Whoever has the old file open keeps it.
    pub fn put(&self, name: &str, bytes: impl Into<Vec<u8>>) {
        let file = Arc::new(RwLock::new(bytes.into()));
        lock(&self.shared.files).insert(name.to_owned(), file);
    }

    /// Other files with the same bytes, with no lock held.
    #[must_use]
    pub fn copy(&self) -> MemoryStorage {
        let copy = MemoryStorage::new();
        for (name, file) in lock(&self.shared.files).iter() {
            copy.put(name, unpoisoned(file.read()).clone());
        }
        copy
    }

    fn find(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        match lock(&self.shared.files).get(name) {
            Some(bytes) => Ok(Box::new(MemoryFile { bytes: bytes.clone() })),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn held(&self, name: &str) -> LockGuard {
        LockGuard::new(Held { shared: self.shared.clone(), name: name.to_owned() })
    }
}

impl Storage for MemoryStorage {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(lock(&self.shared.files).keys().cloned().collect())
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        let mut files = lock(&self.shared.files);
        if files.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let bytes = Bytes::default();
        files.insert(name.to_owned(), bytes.clone());
        Ok(Box::new(MemoryFile { bytes }))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.find(name)
    }

    fn open_to_write(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.find(name)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut files = lock(&self.shared.files);
        let file = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let removed = lock(&self.shared.files).remove(name);
        removed.map(drop).ok_or(io::ErrorKind::NotFound.into())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn try_lock(&self, name: &str) -> io::Result<Option<LockGuard>> {
        let mut locks = lock(&self.shared.locks);
        if locks.contains_key(name) {
            return Ok(None);
        }
        locks.insert(name.to_owned(), Holders::One);
        Ok(Some(self.held(name)))
    }

    fn lock(&self, name: &str) -> io::Result<LockGuard> {
        let locks = lock(&self.shared.locks);
        let waited = self.shared.lock_given_up.wait_while(locks, |locks| locks.contains_key(name));
        unpoisoned(waited).insert(name.to_owned(), Holders::One);
        Ok(self.held(name))
    }

    fn try_lock_shared(&self, name: &str) -> io::Result<Option<LockGuard>> {
        let mut locks = lock(&self.shared.locks);
        match locks.entry(name.to_owned()).or_insert(Holders::Sharing(0)) {
            Holders::One => return Ok(None),
            Holders::Sharing(count) => *count += 1,
        }
        Ok(Some(self.held(name)))
    }
}

struct Held {
    shared: Arc<Shared>,
    name: String,
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut locks = lock(&self.shared.locks);
        match locks.get_mut(&self.name) {
            Some(Holders::Sharing(count)) if *count > 1 => *count -= 1,
            _ => drop(locks.remove(&self.name)),
        }
        self.shared.lock_given_up.notify_all();
    }
}

struct MemoryFile {
    bytes: Bytes,
}

impl MemoryFile {
    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Vec<u8>> {
        unpoisoned(self.bytes.write())
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Vec<u8>> {
        unpoisoned(self.bytes.read())
    }
}

impl StoredFile for MemoryFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.read().len() as u64)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.read();
        let start = bytes.len().min(usize::try_from(offset).unwrap_or(usize::MAX));
        let count = buffer.len().min(bytes.len() - start);
        buffer[..count].copy_from_slice(&bytes[start..start + count]);
        Ok(count)
    }

    fn write_at(&self, offset: u64, parts: &[&[u8]]) -> io::Result<()> {
        let mut at = usize::try_from(offset).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let mut bytes = self.write();
        for part in parts {
            let end = at + part.len();
            let length = bytes.len().max(end);
            bytes.resize(length, 0);
            bytes[at..end].copy_from_slice(part);
            at = end;
        }
        Ok(())
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.write().resize(length, 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}
