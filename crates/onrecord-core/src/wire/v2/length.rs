//! How long a text is: one number with exactly one form in the bytes.

use bincode::de::Decoder;
use bincode::enc::Encoder;
use bincode::error::{DecodeError, EncodeError};
use bincode::{Decode, Encode, impl_borrow_decode};

/// A length up to 250 is that byte; up to 65 535 it is 251 and two bytes; beyond, 252 and four bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Length(u32);

impl Length {
    const BYTE_MAX: u32 = 250;
    const SHORT_MAX: u32 = u16::MAX as u32;

    /// No event holds a text that is too long to be counted; the length of one that did would come out wrong, and the
    /// event be refused for its size.
    pub(super) fn of(text_bytes: usize) -> Length {
        Length(u32::try_from(text_bytes).unwrap_or(u32::MAX))
    }

    #[inline(always)]
    pub(super) fn get(self) -> usize {
        self.0 as usize
    }

    /// The length that is less by one; `None` for 0.
    #[inline(always)]
    pub(super) fn before(self) -> Option<Length> {
        self.0.checked_sub(1).map(Length)
    }
}

impl Encode for Length {
    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<(), EncodeError> {
        match self.0 {
            0..=Length::BYTE_MAX => (self.0 as u8).encode(encoder),
            251..=Length::SHORT_MAX => (251_u8, self.0 as u16).encode(encoder),
            _ => (252_u8, self.0).encode(encoder),
        }
    }
}

impl<Context> Decode<Context> for Length {
    #[inline(always)]
    fn decode<D: Decoder<Context = Context>>(decoder: &mut D) -> Result<Self, DecodeError> {
        match u8::decode(decoder)? {
            byte @ 0..=250 => Ok(Length(byte.into())),
            first => long(first, decoder),
        }
    }
}

/// What is not how a length is written becomes one that no text has.
#[cold]
fn long<D: Decoder>(first: u8, decoder: &mut D) -> Result<Length, DecodeError> {
    let (length, least) = match first {
        251 => (u16::decode(decoder)?.into(), Length::BYTE_MAX + 1),
        252 => (u32::decode(decoder)?, Length::SHORT_MAX + 1),
        _ => (u32::MAX, 0),
    };
    Ok(Length(if length >= least { length } else { u32::MAX }))
}

impl_borrow_decode!(Length);
