//! What is one date of an EDTF expression made of, and which days may it mean?

use crate::calendar::{Civil, is_leap, month_days, season_months};
use crate::tick::{Clock, Tick, month_end};

/// A date as written: year with its masked digits, month or season, day, qualifiers. Sixteen bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Date {
    /// The year as written, masked digits as 0; the mantissa where there is an exponent.
    pub(crate) year: i64,
    pub(crate) marks: Marks,
    pub(crate) qualifiers: Qualifiers,
    pub(crate) month: Two,
    pub(crate) day: Two,
    pub(crate) exponent: Option<Exponent>,
    /// Count of significant digits, 0 where not said.
    pub(crate) significant: u8,
}

/// The power of ten of a year such as `Y17E7`; kept from 0 to 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Exponent {
    Ten(u8),
}

/// Four bits say which digit of the year is masked (bit 0 is the last digit); then the sign and the leading `Y`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Marks(pub(crate) u8);

impl Marks {
    pub(crate) const NEGATIVE: u8 = 0x10;
    pub(crate) const LONG: u8 = 0x20;

    pub(crate) fn masked(self) -> u8 {
        self.0 & 0x0f
    }

    pub(crate) fn is_negative(self) -> bool {
        self.0 & Self::NEGATIVE != 0
    }

    pub(crate) fn is_long(self) -> bool {
        self.0 & Self::LONG != 0
    }
}

/// Two digits, each possibly masked: a month, season or day, or nothing at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Two(u8);

impl Two {
    pub(crate) const NONE: Two = Two(0);
    pub(crate) const MASK: u8 = 0x0f;
    pub(crate) const UNSPECIFIED: Two = Two(0xff);

    /// Two digits, or [`Self::MASK`] for one not specified.
    pub(crate) fn new(tens: u8, ones: u8) -> Two {
        Two(tens << 4 | ones)
    }

    pub(crate) fn of(value: u8) -> Two {
        Two::new(value / 10, value % 10)
    }

    pub(crate) fn is_some(self) -> bool {
        self.0 != 0
    }

    pub(crate) fn digits(self) -> (u8, u8) {
        (self.0 >> 4, self.0 & 0x0f)
    }

    /// The number, where both digits are specified.
    pub(crate) fn value(self) -> Option<u8> {
        let (tens, ones) = self.digits();
        (tens != Self::MASK && ones != Self::MASK).then_some(tens * 10 + ones)
    }

    pub(crate) fn matches(self, value: u8) -> bool {
        let (tens, ones) = self.digits();
        (tens == Self::MASK || tens == value / 10) && (ones == Self::MASK || ones == value % 10)
    }

    /// The smallest and the largest of `range` that fit.
    pub(crate) fn within(self, range: std::ops::RangeInclusive<u8>) -> Option<(u8, u8)> {
        if let Some(value) = self.value() {
            return range.contains(&value).then_some((value, value));
        }
        let first = range.clone().find(|value| self.matches(*value))?;
        let last = range.rev().find(|value| self.matches(*value))?;
        Some((first, last))
    }
}

/// `?`, `~` or `%`: uncertain, approximate, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Qualifier(pub(crate) u8);

impl Qualifier {
    pub(crate) const NONE: Qualifier = Qualifier(0);
    pub(crate) const UNCERTAIN: Qualifier = Qualifier(1);
    pub(crate) const APPROXIMATE: Qualifier = Qualifier(2);
    pub(crate) const BOTH: Qualifier = Qualifier(3);
}

/// A part of a date that a qualifier may stand at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Year = 0,
    Month = 1,
    Day = 2,
}

/// The qualifiers as written: before and after each of year, month and day, two bits each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Qualifiers(u16);

impl Qualifiers {
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn before(self, part: Part) -> Qualifier {
        Qualifier((self.0 >> (part as u16 * 4)) as u8 & 3)
    }

    pub(crate) fn after(self, part: Part) -> Qualifier {
        Qualifier((self.0 >> (part as u16 * 4 + 2)) as u8 & 3)
    }

    pub(crate) fn set_before(&mut self, part: Part, qualifier: Qualifier) {
        self.0 |= u16::from(qualifier.0) << (part as u16 * 4);
    }

    pub(crate) fn set_after(&mut self, part: Part, qualifier: Qualifier) {
        self.0 |= u16::from(qualifier.0) << (part as u16 * 4 + 2);
    }

    /// What holds of a part: its own qualifier, and those that stand after it or after a part to its right.
    pub(crate) fn of(self, part: Part) -> Qualifier {
        let group = [Part::Year, Part::Month, Part::Day].into_iter().skip(part as usize);
        let bits = group.fold(self.before(part).0, |bits, right| bits | self.after(right).0);
        Qualifier(bits)
    }

    /// Everything that holds of any part.
    pub(crate) fn all(self) -> Qualifier {
        let bits = (0..6).fold(0, |bits, place| bits | self.0 >> (place * 2));
        Qualifier(bits as u8 & 3)
    }
}

impl Date {
    pub(crate) fn plain(year: i64, month: Two, day: Two) -> Date {
        let marks = Marks(if year < 0 { Marks::NEGATIVE } else { 0 });
        Date { year, marks, qualifiers: Qualifiers::default(), month, day, exponent: None, significant: 0 }
    }

    pub(crate) fn has_unspecified_digits(&self) -> bool {
        let masked = |two: Two| two.is_some() && two.value().is_none();
        self.marks.masked() != 0 || masked(self.month) || masked(self.day)
    }

