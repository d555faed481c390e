//! Where a record has got to: its last position, and what every commit before it comes down to.

use onrecord_core::{Position, RecordedAt};

use crate::Hash;

/// The time of recording of a commit that has none: before every other time.
///
/// A record may begin with such commits, and takes no more of them once one has a time.
pub const UNTIMED: RecordedAt = RecordedAt::from_unix_micros(i64::MIN);

/// The end of a record, or of a beginning of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// The position of the last event; 0 if there is none.
    pub position: u64,
    /// The hash of the last commit; [`Hash::GENESIS`] if there is none.
    pub hash: Hash,
    /// How many commits there are.
    pub commit_count: u64,
    /// When the last commit was recorded; [`UNTIMED`] if there is none, or if it has no time.
    pub recorded_at: RecordedAt,
}

impl Head {
    /// The head of a record that holds nothing.
    pub const EMPTY: Head = Head { position: 0, hash: Hash::GENESIS, commit_count: 0, recorded_at: UNTIMED };

    /// The position the next event will have.
    pub const fn next_position(&self) -> Position {
        match Position::new(self.position) {
            Some(position) => position.next(),
            None => Position::FIRST,
        }
    }
}

/// A commit as the log keeps it, without its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Commit {
    /// The position of its first event.
    pub first: Position,
    /// The position of its last event.
    pub last: Position,
    /// When it was recorded; [`UNTIMED`] if it has no time.
    pub recorded_at: RecordedAt,
    /// Its hash, which covers every commit before it.
    pub hash: Hash,
    /// Where it begins in its segment.
    pub offset: u64,
    /// How many bytes it takes there.
    pub bytes: u64,
}
