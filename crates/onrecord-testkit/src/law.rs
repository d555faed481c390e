//! Which laws there are, and how a record that breaks one is shown.

use std::fmt;

use onrecord_core::{Event, write_line};
use thiserror::Error;

/// The laws that hold of every record and every view.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Law {
    /// The same record gives the same bytes.
    Determinism = 1,
    /// As of a position, a view shows what the events up to there make it.
    Prefix = 2,
    /// A fold may be broken off anywhere and taken up again.
    Split = 3,
    /// Differences lead from one moment to another, and back.
    Diff = 4,
    /// What is written is read again as it was.
    Codec = 5,
    /// A crash loses nothing that was acknowledged.
    Recovery = 6,
    /// An event sent again changes nothing.
    Idempotence = 7,
    /// An event withdrawn leaves no trace but its withdrawal.
    Withdrawal = 8,
    /// Events that do not refer to each other may arrive in either order.
    Arrival = 9,
    /// An event changes only the rows that it is declared to touch.
    Touch = 10,
    /// The reasons given for a row are complete.
    Because = 11,
    /// At one moment there is one set of events that count.
    Agreement = 12,
}

impl Law {
    /// Every law, in the order of their numbers.
    pub const ALL: [Law; 12] = [
        Law::Determinism,
        Law::Prefix,
        Law::Split,
        Law::Diff,
        Law::Codec,
        Law::Recovery,
        Law::Idempotence,
        Law::Withdrawal,
        Law::Arrival,
        Law::Touch,
        Law::Because,
        Law::Agreement,
    ];

    /// The number under which the law is cited.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The name of the law.
    pub const fn name(self) -> &'static str {
        match self {
            Law::Determinism => "determinism",
            Law::Prefix => "prefix",
            Law::Split => "split",
            Law::Diff => "diff",
            Law::Codec => "codec",
            Law::Recovery => "recovery",
            Law::Idempotence => "idempotence",
            Law::Withdrawal => "withdrawal",
            Law::Arrival => "arrival",
            Law::Touch => "touch",
            Law::Because => "because",
            Law::Agreement => "agreement",
        }
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "law {} ({})", self.number(), self.name())
    }
}

/// A law does not hold.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{law} does not hold: {difference}\non this record:\n{record}")]
pub struct Violation {
    /// Which law.
    pub law: Law,
    /// What came out differently, and where.
    pub difference: String,
    /// The record, as JSON lines.
    pub record: String,
}

impl Violation {
    /// Says that `law` does not hold of the record of `events`.
    pub fn new(law: Law, difference: impl Into<String>, events: &[Event<'_>]) -> Violation {
        Violation { law, difference: difference.into(), record: json_lines(events) }
    }

    /// How many events the record has.
    pub fn event_count(&self) -> usize {
        self.record.lines().count()
    }
}

/// Events as JSON lines, each ended by a line feed.
pub fn json_lines(events: &[Event<'_>]) -> String {
    events.iter().map(|event| write_line(event) + "\n").collect()
}

/// Holds that two renderings, line by line, are the same.
pub(crate) fn same(
    law: Law,
    place: impl fmt::Display,
    events: &[Event<'_>],
    (left_name, left): (&str, &[u8]),
    (right_name, right): (&str, &[u8]),
) -> Result<(), Violation> {
    if left == right {
        return Ok(());
    }
    let (left, right) = (String::from_utf8_lossy(left), String::from_utf8_lossy(right));
    let only = |these: &str, others: &str| -> String {
        let missing = these.lines().filter(|line| !others.lines().any(|other| other == *line));
        missing.map(|line| format!("\n    {line}")).collect()
    };
    let (in_left, in_right) = (only(&left, &right), only(&right, &left));
    let difference = match (in_left.is_empty(), in_right.is_empty()) {
        (true, true) => format!("{place}: the rows of {left_name} and {right_name} stand in another order"),
        _ => format!("{place}\n  only in {left_name}:{in_left}\n  only in {right_name}:{in_right}"),
    };
    Err(Violation::new(law, difference, events))
}
