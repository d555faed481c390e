//! A commit as the log keeps it, without its events: what it is, and where it lies.

use std::ops::Deref;

use crate::Commit;

/// A commit, and where it lies in its segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StoredCommit {
    /// What it is.
    pub commit: Commit,
    /// Where it begins in its segment.
    pub offset: u64,
    /// How many bytes it takes there.
    pub bytes: u64,
}

impl Deref for StoredCommit {
    type Target = Commit;
    fn deref(&self) -> &Commit {
        &self.commit
    }
}
