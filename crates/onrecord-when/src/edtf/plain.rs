//! Which numbers stand for an expression, where it is a plain date, so that it can be kept without its text?

use super::date::{Date, DateTime, Two};
use super::{Edtf, Form, Point};
use crate::calendar::month_days;
use crate::tick::Clock;

/// A year of at most four digits, a month, a day, or a second of UTC: what nearly every expression is, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Plain {
    /// The year, from -9999 to 9999; 0 is 1 BCE.
    pub year: i16,
    /// The month, from 1; 0 where only the year is meant.
    pub month: u8,
    /// The day, from 1; 0 where the year or month is meant.
    pub day: u8,
    /// Hour, minute and second, where it is one second of a day.
    pub clock: Option<[u8; 3]>,
}

impl Plain {
    #[inline]
    fn exists(self) -> bool {
        let Plain { year, month, day, clock } = self;
        let is_day = day <= 28 || day <= month_days(year.into(), month);
        let is_whole = (month > 0 || day == 0) && (day > 0 || clock.is_none());
        let is_time = clock.is_none_or(|[hour, minute, second]| hour < 24 && minute < 60 && second < 60);
        year.unsigned_abs() <= 9999 && month <= 12 && is_day && is_whole && is_time
    }

    fn of_date(date: &Date) -> Option<Plain> {
        let says_no_more = *date == Date::plain(date.year, date.month, date.day);
        let (month, day) = (date.month.value()?, date.day.value()?);
        let plain = Plain { year: date.year.try_into().ok()?, month, day, clock: None };
        (says_no_more && plain.exists()).then_some(plain)
    }

    fn of_time(time: &DateTime) -> Option<Plain> {
        let DateTime { year, month, day, clock } = *time;
        let Clock { hour, minute, second, .. } = clock;
        let says_no_more = clock == Clock::utc(hour, minute, second);
        let plain = Plain { year, month, day, clock: Some([hour, minute, second]) };
        (says_no_more && plain.exists()).then_some(plain)
    }
}

impl Edtf {
    /// The expression that consists of these numbers; `None` where there is no such date or time. Leap seconds and
    /// 24:00:00 are not among them.
    ///
    /// ```
    /// use onrecord_when::{Edtf, Plain};
    ///
    /// let day = Plain { year: 2031, month: 4, day: 2, clock: None };
    /// assert_eq!(Edtf::from_plain(day), Some("2031-04-02".parse()?));
    /// assert_eq!(Edtf::from_plain(Plain { day: 31, ..day }), None);
    /// # Ok::<(), onrecord_when::EdtfError>(())
    /// ```
    #[inline(always)]
    pub fn from_plain(plain: Plain) -> Option<Edtf> {
        if !plain.exists() {
            return None;
        }
        let Plain { year, month, day, clock } = plain;
        let point = match clock {
            None => Point::Date(Date::plain(year.into(), Two::of(month), Two::of(day))),
            Some([hour, minute, second]) => {
                Point::Time(DateTime { year, month, day, clock: Clock::utc(hour, minute, second) })
            }
        };
        Some(Edtf(Form::Point(point)))
    }

    /// The numbers that the expression consists of; `None` where it says more than they can.
    #[inline]
    pub fn to_plain(&self) -> Option<Plain> {
        match &self.0 {
            Form::Point(Point::Date(date)) => Plain::of_date(date),
            Form::Point(Point::Time(time)) => Plain::of_time(time),
            Form::Interval(_) | Form::Set(_) => None,
        }
    }
}
