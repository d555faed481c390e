//! Every version of one row, in the order of the record.

use std::ops::Range;
use std::sync::Arc;

use super::page::{Page, pages};
use super::{Malformed, Materialize};
use crate::history::{RowChange, spans};
use crate::version::{VersionOf, Versions, version};

/// The versions of one row. A version never changes once it is here; only new ones come behind it.
pub(super) struct Chain<P: Materialize> {
    key: P::Key,
    /// The changes in blocks, the oldest first. They are read when they are looked up.
    stored: Vec<Stored>,
    /// The changes after those, which are in no block yet.
    recent: Vec<RowChange<P::Row>>,
}

/// Pages in the bytes of a block.
#[derive(Clone)]
pub(super) struct Stored {
    pub(super) block: Arc<Vec<u8>>,
    pub(super) place: Range<usize>,
}

impl Stored {
    pub(super) fn bytes(&self) -> &[u8] {
        self.block.get(self.place.clone()).unwrap_or_default()
    }
}

impl<P: Materialize> Chain<P> {
    /// No versions yet.
    pub(super) fn new(key: P::Key) -> Chain<P> {
        Chain { key, stored: Vec::new(), recent: Vec::new() }
    }

    /// The changes in blocks, as their pages.
    pub(super) fn stored(&self) -> &[Stored] {
        &self.stored
    }

    /// The changes that are in no block yet.
    pub(super) fn recent(&self) -> &[RowChange<P::Row>] {
        &self.recent
    }

    /// Adds changes that are in no block yet.
    pub(super) fn push(&mut self, changes: Vec<RowChange<P::Row>>) {
        self.recent.extend(changes);
    }

    /// Adds changes in a block: those that were in none until then, or the next ones.
    pub(super) fn store(&mut self, pages: Stored) {
        self.recent.clear();
        self.stored.push(pages);
    }

    /// Puts changes in one block in the place of all.
    pub(super) fn replace(&mut self, pages: Stored) {
        self.stored.clear();
        self.store(pages);
    }

    /// What the row is as known at a position.
    pub(super) fn as_of(&self, known: u64) -> Result<Option<VersionOf<P>>, Malformed> {
        let seen = self.recent.partition_point(|(from, _)| from.get() <= known);
        let found = match seen.checked_sub(1) {
            Some(last) => self.recent.get(last).cloned(),
            None => self.page_of(known)?.map(|page| page.as_of::<P>(&self.key, known)).transpose()?.flatten(),
        };
        let shown = found.and_then(|(from, shown)| Some((from, shown?)));
        Ok(shown.map(|(from, shown)| version(&self.key, from, None, shown)))
    }

    /// The last page that begins by the time that `known` was.
    fn page_of(&self, known: u64) -> Result<Option<Page<'_>>, Malformed> {
        for stored in self.stored.iter().rev() {
            let mut last = None;
            for page in pages(stored.bytes()) {
                let page = page?;
                if page.first()? > known {
                    break;
                }
                last = Some(page);
            }
            if last.is_some() {
                return Ok(last);
            }
        }
        Ok(None)
    }

    /// Every version, the oldest first.
    pub(super) fn versions(&self) -> Result<Versions<P>, Malformed> {
        let versions = spans(self.changes()?);
        let versions =
            versions.filter_map(|(from, until, shown)| Some(version(&self.key, from, until, shown?)));
        Ok(versions.collect())
    }

    /// What the row came to be, the oldest first.
    pub(super) fn changes(&self) -> Result<Vec<RowChange<P::Row>>, Malformed> {
        let mut changes = Vec::new();
        for page in self.stored.iter().flat_map(|stored| pages(stored.bytes())) {
            for change in page?.changes::<P>(&self.key) {
                changes.push(change?);
            }
        }
        changes.extend(self.recent.iter().cloned());
        match changes.is_sorted_by(|(before, _), (after, _)| before < after) {
            true => Ok(changes),
            false => Err(Malformed("changes do not follow one another")),
        }
    }
}
