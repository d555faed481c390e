//! A list of things that have slugs: its length, and so many bytes for each.

use bincode::de::BorrowDecoder;
use bincode::de::read::BorrowReader;
use bincode::enc::Encoder;
use bincode::enc::write::Writer;
use bincode::error::{DecodeError, EncodeError};
use bincode::{BorrowDecode, Decode, Encode};
use smallvec::SmallVec;

use super::field::{Head, Wire};
use super::length::Length;
use super::name::Named;
use super::runs::Runs;
use crate::event;

/// The entries of a list, of so many bytes each.
pub(super) enum List<'a, const BYTES: usize> {
    Read(&'a [[u8; BYTES]]),
    Made(SmallVec<[[u8; BYTES]; 8]>),
}

impl<const BYTES: usize> List<'_, BYTES> {
    fn entries(&self) -> &[[u8; BYTES]] {
        match self {
            List::Read(entries) => entries,
            List::Made(entries) => entries,
        }
    }
}

impl<const BYTES: usize> Head for List<'_, BYTES> {
    #[inline(always)]
    fn slug_bytes(&self) -> usize {
        self.entries().iter().map(|entry| Named(*entry).slug_bytes()).sum()
    }
}

impl<const BYTES: usize> Encode for List<'_, BYTES> {
    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<(), EncodeError> {
        Length::of(self.entries().len()).encode(encoder)?;
        encoder.writer().write(self.entries().as_flattened())
    }
}

impl<'a, const BYTES: usize, Context> BorrowDecode<'a, Context> for List<'a, BYTES> {
    #[inline(always)]
    fn borrow_decode<D: BorrowDecoder<'a, Context = Context>>(decoder: &mut D) -> Result<Self, DecodeError> {
        let byte_count = Length::decode(decoder)?.get().saturating_mul(BYTES);
        decoder.claim_bytes_read(byte_count)?;
        let (entries, _) = decoder.borrow_reader().take_bytes(byte_count)?.as_chunks();
        Ok(List::Read(entries))
    }
}

impl<'a, const BYTES: usize, T: Wire<'a, Named<BYTES>>> Wire<'a, List<'a, BYTES>> for event::List<T> {
    fn head(&self) -> List<'a, BYTES> {
        List::Made(self.iter().map(|entry| entry.head().0).collect())
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        self.iter().for_each(|entry| entry.put_slugs(slugs));
    }
    /// The slugs of all entries were found in the run before, so that the memory taken is bounded by the payload.
    #[inline(never)]
    fn take(list: List<'a, BYTES>, runs: &mut Runs<'a>) -> Self {
        list.entries().iter().map(|entry| T::take(Named(*entry), runs)).collect()
    }
}
