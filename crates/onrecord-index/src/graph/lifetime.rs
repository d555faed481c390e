//! From which position until which an event stands.

use hashbrown::HashMap;
use onrecord_core::Position;
use smallvec::SmallVec;

use super::Ordinal;

/// The positions at which events ceased to stand, and stood again.
///
/// Every event stands from its own position on; most are not listed here at all.
#[derive(Clone, Default, Debug, PartialEq)]
pub(crate) struct Lifetimes {
    /// For an event once withdrawn, the positions at which it turned: ceased, stood again, ceased, ...
    turns: HashMap<Ordinal, SmallVec<[Position; 2]>>,
}

/// From turns in the order of the record, each with the event that turned.
impl FromIterator<(Ordinal, Position)> for Lifetimes {
    fn from_iter<T: IntoIterator<Item = (Ordinal, Position)>>(turns: T) -> Lifetimes {
        let turns = turns.into_iter();
        let mut lifetimes = Lifetimes { turns: HashMap::with_capacity(turns.size_hint().0) };
        turns.for_each(|(event, at)| lifetimes.turn(event, at));
        lifetimes
    }
}

impl Lifetimes {
    /// Whether the event stands as of the position numbered `head`.
    pub(crate) fn stands(&self, index: Ordinal, head: u64) -> bool {
        index.position().get() <= head
            && self.turns(index).iter().filter(|turn| turn.get() <= head).count() % 2 == 0
    }

    /// The positions at which the event turned.
    pub(crate) fn turns(&self, index: Ordinal) -> &[Position] {
        if self.turns.is_empty() {
            return &[];
        }
        self.turns.get(&index).map_or(&[], SmallVec::as_slice)
    }

    /// Every turn with the event that turned, by events, and those of one in the order of the record.
    pub(super) fn all(&self) -> Vec<(Ordinal, Position)> {
        let turns = self.turns.iter();
        let mut all: Vec<_> = turns.flat_map(|(event, turns)| turns.iter().map(|at| (*event, *at))).collect();
        all.sort_unstable();
        all
    }

    pub(super) fn turn(&mut self, index: Ordinal, at: Position) {
        self.turns.entry(index).or_default().push(at);
    }

    pub(super) fn turn_back(&mut self, index: Ordinal, at: Position) {
        if let Some(turns) = self.turns.get_mut(&index) {
            turns.retain(|turn| *turn != at);
            if turns.is_empty() {
                self.turns.remove(&index);
            }
        }
    }
}
