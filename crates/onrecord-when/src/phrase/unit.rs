//! Which days does a whole unit of the calendar cover: the week, month or decade that holds a day, or its neighbours?

use super::meaning::Unit;
use super::stretch::Stretch;
use crate::calendar::Civil;
use crate::tick::month_end;

/// The Monday of the week that holds a day.
pub(super) fn monday(day: i64) -> i64 {
    day - i64::from(Civil::from_number(day).weekday())
}

/// The unit so many away from the one that holds `day`.
pub(super) fn whole(unit: Unit, day: i64, shift: i32) -> Option<Stretch> {
    let shift = i64::from(shift);
    let week = monday(day).checked_add(shift.checked_mul(7)?)?;
    Some(match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Stretch::new(day, day),
        Unit::Day => Stretch::new(day + shift, day + shift),
        Unit::BusinessDay => {
            let found = super::count::business_day(day, shift);
            Stretch::new(found, found)
        }
        Unit::Week => Stretch::new(week, week + 6),
        Unit::WorkWeek => Stretch::new(week, week + 4),
        Unit::Weekend => Stretch::new(week + 5, week + 6),
        Unit::Fortnight => fortnight(monday(day), shift),
        Unit::Month => months(day, 1, shift)?,
        Unit::Quarter => months(day, 3, shift)?,
        Unit::Year => months(day, 12, shift)?,
        Unit::Decade => months(day, 120, shift)?,
        Unit::Century => months(day, 1200, shift)?,
    })
}

/// Whole weeks before or after this one; "this fortnight" is this week and the next.
fn fortnight(monday: i64, shift: i64) -> Stretch {
    let start = if shift > 0 { monday + 7 + 14 * (shift - 1) } else { monday + 14 * shift };
    Stretch::new(start, start + 13)
}

fn months(day: i64, length: i64, shift: i64) -> Option<Stretch> {
    let civil = Civil::from_number(day);
    let count = civil.year * 12 + i64::from(civil.month) - 1;
    let start = (count.div_euclid(length) + shift).checked_mul(length)?;
    let first = Civil::new(start.div_euclid(12), start.rem_euclid(12) as u8 + 1, 1);
    let last = first.plus_months(length - 1);
    Some(Stretch::new(first.number()?, month_end(last.year, last.month).number()?))
}

/// The unit that holds the days given. A weekend takes in the feast it is named after.
pub(super) fn unit_at(unit: Unit, first: i64, last: i64) -> Option<Stretch> {
    if unit != Unit::Weekend {
        return whole(unit, first, 0);
    }
    let weekday = Civil::from_number(first).weekday();
    let saturday = if weekday < 2 { monday(first) - 2 } else { monday(first) + 5 };
    Some(Stretch::new(saturday.min(first), (saturday + 1).max(last)))
}