    /// The first and the last day it may mean. The parser has seen to it that there is one.
    pub(crate) fn days(&self) -> (Tick, Tick) {
        if let Some(days) = self.plain_days() {
            return days;
        }
        let (low, high) = self.years();
        let first = self.first_day(low, high).unwrap_or(Civil::new(low, 1, 1));
        let last = self.last_day(low, high).unwrap_or(Civil::new(high, 12, 31));
        (tick(first), tick(last))
    }

    /// The short way for a day, month or year without anything unspecified.
    fn plain_days(&self) -> Option<(Tick, Tick)> {
        if self.marks.masked() != 0 {
            return None;
        }
        let year = self.whole_year();
        let first = |month, day| Civil::new(year, month, day).number();
        let (first, length) = match (self.month.value()?, self.day.value()?) {
            (0, _) => (first(1, 1)?, if is_leap(year) { 366 } else { 365 }),
            (month @ 1..=12, 0) => (first(month, 1)?, month_days(year, month).into()),
            (month, day) => (first(month, day)?, 1),
        };
        Some((Tick::from_day_number(first), Tick::from_day_number(first + length - 1)))
    }

    /// Is there any day that fits?
    pub(crate) fn is_possible(&self) -> bool {
        let (low, high) = self.years();
        self.first_day(low, high).is_some()
    }

    /// The lowest and highest year it may mean.
    pub(crate) fn years(&self) -> (i64, i64) {
        let year = self.whole_year();
        let masked = self.marks.masked();
        if masked == 0 {
            return (year, year);
        }
        let spread =
            (0..4).filter(|place| masked >> place & 1 == 1).map(|place| 9 * 10_i64.pow(place)).sum::<i64>();
        if self.marks.is_negative() { (year - spread, year.min(-1)) } else { (year, year + spread) }
    }

    /// The year with its exponent worked out.
    pub(crate) fn whole_year(&self) -> i64 {
        match self.exponent {
            None => self.year,
            Some(Exponent::Ten(power)) => self.year.saturating_mul(10_i64.saturating_pow(power.into())),
        }
    }

    fn year_fits(&self, year: i64) -> bool {
        let (written, given) = (self.year.unsigned_abs(), year.unsigned_abs());
        (year < 0) == self.marks.is_negative()
            && (0..4).all(|place| {
                let power = 10_u64.pow(place);
                self.marks.masked() >> place & 1 == 1 || written / power % 10 == given / power % 10
            })
    }

    fn first_day(&self, low: i64, high: i64) -> Option<Civil> {
        if !self.month.is_some() {
            return Some(Civil::new(low, 1, 1));
        }
        // Any other day than 29 February is there in every year or in none.
        self.first_in(low).or_else(|| self.leap_day(low..=high))
    }

    fn last_day(&self, low: i64, high: i64) -> Option<Civil> {
        if !self.month.is_some() {
            return Some(Civil::new(high, 12, 31));
        }
        self.last_in(high).or_else(|| self.leap_day((low..=high).rev()))
    }

    fn leap_day(&self, mut years: impl Iterator<Item = i64>) -> Option<Civil> {
        if self.marks.masked() == 0 || !self.month.matches(2) || !self.day.matches(29) {
            return None;
        }
        let year = years.find(|year| is_leap(*year) && self.year_fits(*year))?;
        Some(Civil::new(year, 2, 29))
    }

    fn first_in(&self, year: i64) -> Option<Civil> {
        if let Some((first, _)) = self.month.value().and_then(season_months) {
            return Some(Civil::new(year, first, 1));
        }
        if !self.day.is_some() {
            return self.month.within(1..=12).map(|(first, _)| Civil::new(year, first, 1));
        }
        let mut months = (1..=12).filter(|month| self.month.matches(*month));
        months.find_map(|month| {
            let (day, _) = self.day.within(1..=month_days(year, month))?;
            Some(Civil::new(year, month, day))
        })
    }

    fn last_in(&self, year: i64) -> Option<Civil> {
        if let Some((_, last)) = self.month.value().and_then(season_months) {
            return Some(month_end(year, last));
        }
        if !self.day.is_some() {
            return self.month.within(1..=12).map(|(_, last)| month_end(year, last));
        }
        let mut months = (1..=12).rev().filter(|month| self.month.matches(*month));
        months.find_map(|month| {
            let (_, day) = self.day.within(1..=month_days(year, month))?;
            Some(Civil::new(year, month, day))
        })
    }
}

fn tick(day: Civil) -> Tick {
    Tick::from_day_number(day.number().unwrap_or_default())
}

/// A date with a time of day, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DateTime {
    pub(crate) year: i16,
    pub(crate) month: u8,
    pub(crate) day: u8,
    pub(crate) clock: Clock,
}

impl DateTime {
    pub(crate) fn tick(&self) -> Tick {
        let civil = Civil::new(self.year.into(), self.month, self.day);
        Tick::from_clock(civil, self.clock).unwrap_or(Tick::from_day_number(0))
    }
}

impl Date {
    /// A year whose last digits are not specified: `Date::masked(1900, 2)` is `19XX`. `None` where the year is not the one nearest
    /// to zero of those meant, or has more than four digits.
    pub(crate) fn masked(year: i64, digits: u8) -> Option<Date> {
        if digits > 4
            || year.unsigned_abs() > 9999
            || year % 10_i64.pow(digits.into()) != 0
            || year == 0 && digits == 0
        {
            return None;
        }
        let mut date = Date::plain(year, Two::NONE, Two::NONE);
        date.marks.0 |= (1 << digits) - 1;
        Some(date)
    }
}
