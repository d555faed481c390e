//! How is the time of day behind a date read: hours to fractions of a second, and its offset?

use super::date::{Date, DateTime};
use super::parse::{Cursor, Result};
use crate::tick::Clock;

impl Cursor<'_> {
    pub(super) fn time(&mut self, date: Date, begin: usize) -> Result<DateTime> {
        let whole = date.day.is_some() && date.marks.masked() == 0 && date.qualifiers.is_empty();
        let (Some(month), Some(day), true) = (date.month.value(), date.day.value(), whole) else {
            return self.error(begin, self.at - begin, "a whole day without X or qualifiers before \"T\"");
        };
        self.at += 1;
        let clock = self.clock()?;
        Ok(DateTime { year: date.year as i16, month, day, clock })
    }

    fn clock(&mut self) -> Result<Clock> {
        let begin = self.at;
        let hour = self.pair(24, "an hour of two digits, 00 to 24")?;
        self.colon()?;
        let minute = self.pair(59, "a minute of two digits, 00 to 59")?;
        self.colon()?;
        let second_at = self.at;
        let second = self.pair(60, "a second of two digits, 00 to 59")?;
        let (nano, fraction_digits) = self.fraction()?;
        let length = self.at - begin;
        let offset = self.offset()?;
        let clock = Clock { hour, minute, second, nano, fraction_digits, offset };
        if hour == 24 && (minute, second, nano) != (0, 0, 0) {
            return self.error(begin, length, "a time up to 24:00:00");
        }
        if second == 60 && !clock.may_be_leap() {
            return self.error(second_at, 2, "a second from 00 to 59 (60 only at 23:59:60 UTC)");
        }
        Ok(clock)
    }

    fn colon(&mut self) -> Result<()> {
        if self.eat(b':') { Ok(()) } else { self.here("\":\"") }
    }

    fn pair(&mut self, max: u8, expected: &'static str) -> Result<u8> {
        let begin = self.at;
        let two = self.bytes.get(begin..begin + 2);
        let value = match two {
            Some(&[tens @ b'0'..=b'9', ones @ b'0'..=b'9']) => (tens - b'0') * 10 + ones - b'0',
            _ => return self.error(begin, 2, expected),
        };
        if value > max {
            return self.error(begin, 2, expected);
        }
        self.at += 2;
        Ok(value)
    }

    fn fraction(&mut self) -> Result<(u32, u8)> {
        if !matches!(self.peek(), Some(b'.' | b',')) || self.bytes[self.at..].starts_with(b"..") {
            return Ok((0, 0));
        }
        // In a set a comma parts the members unless a fraction's digits follow it, and then the next member would be a year.
        if self.peek() == Some(b',') && matches!(self.bytes.first(), Some(b'[' | b'{')) {
            return Ok((0, 0));
        }
        self.at += 1;
        let begin = self.at;
        let Some(number) = self.number() else {
            return self.here("the digits of a fraction of a second");
        };
        let digits = self.at - begin;
        if digits > 9 {
            return self.error(begin, digits, "at most nine digits of a second");
        }
        Ok((number as u32 * 10_u32.pow(9 - digits as u32), digits as u8))
    }

    /// `Z`, `+hh`, `+hh:mm` or `+hhmm`, from -12:00 to +14:00; a negative zero is not allowed.
    fn offset(&mut self) -> Result<Option<i16>> {
        let begin = self.at;
        let sign = match self.peek() {
            Some(b'Z') => {
                self.at += 1;
                return Ok(Some(0));
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Ok(None),
        };
        self.at += 1;
        let hours = self.pair(14, "an offset from -12:00 to +14:00")?;
        let minutes = if self.eat(b':') || self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.pair(59, "minutes of an offset, 00 to 59")?
        } else {
            0
        };
        let offset = sign * (i16::from(hours) * 60 + i16::from(minutes));
        if !(-720..=840).contains(&offset) {
            return self.error(begin, self.at - begin, "an offset from -12:00 to +14:00");
        }
        if offset == 0 && sign < 0 {
            return self.error(begin, self.at - begin, "\"Z\" or \"+00:00\" for UTC");
        }
        Ok(Some(offset))
    }
}

impl Clock {
    /// A leap second comes at the end of a day of UTC; a local time may be any zone's.
    fn may_be_leap(&self) -> bool {
        let minutes = i32::from(self.hour) * 60 + i32::from(self.minute);
        match self.offset {
            Some(offset) => (minutes - i32::from(offset)).rem_euclid(1440) == 1439,
            None => minutes == 1439,
        }
    }
}
