//! How a commit lies in a segment: header, events, trailer. FORMAT.md has the byte map. Pure, over bytes.

use onrecord_core::{Position, RecordedAt};

use crate::bytes::{array, i64_at, u16_at, u32_at, u64_at};
use crate::checksum::crc32c;
use crate::hash::{HashedAhead, hash_of};
use crate::{COMMIT_BYTES_MAX, Commit, CommitView, Defect, EVENT_HEADER_BYTES, Hash, Head, StoredCommit};

/// The newest format this program reads, and the one it writes.
pub const FORMAT_VERSION: u16 = 1;

/// The bytes a commit begins with.
pub(crate) const COMMIT_MAGIC: [u8; 4] = *b"ONRC";
/// The bytes a commit ends with. No single flipped bit makes one of them zero.
pub(crate) const COMMIT_END: [u8; 4] = *b"DONE";
pub(crate) const COMMIT_HEADER_BYTES: usize = 68;
pub(crate) const COMMIT_TRAILER_BYTES: usize = 40;
/// How much of the header its checksum and the hash of the commit cover.
pub(crate) const HASHED_HEADER_BYTES: usize = COMMIT_HEADER_BYTES - 4;

/// What the header of a commit says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CommitHeader {
    pub(crate) codec: u8,
    pub(crate) first: u64,
    pub(crate) count: u32,
    pub(crate) body_bytes: u32,
    pub(crate) recorded_at: i64,
    pub(crate) previous: Hash,
}

