//! All that a graph holds, one thing after another: to compare it with another, and to write it.

use super::{Name, Ordinal, RecordIndex};
use crate::error::IndexError;

/// Indexes are equal if they hold the same events, whether in a snapshot or not, and in whatever layers. One that cannot
/// be read is equal to none.
impl PartialEq for RecordIndex {
    fn eq(&self, other: &RecordIndex) -> bool {
        self.holds_the_same(other).unwrap_or(false)
    }
}

impl RecordIndex {
    /// Every note with its target, in the order of the record.
    pub(super) fn all_notes(&self) -> Vec<(Ordinal, Ordinal)> {
        let mut all = self.sealed.all_notes();
        all.extend(self.layers.iter().flat_map(|layer| layer.notes.all()));
        all
    }

    /// Every event ever withdrawn with what withdrew it, by events, and those of one in the order of the record.
    pub(super) fn all_withdrawals(&self) -> Vec<(Ordinal, Ordinal)> {
        let mut all = self.sealed.all_withdrawals();
        all.extend(self.layers.iter().flat_map(|layer| layer.lifetimes.all()));
        all.sort_unstable();
        all
    }

    /// Whether another graph holds the same events; an error where one of them cannot be read.
    fn holds_the_same(&self, other: &RecordIndex) -> Result<bool, IndexError> {
        if self.head() != other.head()
            || self.name_count() != other.name_count()
            || self.all_notes() != other.all_notes()
            || self.all_withdrawals() != other.all_withdrawals()
        {
            return Ok(false);
        }
        for name in (0..self.name_count()).map(Name::at) {
            if self.reference(name)? != other.reference(name)? {
                return Ok(false);
            }
        }
        for index in (0..self.head() as usize).map(Ordinal::at) {
            let (one, two) = (self.entry(index)?, other.entry(index)?);
            let same = (one.id, one.kind, &one.detail, &one.time)
                == (two.id, two.kind, &two.detail, &two.time)
                && self.edges(index)? == other.edges(index)?
                && self.deadline(index)? == other.deadline(index)?;
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
