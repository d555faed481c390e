//! From which position until which an event stands.

use hashbrown::HashMap;
use onrecord_core::Position;
use smallvec::SmallVec;

use super::Ordinal;

/// The withdrawals of events.
///
/// An event stands while none of its withdrawals does, and a withdrawal is an event like any other. So nothing more need
/// be kept than which withdraws which; most events are not listed here at all.
#[derive(Clone, Default, Debug, PartialEq)]
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
    /// Whether the event stands as of the position numbered `head`.
    pub(crate) fn stands(&self, index: Ordinal, head: u64) -> bool {
        index.position().get() <= head && self.seen_from(head, index, &mut Known::new()).stands
    }

    /// Whether the event stands as of the position numbered `head`, by which it is known. What is found on the way is
    /// added to `known`.
    pub(crate) fn seen_from(&self, head: u64, index: Ordinal, known: &mut Known) -> Lifetime {
        if self.by(index).is_empty() {
            return Lifetime::untouched(index);
        }
        if let Some(lifetime) = known.get(&index) {
            return *lifetime;
        }
        let mut way = vec![Way::new(index)];
        loop {
            let Some(last) = way.last_mut() else { return Lifetime::untouched(index) };
            let next = self.by(last.event).get(last.withdrawals_seen);
            match next.filter(|next| next.position().get() <= head) {
                Some(next) => match known.get(next) {
                    Some(lifetime) => last.take(*lifetime),
                    None if self.by(*next).is_empty() => last.take(Lifetime::untouched(*next)),
                    None => way.push(Way::new(*next)),
                },
                None => {
                    let found = last.lifetime;
                    if last.withdrawals_seen > 0 {
                        known.insert(last.event, found);
                    }
                    way.pop();
                    match way.last_mut() {
                        Some(before) => before.take(found),
                        None => return found,
                    }
                }
            }
        }
    }

    fn by(&self, index: Ordinal) -> &[Ordinal] {
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

    /// Takes back the last withdrawal of an event.
    pub(super) fn release(&mut self, index: Ordinal) {
        if let Some(by) = self.withdrawals.get_mut(&index) {
            by.pop();
            if by.is_empty() {
                self.withdrawals.remove(&index);
            }
        }
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
    withdrawals_seen: usize,
    /// As far as it is decided by the withdrawals seen.
    lifetime: Lifetime,
}

impl Way {
    fn new(event: Ordinal) -> Way {
        Way { event, withdrawals_seen: 0, lifetime: Lifetime::untouched(event) }
    }

    /// Takes in the lifetime of the next withdrawal.
    fn take(&mut self, withdrawal: Lifetime) {
        self.withdrawals_seen += 1;
        self.lifetime.stands &= !withdrawal.stands;
        self.lifetime.changed = self.lifetime.changed.max(withdrawal.changed);
    }
}