impl CommitHeader {
    pub(crate) fn encode(&self) -> [u8; COMMIT_HEADER_BYTES] {
        let mut bytes = [0; COMMIT_HEADER_BYTES];
        bytes[0..4].copy_from_slice(&COMMIT_MAGIC);
        bytes[4..6].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
        bytes[6] = self.codec;
        bytes[8..16].copy_from_slice(&self.first.to_le_bytes());
        bytes[16..20].copy_from_slice(&self.count.to_le_bytes());
        bytes[20..24].copy_from_slice(&self.body_bytes.to_le_bytes());
        bytes[24..32].copy_from_slice(&self.recorded_at.to_le_bytes());
        bytes[32..64].copy_from_slice(self.previous.as_bytes());
        let checksum = crc32c(&[&bytes[..HASHED_HEADER_BYTES]]);
        bytes[64..68].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// Reads the header at the start of `bytes`.
    pub(crate) fn decode(bytes: &[u8]) -> Result<CommitHeader, Defect> {
        let checked = bytes.get(..HASHED_HEADER_BYTES).ok_or(Defect::CommitHeader)?;
        let whole = checked.starts_with(&COMMIT_MAGIC) && bytes.len() >= COMMIT_HEADER_BYTES;
        if !whole || u32_at(bytes, HASHED_HEADER_BYTES) != crc32c(&[checked]) {
            return Err(Defect::CommitHeader);
        }
        match u16_at(bytes, 4) {
            0 => return Err(Defect::CommitHeader),
            version if version > FORMAT_VERSION => {
                return Err(Defect::Newer { version, version_max: FORMAT_VERSION });
            }
            _ => {}
        }
        let header = CommitHeader {
            codec: bytes[6],
            first: u64_at(bytes, 8),
            count: u32_at(bytes, 16),
            body_bytes: u32_at(bytes, 20),
            recorded_at: i64_at(bytes, 24),
            previous: Hash::from_bytes(array(bytes, 32)),
        };
        // Zero in this version; anything else would be lost when the events are written again, and the hash with it.
        if bytes[7] == 0 && header.is_possible() { Ok(header) } else { Err(Defect::CommitHeader) }
    }

    fn is_possible(&self) -> bool {
        let body_bytes = self.body_bytes as usize;
        self.first >= 1
            && self.count >= 1
            && self.first.checked_add(u64::from(self.count)).is_some()
            && body_bytes <= COMMIT_BYTES_MAX
            && self.count as usize <= body_bytes / EVENT_HEADER_BYTES
    }

    /// The position of the last event.
    pub(crate) fn last(&self) -> u64 {
        self.first + u64::from(self.count) - 1
    }

    /// How many bytes the whole commit takes.
    pub(crate) fn frame_bytes(&self) -> usize {
        COMMIT_HEADER_BYTES + self.body_bytes as usize + COMMIT_TRAILER_BYTES
    }

    /// Whether this commit may come after `head`.
    pub(crate) fn follows(&self, head: &Head) -> Result<(), Defect> {
        let expected = head.position + 1;
        if self.first != expected {
            return Err(Defect::Position { expected, found: self.first });
        }
        if self.previous != head.hash {
            return Err(Defect::PreviousHash);
        }
        if self.recorded_at < head.recorded_at.unix_micros() {
            return Err(Defect::RecordedAt);
        }
        Ok(())
    }

    /// The head after this commit.
    pub(crate) fn head(&self, before: &Head, hash: Hash) -> Head {
        Head {
            position: self.last(),
            hash,
            commit_count: before.commit_count.saturating_add(1),
            recorded_at: RecordedAt::from_unix_micros(self.recorded_at),
        }
    }

    pub(crate) fn commit(&self, hash: Hash) -> Commit {
        Commit {
            first: Position::new(self.first).unwrap_or(Position::FIRST),
            last: Position::new(self.last()).unwrap_or(Position::FIRST),
            recorded_at: RecordedAt::from_unix_micros(self.recorded_at),
            hash,
        }
    }

    pub(crate) fn stored(&self, hash: Hash, offset: u64) -> StoredCommit {
        StoredCommit { commit: self.commit(hash), offset, bytes: self.frame_bytes() as u64 }
    }
}

/// What a commit is closed with: its hash, the checksum of all before, and the bytes that end it.
pub(crate) fn encode_trailer(
    header: &[u8; COMMIT_HEADER_BYTES],
    body: &[u8],
    hashed: Option<&HashedAhead>,
) -> (Hash, [u8; COMMIT_TRAILER_BYTES]) {
    let covered = &header[..HASHED_HEADER_BYTES];
    let hash = hashed.map_or_else(|| hash_of(covered, body), |hashed| hashed.finish(covered, body));
    let checksum = crc32c(&[header, body, hash.as_bytes()]);
    let mut trailer = [0; COMMIT_TRAILER_BYTES];
    trailer[0..32].copy_from_slice(hash.as_bytes());
    trailer[32..36].copy_from_slice(&checksum.to_le_bytes());
    trailer[36..40].copy_from_slice(&COMMIT_END);
    (hash, trailer)
}

/// The hash in a trailer; `None` if the bytes that end a commit are not there.
pub(crate) fn trailer_hash(trailer: &[u8]) -> Option<Hash> {
    let whole = trailer.len() == COMMIT_TRAILER_BYTES && trailer.ends_with(&COMMIT_END);
    whole.then(|| Hash::from_bytes(array(trailer, 0)))
}

/// A commit whose bytes match their checksum, and whose events fill it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) header: CommitHeader,
    pub(crate) body: &'a [u8],
    pub(crate) hash: Hash,
    pub(crate) bytes: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Checks the commit that `header` was read from: `bytes` holds all of it, and nothing else.
    pub(crate) fn check(header: CommitHeader, bytes: &'a [u8]) -> Result<Frame<'a>, Defect> {
        if bytes.len() != header.frame_bytes() {
            return Err(Defect::Incomplete);
        }
        let (checked, end) = bytes.split_at(bytes.len() - 8);
        if u32_at(end, 0) != crc32c(&[checked]) || !end.ends_with(&COMMIT_END) {
            return Err(Defect::Checksum);
        }
        let (front, hash) = checked.split_at(checked.len() - 32);
        let body = &front[COMMIT_HEADER_BYTES..];
        if !events_fill(body, header.count) {
            return Err(Defect::Events);
        }
        Ok(Frame { header, body, hash: Hash::from_bytes(array(hash, 0)), bytes })
    }

    /// The commit as others see it.
    pub(crate) fn view(&self) -> CommitView<'a> {
        CommitView::new(self.header.commit(self.hash), self.header.previous, self.header.codec, self.body)
    }

    /// Whether the hash kept with the commit is the hash of its bytes.
    pub(crate) fn check_hash(&self) -> Result<(), Defect> {
        match hash_of(&self.bytes[..HASHED_HEADER_BYTES], self.body) == self.hash {
            true => Ok(()),
            false => Err(Defect::Hash),
        }
    }
}

/// Whether `body` is exactly `count` events, one after the other.
fn events_fill(body: &[u8], count: u32) -> bool {
    let mut rest = body.len();
    for _ in 0..count {
        if rest < EVENT_HEADER_BYTES {
            return false;
        }
        let payload_bytes = u32_at(body, body.len() - rest + 4) as usize;
        match (rest - EVENT_HEADER_BYTES).checked_sub(payload_bytes) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest == 0
}
