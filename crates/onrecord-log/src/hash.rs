//! How the hash of a commit is computed: BLAKE3 over its header and its events, at once or in two parts.

use blake3::hazmat::{
    ChainingValue, HasherExt, Mode, left_subtree_len, merge_subtrees_non_root, merge_subtrees_root,
};
use blake3::{CHUNK_LEN, Hasher};

use crate::frame::HASHED_HEADER_BYTES;
use crate::{Batch, Hash};

/// The hash of `header` and `body` as they lie in a log.
pub(crate) fn hash_of(header: &[u8], body: &[u8]) -> Hash {
    made(Hasher::new().update(header).update(body).finalize())
}

fn made(hash: blake3::Hash) -> Hash {
    Hash::from_bytes(*hash.as_bytes())
}

/// Hashes the events of a batch as far as that can be done before their place in the record is known, so that the log has
/// less to do when it appends them: for those who make the next commit while the last one is synced. It is forgotten when more
/// events are added.
pub fn hash_ahead(batch: &mut Batch) {
    batch.prepare(|body| HashedAhead::new(HASHED_HEADER_BYTES, body));
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
        let Some((top, beside)) = self.beside.split_last() else { return hash_of(header, body) };
        let first =
            Hasher::new().update(header).update(&body[..CHUNK_LEN - header.len()]).finalize_non_root();
        let join = |left, right| merge_subtrees_non_root(&left, right, Mode::Hash);
        made(merge_subtrees_root(&beside.iter().fold(first, join), top, Mode::Hash))
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
            assert_eq!(HashedAhead::new(64, body).finish(header, body), hash_of(header, body), "{length}");
        }
    }
}
