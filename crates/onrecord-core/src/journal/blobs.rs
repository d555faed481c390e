//! Where derived files are kept: whole or not at all, and never changed under whoever reads them.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

/// A place for files that are made of the events of a record, each under a name. All of them may be deleted at any time.
pub trait Blobs: Send + Sync + Debug {
    /// Stores what `write` writes under `name`, in the place of what was there. Whoever has the old one open keeps it.
    ///
    /// What is there under the name after a crash, or after an error, is the old one, or all of the new one.
    ///
    /// # Errors
    /// That of `write`, or of the store.
    fn put(&self, name: &str, write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()>;

    /// Opens what is stored under `name`.
    ///
    /// # Errors
    /// `NotFound` if there is nothing, or an error of the store.
    fn open(&self, name: &str) -> io::Result<Arc<dyn Blob>>;

    /// Deletes what is stored under `name`. Whoever has it open keeps it.
    ///
    /// # Errors
    /// `NotFound` if there is nothing, or an error of the store.
    fn delete(&self, name: &str) -> io::Result<()>;
}

/// An open file of a [`Blobs`]. Its bytes never change.
pub trait Blob: Send + Sync {
    /// How many bytes there are.
    ///
    /// # Errors
    /// An error of the store.
    fn length(&self) -> io::Result<u64>;

    /// Reads from `offset` on into `buffer`; fewer bytes than asked for, or none, where it ends.
    ///
    /// # Errors
    /// An error of the store.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;

    /// Fills `buffer` with the bytes from `offset` on.
    ///
    /// # Errors
    /// `UnexpectedEof` where there are not as many bytes, or an error of the store.
    fn read_exact_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.read_at(offset + filled as u64, &mut buffer[filled..]) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
