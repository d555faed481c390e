//! Resolves when acts took place: what was said, what was established since, and the dates of the reports that either is
//! relative to.

use hashbrown::HashMap;
use onrecord_core::{Anchor, Position, Ref, Role};
use onrecord_when::Bounds;
use smallvec::SmallVec;

use crate::as_of::AsOf;
use crate::dated::Dated;
use crate::graph::{Ordinal, Time};
use crate::reads::Read;

/// How a date was resolved.
#[derive(Clone, Copy)]
pub(crate) struct Resolved {
    /// What the words are relative to in which it was said.
    said_from: Option<Bounds>,
    /// The note that establishes it, and what the words of that are relative to.
    established: Option<(Ordinal, Option<Bounds>)>,
    bounds: Bounds,
}

/// What the words of a time are relative to.
enum Anchored {
    /// A date, or nothing that is known.
    To(Option<Bounds>),
    /// The date of this event.
    ToEvent(Ordinal),
}

/// An event whose date is being resolved.
struct Open {
    event: Ordinal,
    /// The notes that establish its date, and then the event itself: the times to be read.
    times: SmallVec<[Ordinal; 2]>,
    /// What the words of the first of them are relative to, as far as that is resolved.
    anchors: SmallVec<[Option<Bounds>; 2]>,
    /// The last position at which anything looked at for it came out otherwise than before.
    change: Option<Position>,
    /// The least place on the way of an event whose date this one depends on; that one depends on this one.
    lowest: usize,
}

/// The events that are being resolved, each because the one before it is relative to it, and their places.
#[derive(Default)]
struct Way {
    open: Vec<Open>,
    places: HashMap<Ordinal, usize>,
}

