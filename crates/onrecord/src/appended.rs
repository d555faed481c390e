//! What became of an append.

use onrecord_core::Position;
use onrecord_core::journal::{Accepted, Hash};

use crate::record::Record;

/// What became of an append.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appended {
    /// The positions of the first and the last new event; `None` if all were known.
    pub positions: Option<(Position, Position)>,
    /// How many events were new.
    pub new: u64,
    /// How many were on record already, with the same content.
    pub known: u64,
    /// The hash of the commit that holds the new events, or of the last one where none is new.
    pub hash: Hash,
}

impl Appended {
    pub(crate) fn new(accepted: Option<Accepted>, known: u64, record: &Record) -> Appended {
        let positions = accepted.map(|accepted| (accepted.first, accepted.last));
        let new = positions.map_or(0, |(first, last)| last.get() - first.get() + 1);
        let hash = accepted.map_or(record.head().hash, |accepted| accepted.commit.hash);
        Appended { positions, new, known, hash }
    }
}
