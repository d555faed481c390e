//! Which day is that: day numbers, months and weekdays of the proleptic Gregorian calendar.
//!
//! chrono does the arithmetic inside one cycle of 400 years; whole cycles are counted apart, so that a year far
//! beyond chrono's range is as exact as this one.

use chrono::{Datelike, NaiveDate};

/// The farthest year, either way, that an expression may name.
pub(crate) const YEAR_MAX: i64 = 10_000_000_000_000_000;

const DAYS_PER_CYCLE: i64 = 146_097;
/// 2000-01-01 as days since 1970-01-01.
const CYCLE_START: i64 = 10_957;
/// 2000-01-01 as chrono counts days from the common era.
const CYCLE_START_CE: i32 = 730_120;

/// A day of the calendar: year (0 is 1 BCE), month 1-12, day 1-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Civil {
    pub(crate) const fn new(year: i64, month: u8, day: u8) -> Self {
        Civil { year, month, day }
    }

    /// Days since 1970-01-01, or `None` where there is no such day.
    pub(crate) fn number(self) -> Option<i64> {
        let (cycle, year) = (self.year.div_euclid(400), self.year.rem_euclid(400) as i32);
        let date = NaiveDate::from_ymd_opt(2000 + year, self.month.into(), self.day.into())?;
        let within = i64::from(date.num_days_from_ce() - CYCLE_START_CE);
        Some((cycle - 5) * DAYS_PER_CYCLE + CYCLE_START + within)
    }

    /// The day that lies `number` days after 1970-01-01.
    pub(crate) fn from_number(number: i64) -> Self {
        let since = number.saturating_sub(CYCLE_START);
        let (cycle, within) = (since.div_euclid(DAYS_PER_CYCLE), since.rem_euclid(DAYS_PER_CYCLE) as i32);
        let date = NaiveDate::from_num_days_from_ce_opt(CYCLE_START_CE + within).unwrap_or_default();
        let year = i64::from(date.year()) + cycle * 400;
        Civil { year, month: date.month() as u8, day: date.day() as u8 }
    }

    /// Moves by whole months; a day the new month lacks becomes its last day.
    pub(crate) fn plus_months(self, months: i64) -> Self {
        let count = self.year * 12 + i64::from(self.month) - 1 + months;
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u8 + 1);
        Civil { year, month, day: self.day.min(month_days(year, month)) }
    }

    /// Moves by whole days.
    pub(crate) fn plus_days(self, days: i64) -> Self {
        match self.number() {
            Some(number) => Civil::from_number(number.saturating_add(days)),
            None => self,
        }
    }

    /// Monday is 0, Sunday is 6.
    pub(crate) fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        self.number().map_or(0, |number| (number + 3).rem_euclid(7) as u8)
    }
}

pub(crate) fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// The number of days in a month; a month outside 1-12 counts as 31.
pub(crate) fn month_days(year: i64, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The months a season code of ISO 8601-2 (21-41) covers, first and last, within the year written.
///
/// Winter in the north (24, 28) and summer in the south (30) begin in December; only that month lies both in the season
/// that starts in the year and in the year itself.
pub(crate) fn season_months(code: u8) -> Option<(u8, u8)> {
    Some(match code {
        21 | 25 | 31 => (3, 5),
        22 | 26 | 32 => (6, 8),
        23 | 27 | 29 => (9, 11),
        24 | 28 | 30 => (12, 12),
        33..=36 => (3 * (code - 33) + 1, 3 * (code - 33) + 3),
        37..=39 => (4 * (code - 37) + 1, 4 * (code - 37) + 4),
        40 => (1, 6),
        41 => (7, 12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_its_number_are_the_same_day_in_any_cycle() {
        for year in [-170_000_000, -401, -400, -1, 0, 1, 1969, 1970, 2000, 2024, 2400, YEAR_MAX] {
            for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
                let civil = Civil::new(year, month, day);
                assert_eq!(Civil::from_number(civil.number().unwrap()), civil);
            }
        }
        assert_eq!(Civil::new(1970, 1, 1).number(), Some(0));
        assert_eq!(Civil::new(2023, 2, 29).number(), None);
    }

    #[test]
    fn the_tenth_of_february_2023_was_a_friday() {
        assert_eq!(Civil::new(2023, 2, 10).weekday(), 4);
    }
}
