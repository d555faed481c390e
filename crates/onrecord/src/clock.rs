//! Where the time of recording comes from. The only clock of the whole engine.

use std::time::{SystemTime, UNIX_EPOCH};

use onrecord_core::RecordedAt;

/// Tells when a commit is recorded.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The clock of the system.
    System,
    /// Always the same time; [`UNTIMED`](onrecord_log::UNTIMED) for a record whose commits have none.
    Fixed(RecordedAt),
}

impl Clock {
    pub(crate) fn now(self) -> RecordedAt {
        match self {
            Clock::System => RecordedAt::from_unix_micros(system_micros()),
            Clock::Fixed(time) => time,
        }
    }
}

/// Microseconds since 1970; a clock set to before that reads as 1970.
fn system_micros() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
