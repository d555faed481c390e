//! Resolves when acts took place: what was said, what was established since, and the dates of the reports that either is
//! relative to.

use hashbrown::HashMap;
use onrecord_core::{Anchor, Position, Ref, Role};
use onrecord_when::Bounds;
use smallvec::SmallVec;

use crate::as_of::AsOf;
use crate::dated::Dated;
use crate::graph::{Ordinal, Time};

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

/// The events whose dates wait for that of the next, and in the end for the one that is being resolved; and their places.
#[derive(Default)]
struct Way {
    open: Vec<Open>,
    places: HashMap<Ordinal, usize>,
}

impl<'o> AsOf<'o> {
    /// Resolves when an act took place. What fixes a date is taken from all that is known: reading a date is no act.
    pub(crate) fn resolve(&self, event: Ordinal) -> Dated<'o> {
        if self.is_by_itself(event) {
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
        let deadline = self.seen(self.graph.deadline(event)).flatten()?;
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
        !is_relative && self.notes_on_date(event).is_empty()
    }

    fn notes_on_date(&self, event: Ordinal) -> SmallVec<[Ordinal; 2]> {
        self.seen(self.graph.notes_on_date(event)).unwrap_or_default()
    }

    fn resolved(&self, event: Ordinal) -> Resolved {
        let (resolved, change) =
            self.remembered.tables().dates.get(&event).unwrap_or_else(|| self.resolve_through(event));
        self.reads.changed(change);
        resolved
    }

    /// Resolves a date and, on the way, those it depends on. A date that depends on itself is not known to those that
    /// it depends on.
    ///
    /// Everything found on the way is kept but what depends on itself, for that is another date to each that asks.
    fn resolve_through(&self, event: Ordinal) -> (Resolved, Option<Position>) {
        let mut way = Way::default();
        let mut open = self.open(event);
        loop {
            let Some(time) = open.times.get(open.anchors.len()) else {
                let (resolved, change) = self.close(&open, way.open.len());
                let Some(mut before) = way.leave() else { return (resolved, change) };
                before.lowest = before.lowest.min(open.lowest);
                before.take(resolved.bounds, change);
                open = before;
                continue;
            };
            let (anchored, change) = self.reads.within(|| self.anchored(*time));
            open.change = open.change.max(change);
            match anchored {
                Anchored::To(bounds) => open.anchors.push(bounds),
                Anchored::ToEvent(event) => {
                    match (way.place(event, &open), self.remembered.tables().dates.get(&event)) {
                        (Some(place), _) => {
                            open.lowest = open.lowest.min(place);
                            open.anchors.push(None);
                        }
                        (None, Some((resolved, change))) => open.take(resolved.bounds, change),
                        (None, None) => way.enter(std::mem::replace(&mut open, self.open(event))),
                    }
                }
            }
        }
    }

    fn open(&self, event: Ordinal) -> Open {
        let notes = || self.notes_on_date(event).into_iter().filter(|&note| self.stands(note)).collect();
        let (mut times, change): (SmallVec<_>, _) = self.reads.within(notes);
        times.push(event);
        Open { event, times, anchors: SmallVec::new(), change, lowest: usize::MAX }
    }

    /// Resolves a date at this place on the way, where all that it is relative to is resolved.
    fn close(&self, open: &Open, place: usize) -> (Resolved, Option<Position>) {
        let Open { event, times, anchors, change, lowest } = open;
        let said_from = anchors.last().copied().flatten();
        let notes = times.iter().zip(anchors).filter(|(source, _)| *source != event);
        let dates = notes.map(|(note, anchor)| (*note, *anchor, self.read(*note, *anchor)));
        let established = dates.min_by_key(|(_, _, date)| date.rank());
        // A note whose own words give no date establishes none.
        let established = established.filter(|(_, _, date)| !date.bounds().is_undated());
        let bounds = match &established {
            Some((_, _, date)) => date.bounds(),
            None => self.read(*event, said_from).bounds(),
        };
        let established = established.map(|(note, anchor, _)| (note, anchor));
        let resolved = Resolved { said_from, established, bounds };
        let depends_on_itself = *lowest <= place;
        if !depends_on_itself {
            self.remembered.tables().dates.keep(*event, resolved, *change);
        }
        (resolved, *change)
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
                Dated::Phrase(
                    &words.phrase,
                    self.remembered.shared.phrases.read(&words.phrase, anchor.as_ref()),
                )
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
        let mut defining = self.seen(self.graph.mentions(name, Role::Defines)).into_iter().flatten();
        let published = defining.find(|&index| self.stands(index));
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

    /// The place of an event on the way that leads to `last`, if it is on it.
    fn place(&self, event: Ordinal, last: &Open) -> Option<usize> {
        if event == last.event { Some(self.open.len()) } else { self.places.get(&event).copied() }
    }
}

#[cfg(test)]
mod tests {
    use onrecord_core::read_line;

