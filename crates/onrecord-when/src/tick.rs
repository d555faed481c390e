//! Which point of the time line is that, as finely as it is known: a whole day or an instant.

use std::cmp::Ordering;
use std::fmt::{self, Write};

use crate::calendar::{Civil, month_days};

/// One point of the time line as known: a whole day, or an instant.
///
/// A day without a zone is taken as a day of UTC, and so is a time of day without a zone: they carry no other claim. An
/// instant with an offset is placed where UTC says, and printed with the offset it came with.
///
/// Ticks are ordered by their **first moment**; a day comes before an instant of the same first moment. As an earliest bound
/// a day means its first moment, as a latest bound its last one: [`Bounds`](crate::Bounds) compares that way, so an
/// act "on 4 May" may lie before or after one "at noon on 4 May", and is certainly by "4 May".
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tick {
    /// Days since 1970-01-01, in UTC.
    day: i64,
    /// Second of the UTC day; 86 400 is a leap second.
    second: u32,
    nano: u32,
    /// Minutes east of UTC, for printing only.
    offset: Option<i16>,
    precision: Precision,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Precision {
    Day,
    /// An instant, printed with so many digits of a second.
    Instant(u8),
}

/// A time of day as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Clock {
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    pub(crate) second: u8,
    pub(crate) nano: u32,
    pub(crate) fraction_digits: u8,
    pub(crate) offset: Option<i16>,
}

impl Clock {
    /// A second of UTC.
    pub(crate) fn utc(hour: u8, minute: u8, second: u8) -> Clock {
        Clock { hour, minute, second, nano: 0, fraction_digits: 0, offset: Some(0) }
    }
}

/// The first or last nanosecond a tick may mean: day in UTC, and nanosecond of that day.
pub(crate) type Moment = (i64, u64);

const NANOS_PER_SECOND: u64 = 1_000_000_000;
/// One second longer than a day: a day's last moment must not come before its leap second.
const DAY_LAST_NANO: u64 = 86_401 * NANOS_PER_SECOND - 1;

impl Tick {
    /// The whole day `year-month-day` of the proleptic Gregorian calendar (year 0 is 1 BCE), or `None` where there is none,
    /// or where the year lies more than 10^16 years away.
    pub fn day(year: i64, month: u8, day: u8) -> Option<Tick> {
        if year.unsigned_abs() > crate::calendar::YEAR_MAX as u64 {
            return None;
        }
        Civil::new(year, month, day).number().map(Tick::from_day_number)
    }

    /// An instant, by seconds since 1970-01-01T00:00:00Z and nanoseconds (below 10^9) after it.
    pub fn instant(unix_seconds: i64, nanos: u32) -> Tick {
        let (day, second) = (unix_seconds.div_euclid(86_400), unix_seconds.rem_euclid(86_400) as u32);
        let nano = nanos.min(999_999_999);
        let digits = if nano == 0 { 0 } else { 9 };
        Tick { day, second, nano, offset: Some(0), precision: Precision::Instant(digits) }
    }

    /// Says whether this is a whole day rather than an instant.
    pub fn is_day(self) -> bool {
        self.precision == Precision::Day
    }

    /// The day this tick lies on in UTC, as a whole-day tick.
    pub fn to_day(self) -> Tick {
        Tick::from_day_number(self.day)
    }

    /// Year (0 is 1 BCE), month and day, in UTC.
    pub fn ymd(self) -> (i64, u8, u8) {
        let civil = self.civil();
        (civil.year, civil.month, civil.day)
    }

    pub(crate) fn from_day_number(day: i64) -> Tick {
        Tick { day, second: 0, nano: 0, offset: None, precision: Precision::Day }
    }

    pub(crate) fn from_clock(date: Civil, clock: Clock) -> Option<Tick> {
        let day = date.number()?;
        let leap = clock.second == 60;
        let written = i64::from(clock.hour) * 3600 + i64::from(clock.minute) * 60 + i64::from(clock.second);
        let utc = written - i64::from(leap) - i64::from(clock.offset.unwrap_or(0)) * 60;
        Some(Tick {
            day: day + utc.div_euclid(86_400),
            second: utc.rem_euclid(86_400) as u32 + u32::from(leap),
            nano: clock.nano,
            offset: clock.offset,
            precision: Precision::Instant(clock.fraction_digits),
        })
    }

