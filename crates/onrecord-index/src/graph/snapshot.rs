//! A graph as bytes, to begin from instead of folding every event again.
//!
//! A snapshot is blocks, each with a checksum, then its contents, then a trailer that says where those stand. Opening
//! one reads the trailer and the contents; a block is read when it is first looked at. So what opening costs, and what
//! one row costs, does not depend on how much there is beside it.

use std::io;
use std::sync::Arc;

use thiserror::Error;

use super::RecordIndex;
use super::sealed::{Contents, check, write};
use crate::checksum::crc32c;
use crate::error::IndexError;

/// What a snapshot begins with, and ends with.
const MAGIC: [u8; 8] = *b"ONRSNAP\0";

/// The version of what is kept: another one wherever the same events give another graph or other bytes.
const VERSION: u32 = 5;

/// Offset (8 bytes), length (8) and CRC-32C (4) of the contents, the version (4), and the magic.
const TRAILER_BYTES: usize = 32;

/// The bytes of a snapshot, wherever they are kept.
///
/// A graph that was opened from a snapshot goes on reading from it.
pub trait SnapshotSource: Send + Sync {
    /// How many bytes there are.
    ///
    /// # Errors
    /// An I/O error.
    fn length(&self) -> io::Result<u64>;

    /// Fills `buffer` with the bytes from `offset` on.
    ///
    /// # Errors
    /// An I/O error, `UnexpectedEof` where there are not as many bytes.
    fn read(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;
}

/// A snapshot, opened.
pub struct Snapshot {
    pub(super) contents: Contents,
    pub(super) source: Arc<dyn SnapshotSource>,
}

/// Why bytes are no snapshot to begin from. Fold the events instead.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// They are no snapshot, or one of another version.
    #[error("not a snapshot of a graph, version {VERSION}")]
    Other,
    /// They do not match a checksum.
    #[error("the snapshot does not match its checksum")]
    Damaged,
    /// They match their checksum, but are no graph.
    #[error("the snapshot holds no graph: {problem}")]
    Malformed {
        /// What is wrong.
        problem: String,
    },
    /// They cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<SnapshotError> for IndexError {
    fn from(error: SnapshotError) -> IndexError {
        match error {
            SnapshotError::Io(error) => IndexError::Io(Arc::new(error)),
            error => IndexError::Damaged { problem: error.to_string() },
        }
    }
}

impl Snapshot {
    /// Writes `graph`, as of the commit with this hash.
    ///
    /// # Errors
    /// Where the snapshot cannot be read that the graph itself was opened from.
    pub fn write(graph: &RecordIndex, commit: &[u8; 32]) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        Snapshot::write_by(graph, commit, |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(bytes)
    }

    /// Writes `graph` piece by piece, as of the commit with this hash. Equal outlines give equal bytes.
    ///
    /// # Errors
    /// What `put` answers, and as [`Snapshot::write`].
    pub fn write_by(
        graph: &RecordIndex,
        commit: &[u8; 32],
        mut put: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut offset = MAGIC.len() as u64;
        put(&MAGIC)?;
        let contents = write(graph, *commit, offset, &mut |block| {
            offset += block.len() as u64;
            put(block)
        })?;
        let contents = contents.encode();
        put(&contents)?;
        put(&trailer(offset, &contents))
    }

    /// Opens a snapshot in memory, and checks all of it.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub fn read(bytes: &[u8]) -> Result<Snapshot, SnapshotError> {
        let snapshot = Snapshot::open(Arc::new(InMemory(bytes.to_vec())))?;
        check(&snapshot)?;
        Ok(snapshot)
    }

    /// Opens a snapshot, and checks its contents. Its blocks are checked when they are read.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub fn open(source: Arc<dyn SnapshotSource>) -> Result<Snapshot, SnapshotError> {
        let length = source.length()?;
        let trailer_start = length.checked_sub(TRAILER_BYTES as u64).ok_or(SnapshotError::Other)?;
        let mut trailer = [0; TRAILER_BYTES];
        source.read(trailer_start, &mut trailer)?;
        let (offset, bytes, checksum) = place_of_contents(&trailer).ok_or(SnapshotError::Other)?;
        let fits = offset.checked_add(bytes).is_some_and(|end| end == trailer_start);
        let bytes = usize::try_from(bytes).ok().filter(|_| fits).ok_or(SnapshotError::Damaged)?;
        let mut contents = vec![0; bytes];
        source.read(offset, &mut contents)?;
        if crc32c(&contents) != checksum {
            return Err(SnapshotError::Damaged);
        }
        let malformed = |problem| SnapshotError::Malformed { problem };
        Ok(Snapshot { contents: Contents::decode(&contents, offset).map_err(malformed)?, source })
    }

    /// The position up to which events are in it.
    pub fn position(&self) -> u64 {
        self.contents.event_count
    }

    /// The hash of the commit that ends there.
    pub fn commit(&self) -> &[u8; 32] {
        &self.contents.commit
    }

    /// The graph, which goes on reading from the snapshot.
    pub fn restore(self) -> RecordIndex {
        RecordIndex::open(self)
    }
}

fn trailer(offset: u64, contents: &[u8]) -> [u8; TRAILER_BYTES] {
    let mut trailer = [0; TRAILER_BYTES];
    trailer[0..8].copy_from_slice(&offset.to_le_bytes());
    trailer[8..16].copy_from_slice(&(contents.len() as u64).to_le_bytes());
    trailer[16..20].copy_from_slice(&crc32c(contents).to_le_bytes());
    trailer[20..24].copy_from_slice(&VERSION.to_le_bytes());
    trailer[24..32].copy_from_slice(&MAGIC);
    trailer
}

/// Offset, length and checksum of the contents; `None` if this is the trailer of something else.
fn place_of_contents(trailer: &[u8; TRAILER_BYTES]) -> Option<(u64, u64, u32)> {
    let (offset, rest) = trailer.split_first_chunk()?;
    let (bytes, rest) = rest.split_first_chunk()?;
    let (checksum, rest) = rest.split_first_chunk()?;
    let (version, magic) = rest.split_first_chunk()?;
    let is_ours = u32::from_le_bytes(*version) == VERSION && magic == MAGIC;
    is_ours.then(|| (u64::from_le_bytes(*offset), u64::from_le_bytes(*bytes), u32::from_le_bytes(*checksum)))
}

/// A snapshot that was checked, and does not change.
struct InMemory(Vec<u8>);

impl SnapshotSource for InMemory {
    fn length(&self) -> io::Result<u64> {
        Ok(self.0.len() as u64)
    }

    fn read(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let bytes = self.0.get(start..start.saturating_add(buffer.len()));
        buffer.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("position", &self.position()).finish_non_exhaustive()
    }
}
