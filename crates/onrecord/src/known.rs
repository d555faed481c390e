//! The `known` axis as callers give it: a position, or a time of recording.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use onrecord_core::RecordedAt;
use thiserror::Error;

/// How much of a record is known at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known {
    /// The first events, up to this position.
    Position(u64),
    /// What was recorded at this time or before.
    Time(RecordedAt),
}

/// Why a text does not say how much is known, or a record cannot tell.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum KnownError {
    /// It is neither a position nor a time.
    #[error("{text:?} is neither a position nor a time; write 23, 2024-05-01 or 2024-05-01T12:00:00Z")]
    Unreadable {
        /// The text as given.
        text: String,
    },
    /// The position lies beyond the head.
    #[error("position {position} is not on record; the last one is {head}")]
    Beyond {
        /// The position as given.
        position: u64,
        /// The last position on record.
        head: u64,
    },
    /// The record has no times of recording.
    #[error("these lines have no time of recording; ask by position")]
    Untimed,
}

impl FromStr for Known {
    type Err = KnownError;

    /// Reads a position, an RFC 3339 time, or a date, which stands for its last moment in UTC.
    fn from_str(text: &str) -> Result<Known, KnownError> {
        if let Ok(position) = text.parse() {
            return Ok(Known::Position(position));
        }
        let time = DateTime::parse_from_rfc3339(text).map(|time| time.timestamp_micros());
        let day = || text.parse::<NaiveDate>().ok().and_then(end_of_day);
        match time.ok().or_else(day) {
            Some(micros) => Ok(Known::Time(RecordedAt::from_unix_micros(micros))),
            None => Err(KnownError::Unreadable { text: text.to_owned() }),
        }
    }
}

fn end_of_day(day: NaiveDate) -> Option<i64> {
    let next: DateTime<Utc> = day.succ_opt()?.and_time(NaiveTime::MIN).and_utc();
    next.checked_sub_signed(TimeDelta::microseconds(1)).map(|time| time.timestamp_micros())
}
