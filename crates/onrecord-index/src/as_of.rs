//! A record as seen at one moment: which events stand there, whom they mention, and when they took place.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use onrecord_core::{Anchor, Position, Ref, Role};
use onrecord_when::Bounds;
use smallvec::SmallVec;

use crate::act::Act;
use crate::dated::Dated;
use crate::error::IndexError;
use crate::graph::{Edge, Entry, Name, Ordinal, RecordIndex, Time};
use crate::memo::Memo;
use crate::moment::Moment;
use crate::phrases::Phrases;
use crate::reads::Reads;

/// A record as seen at one [`Moment`]. It shows no event that does not count there.
///
/// It may go to another thread, but is looked at by one at a time: each thread takes one of its own.
pub struct AsOf<'o> {
    graph: &'o RecordIndex,
    moment: Moment,
    reads: Reads,
    /// The first error met while looking.
    error: OnceCell<IndexError>,
    phrases: Arc<Phrases>,
    merged: Memo<Name>,
    speaks_for: Memo<Vec<Name>>,
}

/// The events through which a date is being resolved: mostly one, hardly ever more than a report and its anchor.
type Path = SmallVec<[Ordinal; 4]>;

impl<'o> AsOf<'o> {
    /// The record as seen at `moment`. One beyond the last event is an [error](AsOf::error), and shows what is there.
    pub fn new(graph: &'o RecordIndex, moment: Moment) -> AsOf<'o> {
        let (known, head, error) = (moment.known.min(graph.head()), graph.head(), OnceCell::new());
        if moment.known > head {
            error.get_or_init(|| IndexError::Beyond { position: moment.known, head });
        }
        let moment = Moment { known, ..moment };
        AsOf {
            graph,
            moment,
            reads: Reads::default(),
            error,
            phrases: Arc::default(),
            merged: Memo::default(),
            speaks_for: Memo::default(),
        }
    }

    /// The record as seen just before the event at `position` was known.
    pub fn before(&self, position: Position) -> AsOf<'o> {
        let moment = Moment { known: position.get() - 1, ..self.moment };
        AsOf { phrases: Arc::clone(&self.phrases), ..AsOf::new(self.graph, moment) }
    }

    /// Does some of the looking, and tells the last position at which any of it came out otherwise than before.
    pub fn watch<T>(&self, look: impl FnOnce() -> T) -> (T, Option<Position>) {
        self.reads.within(look)
    }

    /// How many events were looked at so far, one as often as it was: the work done.
    pub fn events_looked_at(&self) -> u64 {
        self.reads.event_count()
    }

    /// What went wrong while it was looked at, if anything did.
    ///
    /// Looking takes no error: what cannot be read is shown as if it were not there, and the first error is kept. So
    /// whoever computes something asks here before the result is used; [`AsOf::checked`] does both.
    pub fn error(&self) -> Option<IndexError> {
        self.error.get().cloned()
    }

    /// `computed`, if everything could be looked at that it was computed from.
    ///
    /// # Errors
    /// The first error met while looking.
    pub fn checked<T>(&self, computed: T) -> Result<T, IndexError> {
        self.error().map_or(Ok(computed), Err)
    }

    /// What was looked at; nothing, where it could not be read.
    fn seen<T>(&self, looked: Result<T, IndexError>) -> Option<T> {
        looked.map_err(|error| self.error.get_or_init(|| error)).ok()
    }

