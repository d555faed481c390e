//! Which notes are behind the date of an act: those that establish it, and those that establish the dates of the reports
//! from which its words count.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use onrecord_core::{Position, Role};

use crate::as_of::AsOf;
use crate::graph::Ordinal;

/// The notes behind a date, and the last position at which anything looked at for them came out otherwise than before.
type Behind = (Arc<[Position]>, Option<Position>);

/// What the date of one event comes from directly.
#[derive(Clone)]
struct Grounds {
    notes: Vec<Position>,
    anchors: Vec<Ordinal>,
    change: Option<Position>,
}

impl AsOf<'_> {
    /// The notes behind the date of an event. A chain of dates is gone through once, however many ask.
    pub(crate) fn dated_by(&self, event: Ordinal) -> Arc<[Position]> {
        let (notes, change) = self.known_behind(event).unwrap_or_else(|| self.behind(event));
        self.reads.changed(change);
        notes
    }

    fn known_behind(&self, event: Ordinal) -> Option<Behind> {
        self.remembered.tables().dated_by.get(&event)
    }

    fn behind(&self, event: Ordinal) -> Behind {
        let first = self.grounds(event);
        if first.anchors.is_empty() {
            return (first.notes.into(), first.change);
        }
        let mut way = vec![(event, first)];
        let mut on_the_way = HashSet::from([event]);
        let mut last = (Arc::default(), None);
        while let Some((event, grounds)) = way.last() {
            match grounds.anchors.iter().find(|anchor| self.known_behind(**anchor).is_none()) {
                // Dates that hang from one another have no first one.
                Some(anchor) if on_the_way.contains(anchor) => return self.all_behind(way[0].0),
                Some(&anchor) => {
                    on_the_way.insert(anchor);
                    way.push((anchor, self.grounds(anchor)));
                }
                None => {
                    last = self.joined(grounds);
                    self.remembered.tables().dated_by.keep(*event, Arc::clone(&last.0), last.1);
                    on_the_way.remove(event);
                    way.pop();
                }
            }
        }
        last
    }

    /// The notes of one event, and those behind its anchors, which are known.
    fn joined(&self, grounds: &Grounds) -> Behind {
        let behind: Vec<Behind> =
            grounds.anchors.iter().filter_map(|anchor| self.known_behind(*anchor)).collect();
        let change = behind.iter().map(|(_, change)| *change).max().flatten().max(grounds.change);
        let mut some = behind.iter().filter(|(notes, _)| !notes.is_empty());
        let notes = match (&grounds.notes[..], some.next(), some.next()) {
            (notes, None, _) => notes.into(),
            ([], Some((only, _)), None) => Arc::clone(only),
            (notes, ..) => {
                let all = notes.iter().chain(behind.iter().flat_map(|(notes, _)| notes.iter()));
                all.copied().collect::<BTreeSet<Position>>().into_iter().collect()
            }
        };
        (notes, change)
    }

    fn all_behind(&self, event: Ordinal) -> Behind {
        let (mut notes, mut change) = (BTreeSet::new(), None);
        let (mut seen, mut open) = (HashSet::new(), vec![event]);
        while let Some(event) = open.pop() {
            if seen.insert(event) {
                let grounds = self.grounds(event);
                notes.extend(grounds.notes);
                open.extend(grounds.anchors);
                change = change.max(grounds.change);
            }
        }
        (notes.into_iter().collect(), change)
    }

    fn grounds(&self, event: Ordinal) -> Grounds {
        let look = || {
            let notes = self.seen(self.graph.notes_on_date(event)).unwrap_or_default();
            let notes: Vec<Ordinal> = notes.into_iter().filter(|&note| self.stands(note)).collect();
            let anchors = [event].iter().chain(&notes).flat_map(|event| self.anchors(*event)).collect();
            (notes.into_iter().map(Ordinal::position).collect(), anchors)
        };
        let ((notes, anchors), change) = self.reads.within(look);
        Grounds { notes, anchors, change }
    }

    /// The reports from which the words of an event count, whether they count as said or not.
    fn anchors(&self, event: Ordinal) -> impl Iterator<Item = Ordinal> {
        let names = self.edges(event).iter().filter(|edge| edge.role == Role::Anchor).map(|edge| edge.to());
        names.filter_map(|report| {
            let mut defining = self.seen(self.graph.mentions(report, Role::Defines)).into_iter().flatten();
            defining.find(|&index| self.stands(index))
        })
    }
}
