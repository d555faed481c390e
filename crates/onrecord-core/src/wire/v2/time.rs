//! How a time stands in the head: as numbers where it is a plain date, else as the length of its text.

use std::borrow::Cow;

use bincode::de::Decoder;
use bincode::de::read::Reader;
use bincode::enc::Encoder;
use bincode::enc::write::Writer;
use bincode::error::{DecodeError, EncodeError};
use bincode::{Decode, Encode, impl_borrow_decode};
use onrecord_when::{Edtf, Plain};

use super::field::{Head, Wire};
use super::length::Length;
use super::name::slug_length;
use super::runs::Runs;
use crate::when::{Anchor, When};

const NONE: u8 = 0;
const YEAR: u8 = 1;
const MONTH: u8 = 2;
const DAY: u8 = 3;
const SECOND: u8 = 4;
const EXPRESSION: u8 = 5;
const PHRASE: u8 = 6;
const PHRASE_FROM_REPORT: u8 = 7;
const PHRASE_FROM_DATE: u8 = 8;

/// How many bytes the numbers of each form take, up to [`SECOND`]: two for the year, and one for each part after it.
const NUMBER_BYTES: [usize; 5] = [0, 2, 3, 4, 7];

/// An expression: its numbers, or the length of its text where it is not a plain date.
#[derive(Clone, Copy)]
pub(super) enum Date {
    /// The form, and the bytes of the numbers one after the other, from the lowest on; the bytes after them are 0.
    Plain(u8, u64),
    Text(Length),
    /// Only read, never written.
    Unknown,
}

impl Date {
    fn of(edtf: &Edtf) -> Date {
        let Some(Plain { year, month, day, clock }) = edtf.to_plain() else {
            return Date::Text(Length::of(edtf.to_string().len()));
        };
        let form = match (month, day, clock) {
            (_, _, Some(_)) => SECOND,
            (0, ..) => YEAR,
            (_, 0, _) => MONTH,
            _ => DAY,
        };
        let ([low, high], [hour, minute, second]) = (year.to_le_bytes(), clock.unwrap_or_default());
        Date::Plain(form, u64::from_le_bytes([low, high, month, day, hour, minute, second, 0]))
    }

    fn encode<E: Encoder>(self, encoder: &mut E) -> Result<(), EncodeError> {
        match self {
            Date::Plain(form, numbers) => {
                form.encode(encoder)?;
                encoder.writer().write(&numbers.to_le_bytes()[..NUMBER_BYTES[usize::from(form)]])
            }
            Date::Text(length) => (EXPRESSION, length).encode(encoder),
            Date::Unknown => NONE.encode(encoder),
        }
    }

    #[inline(always)]
    fn decode<D: Decoder>(form: u8, decoder: &mut D) -> Result<Date, DecodeError> {
        match form {
            YEAR..=SECOND => Ok(Date::Plain(form, numbers(NUMBER_BYTES[usize::from(form)], decoder)?)),
            EXPRESSION => Length::decode(decoder).map(Date::Text),
            _ => Ok(Date::Unknown),
        }
    }

    #[inline(always)]
    fn take(self, runs: &mut Runs<'_>) -> Option<Edtf> {
        let (edtf, problem) = match self {
            Date::Plain(form, numbers) => (plain(form, numbers), "there is no such date or time of day"),
            Date::Text(length) => {
                (expression(runs.text(length)), "a time is not an EDTF expression as it is written")
            }
            Date::Unknown => (None, "a time has a form that no time has"),
        };
        if edtf.is_none() {
            runs.note(problem);
        }
        edtf
    }
}

#[inline(always)]
fn plain(form: u8, numbers: u64) -> Option<Edtf> {
    let part = |place: u32| (numbers >> (8 * place)) as u8;
    let (year, month, day) = (numbers as i16, part(2), part(3));
    let clock = (form == SECOND).then_some([part(4), part(5), part(6)]);
    let as_formed = (month > 0) == (form >= MONTH) && (day > 0) == (form >= DAY);
    if as_formed { Edtf::from_plain(Plain { year, month, day, clock }) } else { None }
}

/// The next `count` bytes, and zeros behind them.
#[inline(always)]
fn numbers<D: Decoder>(count: usize, decoder: &mut D) -> Result<u64, DecodeError> {
    decoder.claim_bytes_read(count)?;
    // Nearly always something stands behind them, and eight bytes are read at once without asking how many are meant.
    match decoder.reader().peek_read(8).and_then(<[u8]>::first_chunk) {
        Some(bytes) => {
            let kept = u64::from_le_bytes(*bytes) & ((1 << (8 * count)) - 1);
            decoder.reader().consume(count);
            Ok(kept)
        }
        None => last_numbers(count, decoder),
    }
}

#[cold]
#[inline(never)]
fn last_numbers<D: Decoder>(count: usize, decoder: &mut D) -> Result<u64, DecodeError> {
    let mut bytes = [0; 8];
    decoder.reader().read(&mut bytes[..count])?;
    Ok(u64::from_le_bytes(bytes))
}

/// Only the one text that is written is read, and only where the expression has no numbers.
#[cold]
fn expression(text: &str) -> Option<Edtf> {
    let edtf: Edtf = text.parse().ok()?;
    let as_written = edtf.to_plain().is_none() && edtf.to_string() == text;
    as_written.then_some(edtf)
}

fn put_expression(edtf: &Edtf, texts: &mut Vec<u8>) {
    if edtf.to_plain().is_none() {
        texts.extend_from_slice(edtf.to_string().as_bytes());
    }
}

