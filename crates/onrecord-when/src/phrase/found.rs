//! What did a pattern find: the values of terminals and rules, asked for by kind.

use super::meaning::{Amount, Count, Item, Meaning, Parts, Span, Third, Unit, Year};

/// What a terminal or a rule made.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Year(Year),
    /// A number and the count of its digits.
    Number(u32, u8),
    Count(Count),
    Ordinal(u8),
    Day(u8),
    Month(u8),
    Weekday(u8),
    Season(u8),
    Unit(Unit),
    Decade(u8),
    Relative(i32),
    Third(Third),
    Amount(Amount),
    Span(Box<Span>),
    Item(Box<Item>),
    Meaning(Box<Meaning>),
    Nothing,
}

/// The values a pattern found, asked for by kind.
#[derive(Clone, Copy)]
pub(super) struct Found<'v>(pub(super) &'v [Value]);

impl Found<'_> {
    pub(super) fn number(self) -> Option<(u32, u8)> {
        self.numbers().next()
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = (u32, u8)> + '_ {
        self.0.iter().filter_map(|value| match value {
            Value::Number(number, digits) => Some((*number, *digits)),
            Value::Year(Year::Full(year)) => Some((u32::try_from(*year).ok()?, 4)),
            Value::Year(Year::LastTwo(year)) => Some((u32::from(*year), 2)),
            _ => None,
        })
    }

    pub(super) fn count(self) -> Option<Count> {
        self.0.iter().find_map(|value| match value {
            Value::Count(count) => Some(*count),
            _ => None,
        })
    }

    pub(super) fn unit(self) -> Option<Unit> {
        self.0.iter().find_map(|value| match value {
            Value::Unit(unit) => Some(*unit),
            _ => None,
        })
    }

    /// An ordinal, count or number from 1 to `most`.
    pub(super) fn small(self, most: u8) -> Option<u8> {
        let found = self.0.iter().find_map(|value| match value {
            Value::Ordinal(number) | Value::Day(number) => Some(u32::from(*number)),
            Value::Count(count) => Some(count.most),
            Value::Number(number, _) => Some(*number),
            _ => None,
        })?;
        u8::try_from(found).ok().filter(|number| (1..=most).contains(number))
    }

    pub(super) fn days(&self) -> impl Iterator<Item = u8> + '_ {
        self.0.iter().filter_map(|value| match value {
            Value::Day(day) => Some(*day),
            _ => None,
        })
    }

    pub(super) fn year(self) -> Option<Year> {
        self.0.iter().find_map(|value| match value {
            Value::Year(year) => Some(*year),
            _ => None,
        })
    }

    pub(super) fn season(self) -> Option<u8> {
        self.0.iter().find_map(|value| match value {
            Value::Season(code) => Some(*code),
            _ => None,
        })
    }

    pub(super) fn decade(self) -> Option<u8> {
        self.0.iter().find_map(|value| match value {
            Value::Decade(decade) => Some(*decade),
            Value::Number(decade, 2) if decade % 10 == 0 => Some(*decade as u8),
            _ => None,
        })
    }

    pub(super) fn weekday(self) -> Option<u8> {
        self.0.iter().find_map(|value| match value {
            Value::Weekday(weekday) => Some(*weekday),
            _ => None,
        })
    }

    pub(super) fn relative(self) -> Option<i32> {
        self.0.iter().find_map(|value| match value {
            Value::Relative(shift) => Some(*shift),
            _ => None,
        })
    }

    pub(super) fn third(self) -> Option<Third> {
        self.0.iter().find_map(|value| match value {
            Value::Third(third) => Some(*third),
            _ => None,
        })
    }

    pub(super) fn amount(self) -> Option<Amount> {
        self.0.iter().find_map(|value| match value {
            Value::Amount(amount) => Some(amount.clone()),
            _ => None,
        })
    }

    pub(super) fn sum(self) -> Option<Amount> {
        let amounts = self.0.iter().filter_map(|value| match value {
            Value::Amount(amount) => Some(amount.0.iter().copied()),
            _ => None,
        });
        Some(Amount(amounts.flatten().collect()))
    }

    pub(super) fn span(self, place: usize) -> Option<Span> {
        let mut spans = self.0.iter().filter_map(|value| match value {
            Value::Span(span) => Some(span.as_ref()),
            _ => None,
        });
        spans.nth(place).cloned()
    }

    pub(super) fn item(self, place: usize) -> Option<Item> {
        let mut items = self.0.iter().filter_map(|value| match value {
            Value::Item(item) => Some(item.as_ref().clone()),
            Value::Span(span) => Some(Item::plain(span.as_ref().clone())),
            _ => None,
        });
        items.nth(place)
    }

    pub(super) fn date(self) -> Parts {
        let mut parts = Parts::default();
        for value in self.0 {
            match value {
                Value::Year(year) => parts.year = Some(*year),
                Value::Month(month) => parts.month = Some(*month),
                Value::Day(day) | Value::Ordinal(day) => parts.day = Some(*day),
                Value::Weekday(weekday) => parts.weekday = Some(*weekday),
                Value::Span(span) => {
                    if let Span::Date(inner) = span.as_ref() {
                        parts = Parts { weekday: parts.weekday.or(inner.weekday), ..*inner };
                    }
                }
                _ => {}
            }
        }
        parts
    }
}
