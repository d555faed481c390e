//! What notes of the record-keeper are aimed at: the event that one withdraws, or to which one gives a date.

use hashbrown::HashMap;
use smallvec::SmallVec;

use super::Ordinal;

/// The aims of the notes of one layer, in both directions. Few events are withdrawn or dated, so most are not listed here
/// at all.
#[derive(Clone, Default, Debug)]
pub(super) struct Notes {
    target: HashMap<Ordinal, Ordinal>,
    on: HashMap<Ordinal, SmallVec<[Ordinal; 2]>>,
}

/// From notes in the order of the record, each with its target.
impl FromIterator<(Ordinal, Ordinal)> for Notes {
    fn from_iter<T: IntoIterator<Item = (Ordinal, Ordinal)>>(aims: T) -> Notes {
        let aims = aims.into_iter();
        let count = aims.size_hint().0;
        let mut notes = Notes { target: HashMap::with_capacity(count), on: HashMap::with_capacity(count) };
        aims.for_each(|(note, target)| notes.aim(note, target));
        notes
    }
}

impl Notes {
    /// Takes note that the note at `note`, the last event, is aimed at `target`.
    pub(super) fn aim(&mut self, note: Ordinal, target: Ordinal) {
        self.target.insert(note, target);
        self.on.entry(target).or_default().push(note);
    }

    /// Takes the last event back, if it is a note; answers with what it was aimed at.
    pub(super) fn release(&mut self, note: Ordinal) -> Option<Ordinal> {
        let target = self.target.remove(&note)?;
        if let Some(notes) = self.on.get_mut(&target) {
            notes.pop();
            if notes.is_empty() {
                self.on.remove(&target);
            }
        }
        Some(target)
    }

    /// Takes in the notes of the layer above.
    pub(super) fn absorb(&mut self, above: &Notes) {
        above.all().into_iter().for_each(|(note, target)| self.aim(note, target));
    }

    /// What the note is aimed at.
    pub(super) fn target(&self, note: Ordinal) -> Option<Ordinal> {
        self.target.get(&note).copied()
    }

    /// The notes aimed at an event, ascending.
    pub(super) fn on(&self, target: Ordinal) -> &[Ordinal] {
        if self.on.is_empty() {
            return &[];
        }
        self.on.get(&target).map_or(&[], SmallVec::as_slice)
    }

    /// Every note with its target, in the order of the record.
    pub(super) fn all(&self) -> Vec<(Ordinal, Ordinal)> {
        let mut all: Vec<(Ordinal, Ordinal)> =
            self.target.iter().map(|(note, target)| (*note, *target)).collect();
        all.sort_unstable();
        all
    }
}