    /// The moment.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// The event at `position`, if it counts.
    pub fn act(&self, position: Position) -> Option<Act<'_>> {
        let index = Ordinal::of(position);
        (position.get() <= self.graph.head()).then(|| self.admit(index)).flatten()
    }

    /// The event at `position`, whether it counts or not: how it is tied into what counts here.
    pub fn recorded(&self, position: Position) -> Option<Act<'_>> {
        (position.get() <= self.graph.head()).then(|| Act::new(self, Ordinal::of(position)))
    }

    /// Every event that counts, in the order of the record.
    pub fn acts(&self) -> impl Iterator<Item = Act<'_>> {
        self.note_everything();
        (0..self.moment.known as usize).filter_map(|number| self.admit(Ordinal::at(number)))
    }

    /// The events that mention `name` in the capacity `role`, in the order of the record.
    pub fn mentions(&self, name: Name, role: Role) -> impl Iterator<Item = Act<'_>> {
        self.mentions_where(name, role, |_| true)
    }

    /// Those of them that `matter`.
    ///
    /// To leave the others out afterwards gives the same events. But this looks at no event that does not matter, so
    /// whether that one counts is nothing a row depends on.
    pub fn mentions_where<'s>(
        &'s self,
        name: Name,
        role: Role,
        matter: impl Fn(&Act<'s>) -> bool,
    ) -> impl Iterator<Item = Act<'s>> {
        let mentions = self.seen(self.graph.mentions(name, role)).into_iter().flatten();
        let known = mentions.take_while(|index| self.knows(*index));
        let those = known.filter(move |index| matter(&Act::new(self, *index)));
        those.filter_map(|index| self.admit(index))
    }

    /// The event that brought `name` into the record.
    pub fn definition(&self, name: Name) -> Option<Act<'_>> {
        self.mentions(name, Role::Defines).next()
    }

    /// Every name mentioned by what is known, in the order of first mention; what brought it in may not count.
    pub fn names(&self) -> impl Iterator<Item = (Name, Ref<'o>)> {
        self.note_everything();
        let names = self.graph.names().map_while(|named| self.seen(named));
        names.take_while(|(name, _)| {
            self.seen(self.graph.first_mention(*name)).is_some_and(|first| self.knows(first))
        })
    }

    /// The name of `reference`, if the record ever mentioned it.
    pub fn name(&self, reference: &Ref<'_>) -> Option<Name> {
        self.seen(self.graph.name(reference)).flatten()
    }

    /// What `name` stands for; `None` for a source that is not stated.
    pub fn reference(&self, name: Name) -> Option<Ref<'o>> {
        self.seen(self.graph.reference(name)).flatten()
    }

    /// The actor that `actor` goes on as, after all merges. The answer does not depend on their order.
    pub fn merged(&self, actor: Name) -> Name {
        self.merged.of(actor, &self.reads, || self.follow_merges(actor))
    }

    fn follow_merges(&self, actor: Name) -> Name {
        if self.mentions(actor, Role::Merged).next().is_none() {
            return actor;
        }
        let mut seen = BTreeSet::from([actor]);
        let mut open = vec![actor];
        let mut last = Vec::new();
        while let Some(actor) = open.pop() {
            let into: Vec<Name> =
                self.mentions(actor, Role::Merged).filter_map(|merge| merge.one(Role::Into)).collect();
            if into.is_empty() {
                last.push(actor);
            }
            open.extend(into.into_iter().filter(|&into| seen.insert(into)));
        }
        let all_in_a_ring = last.is_empty();
        let candidates = if all_in_a_ring { seen.into_iter().collect() } else { last };
        candidates.into_iter().min_by_key(|&name| self.reference(name)).unwrap_or(actor)
    }

    /// The bodies for which `actor` speaks: directly, and through those it speaks for.
    pub fn speaks_for(&self, actor: Name) -> Vec<Name> {
        self.speaks_for.of(actor, &self.reads, || self.follow_bodies(actor))
    }

    fn follow_bodies(&self, actor: Name) -> Vec<Name> {
        let mut bodies = Vec::new();
        let mut next = Some(self.merged(actor));
        while let Some(actor) = next {
            let body = self.definition(actor).and_then(|introduced| introduced.one(Role::SpeaksFor));
            next = body.map(|body| self.merged(body)).filter(|body| !bodies.contains(body));
            bodies.extend(next);
        }
        bodies
    }

    pub(crate) fn entry(&self, index: Ordinal) -> &'o Entry {
        self.seen(self.graph.entry(index)).unwrap_or(&Entry::UNREAD)
    }

    pub(crate) fn edges(&self, index: Ordinal) -> &'o [Edge] {
        self.seen(self.graph.edges(index)).unwrap_or_default()
    }

    /// Whether the event counts: it is known, it stands, and it was said by then.
    fn admit(&self, index: Ordinal) -> Option<Act<'_>> {
        let admitted = self.stands(index)
            && match self.moment.said {
                Some(said) if self.entry(index).is_act() => said.admits(&self.resolve(index).bounds()),
                _ => true,
            };
        admitted.then_some(Act::new(self, index))
    }

    /// Whether the event is known and stands, with note taken of when it last came to or ceased.
    fn stands(&self, index: Ordinal) -> bool {
        self.reads.count_event();
        if !self.knows(index) {
            return false;
        }
        let turned = self.graph.turns(index).filter(|turn| turn.get() <= self.moment.known);
        let (count, last) = turned.fold((0, index.position()), |(count, _), turn| (count + 1, turn));
        self.reads.changed(Some(last));
        count % 2 == 0
    }

    fn knows(&self, index: Ordinal) -> bool {
        index.position().get() <= self.moment.known
    }

    fn note_everything(&self) {
        self.reads.changed(Position::new(self.moment.known));
    }

    /// Resolves when an act took place. What fixes a date is taken from all that is known: reading a date is no act.
    pub(crate) fn resolve(&self, index: Ordinal) -> Dated<'o> {
        self.resolve_along(index, &mut Path::new())
    }

    fn resolve_along(&self, index: Ordinal, path: &mut Path) -> Dated<'o> {
        if path.contains(&index) {
            return Dated::Undated;
        }
        path.push(index);
        let notes = self.seen(self.graph.notes_on_date(index)).unwrap_or_default();
        let notes = notes.into_iter().filter(|&note| self.stands(note));
        let established = notes.map(|note| self.read(note, path)).min_by_key(Dated::rank);
        // A note whose own words give no date establishes none.
        let established = established.filter(|date| !date.bounds().is_undated());
        let said = self.read(index, path);
        path.pop();
        match established {
            Some(established) => said.established_as(established),
            None => said,
        }
    }

    /// By when the question at `index` asked for an answer.
    pub(crate) fn deadline(&self, index: Ordinal) -> Option<Dated<'o>> {
        let deadline = self.seen(self.graph.deadline(index)).flatten();
        deadline.map(|deadline| self.read_time(deadline, &mut Path::new()))
    }

    fn read(&self, index: Ordinal, path: &mut Path) -> Dated<'o> {
        self.read_time(&self.entry(index).time, path)
    }

    fn read_time(&self, time: &'o Time, path: &mut Path) -> Dated<'o> {
        match time {
            Time::Unsaid => Dated::Undated,
            Time::Edtf(edtf) => Dated::Edtf(edtf),
            Time::Words(words) => {
                let anchor = words.anchor.as_ref().map(|anchor| self.anchor(anchor, path));
                let anchor = anchor.filter(|bounds| !bounds.is_undated());
                Dated::Phrase(&words.phrase, self.phrases.read(&words.phrase, anchor.as_ref()))
            }
        }
    }

    fn anchor(&self, anchor: &Anchor<'_>, path: &mut Path) -> Bounds {
        let report = match anchor {
            Anchor::Date(date) => return date.bounds(),
            Anchor::Report(report) => Ref::Report(report.borrowed()),
        };
        let Some(name) = self.name(&report) else { return Bounds::UNKNOWN };
        let mut defining = self.seen(self.graph.mentions(name, Role::Defines)).into_iter().flatten();
        let published = defining.find(|&index| self.stands(index));
        published.map_or(Bounds::UNKNOWN, |index| self.resolve_along(index, path).bounds())
    }
}
