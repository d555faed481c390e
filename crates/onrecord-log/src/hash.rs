//! What a commit is cited by: the BLAKE3 hash of its bytes, which covers every commit before it.

use std::fmt;

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
        let mut hasher = blake3::Hasher::new();
        hasher.update(header).update(body);
        Hash(*hasher.finalize().as_bytes())
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
