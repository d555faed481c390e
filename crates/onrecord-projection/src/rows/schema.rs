//! What the columns of a row hold, for whoever makes tables, schemas and documents of rows.

use onrecord_core::Sort;

/// One field of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name, in the struct and in JSON.
    pub name: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What it holds.
    pub is: Type,
    /// The fields that it is derived from. The events behind those are behind this one.
    pub because: &'static [&'static str],
}

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    /// The position of an event: a number.
    Position,
    /// The position of the event whose text belongs here: a number.
    TextOf,
    /// The id of an event: a UUID.
    EventId,
    /// The slug of one sort of thing.
    Slug(Sort),
    /// A reference to any sort of thing: `sort:slug`.
    Reference,
    /// A reference, or the word `unstated`.
    Basis,
    /// One of these words.
    Word(&'static [&'static str]),
    /// When something took place: the object that `onrecord when` prints.
    When,
    /// The least and the greatest length of a stretch of time, as ISO 8601 durations.
    Duration,
    /// A number of things.
    Count,
    /// A grade on a scale of numbers.
    Grade {
        /// The lowest number.
        least: u8,
        /// The highest.
        most: u8,
    },
    /// Yes or no.
    Flag,
    /// Words that somebody wrote.
    Text,
    /// The same, or nothing: `null`.
    Optional(&'static Type),
    /// Any number of the same.
    List(&'static Type),
    /// An object with fields of its own.
    Nested(&'static [Column]),
}

impl Type {
    /// Whether a position may stand in it.
    pub fn holds_positions(&self) -> bool {
        match self {
            Type::Position | Type::TextOf => true,
            Type::Optional(inner) | Type::List(inner) => inner.holds_positions(),
            Type::Nested(columns) => columns.iter().any(|column| column.is.holds_positions()),
            _ => false,
        }
    }
}

/// What stands beside every row.
const FRAME: [&str; 3] = ["from", "until", "because"];

pub(super) const fn is_in_frame(name: &str) -> bool {
    let mut place = 0;
    while place < FRAME.len() {
        if same(name, FRAME[place]) {
            return true;
        }
        place += 1;
    }
    false
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut place = 0;
    while place < a.len() && place < b.len() && a[place] == b[place] {
        place += 1;
    }
    place == a.len() && place == b.len()
}
