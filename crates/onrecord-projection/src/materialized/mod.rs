//! Every version of every row of a view, kept: to be looked up as known at any position, without computing anything.
//!
//! What is kept is derived. It is built row by row, in any order and in parallel, and may be broken off and gone on with;
//! whatever is not there yet is computed when it is asked for. What comes into the record changes only the rows that it
//! touches, and only by adding versions behind those that are there.

mod block;
mod build;
mod bytes;
mod chain;
mod page;

use std::collections::{BTreeMap, BTreeSet};

use onrecord_index::{IndexError, Moment, RecordIndex};
use thiserror::Error;

pub use block::Block;
pub use build::Progress;
pub use bytes::{Malformed, Reader, Writer};

use crate::history::RowChange;
use crate::projection::Projection;
use crate::version::{VersionOf, Versions};
use crate::view::View;
use chain::Chain;

/// A projection whose rows are small enough for every version of every row to be kept.
pub trait Materialize: Projection<Key: Send + Sync, Row: Send + Sync> + Sync {
    /// Writes a key.
    fn write_key(key: &Self::Key, to: &mut Writer);

    /// Reads a key.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes hold none.
    fn read_key(from: &mut Reader<'_>) -> Result<Self::Key, Malformed>;

    /// Writes a row, as far as it differs from the version before; all of it, where there is none.
    fn write_row(row: &Self::Row, before: Option<&Self::Row>, to: &mut Writer);

    /// Reads a row that was written with the same version before it, which it takes the place of.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes hold none.
    fn read_row(
        key: &Self::Key,
        before: Option<Self::Row>,
        from: &mut Reader<'_>,
    ) -> Result<Self::Row, Malformed>;
}

/// Why rows that are kept could not be built or looked up.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum MaterializedError {
    /// The index could not be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// What is kept is malformed: it is deleted, and built again.
    #[error("the kept rows are malformed: {0}")]
    Malformed(#[from] Malformed),
    /// The record does not reach so far as what is kept.
    #[error("the kept rows reach to position {kept}, and the record only to {head}")]
    Beyond {
        /// The position to which rows are kept.
        kept: u64,
        /// The last position of the record.
        head: u64,
    },
}

/// The versions of the rows of one view, as far as they were built.
pub struct Materialized<P: Materialize> {
    projection: P,
    head: u64,
    chains: BTreeMap<P::Key, Chain<P>>,
    /// Whether the rows of all keys are here.
    is_complete: bool,
    /// The position up to which blocks tell of the rows, and whether they say that all rows are here.
    in_blocks: Option<(u64, bool)>,
    /// The checksum of the last block, which the next one names; 0, where there is none.
    last_block: u32,
}

impl<P: Materialize> Materialized<P> {
    /// Nothing yet, for a record that reaches to `head`.
    pub fn new(projection: P, head: u64) -> Materialized<P> {
        Materialized {
            projection,
            head,
            chains: BTreeMap::new(),
            is_complete: false,
            in_blocks: None,
            last_block: 0,
        }
    }

    /// The position up to which the rows that are here are known.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// Whether every row of the view is here.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// How many rows are here, in all their versions.
    pub fn row_count(&self) -> usize {
        self.chains.len()
    }

    /// How many bytes the changes of all rows take in blocks.
    pub fn change_bytes(&self) -> usize {
        let stored = self.chains.values().flat_map(Chain::stored);
        stored.map(|stored| stored.bytes().len()).sum()
    }

    /// The row of `key` as known at a position; `None` where it is not kept. The row itself may be absent then.
    ///
    /// # Errors
    /// [`MaterializedError::Malformed`].
    pub fn row(&self, key: &P::Key, known: u64) -> Result<Option<Option<VersionOf<P>>>, MaterializedError> {
        match self.chains.get(key) {
            Some(chain) => Ok(Some(chain.as_of(known)?)),
            None if self.is_complete => Ok(Some(None)),
            None => Ok(None),
        }
    }

    /// Every row that is here as known at a position, in the order of keys: all of the view, once it is
    /// [complete](Materialized::is_complete).
    ///
    /// # Errors
    /// [`MaterializedError::Malformed`].
    pub fn rows(&self, known: u64) -> Result<Versions<P>, MaterializedError> {
        let rows = self.chains.values().filter_map(|chain| chain.as_of(known).transpose());
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every version of the row of `key`, the oldest first; `None` where it is not kept.
    ///
    /// # Errors
    /// [`MaterializedError::Malformed`].
    pub fn versions(&self, key: &P::Key) -> Result<Option<Versions<P>>, MaterializedError> {
        Ok(self.chains.get(key).map(Chain::versions).transpose()?)
    }

    /// Takes in what came into the record since: the rows that it touches get the versions that they have had since.
    /// Returns how many rows were computed anew.
    ///
    /// # Errors
    /// [`MaterializedError::Beyond`] for an index that does not reach so far, and [`MaterializedError::Index`]; what is
    /// kept is then as it was.
    pub fn advance(&mut self, index: &RecordIndex) -> Result<usize, MaterializedError> {
        self.check(index)?;
        let (kept, head) = (self.head, index.head());
        let view = View::new(index, &self.projection);
        let touched: BTreeSet<P::Key> = view.touched(Moment::known(kept), Moment::known(head))?;
        let here = touched.into_iter().filter(|key| self.is_complete || self.chains.contains_key(key));
        let here: Vec<P::Key> = here.collect();
        let found = build::changes_of(&view, &here, kept, head)?;
        for (key, changes) in here.iter().zip(found) {
            self.add(key, changes);
        }
        self.head = head;
        Ok(here.len())
    }

    /// Whether the record reaches as far as what is kept.
    fn check(&self, index: &RecordIndex) -> Result<(), MaterializedError> {
        let (kept, head) = (self.head, index.head());
        if head < kept { Err(MaterializedError::Beyond { kept, head }) } else { Ok(()) }
    }

    /// Adds changes behind those of a row that are here.
    fn add(&mut self, key: &P::Key, changes: Vec<RowChange<P::Row>>) {
        if !changes.is_empty() {
            let chain = self.chains.entry(key.clone()).or_insert_with(|| Chain::new(key.clone()));
            chain.push(changes);
        }
    }
}
