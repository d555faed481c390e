//! Versions of one row in bytes, as pages: each begins with a whole version, and those behind it are written as differences.
//!
//! So whoever looks up a version reads no more than one page of it, and a page is read by itself.

use onrecord_core::Position;

use super::{Malformed, Materialize, Reader, Writer};
use crate::history::RowChange;
use crate::projection::Shown;

/// So many changes a page holds at most. With more, a look-up reads more of them; with fewer, whole versions take more room.
const CHANGES_MAX: usize = 8;

const GONE: u8 = 0;
const SHOWN: u8 = 1;

/// Writes changes of one row, the oldest first.
pub(super) fn write_pages<P: Materialize>(changes: &[RowChange<P::Row>], to: &mut Writer) {
    for page in changes.chunks(CHANGES_MAX) {
        let mut written = Writer::default();
        let (mut before_at, mut before) = (0, None);
        for (from, shown) in page {
            written.number(from.get() - before_at);
            before_at = from.get();
            written.byte(if shown.is_some() { SHOWN } else { GONE });
            if let Some(shown) = shown {
                write_shown::<P>(shown, before, &mut written);
                before = Some(shown);
            }
        }
        to.block(written.bytes());
    }
}

fn write_shown<P: Materialize>(shown: &Shown<P::Row>, before: Option<&Shown<P::Row>>, to: &mut Writer) {
    let reasons = before.map_or(&[][..], |before| &before.because);
    to.positions(&missing(reasons, &shown.because));
    to.positions(&missing(&shown.because, reasons));
    P::write_row(&shown.row, before.map(|before| &before.row), to);
}

/// The pages in `bytes`, the oldest first.
pub(super) fn pages<'b>(bytes: &'b [u8]) -> impl Iterator<Item = Result<Page<'b>, Malformed>> {
    let mut rest = Reader::new(bytes);
    std::iter::from_fn(move || (!rest.is_empty()).then(|| rest.block().map(Page)))
}

/// A page that was not read yet.
#[derive(Clone, Copy)]
pub(super) struct Page<'b>(&'b [u8]);

impl<'b> Page<'b> {
    /// The position of its first change.
    pub(super) fn first(self) -> Result<u64, Malformed> {
        Reader::new(self.0).number()
    }

    /// Its changes, the oldest first, up to the first error.
    pub(super) fn changes<'k, P: Materialize>(self, key: &'k P::Key) -> Changes<'b, 'k, P> {
        Changes { key, from: Reader::new(self.0), at: 0, before: None }
    }

    /// What the row came to be last by the time `known` was, if it was anything by then.
    pub(super) fn as_of<P: Materialize>(
        self,
        key: &P::Key,
        known: u64,
    ) -> Result<Option<RowChange<P::Row>>, Malformed> {
        let mut changes = self.changes::<P>(key);
        let mut found = None;
        while changes.next_at()?.is_some_and(|next| next <= known) {
            found = Some(changes.read()?);
        }
        let Some((from, is_there)) = found else { return Ok(None) };
        Ok(Some((from, changes.before.filter(|_| is_there))))
    }
}

/// The changes of a page, while they are read.
pub(super) struct Changes<'b, 'k, P: Materialize> {
    key: &'k P::Key,
    from: Reader<'b>,
    /// The position of the last change read.
    at: u64,
    /// The last version read that was there: the next one says how it differs.
    before: Option<Shown<P::Row>>,
}

impl<P: Materialize> Changes<'_, '_, P> {
    /// The position of the next change; `None` at the end.
    fn next_at(&self) -> Result<Option<u64>, Malformed> {
        if self.from.is_empty() {
            return Ok(None);
        }
        let behind = self.from.clone().number()?;
        let next = self.at.checked_add(behind).filter(|next| *next > self.at);
        next.map(Some).ok_or(Malformed("changes do not follow one another"))
    }

    /// Reads the next change, into `before` where the row is there: where it is, and whether.
    fn read(&mut self) -> Result<(Position, bool), Malformed> {
        self.at += self.from.number()?;
        let from = Position::new(self.at).ok_or(Malformed("a change has no position"))?;
        match self.from.byte()? {
            GONE => return Ok((from, false)),
            SHOWN => {}
            _ => return Err(Malformed("a change is of no kind")),
        }
        let (added, removed) = (self.from.positions()?, self.from.positions()?);
        let (before, mut because) = match self.before.take() {
            Some(Shown { row, because }) => (Some(row), because),
            None => (None, Vec::new()),
        };
        because.retain(|position| removed.binary_search(position).is_err());
        because.extend(added);
        because.sort();
        let row = P::read_row(self.key, before, &mut self.from)?;
        self.before = Some(Shown { row, because });
        Ok((from, true))
    }
}

impl<P: Materialize> Iterator for Changes<'_, '_, P> {
    type Item = Result<RowChange<P::Row>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_at().transpose()?;
        let change = next.and_then(|_| self.read());
        if change.is_err() {
            self.from = Reader::new(&[]);
        }
        Some(change.map(|(from, is_there)| (from, self.before.clone().filter(|_| is_there))))
    }
}

/// The positions among `these` that are not among `others`; both ascend.
fn missing(others: &[Position], these: &[Position]) -> Vec<Position> {
    these.iter().filter(|position| others.binary_search(position).is_err()).copied().collect()
}
