//! What a row was computed from, so that it is known which events could change it.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use onrecord_core::{Kind, Position, Role};

use crate::graph::{Name, Ordinal, RecordIndex};

/// One thing that the computation of a row looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Read {
    /// Whether an event stands that was asked for by its position.
    Standing(Position),
    /// Which events mention a name in a capacity, and whether they stand.
    Mentions(Name, Role),
    /// Which notes give an event a date.
    Dates(Position),
    /// Which events there are, and whether they stand.
    Everything,
}

/// What was looked at so far.
#[derive(Default, Debug)]
pub(crate) struct Reads {
    last_change: Cell<Option<Position>>,
    /// How many events were looked at.
    looks: Cell<u64>,
    /// All of it, where somebody will ask for it.
    kept: Option<RefCell<HashSet<Read>>>,
}

impl Reads {
    /// Keeps everything, to be asked for.
    pub(crate) fn kept() -> Reads {
        Reads { kept: Some(RefCell::default()), ..Reads::default() }
    }

    pub(crate) fn note(&self, read: Read) {
        if let Some(kept) = &self.kept {
            kept.borrow_mut().insert(read);
        }
    }

    /// Takes note that an event was looked at, whether it counts or not.
    pub(crate) fn look(&self) {
        self.looks.set(self.looks.get() + 1);
    }

    pub(crate) fn looks(&self) -> u64 {
        self.looks.get()
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

    pub(crate) fn into_kept(self) -> HashSet<Read> {
        self.kept.map(RefCell::into_inner).unwrap_or_default()
    }
}

impl RecordIndex {
    /// Everything whose reading the event at `position`, which is on record, may have changed.
    pub fn reads_changed_by(&self, position: Position) -> Vec<Read> {
        let mut changed = vec![Read::Everything];
        let mut next = Some(Ordinal::of(position));
        while let Some(event) = next {
            changed.push(Read::Standing(event.position()));
            changed.extend(self.edges(event).iter().map(|edge| Read::Mentions(edge.to(), edge.role)));
            let target = self.target(event);
            changed.extend(target.map(|target| Read::Dates(target.position())));
            next = target.filter(|_| self.entry(event).kind == Kind::EventWithdrawn);
        }
        changed
    }
}
