//! How far is "three months and two weeks", and how exactly was it meant?

use super::meaning::{Amount, Unit, Way};
use super::stretch::Pick;
use crate::calendar::Civil;

/// The day that lies an amount away. Amounts no calendar holds stay at its end.
pub(super) fn add(day: i64, amount: &Amount, way: Way, pick: Pick) -> i64 {
    let sign = if way == Way::Past { -1 } else { 1 };
    let (mut months, mut days, mut hours, mut working) = (0_i64, 0_i64, 0_i64, 0_u32);
    for (count, unit) in &amount.0 {
        let many = if pick == Pick::Least { count.least } else { count.most };
        let many_i = i64::from(many);
        match unit {
            Unit::Second | Unit::Minute => {}
            Unit::Hour => hours += many_i,
            Unit::Day => days += many_i,
            Unit::BusinessDay => working = working.saturating_add(many),
            Unit::Week | Unit::WorkWeek | Unit::Weekend => days += 7 * many_i,
            Unit::Fortnight => days += 14 * many_i,
            Unit::Month => months += many_i,
            Unit::Quarter => months += 3 * many_i,
            Unit::Year => months += 12 * many_i,
            Unit::Decade => months += 120 * many_i,
            Unit::Century => months += 1200 * many_i,
        }
    }
    days += match pick {
        Pick::Least => hours / 24,
        Pick::Most => (hours + 23) / 24,
    };
    let moved = Civil::from_number(day).plus_months(sign * months);
    let moved = moved.number().map_or(day, |moved| moved + sign * days);
    if working == 0 { moved } else { business_days(moved, working, way) }
}

/// The day so many working days away; weeks are five days, feasts are not known.
pub(super) fn business_days(day: i64, count: u32, way: Way) -> i64 {
    let count = i64::from(count);
    business_day(day, if way == Way::Past { -count } else { count })
}

pub(super) fn business_day(day: i64, shift: i64) -> i64 {
    let (step, count) = (shift.signum(), shift.abs());
    // Five working days are a week; the last ones are counted, so that it ends on one.
    let weeks = (count - 1).max(0) / 5;
    let mut at = day + step * 7 * weeks;
    for _ in 0..count - 5 * weeks {
        at += step;
        while Civil::from_number(at).weekday() >= 5 {
            at += step;
        }
    }
    at
}

pub(super) fn is_vague(amount: &Amount) -> bool {
    amount.0.iter().any(|(count, _)| count.least != count.most)
}

/// The number of days, where nothing finer or coarser was said.
pub(super) fn days_in(amount: &Amount) -> Option<u32> {
    amount.0.iter().try_fold(0_u32, |sum, (count, unit)| match unit {
        Unit::Day => Some(sum.saturating_add(count.most)),
        _ => None,
    })
}

/// The length in days of the smallest unit said; a day is exact and counts as none.
pub(super) fn rough_days(amount: &Amount) -> i64 {
    let smallest = amount.0.iter().map(|(_, unit)| match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::BusinessDay => 0,
        Unit::Week | Unit::WorkWeek | Unit::Weekend => 7,
        Unit::Fortnight => 14,
        Unit::Month => 30,
        Unit::Quarter => 91,
        Unit::Year => 365,
        Unit::Decade => 3652,
        Unit::Century => 36_524,
    });
    smallest.min().unwrap_or(0)
}