    use super::*;
    use crate::graph::RecordIndex;
    use crate::moment::Moment;

    fn take(index: &mut RecordIndex, line: &str) {
        index.apply(&read_line(line.as_bytes()).unwrap().event).unwrap();
    }

    fn report(number: usize, said: &str) -> String {
        format!(
            r#"{{"event":"report_published","story":"s","report":"r{number}","title":"t","said":{said}}}"#
        )
    }

    fn established(report: usize, when: &str) -> String {
        format!(r#"{{"event":"date_established","story":"s","of":"report:r{report}","when":{when}}}"#)
    }

    fn same_day_as(report: usize) -> String {
        format!(r#"{{"phrase":"on the same day","anchor":"report:r{report}"}}"#)
    }

    /// The rule, followed as it is written.
    fn naive<'o>(at: &AsOf<'o>, event: Ordinal, path: &mut Vec<Ordinal>) -> Dated<'o> {
        if path.contains(&event) {
            return Dated::Undated;
        }
        path.push(event);
        let notes: Vec<Ordinal> =
            at.notes_on_date(event).into_iter().filter(|note| at.stands(*note)).collect();
        let dates: Vec<Dated<'o>> = notes.into_iter().map(|note| naive_time(at, note, path)).collect();
        let established = dates.into_iter().min_by_key(Dated::rank);
        let said = naive_time(at, event, path);
        path.pop();
        match established.filter(|date| !date.bounds().is_undated()) {
            Some(established) => said.established_as(established),
            None => said,
        }
    }

    fn naive_time<'o>(at: &AsOf<'o>, source: Ordinal, path: &mut Vec<Ordinal>) -> Dated<'o> {
        let anchor = match at.anchored(source) {
            Anchored::ToEvent(event) => Some(naive(at, event, path).bounds()),
            anchored => anchored.date(),
        };
        at.read(source, anchor)
    }

    #[test]
    fn dates_are_those_of_the_rule_followed_as_it_is_written_also_where_they_depend_on_themselves() {
        const REPORTS: usize = 5;
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        for round in 0..100 {
            let mut index = RecordIndex::new();
            let mut time = |below: usize| match next(4) {
                0 => format!(r#""2031-04-{:02}""#, 1 + next(28)),
                1 => r#""2031-04""#.to_owned(),
                _ => same_day_as(next(below)),
            };
            let reports: Vec<String> = (0..REPORTS).map(|number| report(number, &time(REPORTS))).collect();
            let notes: Vec<String> = (0..6).map(|note| established(note % REPORTS, &time(REPORTS))).collect();
            reports.iter().chain(&notes).for_each(|line| take(&mut index, line));
            for known in 0..=index.head() {
                let at = AsOf::new(&index, Moment::known(known));
                for event in (0..REPORTS).map(Ordinal::at) {
                    let rule = naive(&at, event, &mut Vec::new());
                    let found = format!("{:?}", at.resolve(event));
                    assert_eq!(found, format!("{rule:?}"), "round {round}: {event:?} at {known}: {notes:#?}");
                }
            }
        }
    }

    /// A chain of dates of which the first is established by the last event.
    fn chain(reports: usize) -> RecordIndex {
        let mut index = RecordIndex::new();
        take(&mut index, &report(0, r#"{"phrase":"some time"}"#));
        (1..reports).for_each(|number| take(&mut index, &report(number, &same_day_as(number - 1))));
        take(&mut index, &established(0, r#""2031-04-02""#));
        index
    }

    #[test]
    fn a_date_found_on_the_way_to_another_is_not_looked_for_again() {
        const REPORTS: usize = 1_000;
        let index = chain(REPORTS);
        let at = AsOf::new(&index, Moment::known(index.head()));
        assert!(at.resolve(Ordinal::at(REPORTS - 1)).bounds().is_exact());
        let found = |number: usize| at.remembered.tables().dates.get(&Ordinal::at(number)).is_some();
        assert!((0..REPORTS).all(found));
    }

    #[test]
    fn what_is_found_in_a_memo_depends_on_what_it_was_found_from() {
        let index = chain(4);
        let at = AsOf::new(&index, Moment::known(index.head()));
        let (_, first) = at.watch(|| at.resolve(Ordinal::at(3)));
        let (_, again) = at.watch(|| at.resolve(Ordinal::at(2)));
        assert_eq!(first, Some(Ordinal::at(4).position()), "the note changed it last");
        assert_eq!(again, first, "and what was resolved on the way");
    }
}