    pub(crate) fn civil(self) -> Civil {
        Civil::from_number(self.day)
    }

    pub(crate) fn day_number(self) -> i64 {
        self.day
    }

    /// The number of the day by the clock of the zone it came with: an article of 23:30 in New York is of that day.
    pub(crate) fn local_day(self) -> i64 {
        let second = i64::from(self.second.min(86_399)) + i64::from(self.offset.unwrap_or(0)) * 60;
        self.day + second.div_euclid(86_400)
    }

    pub(crate) fn opening(self) -> Moment {
        (self.day, u64::from(self.second) * NANOS_PER_SECOND + u64::from(self.nano))
    }

    pub(crate) fn closing(self) -> Moment {
        match self.precision {
            Precision::Day => (self.day, DAY_LAST_NANO),
            Precision::Instant(_) => self.opening(),
        }
    }

    /// Moves by years, months and days, keeping the time of day.
    pub(crate) fn shifted(self, months: i64, days: i64) -> Tick {
        let moved = self.civil().plus_months(months).plus_days(days);
        let day = moved.number().unwrap_or(self.day);
        Tick { day, ..self }
    }
}

impl PartialOrd for Tick {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tick {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |tick: &Tick| (tick.opening(), tick.precision, tick.offset);
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for Tick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Precision::Instant(digits) = self.precision else {
            return write_day(f, self.civil());
        };
        let leap = self.second == 86_400;
        let local = i64::from(self.second) - i64::from(leap) + i64::from(self.offset.unwrap_or(0)) * 60;
        write_day(f, Civil::from_number(self.day + local.div_euclid(86_400)))?;
        let second = local.rem_euclid(86_400).unsigned_abs();
        f.write_char('T')?;
        write_clock(f, second / 3600, second / 60 % 60, second % 60 + u64::from(leap))?;
        write_fraction(f, self.nano, digits)?;
        write_offset(f, self.offset)
    }
}

impl fmt::Debug for Tick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

pub(crate) fn write_day(f: &mut impl fmt::Write, day: Civil) -> fmt::Result {
    write_year(f, day.year)?;
    f.write_char('-')?;
    write_digits::<2>(f, day.month.into())?;
    f.write_char('-')?;
    write_digits::<2>(f, day.day.into())
}

/// Writes the hour, minute and second of a day.
pub(crate) fn write_clock(f: &mut impl fmt::Write, hour: u64, minute: u64, second: u64) -> fmt::Result {
    write_digits::<2>(f, hour)?;
    f.write_char(':')?;
    write_digits::<2>(f, minute)?;
    f.write_char(':')?;
    write_digits::<2>(f, second)
}

/// Writes the last `N` digits of a number. A view writes millions of dates, and this is what each is made of.
fn write_digits<const N: usize>(f: &mut impl fmt::Write, number: u64) -> fmt::Result {
    let mut digits = [b'0'; N];
    let mut rest = number;
    for digit in digits.iter_mut().rev() {
        *digit += (rest % 10) as u8;
        rest /= 10;
    }
    f.write_str(str::from_utf8(&digits).unwrap_or_default())
}

pub(crate) fn write_year(f: &mut impl fmt::Write, year: i64) -> fmt::Result {
    match year {
        0..=9_999 => write_digits::<4>(f, year.unsigned_abs()),
        _ => {
            let sign = if year < 0 { "-" } else { "" };
            write!(f, "{sign}{:04}", year.unsigned_abs())
        }
    }
}

pub(crate) fn write_fraction(f: &mut impl fmt::Write, nano: u32, digits: u8) -> fmt::Result {
    if digits == 0 {
        return Ok(());
    }
    let digits = digits.min(9);
    write!(f, ".{:0width$}", nano / 10_u32.pow(u32::from(9 - digits)), width = usize::from(digits))
}

pub(crate) fn write_offset(f: &mut impl fmt::Write, offset: Option<i16>) -> fmt::Result {
    match offset {
        None => Ok(()),
        Some(0) => f.write_char('Z'),
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            write!(f, "{sign}{:02}:{:02}", minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60)
        }
    }
}

/// The last day of a month.
pub(crate) fn month_end(year: i64, month: u8) -> Civil {
    Civil::new(year, month, month_days(year, month))
}

impl serde::Serialize for Tick {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
