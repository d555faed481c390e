//! A record folded for one projection, in memory, with nothing in between.

use onrecord_core::Event;
use onrecord_index::{AsOf, IndexError, Moment, RecordIndex};
use onrecord_projection::{Projection, Row, Version, View, canonical_rows};

/// The rows of a projection.
pub(crate) type Rows<P> = Vec<Version<<P as Projection>::Key, <P as Projection>::Row>>;

/// An index, and a projection that was shown the same events.
pub(crate) struct Folded<P> {
    pub(crate) index: RecordIndex,
    pub(crate) projection: P,
}

impl<P: Projection> Folded<P> {
    pub(crate) fn of(projection: P, events: &[Event<'_>]) -> Folded<P> {
        let mut folded = Folded { index: RecordIndex::new(), projection };
        events.iter().for_each(|event| folded.apply(event));
        folded
    }

    pub(crate) fn apply(&mut self, event: &Event<'_>) {
        let position = in_memory(self.index.apply(event));
        if P::READS_TEXTS {
            self.projection.apply(position, event);
        }
    }

    pub(crate) fn head(&self) -> Moment {
        Moment::known(self.index.head())
    }

    pub(crate) fn view(&self) -> View<'_, P> {
        View::new(&self.index, &self.projection)
    }

    pub(crate) fn rows(&self, moment: Moment) -> Rows<P> {
        in_memory(self.view().rows(moment))
    }

    /// The rows in the order of their keys, which is the order that changes are applied in.
    pub(crate) fn rows_by_key(&self, moment: Moment) -> Rows<P> {
        let mut rows = self.rows(moment);
        rows.sort_by(|a, b| a.key.cmp(&b.key));
        rows
    }

    pub(crate) fn bytes(&self, moment: Moment) -> Vec<u8> {
        canonical(&self.rows(moment))
    }

    /// Everything the projection looks at, as it stands at `moment`.
    pub(crate) fn as_of(&self, moment: Moment) -> AsOf<'_> {
        AsOf::new(&self.index, moment)
    }
}

/// What an index in memory answered: nothing there can fail to be read.
pub(crate) fn in_memory<T>(answer: Result<T, IndexError>) -> T {
    answer.unwrap_or_else(|error| unreachable!("no snapshot is read: {error}"))
}

/// Rows in their canonical form.
///
/// # Panics
/// Where a field of a row has no form in JSON: then no law can hold.
pub(crate) fn canonical<K, R: Row>(rows: &[Version<K, R>]) -> Vec<u8> {
    canonical_rows(rows).unwrap_or_else(|error| panic!("a row that cannot be written: {error}"))
}

pub(crate) fn indexed(events: &[Event<'_>]) -> RecordIndex {
    let mut index = RecordIndex::new();
    for event in events {
        in_memory(index.apply(event));
    }
    index
}
