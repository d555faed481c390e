//! What the computation of a row depends on: the last position at which anything it looked at came out otherwise.

use std::cell::Cell;

use onrecord_core::Position;

/// What was looked at so far.
#[derive(Default, Debug)]
pub(crate) struct Reads {
    last_change: Cell<Option<Position>>,
    event_count: Cell<u64>,
}

impl Reads {
    /// Takes note that an event was looked at.
    pub(crate) fn count_event(&self) {
        self.event_count.set(self.event_count.get() + 1);
    }

    /// How many events were looked at, one as often as it was.
    pub(crate) fn event_count(&self) -> u64 {
        self.event_count.get()
    }

    /// Takes note that something looked at came out otherwise before this position, if it ever did.
    pub(crate) fn changed(&self, position: Option<Position>) {
        self.last_change.set(self.last_change.get().max(position));
    }

    /// Does some of the looking, and tells the last position at which any of it came out otherwise than before.
    pub(crate) fn within<T>(&self, look: impl FnOnce() -> T) -> (T, Option<Position>) {
        let before = self.last_change.take();
        let found = look();
        let change = self.last_change.get();
        self.changed(before);
        (found, change)
    }
}
