//! An outline as bytes, to begin from instead of folding every event again.

use std::borrow::Cow;

use bincode::{BorrowDecode, Encode};
use thiserror::Error;

use crate::outline::{Outline, OutlineForm};

/// What a snapshot begins with.
const MAGIC: [u8; 8] = *b"ONRSNAP\0";

/// The version of what is kept: another one wherever the same events give another outline or other bytes.
const VERSION: u32 = 2;

/// The name of what is kept.
const PROJECTION: &str = "outline";

const CONFIG: bincode::config::Configuration = bincode::config::standard();

/// Bytes that hold an outline, checked against their digest.
#[derive(Debug)]
pub struct Snapshot<'a> {
    header: Header,
    body: Cow<'a, [u8]>,
}

#[derive(Debug, Encode, BorrowDecode)]
struct Header {
    magic: [u8; 8],
    projection: String,
    version: u32,
    position: u64,
    commit: [u8; 32],
    digest: [u8; 32],
}

/// Why bytes are no snapshot to begin from. Fold the events instead.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// They are no snapshot, or one of another version.
    #[error("not a snapshot of {PROJECTION} version {VERSION}")]
    Other,
    /// They do not match their digest.
    #[error("the snapshot does not match its digest")]
    Damaged,
    /// They match their digest, but are no outline.
    #[error("the snapshot holds no outline: {problem}")]
    Malformed {
        /// What is wrong.
        problem: String,
    },
}

impl<'a> Snapshot<'a> {
    /// Writes `outline`, as of the commit with this hash.
    pub fn write(outline: &Outline, commit: &[u8; 32]) -> Vec<u8> {
        let body = encoded(&OutlineForm::of(outline));
        let header = Header {
            magic: MAGIC,
            projection: PROJECTION.to_owned(),
            version: VERSION,
            position: outline.head(),
            commit: *commit,
            digest: *blake3::hash(&body).as_bytes(),
        };
        let mut bytes = encoded(&header);
        bytes.extend_from_slice(&body);
        bytes
    }

    /// Reads the header, and checks what follows it against the digest.
    ///
    /// # Errors
    /// [`SnapshotError::Other`] and [`SnapshotError::Damaged`].
    pub fn read(bytes: &'a [u8]) -> Result<Snapshot<'a>, SnapshotError> {
        let bounded = CONFIG.with_limit::<4096>();
        let (header, length): (Header, usize) =
            bincode::borrow_decode_from_slice(bytes, bounded).map_err(|_| SnapshotError::Other)?;
        if header.magic != MAGIC || header.projection != PROJECTION || header.version != VERSION {
            return Err(SnapshotError::Other);
        }
        let body = &bytes[length..];
        if blake3::hash(body).as_bytes() != &header.digest {
            return Err(SnapshotError::Damaged);
        }
        Ok(Snapshot { header, body: Cow::Borrowed(body) })
    }

    /// The position up to which events are in it.
    pub fn position(&self) -> u64 {
        self.header.position
    }

    /// The hash of the commit that ends there.
    pub fn commit(&self) -> &[u8; 32] {
        &self.header.commit
    }

    /// The outline.
    ///
    /// # Errors
    /// [`SnapshotError::Malformed`].
    pub fn restore(&self) -> Result<Outline, SnapshotError> {
        let malformed = |problem: String| SnapshotError::Malformed { problem };
        let (form, _): (OutlineForm<'_>, usize) = bincode::borrow_decode_from_slice(&self.body, CONFIG)
            .map_err(|error| malformed(error.to_string()))?;
        let outline = form.into_outline().map_err(malformed)?;
        let whole = outline.head() == self.header.position;
        whole.then_some(outline).ok_or_else(|| malformed("it ends at another position".to_owned()))
    }
}

fn encoded(value: &impl Encode) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = bincode::encode_into_std_write(value, &mut bytes, CONFIG);
    debug_assert!(written.is_ok(), "writing numbers and strings to memory has no way to fail");
    bytes
}
