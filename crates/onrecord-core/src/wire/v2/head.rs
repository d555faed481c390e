//! Reads the numbers of a head.

use bincode::BorrowDecode;
use bincode::de::read::{BorrowReader, Reader};
use bincode::de::{Decoder, DecoderImpl};
use bincode::error::DecodeError;

use super::CONFIG;

/// A payload, and how far its head was read.
///
/// It has no way to fail, so that what is made of it for each of thirty-one kinds stays small enough to be kept at hand
/// by the processor: what lies beyond the end reads as 0, and that it does is seen once, at the end.
pub(super) struct HeadReader<'a> {
    payload: &'a [u8],
    at: usize,
}

impl<'a> HeadReader<'a> {
    /// The head at the beginning of `payload`, and what follows it; `None` for that if the payload ends before it.
    #[inline(always)]
    pub(super) fn read<T: BorrowDecode<'a, ()>>(
        payload: &'a [u8],
    ) -> Result<(T, Option<&'a [u8]>), DecodeError> {
        let mut decoder = DecoderImpl::new(HeadReader { payload, at: 0 }, CONFIG, ());
        let head = T::borrow_decode(&mut decoder)?;
        Ok((head, payload.get(decoder.reader().at..)))
    }

    /// The next bytes, if there are as many.
    #[inline(always)]
    fn next(&mut self, count: usize) -> Option<&'a [u8]> {
        let from = self.at;
        self.at = from.saturating_add(count);
        self.payload.get(from..self.at)
    }
}

impl Reader for HeadReader<'_> {
    #[inline(always)]
    fn read(&mut self, bytes: &mut [u8]) -> Result<(), DecodeError> {
        match self.next(bytes.len()) {
            Some(read) => bytes.copy_from_slice(read),
            None => bytes.fill(0),
        }
        Ok(())
    }

    #[inline(always)]
    fn peek_read(&mut self, count: usize) -> Option<&[u8]> {
        self.payload.get(self.at..self.at.checked_add(count)?)
    }

    #[inline(always)]
    fn consume(&mut self, count: usize) {
        self.at = self.at.saturating_add(count);
    }
}

impl<'a> BorrowReader<'a> for HeadReader<'a> {
    #[inline(always)]
    fn take_bytes(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        Ok(self.next(count).unwrap_or_default())
    }
}
