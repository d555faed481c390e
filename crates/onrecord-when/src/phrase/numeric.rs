//! Which date do bare numbers mean: which is the day, which the month, which the year?

use super::found::Found;
use super::meaning::{Parts, Year};

/// Which number is said first.
pub(super) enum Order {
    Month,
    Day,
    Year,
}

/// Two or three numbers as a date; where month and day could not stand that way round, the other way.
pub(super) fn numeric(parts: Found<'_>, order: Order) -> Option<Parts> {
    let numbers: Vec<(u32, u8)> = parts.numbers().collect();
    let (year, first, second) = match (order, numbers.as_slice()) {
        (Order::Year, &[year, month, day]) => {
            return complete(Some(year_of(year)?), month.0, day.0, false);
        }
        (Order::Year, _) => return None,
        (Order::Month, &[month, day]) => (None, month.0, day.0),
        (Order::Month, &[month, day, year]) => (Some(year_of(year)?), month.0, day.0),
        (Order::Day, &[day, month]) => (None, month.0, day.0),
        (Order::Day, &[day, month, year]) => (Some(year_of(year)?), month.0, day.0),
        _ => return None,
    };
    let both = (1..=12).contains(&first) && (1..=12).contains(&second) && first != second;
    complete(year, first, second, both).or_else(|| complete(year, second, first, false))
}

fn complete(year: Option<Year>, month: u32, day: u32, ambiguous: bool) -> Option<Parts> {
    let possible = (1..=12).contains(&month) && (1..=31).contains(&day);
    let (month, day) = (Some(month as u8), Some(day as u8));
    possible.then_some(Parts { year, month, day, weekday: None, ambiguous })
}

fn year_of((number, digits): (u32, u8)) -> Option<Year> {
    match digits {
        2 => Some(Year::LastTwo(number as u8)),
        4 => Some(Year::Full(number.into())),
        _ => None,
    }
}

pub(super) fn month_year(parts: Found<'_>) -> Option<Parts> {
    let mut numbers = parts.numbers();
    let (first, second) = (numbers.next()?, numbers.next()?);
    let (month, year) = if first.1 == 4 { (second, first) } else { (first, second) };
    let possible = year.1 == 4 && (1..=12).contains(&month.0);
    possible.then(|| Parts { year: year_of(year), month: Some(month.0 as u8), ..Parts::default() })
}

pub(super) fn eight_digits(number: u32) -> Parts {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let year = Some(Year::Full(year.into()));
    Parts { year, month: Some(month as u8), day: Some(day as u8), ..Parts::default() }
}
