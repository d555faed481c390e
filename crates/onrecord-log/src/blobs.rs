//! Derived files beside the segments of a record, on a disk or in memory.

use std::io;
use std::sync::Arc;

use onrecord_core::journal::{Blob, Blobs};

use crate::storage::StoredFile;
use crate::{MemoryStorage, Storage};
use crate::{count, span};

/// A file has this after its name until all of it is there.
const UNFINISHED_SUFFIX: &str = ".new";

/// How much is written at once.
const PIECE_BYTES: usize = 1 << 20;

/// Files of a [`Storage`], which may be the one that holds the record.
#[derive(Clone, Debug)]
pub struct FileBlobs {
    storage: Arc<dyn Storage>,
}

impl FileBlobs {
    /// Files beside what else is in this storage.
    pub fn new(storage: impl Storage + 'static) -> FileBlobs {
        FileBlobs { storage: Arc::new(storage) }
    }

    /// Files in memory, gone with the last handle to them.
    pub fn in_memory() -> FileBlobs {
        FileBlobs::new(MemoryStorage::new())
    }

    fn remove_if_there(&self, name: &str) -> io::Result<()> {
        match self.storage.open(name) {
            Ok(_) => self.storage.remove(name),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Blobs for FileBlobs {
    /// It is written beside, synced and renamed. That a crash may bring the old one back is no loss.
    fn put(&self, name: &str, write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
        span!("put", name);
        let unfinished = format!("{name}{UNFINISHED_SUFFIX}");
        self.remove_if_there(&unfinished)?;
        let file = self.storage.create(&unfinished)?;
        let mut pieces = Pieces { file: &*file, offset: 0, piece: Vec::with_capacity(PIECE_BYTES) };
        let written = write(&mut pieces).and_then(|()| pieces.write_piece()).and_then(|()| file.sync());
        if let Err(error) = written {
            // A part of a file is of no use, and takes room that the record may need.
            self.storage.remove(&unfinished).unwrap_or_default();
            return Err(error);
        }
        count!(derived_bytes_written += pieces.offset);
        self.storage.rename(&unfinished, name)
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn Blob>> {
        Ok(Arc::new(FileBlob { file: self.storage.open(name)? }))
    }

    fn delete(&self, name: &str) -> io::Result<()> {
        self.storage.remove(name)
    }
}

/// Bytes on their way into a file, in pieces of a size that a disk likes.
struct Pieces<'f> {
    file: &'f dyn StoredFile,
    offset: u64,
    piece: Vec<u8>,
}

impl Pieces<'_> {
    fn write_piece(&mut self) -> io::Result<()> {
        self.file.write_at(self.offset, &[&self.piece])?;
        self.offset += self.piece.len() as u64;
        self.piece.clear();
        Ok(())
    }
}

impl io::Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE_BYTES {
            self.write_piece()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An open file. A later one of its name leaves it alone.
struct FileBlob {
    file: Box<dyn StoredFile>,
}

impl Blob for FileBlob {
    fn length(&self) -> io::Result<u64> {
        self.file.length()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read_at(offset, buffer)
    }
}
