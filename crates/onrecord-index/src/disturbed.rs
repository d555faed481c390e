//! Which events may count otherwise, or be dated otherwise, after some events than before them.

use std::collections::BTreeSet;

use onrecord_core::{Kind, Position, Role};

use crate::error::IndexError;
use crate::graph::{Ordinal, RecordIndex};

impl RecordIndex {
    /// The events whose standing or whose date may be another after `events` than before them: `events` themselves, what
    /// they withdraw or reinstate, what they date, and whatever is dated from any of those.
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot cannot be read.
    pub fn disturbed_by(
        &self,
        events: impl IntoIterator<Item = Position>,
    ) -> Result<BTreeSet<Position>, IndexError> {
        let mut disturbed = BTreeSet::new();
        let mut open: Vec<Ordinal> = events.into_iter().map(Ordinal::of).collect();
        while let Some(event) = open.pop() {
            if event.position().get() > self.head() || !disturbed.insert(event.position()) {
                continue;
            }
            open.extend(self.target(event));
            if self.entry(event)?.kind == Kind::ReportPublished {
                for edge in self.edges(event)?.iter().filter(|edge| edge.role == Role::Defines) {
                    open.extend(self.mentions(edge.to(), Role::Anchor)?);
                }
            }
        }
        Ok(disturbed)
    }
}
