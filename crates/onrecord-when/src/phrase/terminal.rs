//! Which single things can a pattern ask for: a year, a month, a count, an ordinal?

use super::found::Value;
use super::grammar::{Grammar, Sense};
use super::meaning::{Count, Year};
use super::token::Token;

/// A symbol that is read from the words of the language, not made by rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Terminal {
    /// Four digits.
    Yyyy,
    /// Two digits.
    Yy,
    /// A year in words: "nineteen seventy two".
    YearWords,
    /// Up to four digits.
    Number,
    /// Eight digits: year, month and day.
    Eight,
    /// A count: digits or words, "a" for one.
    Count,
    /// "several", "a few" of the language's vague words.
    Vague,
    /// "third", "3rd".
    Ordinal,
    /// "3rd", in digits.
    OrdinalNumber,
    /// A day of the month: number or ordinal.
    Day,
    Month,
    Weekday,
    Season,
    /// A unit, in the singular or the plural.
    Unit,
    /// A unit in the singular.
    One,
    /// A unit in the plural.
    Units,
    /// "nineties".
    Decade,
    /// "last", "this", "next".
    Relative,
    /// "today".
    Today,
    /// A name that no rule or terminal has; it never matches. A test holds that no pattern uses one.
    Nothing,
}

impl Terminal {
    /// In the order of their numbers.
    pub(super) const ALL: [Terminal; 20] = [
        Terminal::Yyyy,
        Terminal::Yy,
        Terminal::YearWords,
        Terminal::Number,
        Terminal::Eight,
        Terminal::Count,
        Terminal::Vague,
        Terminal::Ordinal,
        Terminal::OrdinalNumber,
        Terminal::Day,
        Terminal::Month,
        Terminal::Weekday,
        Terminal::Season,
        Terminal::Unit,
        Terminal::One,
        Terminal::Units,
        Terminal::Decade,
        Terminal::Relative,
        Terminal::Today,
        Terminal::Nothing,
    ];

    /// Whether it could be read from a piece on, as far as that piece alone tells.
    pub(super) fn may_begin(self, token: &Token<'_>, mut senses: impl Iterator<Item = Sense>) -> bool {
        match *token {
            Token::Sign(_) => false,
            Token::Number { value, digits, ordinal } => self.number(value, digits, ordinal).is_some(),
            Token::Word(_) => senses.any(|sense| match (self, sense) {
                (Terminal::Count | Terminal::YearWords, Sense::Cardinal(_)) => true,
                (Terminal::Ordinal | Terminal::Day, Sense::Cardinal(_) | Sense::Ordinal(_)) => true,
                _ => self.sense(sense).is_some(),
            }),
        }
    }

    pub(super) fn named(name: &str) -> Terminal {
        match name {
            "yyyy" => Terminal::Yyyy,
            "yy" => Terminal::Yy,
            "yearwords" => Terminal::YearWords,
            "num" => Terminal::Number,
            "num8" => Terminal::Eight,
            "n" => Terminal::Count,
            "vague" => Terminal::Vague,
            "ord" => Terminal::Ordinal,
            "day" => Terminal::Day,
            "month" => Terminal::Month,
            "weekday" => Terminal::Weekday,
            "season" => Terminal::Season,
            "unitword" => Terminal::Unit,
            "one" => Terminal::One,
            "units" => Terminal::Units,
            "nth" => Terminal::OrdinalNumber,
            "decade" => Terminal::Decade,
            "rel" => Terminal::Relative,
            "today" => Terminal::Today,
            _ => Terminal::Nothing,
        }
    }

    /// What it may read from `at`, and where each reading ends.
    pub(super) fn read(self, grammar: &Grammar, tokens: &[Token<'_>], at: usize) -> Vec<(usize, Value)> {
        let Some(token) = tokens.get(at) else {
            return Vec::new();
        };
        match *token {
            Token::Sign(_) => Vec::new(),
            Token::Number { value, digits, ordinal } => {
                self.number(value, digits, ordinal).map(|value| (at + 1, value)).into_iter().collect()
            }
            Token::Word(word) => match self {
                Terminal::Count => counted(grammar, tokens, at),
                Terminal::YearWords => year_in_words(grammar, tokens, at),
                Terminal::Ordinal => ordinal(grammar, tokens, at)
                    .map(|(end, n)| (end, Value::Ordinal(n)))
                    .into_iter()
                    .collect(),
                Terminal::Day => {
                    day(grammar, tokens, at).map(|(end, n)| (end, Value::Day(n))).into_iter().collect()
                }
                _ => grammar
                    .senses(word)
                    .filter_map(|sense| self.sense(sense))
                    .map(|value| (at + 1, value))
                    .collect(),
            },
        }
    }

    fn number(self, value: u32, digits: u8, ordinal: bool) -> Option<Value> {
        let small = u8::try_from(value).unwrap_or(u8::MAX);
        match self {
            Terminal::Yyyy if digits == 4 && !ordinal => Some(Value::Year(Year::Full(value.into()))),
            Terminal::Yy if digits == 2 && !ordinal => Some(Value::Year(Year::LastTwo(small))),
            Terminal::Number if digits <= 4 && !ordinal => Some(Value::Number(value, digits)),
            Terminal::Eight if digits == 8 => Some(Value::Number(value, digits)),
            Terminal::Count if digits <= 4 && !ordinal => Some(Value::Count(Count::exactly(value))),
            Terminal::Ordinal | Terminal::OrdinalNumber if ordinal && digits <= 2 => {
                Some(Value::Ordinal(small))
            }
            Terminal::Day if digits <= 2 && (1..=31).contains(&value) => Some(Value::Day(small)),
            _ => None,
        }
    }

    fn sense(self, sense: Sense) -> Option<Value> {
        match (self, sense) {
            (Terminal::Month, Sense::Month(month)) => Some(Value::Month(month)),
            (Terminal::Weekday, Sense::Weekday(weekday)) => Some(Value::Weekday(weekday)),
            (Terminal::Season, Sense::Season(code)) => Some(Value::Season(code)),
            (Terminal::Unit | Terminal::One, Sense::Unit(unit)) => Some(Value::Unit(unit)),
            (Terminal::Unit | Terminal::Units, Sense::Units(unit)) => Some(Value::Unit(unit)),
            (Terminal::Decade, Sense::Decade(decade)) => Some(Value::Decade(decade)),
            (Terminal::Relative, Sense::Relative(shift)) => Some(Value::Relative(shift.into())),
            (Terminal::Today, Sense::Day(shift)) => Some(Value::Relative(shift.into())),
            (Terminal::Vague, Sense::Vague(least, most)) => {
                Some(Value::Count(Count { least: least.into(), most: most.into() }))
            }
            _ => None,
        }
    }
}

fn cardinal(grammar: &Grammar, token: Option<&Token<'_>>) -> Option<u32> {
    let Some(Token::Word(word)) = token else {
        return None;
    };
    grammar.senses(word).find_map(|sense| match sense {
        Sense::Cardinal(number) => Some(number),
        _ => None,
    })
}

fn times(grammar: &Grammar, token: Option<&Token<'_>>) -> Option<u32> {
    let Some(Token::Word(word)) = token else {
        return None;
    };
    grammar.senses(word).find_map(|sense| match sense {
        Sense::Times(number) => Some(number),
        _ => None,
    })
}

fn is_hyphen(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at) == Some(&Token::Sign('-'))
}

