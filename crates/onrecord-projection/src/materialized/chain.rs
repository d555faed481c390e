//! Every version of one row, in the order of the record: the last one as it is, those before it as differences.

use onrecord_core::Position;

use super::{Malformed, Materialize, Reader, Writer};
use crate::projection::Shown;
use crate::version::{VersionOf, Versions, version};

/// The versions of one row. A version never changes once it is here; only new ones come behind it.
pub(super) struct Chain<P: Materialize> {
    key: P::Key,
    /// For each change, at which position it was, and how the row differs from the version before.
    changes: Writer,
    last: State<P::Row>,
}

/// What a row is from a position on.
struct State<R> {
    from: u64,
    /// The last version that was there: the next one is written as how it differs.
    last_shown: Option<Shown<R>>,
    /// Whether that version stands, or there is no row now.
    is_there: bool,
}

impl<R> Default for State<R> {
    fn default() -> State<R> {
        State { from: 0, last_shown: None, is_there: false }
    }
}

const GONE: u8 = 0;
const SHOWN: u8 = 1;

impl<P: Materialize> Chain<P> {
    /// No versions yet.
    pub(super) fn new(key: P::Key) -> Chain<P> {
        Chain { key, changes: Writer::default(), last: State::default() }
    }

    /// The bytes of all changes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.changes.bytes()
    }

    /// Whether the row is, at the end, what is given.
    pub(super) fn ends_with(&self, shown: Option<&Shown<P::Row>>) -> bool {
        self.last.shown() == shown
    }

    /// Adds that the row came to be this at `from`, or ceased to be; returns the bytes of that change.
    pub(super) fn push(&mut self, from: Position, shown: Option<Shown<P::Row>>) -> &[u8] {
        let start = self.changes.bytes().len();
        self.changes.number(from.get() - self.last.from);
        match &shown {
            None => self.changes.byte(GONE),
            Some(shown) => {
                self.changes.byte(SHOWN);
                let before = self.last.last_shown.as_ref();
                let reasons = before.map_or(&[][..], |before| &before.because);
                self.changes.positions(&missing(reasons, &shown.because));
                self.changes.positions(&missing(&shown.because, reasons));
                P::write_row(&shown.row, before.map(|before| &before.row), &mut self.changes);
            }
        }
        self.last.become_this(from.get(), shown);
        &self.changes.bytes()[start..]
    }

    /// Adds changes that were [written](Chain::push) before.
    pub(super) fn extend(&mut self, bytes: &[u8]) -> Result<(), Malformed> {
        let mut from = Reader::new(bytes);
        while !from.is_empty() {
            self.last.read_next::<P>(&self.key, &mut from)?;
        }
        self.changes.all(bytes);
        Ok(())
    }

    /// What the row is as known at a position. At the end nothing has to be read.
    pub(super) fn as_of(&self, known: u64) -> Result<Option<VersionOf<P>>, Malformed> {
        if self.last.from <= known {
            return Ok(self.shown(&self.last, None));
        }
        let mut state = State::default();
        let mut from = Reader::new(self.changes.bytes());
        while state.next_from(from)? <= known {
            state.read_next::<P>(&self.key, &mut from)?;
        }
        Ok(self.shown(&state, None))
    }

    /// Every version, the oldest first.
    pub(super) fn versions(&self) -> Result<Versions<P>, Malformed> {
        let mut versions = Vec::new();
        let mut state = State::default();
        let mut from = Reader::new(self.changes.bytes());
        while !from.is_empty() {
            state.read_next::<P>(&self.key, &mut from)?;
            let until = if from.is_empty() { None } else { Position::new(state.next_from(from)?) };
            versions.extend(self.shown(&state, until));
        }
        Ok(versions)
    }

    fn shown(&self, state: &State<P::Row>, until: Option<Position>) -> Option<VersionOf<P>> {
        let shown = state.shown().cloned()?;
        Some(version(&self.key, Position::new(state.from)?, until, shown))
    }
}

impl<R> State<R> {
    fn shown(&self) -> Option<&Shown<R>> {
        self.last_shown.as_ref().filter(|_| self.is_there)
    }

    fn become_this(&mut self, from: u64, shown: Option<Shown<R>>) {
        self.from = from;
        self.is_there = shown.is_some();
        self.last_shown = shown.or_else(|| self.last_shown.take());
    }

    /// The position of the next change.
    fn next_from(&self, mut from: Reader<'_>) -> Result<u64, Malformed> {
        if from.is_empty() {
            return Ok(u64::MAX);
        }
        let behind = from.number()?;
        let next = self.from.checked_add(behind).filter(|next| *next > self.from);
        next.ok_or(Malformed("changes do not follow one another"))
    }

    fn read_next<P: Materialize<Row = R>>(
        &mut self,
        key: &P::Key,
        from: &mut Reader<'_>,
    ) -> Result<(), Malformed> {
        let next = self.next_from(*from)?;
        from.number()?;
        let shown = match from.byte()? {
            GONE => None,
            SHOWN => {
                let (added, removed) = (from.positions()?, from.positions()?);
                let before = self.last_shown.as_ref();
                let reasons = before.map_or(&[][..], |before| &before.because);
                let mut because = missing(&removed, reasons);
                because.extend(added);
                because.sort_unstable();
                let row = P::read_row(key, before.map(|before| &before.row), from)?;
                Some(Shown { row, because })
            }
            _ => return Err(Malformed("a change is of no kind")),
        };
        self.become_this(next, shown);
        Ok(())
    }
}

/// The positions among `these` that are not among `others`; both ascend.
fn missing(others: &[Position], these: &[Position]) -> Vec<Position> {
    these.iter().filter(|position| others.binary_search(position).is_err()).copied().collect()
}
