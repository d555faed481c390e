//! Where an event stands in the record, and when the record accepted it: the `known` axis.

use std::fmt;
use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

/// The place of an event in its record: from 1, gap-free, never reused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(NonZeroU64);

impl Position {
    /// The position of the first event of every record.
    pub const FIRST: Position = Position(NonZeroU64::MIN);

    /// The position numbered `number`; `None` for 0, which stands for "before the first event".
    pub const fn new(number: u64) -> Option<Position> {
        match NonZeroU64::new(number) {
            Some(number) => Some(Position(number)),
            None => None,
        }
    }

    /// The position after this one.
    #[must_use]
    pub const fn next(self) -> Position {
        self.after(1)
    }

    /// The position `count` places after this one.
    #[must_use]
    pub const fn after(self, count: u64) -> Position {
        Position(self.0.saturating_add(count))
    }

    /// The number, from 1.
    pub const fn get(self) -> u64 {
        self.0.get()
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// When the record accepted a commit: microseconds since 1970-01-01T00:00:00Z.
///
/// Never a time in the world: that is a [`When`](crate::When). Within a record it never goes back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordedAt(i64);

impl RecordedAt {
    /// The instant `micros` microseconds after the Unix epoch.
    pub const fn from_unix_micros(micros: i64) -> RecordedAt {
        RecordedAt(micros)
    }

    /// Microseconds since the Unix epoch.
    pub const fn unix_micros(self) -> i64 {
        self.0
    }
}
