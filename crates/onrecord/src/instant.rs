//! How a time of recording stands in an export: whatever the log keeps, in one spelling, and back.

use chrono::{DateTime, Datelike, SecondsFormat};
use onrecord_core::RecordedAt;

/// Follows a bare number of microseconds since 1970, for years that RFC 3339 does not know.
const MICROSECONDS: &str = "us";

/// RFC 3339 in UTC, to the microsecond: all that the log keeps.
pub(crate) fn write(time: RecordedAt) -> String {
    let micros = time.unix_micros();
    let known = DateTime::from_timestamp_micros(micros).filter(|time| (0..=9999).contains(&time.year()));
    match known {
        Some(time) => time.to_rfc3339_opts(SecondsFormat::Micros, true),
        None => format!("{micros}{MICROSECONDS}"),
    }
}

/// The time that a text says, if it says one.
pub(crate) fn read(text: &str) -> Option<RecordedAt> {
    let micros = match text.strip_suffix(MICROSECONDS) {
        Some(number) => number.parse().ok(),
        None => DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_micros()),
    };
    micros.map(RecordedAt::from_unix_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_is_written_so_that_it_is_read_again() {
        let edges = [-62_167_219_200_000_000_i64, 253_402_300_799_999_999];
        let around = edges.iter().flat_map(|edge| (-2..=2).map(move |step| edge + step));
        for micros in around.chain([i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX]) {
            let time = RecordedAt::from_unix_micros(micros);
            assert_eq!(read(&write(time)), Some(time), "{}", write(time));
        }
        assert_eq!(write(RecordedAt::from_unix_micros(edges[0])), "0000-01-01T00:00:00.000000Z");
        assert_eq!(write(RecordedAt::from_unix_micros(edges[0] - 1)), "-62167219200000001us");
        assert_eq!(write(RecordedAt::from_unix_micros(edges[1])), "9999-12-31T23:59:59.999999Z");
    }

    #[test]
    fn what_is_no_time_is_not_taken_for_one() {
        for text in ["", "us", "yesterday", "1.5us", "2024-05-01", "9223372036854775808us"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
