//! On which day does a feast fall in a given year?

use super::meaning::Feast;
use super::stretch::{Stretch, nth_weekday};
use crate::calendar::Civil;
use crate::tick::month_end;

pub(super) fn feast_day(feast: Feast, year: i64) -> Option<i64> {
    match feast {
        Feast::Fixed(month, day) => Civil::new(year, month, day).number(),
        Feast::Nth(month, weekday, nth, after) => {
            let base = Stretch::civil(Civil::new(year, month, 1), month_end(year, month))?;
            let day = nth_weekday(nth.into(), weekday, base).ok()?.first;
            Some(day + i64::from(after))
        }
        Feast::Easter(after) => Some(easter(year)? + i64::from(after)),
    }
}

/// Easter Sunday of the Gregorian calendar, by the computus in the form of New Scientist, 30 March 1961.
fn easter(year: i64) -> Option<i64> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let g = (8 * b + 13).div_euclid(25);
    let h = (19 * a + b - b.div_euclid(4) - g + 15).rem_euclid(30);
    let m = (a + 11 * h).div_euclid(319);
    let l = (2 * b.rem_euclid(4) + 2 * c.div_euclid(4) - c.rem_euclid(4) - h + m + 32).rem_euclid(7);
    let month = (h - m + l + 90).div_euclid(25);
    let day = (h - m + l + month + 19).rem_euclid(32);
    Civil::new(year, month as u8, day as u8).number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for (year, month, day) in [(1961, 4, 2), (2000, 4, 23), (2018, 4, 1), (2022, 4, 17), (2038, 4, 25)] {
            assert_eq!(easter(year), Civil::new(year, month, day).number());
        }
    }
}