impl<'o> AsOf<'o> {
    /// Resolves when an act took place. What fixes a date is taken from all that is known: reading a date is no act.
    pub(crate) fn resolve(&self, event: Ordinal) -> Dated<'o> {
        if self.is_by_itself(event) {
            self.reads.note(Read::Dates(event.position()));
            return self.read(event, self.anchored(event).date());
        }
        let resolved = self.resolved(event);
        let said = self.read(event, resolved.said_from);
        match resolved.established {
            Some((note, anchor)) => said.established_as(self.read(note, anchor)),
            None => said,
        }
    }

    /// By when the question at `event` asked for an answer.
    pub(crate) fn deadline(&self, event: Ordinal) -> Option<Dated<'o>> {
        let deadline = self.graph.deadline(event)?;
        let anchor = match self.anchored_time(deadline) {
            Anchored::ToEvent(event) => Some(self.resolve(event).bounds()),
            anchored => anchored.date(),
        };
        Some(self.read_time(deadline, anchor))
    }

    /// Whether the date depends on nothing but what was said of the event itself.
    fn is_by_itself(&self, event: Ordinal) -> bool {
        let is_relative = match &self.entry(event).time {
            Time::Words(words) => matches!(words.anchor, Some(Anchor::Report(_))),
            Time::Unsaid | Time::Edtf(_) => false,
        };
        !is_relative && self.graph.notes_on_date(event).next().is_none()
    }

    fn resolved(&self, event: Ordinal) -> Resolved {
        let (resolved, change) = self.dates.get(&event).unwrap_or_else(|| self.resolve_through(event));
        self.reads.changed(change);
        resolved
    }

    /// Resolves a date and, on the way, those it depends on. A date that depends on itself is not known to those that
    /// it depends on.
    ///
    /// Everything found on the way is kept but what depends on itself, for that is another date to each that asks.
    fn resolve_through(&self, event: Ordinal) -> (Resolved, Option<Position>) {
        let mut way = Way::default();
        way.enter(self.open(event));
        loop {
            let Some(open) = way.open.last_mut() else { unreachable!("the last one returns") };
            let Some(time) = open.times.get(open.anchors.len()) else {
                let (resolved, change) = self.close(&mut way);
                match way.open.last_mut() {
                    Some(before) => before.take(resolved.bounds, change),
                    None => return (resolved, change),
                }
                continue;
            };
            let (anchored, change) = self.reads.within(|| self.anchored(*time));
            open.change = open.change.max(change);
            match anchored {
                Anchored::To(bounds) => open.anchors.push(bounds),
                Anchored::ToEvent(event) => match (way.places.get(&event), self.dates.get(&event)) {
                    (Some(place), _) => {
                        open.lowest = open.lowest.min(*place);
                        open.anchors.push(None);
                    }
                    (None, Some((resolved, change))) => open.take(resolved.bounds, change),
                    (None, None) => way.enter(self.open(event)),
                },
            }
        }
    }

    fn open(&self, event: Ordinal) -> Open {
        self.reads.note(Read::Dates(event.position()));
        let notes = || self.graph.notes_on_date(event).filter(|&note| self.stands(note)).collect();
        let (mut times, change): (SmallVec<_>, _) = self.reads.within(notes);
        times.push(event);
        Open { event, times, anchors: SmallVec::new(), change, lowest: usize::MAX }
    }

    /// Resolves the date of the last event on the way, all of whose anchors are, and leaves it.
    fn close(&self, way: &mut Way) -> (Resolved, Option<Position>) {
        let Some(Open { event, times, mut anchors, change, lowest }) = way.leave() else {
            unreachable!("there is an event on the way")
        };
        let said_from = anchors.pop().flatten();
        let notes = times.iter().copied().zip(anchors);
        let dates = notes.map(|(note, anchor)| (note, anchor, self.read(note, anchor)));
        let established = dates.min_by_key(|(_, _, date)| date.rank());
        // A note whose own words give no date establishes none.
        let established = established.filter(|(_, _, date)| !date.bounds().is_undated());
        let resolved = match established {
            Some((note, anchor, date)) => {
                Resolved { said_from, established: Some((note, anchor)), bounds: date.bounds() }
            }
            None => Resolved { said_from, established: None, bounds: self.read(event, said_from).bounds() },
        };
        let depends_on_itself = lowest <= way.open.len();
        if !depends_on_itself {
            self.dates.keep(event, resolved, change);
        }
        if let Some(before) = way.open.last_mut() {
            before.lowest = before.lowest.min(lowest);
        }
        (resolved, change)
    }

    fn read(&self, source: Ordinal, anchor: Option<Bounds>) -> Dated<'o> {
        self.read_time(&self.entry(source).time, anchor)
    }

    fn read_time(&self, time: &'o Time, anchor: Option<Bounds>) -> Dated<'o> {
        match time {
            Time::Unsaid => Dated::Undated,
            Time::Edtf(edtf) => Dated::Edtf(edtf),
            Time::Words(words) => {
                let anchor = anchor.filter(|bounds| !bounds.is_undated());
                Dated::Phrase(&words.phrase, self.phrases.read(&words.phrase, anchor.as_ref()))
            }
        }
    }

    fn anchored(&self, source: Ordinal) -> Anchored {
        self.anchored_time(&self.entry(source).time)
    }

    fn anchored_time(&self, time: &Time) -> Anchored {
        let Time::Words(words) = time else { return Anchored::To(None) };
        let report = match &words.anchor {
            None => return Anchored::To(None),
            Some(Anchor::Date(date)) => return Anchored::To(Some(date.bounds())),
            Some(Anchor::Report(report)) => Ref::Report(report.borrowed()),
        };
        let Some(name) = self.name(&report) else { return Anchored::To(None) };
        self.reads.note(Read::Mentions(name, Role::Defines));
        let published = self.graph.mentions(name, Role::Defines).find(|&index| self.stands(index));
        published.map_or(Anchored::To(None), Anchored::ToEvent)
    }
}

impl Anchored {
    fn date(self) -> Option<Bounds> {
        match self {
            Anchored::To(bounds) => bounds,
            Anchored::ToEvent(_) => None,
        }
    }
}

impl Open {
    /// Takes in the date that the next time is relative to.
    fn take(&mut self, bounds: Bounds, change: Option<Position>) {
        self.anchors.push(Some(bounds));
        self.change = self.change.max(change);
    }
}

impl Way {
    fn enter(&mut self, open: Open) {
        self.places.insert(open.event, self.open.len());
        self.open.push(open);
    }

    fn leave(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        self.places.remove(&open.event);
        Some(open)
    }
}
