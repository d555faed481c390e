//! From which position until which an event stands.

use hashbrown::HashMap;
use onrecord_core::Position;
use smallvec::SmallVec;

use super::{Ordinal, RecordIndex};

/// The withdrawals of events, as the events of one layer made them.
///
/// An event stands while none of its withdrawals does, and a withdrawal is an event like any other. So nothing more need
/// be kept than which withdraws which; most events are not listed here at all.
#[derive(Clone, Default, Debug)]
pub(crate) struct Lifetimes {
    /// For an event ever withdrawn, what withdrew it, in the order of the record.
    withdrawals: HashMap<Ordinal, SmallVec<[Ordinal; 2]>>,
}

/// Whether an event stands, seen from some position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Lifetime {
    pub(crate) stands: bool,
    /// The last position at which it, or anything that decides whether it stands, came to or ceased.
    pub(crate) changed: Position,
}

/// What is known of the lifetimes of withdrawn events, all seen from one position.
pub(crate) type Known = HashMap<Ordinal, Lifetime>;

/// From withdrawals in the order of the record, each with the event that it withdraws.
impl FromIterator<(Ordinal, Ordinal)> for Lifetimes {
    fn from_iter<T: IntoIterator<Item = (Ordinal, Ordinal)>>(withdrawals: T) -> Lifetimes {
        let withdrawals = withdrawals.into_iter();
        let count = withdrawals.size_hint().0;
        let mut lifetimes = Lifetimes { withdrawals: HashMap::with_capacity(count) };
        withdrawals.for_each(|(event, by)| lifetimes.withdraw(event, by));
        lifetimes
    }
}

impl Lifetimes {
    /// What withdrew the event, in the order of the record.
    pub(super) fn by(&self, index: Ordinal) -> &[Ordinal] {
        if self.withdrawals.is_empty() {
            return &[];
        }
        self.withdrawals.get(&index).map_or(&[], SmallVec::as_slice)
    }

    /// Every event ever withdrawn with what withdrew it, by events, and those of one in the order of the record.
    pub(super) fn all(&self) -> Vec<(Ordinal, Ordinal)> {
        let withdrawals = self.withdrawals.iter();
        let mut all: Vec<_> = withdrawals.flat_map(|(event, by)| by.iter().map(|by| (*event, *by))).collect();
        all.sort_unstable();
        all
    }

    /// Takes note that the event at `by`, the last one, withdraws another.
    pub(super) fn withdraw(&mut self, index: Ordinal, by: Ordinal) {
        self.withdrawals.entry(index).or_default().push(by);
    }

    /// Takes back the withdrawal of an event by that at `by`, the last one, if it is one.
    pub(super) fn release(&mut self, index: Ordinal, by: Ordinal) {
        if let Some(withdrawals) = self.withdrawals.get_mut(&index) {
            if withdrawals.last() == Some(&by) {
                withdrawals.pop();
            }
            if withdrawals.is_empty() {
                self.withdrawals.remove(&index);
            }
        }
    }

    /// Takes in the withdrawals of the layer above.
    pub(super) fn absorb(&mut self, above: &Lifetimes) {
        for (index, by) in &above.withdrawals {
            self.withdrawals.entry(*index).or_default().extend_from_slice(by);
        }
    }
}

impl RecordIndex {
    /// Whether the event stands as of the position numbered `head`.
    pub(crate) fn stands(&self, index: Ordinal, head: u64) -> bool {
        index.position().get() <= head && self.seen_from(head, index, &mut Known::new()).stands
    }

    /// Whether the event stands as of the position numbered `head`, by which it is known. What is found on the way is
    /// added to `known`.
    pub(crate) fn seen_from(&self, head: u64, index: Ordinal, known: &mut Known) -> Lifetime {
        let mut last = Way::new(self, index, head);
        if last.withdrawals.is_empty() {
            return last.lifetime;
        }
        if let Some(lifetime) = known.get(&index) {
            return *lifetime;
        }
        let mut way = Vec::new();
        loop {
            let Some(next) = last.withdrawals.get(last.withdrawals_seen) else {
                if !last.withdrawals.is_empty() {
                    known.insert(last.event, last.lifetime);
                }
                let found = last.lifetime;
                let Some(before) = way.pop() else { return found };
                last = before;
                last.take(found);
                continue;
            };
            match known.get(next) {
                Some(lifetime) => last.take(*lifetime),
                None => {
                    let next = Way::new(self, *next, head);
                    way.push(std::mem::replace(&mut last, next));
                }
            }
        }
    }

    /// What withdrew the event at `index`, in the order of the record.
    fn withdrawals_of(&self, index: Ordinal) -> impl Iterator<Item = Ordinal> + '_ {
        let grown = self.layers.iter().flat_map(move |layer| layer.lifetimes.by(index));
        self.sealed.withdrawals_of(index).iter().chain(grown).copied()
    }
}

impl Lifetime {
    /// That of an event which nothing withdrew.
    fn untouched(event: Ordinal) -> Lifetime {
        Lifetime { stands: true, changed: event.position() }
    }
}

/// An event on the way from one to what withdraws it, to what withdraws that, and so on.
struct Way {
    event: Ordinal,
    withdrawals: SmallVec<[Ordinal; 2]>,
    withdrawals_seen: usize,
    /// As far as it is decided by the withdrawals seen.
    lifetime: Lifetime,
}

impl Way {
    fn new(graph: &RecordIndex, event: Ordinal, head: u64) -> Way {
        let withdrawals = graph.withdrawals_of(event).filter(|by| by.position().get() <= head).collect();
        Way { event, withdrawals, withdrawals_seen: 0, lifetime: Lifetime::untouched(event) }
    }

    /// Takes in the lifetime of the next withdrawal.
    fn take(&mut self, withdrawal: Lifetime) {
        self.withdrawals_seen += 1;
        self.lifetime.stands &= !withdrawal.stands;
        self.lifetime.changed = self.lifetime.changed.max(withdrawal.changed);
    }
}
