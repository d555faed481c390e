//! How is an EDTF expression read, and where exactly does a wrong one go wrong?

use std::borrow::Cow;

use super::date::{Date, Exponent, Marks, Part, Qualifier, Qualifiers, Two};
use super::{Choice, Edge, EdtfError, Form, Member, Point, Set};
use crate::calendar::{YEAR_MAX, month_days};

pub(super) type Result<T> = std::result::Result<T, EdtfError>;

pub(super) fn parse(text: &str) -> Result<Form> {
    if let Some(date) = plain(text.as_bytes()) {
        return Ok(Form::Point(Point::Date(date)));
    }
    let mut cursor = Cursor { text, bytes: text.as_bytes(), at: 0 };
    let form = match cursor.peek() {
        Some(b'[') => cursor.set(Choice::OneOf, b']')?,
        Some(b'{') => cursor.set(Choice::AllOf, b'}')?,
        _ => cursor.date_or_interval()?,
    };
    if cursor.at < text.len() {
        return Err(cursor.trailing(&form));
    }
    Ok(form)
}

/// The short way for what most texts are: a day, month or year of four digits, with nothing else.
fn plain(bytes: &[u8]) -> Option<Date> {
    let two = |at: usize| match bytes.get(at..at + 2) {
        Some(&[tens @ b'0'..=b'9', ones @ b'0'..=b'9']) => Some((tens - b'0') * 10 + (ones - b'0')),
        _ => None,
    };
    let part = |at: usize| if bytes[at] == b'-' { two(at + 1) } else { None };
    let (month, day) = match bytes.len() {
        4 => (None, None),
        7 => (Some(part(4)?), None),
        10 => (Some(part(4)?), Some(part(7)?)),
        _ => return None,
    };
    let year = i64::from(two(0)?) * 100 + i64::from(two(2)?);
    let exists = month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=month_days(year, month.unwrap_or(1))).contains(&day));
    exists.then(|| Date::plain(year, month.map_or(Two::NONE, Two::of), day.map_or(Two::NONE, Two::of)))
}

pub(super) struct Cursor<'t> {
    text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
}

