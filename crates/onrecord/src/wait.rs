//! Waiting for what others append: a reader looks from time to time, and a look that finds nothing costs next to nothing.

use std::time::Duration;

use onrecord_core::journal::Waiting;

use crate::error::Error;
use crate::record::Record;

/// How a reader waits for what is new.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wait {
    /// How long it rests between two looks: as late a commit may be seen.
    pub every: Duration,
    /// After how long it gives up.
    pub at_most: Duration,
}

impl Record {
    /// Waits until another process or handle has appended, takes that in, and says how many events it was; 0 if
    /// nothing came in time. It looks at once, and then as often as it is told to, unless the journal is told of commits.
    ///
    /// In files, a look that finds nothing new costs one try of a lock and, while somebody has the record open to write, one read
    /// of 44 bytes; else one look at a length and at a name. Nothing else is read and nothing is written.
    ///
    /// # Errors
    /// As [`Record::refresh`].
    pub fn wait(&mut self, wait: Wait) -> Result<u64, Error> {
        let Wait { every, at_most } = wait;
        let head =
            self.journal.wait_beyond(self.head().position, Waiting { every, at_most, cancel: None })?;
        self.catch_up(head)
    }
}
