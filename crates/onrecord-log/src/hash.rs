//! What a commit is cited by: the BLAKE3 hash of its bytes, which covers every commit before it.

use std::fmt;

use blake3::hazmat::{
    ChainingValue, HasherExt, Mode, left_subtree_len, merge_subtrees_non_root, merge_subtrees_root,
};
use blake3::{CHUNK_LEN, Hasher};

/// The hash of a commit: BLAKE3 over its header and its events; the header holds the hash of the commit before.
///
/// It prints as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What stands for "the commit before" in the first commit of a record: 32 zero bytes.
    pub const GENESIS: Hash = Hash([0; 32]);

    /// The hash with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Hash {
        Hash(bytes)
    }

    /// The 32 bytes of the hash.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The hash of `header` and `body` as they lie in a log.
    pub(crate) fn of(header: &[u8], body: &[u8]) -> Hash {
        Hash::made(Hasher::new().update(header).update(body).finalize())
    }

    fn made(hash: blake3::Hash) -> Hash {
        Hash(*hash.as_bytes())
    }
}

/// What a hash needs of its events, worked out before the header is known.
///
/// BLAKE3 cuts what it hashes into chunks, which are the leaves of a tree. The header is in the first of them alone, so
/// all that lies beside the way from it to the root follows from the events.
#[derive(Clone, Debug)]
pub(crate) struct HashedAhead {
    /// What joins the way from the first chunk to the root, in that order.
    beside: Vec<ChainingValue>,
}

impl HashedAhead {
    /// For a header of so many bytes, fewer than a chunk.
    pub(crate) fn new(header_bytes: usize, body: &[u8]) -> HashedAhead {
        let (mut end, mut beside) = (header_bytes + body.len(), Vec::new());
        while end > CHUNK_LEN {
            let start = left_subtree_len(end as u64) as usize;
            let right = &body[start - header_bytes..end - header_bytes];
            beside.push(Hasher::new().set_input_offset(start as u64).update(right).finalize_non_root());
            end = start;
        }
        beside.reverse();
        HashedAhead { beside }
    }

    /// The hash of `header` and the same `body`.
    pub(crate) fn finish(&self, header: &[u8], body: &[u8]) -> Hash {
        let Some((top, beside)) = self.beside.split_last() else { return Hash::of(header, body) };
        let first =
            Hasher::new().update(header).update(&body[..CHUNK_LEN - header.len()]).finalize_non_root();
        let join = |left, right| merge_subtrees_non_root(&left, right, Mode::Hash);
        Hash::made(merge_subtrees_root(&beside.iter().fold(first, join), top, Mode::Hash))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hashed_ahead_comes_to_the_same_hash() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|number| (number * 7 + number / 256) as u8).collect();
        let (header, body) = bytes.split_at(64);
        let around = |middle: usize| middle.saturating_sub(2)..middle + 3;
        let ends = (0..290).map(|chunks| (chunks * CHUNK_LEN).saturating_sub(header.len()));
        for length in ends.flat_map(around).chain([body.len()]) {
            let body = &body[..length];
            assert_eq!(HashedAhead::new(64, body).finish(header, body), Hash::of(header, body), "{length}");
        }
    }
}