impl Cursor<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn eat_dots(&mut self) -> bool {
        let found = self.bytes[self.at..].starts_with(b"..");
        self.at += if found { 2 } else { 0 };
        found
    }

    /// An error about the `length` bytes at `offset`, widened to whole characters.
    #[cold]
    pub(super) fn error<T>(
        &self,
        offset: usize,
        length: usize,
        expected: impl Into<Cow<'static, str>>,
    ) -> Result<T> {
        let start =
            (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let end = (offset + length).min(self.text.len());
        let end = (end..=self.text.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(end);
        let found = self.text.get(start..end).unwrap_or_default().to_owned();
        Err(EdtfError { offset: start, found, expected: expected.into() })
    }

    #[cold]
    pub(super) fn here<T>(&self, expected: &'static str) -> Result<T> {
        self.error(self.at, 1, expected)
    }

    #[cold]
    fn trailing(&self, form: &Form) -> EdtfError {
        let digit = self.peek().is_some_and(|byte| byte.is_ascii_digit());
        let expected = match form {
            Form::Interval(_) => "the end of the interval",
            Form::Set(_) => "the end of the set",
            Form::Point(Point::Time(_)) => "the end of the date-time",
            Form::Point(Point::Date(date)) if digit && !date.month.is_some() => {
                "the end, or \"-\" and a month; a year of more than four digits begins with \"Y\""
            }
            Form::Point(Point::Date(date)) if !date.month.is_some() => "the end, \"-\" and a month, or \"/\"",
            Form::Point(Point::Date(date)) if !date.day.is_some() => "the end, \"-\" and a day, or \"/\"",
            Form::Point(Point::Date(_)) => "the end, \"T\" and a time, or \"/\"",
        };
        let length = self.text.len() - self.at;
        match self.error::<()>(self.at, length, expected) {
            Err(error) => error,
            Ok(()) => EdtfError { offset: self.at, found: String::new(), expected: expected.into() },
        }
    }

    fn date_or_interval(&mut self) -> Result<Form> {
        let start = self.edge()?;
        if self.peek() != Some(b'/') {
            return match start {
                Edge::At(point) => Ok(Form::Point(point)),
                Edge::Open => self.here("\"/\" after an open start"),
                Edge::Unknown => self.here("a year of four digits, \"Y\", \"/\", \"[\" or \"{\""),
            };
        }
        self.at += 1;
        let second = self.at;
        let end = self.edge()?;
        if (start, end) == (Edge::Unknown, Edge::Unknown) {
            return self.error(second, 1, "a date on at least one side of \"/\", or \"..\"");
        }
        if let (Edge::At(start), Edge::At(end)) = (start, end) {
            self.ordered(start, end, second)?;
        }
        Ok(Form::Interval(Box::new((start, end))))
    }

    fn edge(&mut self) -> Result<Edge> {
        if self.eat_dots() {
            return Ok(Edge::Open);
        }
        match self.peek() {
            None | Some(b'/') => Ok(Edge::Unknown),
            Some(_) => self.point().map(Edge::At),
        }
    }

    /// An end that can only lie before its start is a contradiction, whatever its masked digits stand for.
    fn ordered(&self, start: Point, end: Point, offset: usize) -> Result<()> {
        if end.extent().1.closing() >= start.extent().0.opening() {
            return Ok(());
        }
        self.error(offset, self.at - offset, "an end that is not before the start")
    }

    fn set(&mut self, choice: Choice, close: u8) -> Result<Form> {
        self.at += 1;
        let mut members = Vec::new();
        loop {
            members.push(self.member()?);
            self.blanks();
            if self.eat(close) {
                return Ok(Form::Set(Box::new(Set { choice, members })));
            }
            if !self.eat(b',') {
                let expected =
                    if close == b']' { "\",\", \"..\" or \"]\"" } else { "\",\", \"..\" or \"}\"" };
                return self.here(expected);
            }
            self.blanks();
        }
    }

    fn blanks(&mut self) {
        while self.eat(b' ') {}
    }

    fn member(&mut self) -> Result<Member> {
        if self.eat_dots() {
            return Ok(Member::Range(None, Some(self.point()?)));
        }
        let first = self.point()?;
        if !self.eat_dots() {
            return Ok(Member::One(first));
        }
        if matches!(self.peek(), None | Some(b',' | b']' | b'}' | b' ')) {
            return Ok(Member::Range(Some(first), None));
        }
        let second = self.at;
        let last = self.point()?;
        self.ordered(first, last, second)?;
        Ok(Member::Range(Some(first), Some(last)))
    }

    fn point(&mut self) -> Result<Point> {
        let begin = self.at;
        let mut qualifiers = Qualifiers::default();
        qualifiers.set_before(Part::Year, self.qualifier());
        if self.peek() == Some(b'Y') {
            return self.long_year(qualifiers).map(Point::Date);
        }
        let mut date = self.short_year(qualifiers)?;
        if date.marks.masked() == 0 && self.eat(b'S') {
            date.significant = self.significant_digits()?;
            date.qualifiers.set_after(Part::Year, self.qualifier());
            return Ok(Point::Date(date));
        }
        date.qualifiers.set_after(Part::Year, self.qualifier());
        if self.eat(b'-') {
            self.month_and_day(&mut date)?;
        }
        match self.peek() {
            Some(b'T') => self.time(date, begin).map(Point::Time),
            _ => Ok(Point::Date(date)),
        }
    }

    fn qualifier(&mut self) -> Qualifier {
        let qualifier = match self.peek() {
            Some(b'?') => Qualifier::UNCERTAIN,
            Some(b'~') => Qualifier::APPROXIMATE,
            Some(b'%') => Qualifier::BOTH,
            _ => return Qualifier::NONE,
        };
        self.at += 1;
        qualifier
    }

    /// Four digits, each of which may be `X`, with or without a minus sign.
    fn short_year(&mut self, qualifiers: Qualifiers) -> Result<Date> {
        let begin = self.at;
        let negative = self.eat(b'-');
        let (mut year, mut masked) = (0_i64, 0_u8);
        for _ in 0..4 {
            let digit = match self.peek() {
                Some(digit @ b'0'..=b'9') => digit - b'0',
                Some(b'X') => 0,
                _ => return self.here("a year of four digits (or X for a digit not specified)"),
            };
            masked = masked << 1 | u8::from(self.peek() == Some(b'X'));
            year = year * 10 + i64::from(digit);
            self.at += 1;
        }
        if negative && year == 0 && masked == 0 {
            return self.error(begin, 5, "0000 for 1 BCE, or -0001 for 2 BCE");
        }
        let mut date = Date::plain(if negative { -year } else { year }, Two::NONE, Two::NONE);
        date.marks = Marks(masked | if negative { Marks::NEGATIVE } else { 0 });
        date.qualifiers = qualifiers;
        Ok(date)
    }

    /// `Y` and a year of five or more digits, or of any with an exponent; then significant digits.
    fn long_year(&mut self, qualifiers: Qualifiers) -> Result<Date> {
        self.at += 1;
        let negative = self.eat(b'-');
        let begin = self.at;
        let Some(mantissa) = self.number() else {
            return self.here("the digits of a year");
        };
        let digits = self.at - begin;
        let exponent = if self.eat(b'E') { Some(self.exponent()?) } else { None };
        if self.bytes[begin] == b'0' {
            return self.error(begin, digits, "a year without leading zeros after \"Y\"");
        }
        if exponent.is_none() && digits < 5 {
            return self.error(begin, digits, "more than four digits after \"Y\", or an exponent");
        }
        let year = if negative { -mantissa } else { mantissa };
        let mut date = Date::plain(year, Two::NONE, Two::NONE);
        date.marks.0 |= Marks::LONG;
        date.exponent = exponent;
        date.qualifiers = qualifiers;
        if date.whole_year().unsigned_abs() > YEAR_MAX as u64 {
            return self.error(begin, self.at - begin, "a year within 10^16 of year 0");
        }
        if self.eat(b'S') {
            date.significant = self.significant_digits()?;
        }
        date.qualifiers.set_after(Part::Year, self.qualifier());
        Ok(date)
    }

    /// As many digits as there are; a number too large to count stays at the largest.
    pub(super) fn number(&mut self) -> Option<i64> {
        let begin = self.at;
        let mut number = 0_i64;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            number = number.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
            self.at += 1;
        }
        (self.at > begin).then_some(number)
    }

    /// The digits from `begin` on have no leading zero.
    fn is_plain(&self, begin: usize) -> bool {
        self.at == begin + 1 || self.bytes.get(begin) != Some(&b'0')
    }

    fn exponent(&mut self) -> Result<Exponent> {
        let begin = self.at;
        match self.number().filter(|_| self.is_plain(begin)) {
            Some(power @ 0..=16) => Ok(Exponent::Ten(power as u8)),
            _ => self.error(begin, (self.at - begin).max(1), "an exponent from 0 to 16"),
        }
    }

    fn significant_digits(&mut self) -> Result<u8> {
        let begin = self.at;
        match self.number().filter(|_| self.is_plain(begin)) {
            Some(count @ 1..=255) => Ok(count as u8),
            _ => self.error(begin, (self.at - begin).max(1), "a count of significant digits, from 1"),
        }
    }

    fn month_and_day(&mut self, date: &mut Date) -> Result<()> {
        date.qualifiers.set_before(Part::Month, self.qualifier());
        let begin = self.at;
        date.month = self.two("a month of two digits, 01 to 12, or a season, 21 to 41")?;
        let season = matches!(date.month.value(), Some(21..=41));
        if !season && date.month.within(1..=12).is_none() {
            return self.error(begin, 2, "a month from 01 to 12, or a season from 21 to 41");
        }
        date.qualifiers.set_after(Part::Month, self.qualifier());
        if self.peek() != Some(b'-') {
            return Ok(());
        }
        if season {
            return self.here("the end of the date: a season has no days");
        }
        self.at += 1;
        date.qualifiers.set_before(Part::Day, self.qualifier());
        let begin = self.at;
        date.day = self.two("a day of two digits")?;
        if !self.day_exists(date) {
            let longest = (1..=12).filter(|month| date.month.matches(*month));
            let days = longest.map(|month| month_days(date.years().0, month)).max().unwrap_or(31);
            return self.error(begin, 2, format!("a day from 01 to {days}"));
        }
        date.qualifiers.set_after(Part::Day, self.qualifier());
        Ok(())
    }

    fn day_exists(&self, date: &Date) -> bool {
        match (date.month.value(), date.day.value()) {
            (_, Some(0)) => false,
            (Some(_), Some(1..=28)) => true,
            _ => date.is_possible(),
        }
    }

    /// Two digits, each of which may be `X`.
    fn two(&mut self, expected: &'static str) -> Result<Two> {
        let mut digits = [0; 2];
        for digit in &mut digits {
            *digit = match self.peek() {
                Some(byte @ b'0'..=b'9') => byte - b'0',
                Some(b'X') => Two::MASK,
                _ => return self.here(expected),
            };
            self.at += 1;
        }
        Ok(Two::new(digits[0], digits[1]))
    }
}

impl Point {
    /// The first and last tick it may mean.
    pub(super) fn extent(&self) -> (crate::Tick, crate::Tick) {
        match self {
            Point::Date(date) => date.days(),
            Point::Time(time) => (time.tick(), time.tick()),
        }
    }
}
