//! At which positions events ceased to stand, and stood again.

use hashbrown::HashMap;
use onrecord_core::Position;
use smallvec::SmallVec;

use super::Ordinal;

/// The positions at which events ceased to stand, and stood again, as the events of one layer made them.
///
/// Every event stands from its own position on; most are not listed here at all.
#[derive(Clone, Default, Debug)]
pub(crate) struct Lifetimes {
    /// For an event once withdrawn, the positions at which it turned: ceased, stood again, ceased, ...
    turns: HashMap<Ordinal, SmallVec<[Position; 2]>>,
    /// Every turn in the order of the record, so that the last ones can be taken back.
    all: Vec<(Ordinal, Position)>,
}

/// From turns in the order of the record, each with the event that turned.
impl FromIterator<(Ordinal, Position)> for Lifetimes {
    fn from_iter<T: IntoIterator<Item = (Ordinal, Position)>>(turns: T) -> Lifetimes {
        let turns = turns.into_iter();
        let count = turns.size_hint().0;
        let mut lifetimes =
            Lifetimes { turns: HashMap::with_capacity(count), all: Vec::with_capacity(count) };
        turns.for_each(|(event, at)| lifetimes.turn(event, at));
        lifetimes
    }
}

impl Lifetimes {
    /// The positions at which the event turned.
    pub(crate) fn turns(&self, index: Ordinal) -> &[Position] {
        if self.turns.is_empty() {
            return &[];
        }
        self.turns.get(&index).map_or(&[], SmallVec::as_slice)
    }

    /// Every turn with the event that turned.
    pub(super) fn all(&self) -> &[(Ordinal, Position)] {
        &self.all
    }

    pub(super) fn turn(&mut self, index: Ordinal, at: Position) {
        self.turns.entry(index).or_default().push(at);
        self.all.push((index, at));
    }

    /// Takes back the turns at `at`, the last ones.
    pub(super) fn turn_back(&mut self, at: Position) {
        while let Some((index, _)) = self.all.pop_if(|(_, turned)| *turned == at) {
            if let Some(turns) = self.turns.get_mut(&index) {
                turns.pop();
                if turns.is_empty() {
                    self.turns.remove(&index);
                }
            }
        }
    }

    /// Takes in the turns of the layer above.
    pub(super) fn absorb(&mut self, above: &Lifetimes) {
        above.all.iter().for_each(|(event, at)| self.turn(*event, *at));
    }
}