/// "seven", "twenty-two": a number below a hundred, and where it ends.
fn below_hundred(grammar: &Grammar, tokens: &[Token<'_>], at: usize) -> Option<(usize, u32)> {
    let first = cardinal(grammar, tokens.get(at))?;
    let next = at + 1 + usize::from(is_hyphen(tokens, at + 1));
    match cardinal(grammar, tokens.get(next)) {
        Some(ones @ 1..=9) if first >= 20 && first % 10 == 0 => Some((next + 1, first + ones)),
        _ => Some((at + 1, first)),
    }
}

/// "two thousand and twenty", "seventeen hundred thirty three".
fn in_words(grammar: &Grammar, tokens: &[Token<'_>], at: usize) -> Option<(usize, u32)> {
    let (mut end, first) = below_hundred(grammar, tokens, at)?;
    let (mut total, mut group) = (0, first);
    loop {
        if let Some(factor) = times(grammar, tokens.get(end)) {
            group = group.max(1).saturating_mul(factor);
            end += 1;
            if factor >= 1000 {
                total += group;
                group = 0;
            }
            continue;
        }
        let joined = tokens.get(end) == Some(&Token::Word(grammar.language.number_joiner));
        let next = end + usize::from(joined);
        match below_hundred(grammar, tokens, next) {
            Some((after, number)) if group % 100 == 0 && end > at + 1 => {
                group = group.saturating_add(number);
                end = after;
            }
            _ => return Some((end, total + group)),
        }
    }
}

fn counted(grammar: &Grammar, tokens: &[Token<'_>], at: usize) -> Vec<(usize, Value)> {
    let found = in_words(grammar, tokens, at);
    found.map(|(end, number)| (end, Value::Count(Count::exactly(number)))).into_iter().collect()
}

/// A year said as a number above a thousand, or as two numbers of two digits.
fn year_in_words(grammar: &Grammar, tokens: &[Token<'_>], at: usize) -> Vec<(usize, Value)> {
    let year = |(end, year): (usize, u32)| (end, Value::Year(Year::Full(year.into())));
    let long = in_words(grammar, tokens, at).filter(|(_, number)| (1000..=2999).contains(number));
    let pair = || {
        let (middle, century) = below_hundred(grammar, tokens, at)?;
        let (end, rest) = below_hundred(grammar, tokens, middle)?;
        let plausible = (10..=20).contains(&century) && (10..=99).contains(&rest);
        plausible.then_some((end, century * 100 + rest))
    };
    long.or_else(pair).map(year).into_iter().collect()
}

/// "third", "twenty-third", "thirty first".
fn ordinal(grammar: &Grammar, tokens: &[Token<'_>], at: usize) -> Option<(usize, u8)> {
    if let Some(number) = ordinal_word(grammar, tokens.get(at)) {
        return Some((at + 1, number));
    }
    let tens = cardinal(grammar, tokens.get(at)).filter(|number| *number >= 20 && number % 10 == 0)?;
    let next = at + 1 + usize::from(is_hyphen(tokens, at + 1));
    let ones = ordinal_word(grammar, tokens.get(next)).filter(|ones| (1..=9).contains(ones))?;
    Some((next + 1, tens as u8 + ones))
}

fn ordinal_word(grammar: &Grammar, token: Option<&Token<'_>>) -> Option<u8> {
    let Some(Token::Word(word)) = token else {
        return None;
    };
    grammar.senses(word).find_map(|sense| match sense {
        Sense::Ordinal(number) => Some(number),
        _ => None,
    })
}

/// "fifteenth", or "fifteen" as in "fifteen August".
fn day(grammar: &Grammar, tokens: &[Token<'_>], at: usize) -> Option<(usize, u8)> {
    let plain = || below_hundred(grammar, tokens, at).map(|(end, number)| (end, number as u8));
    ordinal(grammar, tokens, at).or_else(plain).filter(|(_, day)| (1..=31).contains(day))
}
