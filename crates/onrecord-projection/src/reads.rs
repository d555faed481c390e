//! What a row was computed from, so that it is known which events could change it.

use std::cell::RefCell;

use onrecord_core::{Position, Role};

use crate::outline::{Index, Name, Outline};

/// One thing that the computation of a row looked at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Read {
    /// Whether an event stands.
    Standing(Index),
    /// Which events mention a name in a capacity.
    Mentions(Name, Role),
    /// Which notes give an event a date.
    Dates(Index),
    /// Which events there are.
    Everything,
}

/// The reads of one computation, some of them more than once; or none, where nobody will ask for them.
#[derive(Debug)]
pub(crate) enum Reads {
    Noted(RefCell<Vec<Read>>),
    Ignored,
}

impl Reads {
    pub(crate) fn note(&self, read: Read) {
        if let Reads::Noted(reads) = self {
            let mut reads = reads.borrow_mut();
            if reads.last() != Some(&read) {
                reads.push(read);
            }
        }
    }

    pub(crate) fn into_list(self) -> Vec<Read> {
        match self {
            Reads::Noted(reads) => reads.into_inner(),
            Reads::Ignored => Vec::new(),
        }
    }
}

/// The last position up to `head` at which anything read may have come out differently than before it.
pub(crate) fn last_change(outline: &Outline, reads: &[Read], head: u64) -> Option<Position> {
    reads.iter().filter_map(|read| last_change_of(outline, *read, head)).max()
}

fn last_change_of(outline: &Outline, read: Read, head: u64) -> Option<Position> {
    let turn = |index: Index| last_turn(outline, index, head);
    match read {
        Read::Standing(index) => turn(index),
        Read::Mentions(name, role) => outline.mentions(name, role).filter_map(turn).max(),
        Read::Dates(index) => outline.notes_on_date(index).filter_map(turn).max(),
        Read::Everything => Position::new(head),
    }
}

/// The last position up to `head` at which the event appeared, ceased to stand, or stood again.
fn last_turn(outline: &Outline, index: Index, head: u64) -> Option<Position> {
    let turns = outline.lifetimes().turns(index);
    let turns = turns.iter().copied().chain([index.position()]);
    turns.filter(|position| position.get() <= head).max()
}

/// Everything whose reading the event at `index` may have changed.
pub(crate) fn touched_by(outline: &Outline, index: Index) -> Vec<Read> {
    let mut touched = vec![Read::Everything];
    touch(outline, index, &mut touched);
    touched
}

fn touch(outline: &Outline, index: Index, touched: &mut Vec<Read>) {
    touched.push(Read::Standing(index));
    touched.extend(outline.edges(index).iter().map(|edge| Read::Mentions(edge.to, edge.role)));
    if let Some(target) = outline.target(index) {
        touched.push(Read::Dates(target));
        if outline.entry(index).kind == onrecord_core::Kind::EventWithdrawn {
            touch(outline, target, touched);
        }
    }
}
