//! Where a record ends, and a commit in it, with and without its events.

use super::{Hash, Payload, Payloads};
use crate::position::{Position, RecordedAt};

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

/// A commit without its events.
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
}

/// A commit with its events, borrowed from the buffer it was read into.
#[derive(Clone, Copy, Debug)]
pub struct CommitView<'a> {
    /// What it is without its events.
    pub commit: Commit,
    /// The hash of the commit before it; [`Hash::GENESIS`] if there is none.
    pub previous: Hash,
    /// The codec of its events.
    pub codec: u8,
    body: &'a [u8],
}

impl<'a> CommitView<'a> {
    /// A commit whose events lie in `body` as they do in that of a [`Batch`](super::Batch): whole, and as many as the
    /// positions say. Whoever stores commits has checked that.
    pub const fn new(commit: Commit, previous: Hash, codec: u8, body: &'a [u8]) -> CommitView<'a> {
        CommitView { commit, previous, codec, body }
    }

    /// Its events as bytes, one after the other, each with its header.
    pub const fn body(&self) -> &'a [u8] {
        self.body
    }

    /// All its events, in order.
    pub fn events(&self) -> Payloads<'a> {
        Payloads::new(self.body, self.commit.first, self.codec)
    }

    /// Its events from `position` on.
    pub fn events_from(&self, position: Position) -> impl Iterator<Item = Payload<'a>> + use<'a> {
        self.events().skip_while(move |event| event.position < position)
    }
}

impl std::ops::Deref for CommitView<'_> {
    type Target = Commit;
    fn deref(&self) -> &Commit {
        &self.commit
    }
}
