//! How is an EDTF expression written?

use std::fmt::{self, Display, Formatter, Write};

use super::date::{Date, DateTime, Exponent, Part, Qualifier, Two};
use super::{Choice, Edge, Edtf, Form, Member, Point, Set};
use crate::calendar::Civil;
use crate::tick::{write_clock, write_day, write_fraction, write_offset};

impl Display for Edtf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Point(point) => point.fmt(f),
            Form::Interval(edges) => write!(f, "{}/{}", edges.0, edges.1),
            Form::Set(set) => set.fmt(f),
        }
    }
}

impl Display for Edge {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Edge::Unknown => Ok(()),
            Edge::Open => f.write_str(".."),
            Edge::At(point) => point.fmt(f),
        }
    }
}

impl Display for Set {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (open, close) = match self.choice {
            Choice::OneOf => ('[', ']'),
            Choice::AllOf => ('{', '}'),
        };
        f.write_char(open)?;
        for (place, member) in self.members.iter().enumerate() {
            if place > 0 {
                f.write_char(',')?;
            }
            member.fmt(f)?;
        }
        f.write_char(close)
    }
}

impl Display for Member {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Member::One(point) => point.fmt(f),
            Member::Range(from, to) => {
                from.iter().try_for_each(|point| point.fmt(f))?;
                f.write_str("..")?;
                to.iter().try_for_each(|point| point.fmt(f))
            }
        }
    }
}

impl Display for Point {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Point::Date(date) => date.fmt(f),
            Point::Time(time) => time.fmt(f),
        }
    }
}

impl Display for Date {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_qualifier(f, self.qualifiers.before(Part::Year))?;
        self.write_year(f)?;
        if self.significant > 0 {
            write!(f, "S{}", self.significant)?;
        }
        write_qualifier(f, self.qualifiers.after(Part::Year))?;
        self.write_part(f, Part::Month, self.month)?;
        self.write_part(f, Part::Day, self.day)
    }
}

impl Date {
    fn write_year(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let sign = if self.marks.is_negative() { "-" } else { "" };
        if self.marks.is_long() {
            write!(f, "Y{sign}{}", self.year.unsigned_abs())?;
            return match self.exponent {
                Some(Exponent::Ten(power)) => write!(f, "E{power}"),
                None => Ok(()),
            };
        }
        f.write_str(sign)?;
        for place in (0..4).rev() {
            if self.marks.masked() >> place & 1 == 1 {
                f.write_char('X')?;
            } else {
                let digit = self.year.unsigned_abs() / 10_u64.pow(place) % 10;
                f.write_char(char::from(b'0' + digit as u8))?;
            }
        }
        Ok(())
    }

    fn write_part(&self, f: &mut Formatter<'_>, part: Part, two: Two) -> fmt::Result {
        if !two.is_some() {
            return Ok(());
        }
        f.write_char('-')?;
        write_qualifier(f, self.qualifiers.before(part))?;
        let (tens, ones) = two.digits();
        for digit in [tens, ones] {
            f.write_char(if digit == Two::MASK { 'X' } else { char::from(b'0' + digit) })?;
        }
        write_qualifier(f, self.qualifiers.after(part))
    }
}

impl Display for DateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let clock = self.clock;
        write_day(f, Civil::new(self.year.into(), self.month, self.day))?;
        f.write_char('T')?;
        write_clock(f, clock.hour.into(), clock.minute.into(), clock.second.into())?;
        write_fraction(f, clock.nano, clock.fraction_digits)?;
        write_offset(f, clock.offset)
    }
}

fn write_qualifier(f: &mut Formatter<'_>, qualifier: Qualifier) -> fmt::Result {
    match qualifier {
        Qualifier::UNCERTAIN => f.write_char('?'),
        Qualifier::APPROXIMATE => f.write_char('~'),
        Qualifier::BOTH => f.write_char('%'),
        _ => Ok(()),
    }
}