/// A time: its form, and then
///
/// 1 to 4: year (2 bytes, signed), month, day, hour, minute, second, as far as the form goes; 5: the length of an EDTF
/// expression; 6: that of a phrase; 7: the same, and the length of the slug of the report it hangs from; 8: the same,
/// and a date of form 1 to 5 from which it hangs.
#[derive(Clone, Copy)]
pub(super) enum Time {
    Date(Date),
    Phrase(Length),
    FromReport(Length, u8),
    FromDate(Length, Date),
}

impl Head for Time {
    #[inline(always)]
    fn slug_bytes(&self) -> usize {
        match self {
            Time::FromReport(_, slug) => usize::from(*slug),
            Time::Date(_) | Time::Phrase(_) | Time::FromDate(..) => 0,
        }
    }
}

impl Encode for Time {
    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<(), EncodeError> {
        match self {
            Time::Date(date) => date.encode(encoder),
            Time::Phrase(phrase) => (PHRASE, phrase).encode(encoder),
            Time::FromReport(phrase, report) => (PHRASE_FROM_REPORT, phrase, report).encode(encoder),
            Time::FromDate(phrase, date) => {
                (PHRASE_FROM_DATE, phrase).encode(encoder)?;
                date.encode(encoder)
            }
        }
    }
}

impl Time {
    #[inline(always)]
    fn decode_form<D: Decoder>(form: u8, decoder: &mut D) -> Result<Self, DecodeError> {
        match form {
            YEAR..=SECOND => Date::decode(form, decoder).map(Time::Date),
            _ => Time::decode_words(form, decoder),
        }
    }

    #[inline(never)]
    fn decode_words<D: Decoder>(form: u8, decoder: &mut D) -> Result<Self, DecodeError> {
        Ok(match form {
            PHRASE => Time::Phrase(Decode::decode(decoder)?),
            PHRASE_FROM_REPORT => Time::FromReport(Decode::decode(decoder)?, Decode::decode(decoder)?),
            PHRASE_FROM_DATE => {
                let phrase = Decode::decode(decoder)?;
                let form = Decode::decode(decoder)?;
                Time::FromDate(phrase, Date::decode(form, decoder)?)
            }
            _ => Time::Date(Date::decode(form, decoder)?),
        })
    }
}

impl<Context> Decode<Context> for Time {
    #[inline(always)]
    fn decode<D: Decoder<Context = Context>>(decoder: &mut D) -> Result<Self, DecodeError> {
        let form = Decode::decode(decoder)?;
        Time::decode_form(form, decoder)
    }
}

impl_borrow_decode!(Time);

/// A time, or form 0 where there is none.
#[derive(Clone, Copy)]
pub(super) struct MaybeTime(Option<Time>);

impl Head for MaybeTime {
    #[inline(always)]
    fn slug_bytes(&self) -> usize {
        self.0.map_or(0, |time| time.slug_bytes())
    }
}

impl Encode for MaybeTime {
    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<(), EncodeError> {
        match self.0 {
            None => NONE.encode(encoder),
            Some(time) => time.encode(encoder),
        }
    }
}

impl<Context> Decode<Context> for MaybeTime {
    #[inline(always)]
    fn decode<D: Decoder<Context = Context>>(decoder: &mut D) -> Result<Self, DecodeError> {
        match Decode::decode(decoder)? {
            NONE => Ok(MaybeTime(None)),
            form => Time::decode_form(form, decoder).map(Some).map(MaybeTime),
        }
    }
}

impl_borrow_decode!(MaybeTime);

impl<'a> Wire<'a, Time> for When<'a> {
    fn head(&self) -> Time {
        let (phrase, anchor) = match self {
            When::Edtf(edtf) => return Time::Date(Date::of(edtf)),
            When::Phrase { phrase, anchor } => (Length::of(phrase.len()), anchor),
        };
        match anchor {
            None => Time::Phrase(phrase),
            Some(Anchor::Report(report)) => Time::FromReport(phrase, slug_length(report.as_str())),
            Some(Anchor::Date(date)) => Time::FromDate(phrase, Date::of(date)),
        }
    }

    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        if let Some(Anchor::Report(report)) = self.anchor() {
            slugs.extend_from_slice(report.as_str().as_bytes());
        }
    }

    fn put_texts(&self, texts: &mut Vec<u8>) {
        match self {
            When::Edtf(edtf) => put_expression(edtf, texts),
            When::Phrase { phrase, anchor } => {
                texts.extend_from_slice(phrase.as_bytes());
                if let Some(Anchor::Date(date)) = anchor {
                    put_expression(date, texts);
                }
            }
        }
    }

    #[inline(never)]
    fn take(time: Time, runs: &mut Runs<'a>) -> Self {
        let (phrase, anchor) = match time {
            Time::Date(date) => match date.take(runs) {
                Some(edtf) => return When::Edtf(edtf),
                None => ("", None),
            },
            Time::Phrase(phrase) => (runs.text(phrase), None),
            Time::FromReport(phrase, report) => (runs.text(phrase), Some(Anchor::Report(runs.slug(report)))),
            Time::FromDate(phrase, date) => (runs.text(phrase), date.take(runs).map(Anchor::Date)),
        };
        When::Phrase { phrase: Cow::Borrowed(phrase), anchor }
    }
}

impl<'a> Wire<'a, MaybeTime> for Option<When<'a>> {
    fn head(&self) -> MaybeTime {
        MaybeTime(self.as_ref().map(Wire::head))
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        self.iter().for_each(|when| when.put_slugs(slugs));
    }
    fn put_texts(&self, texts: &mut Vec<u8>) {
        self.iter().for_each(|when| when.put_texts(texts));
    }
    #[inline(always)]
    fn take(MaybeTime(time): MaybeTime, runs: &mut Runs<'a>) -> Self {
        time.map(|time| When::take(time, runs))
    }
}
