//! A record as seen at one moment: which events stand there, whom they mention, and when they took place.

use std::hash::Hash;
use std::sync::Arc;

use onrecord_core::{Kind, Position, Ref, Role};

use crate::act::Act;
use crate::error::IndexError;
use crate::graph::{Edge, Entry, Name, Ordinal, RecordIndex};
use crate::moment::Moment;
use crate::reads::Reads;
use crate::remembered::Remembered;

/// A record as seen at one [`Moment`]. It shows no event that does not count there.
///
/// It may go to another thread, but is looked at by one at a time: each thread takes one of its own.
pub struct AsOf<'o> {
    pub(crate) graph: &'o RecordIndex,
    moment: Moment,
    pub(crate) reads: Reads,
    pub(crate) remembered: Remembered,
}

/// A name, and what is asked of all that are reached from it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Reached {
    name: Name,
    from: Role,
    to: Role,
    role: Role,
}

impl<'o> AsOf<'o> {
    /// The record as seen at `moment`. One beyond the last event is an [error](AsOf::error), and shows what is there.
    pub fn new(graph: &'o RecordIndex, moment: Moment) -> AsOf<'o> {
        let (known, head) = (moment.known.min(graph.head()), graph.head());
        let remembered = Remembered::at(known);
        if moment.known > head {
            let beyond = IndexError::Beyond { position: moment.known, head };
            remembered.shared.error.get_or_init(|| beyond);
        }
        AsOf { graph, moment: Moment { known, ..moment }, reads: Reads::default(), remembered }
    }

    /// The record as seen just before the event at `position` was known. What was worked out for one of the moments that
    /// were asked for last is remembered, so that many rows can be compared with what they were before one event.
    pub fn before(&self, position: Position) -> AsOf<'o> {
        let moment = Moment { known: position.get() - 1, ..self.moment };
        AsOf { remembered: self.remembered.before(moment.known), ..AsOf::new(self.graph, moment) }
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
        self.remembered.shared.error.get().cloned()
    }

    /// `computed`, if everything could be looked at that it was computed from.
    ///
    /// # Errors
    /// The first error met while looking.
    pub fn checked<T>(&self, computed: T) -> Result<T, IndexError> {
        self.error().map_or(Ok(computed), Err)
    }

    /// What was looked at; nothing, where it could not be read.
    pub(crate) fn seen<T>(&self, looked: Result<T, IndexError>) -> Option<T> {
        looked.map_err(|error| self.remembered.shared.error.get_or_init(|| error)).ok()
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
        let those = self.known_mentions(name, role).filter(matter);
        those.filter_map(|act| self.admit(act.index()))
    }

    /// Those of them that are of `kind`. Of what is mentioned often, no others are looked at.
    pub fn mentions_of_kind(&self, name: Name, role: Role, kind: Kind) -> impl Iterator<Item = Act<'_>> {
        let by_kind = self.once((name, role), || self.by_kind(name, role));
        let first = by_kind.partition_point(|(other, _)| *other < kind);
        let those = (first..by_kind.len()).map_while(move |place| {
            let (other, index) = by_kind[place];
            (other == kind).then_some(index)
        });
        those.filter_map(|index| self.admit(index))
    }

    fn by_kind(&self, name: Name, role: Role) -> Arc<[(Kind, Ordinal)]> {
        let mentions = self.known_mentions(name, role);
        let mut by_kind: Vec<_> = mentions.map(|act| (act.kind(), act.index())).collect();
        by_kind.sort_by_key(|(kind, _)| *kind);
        by_kind.into()
    }

    /// The events that are known to mention `name` in the capacity `role`, in the order of the record, whether they count
    /// or not.
    ///
    /// Whether they count is not looked at, so nothing may depend on it: this is to tell beforehand where nothing can be
    /// found, and need not be looked for.
    pub fn known_mentions(&self, name: Name, role: Role) -> impl Iterator<Item = Act<'_>> {
        let mentions = self.seen(self.graph.mentions(name, role)).into_iter().flatten();
        let known = mentions.take_while(|index| self.knows(*index));
        known.map(|index| Act::new(self, index))
    }

    /// The events on record that mention `name` in the capacity `role`, also those that are not yet known. No row may show
    /// anything of them.
    fn recorded_mentions(&self, name: Name, role: Role) -> impl Iterator<Item = Act<'_>> {
        let mentions = self.seen(self.graph.mentions(name, role)).into_iter().flatten();
        mentions.map(|index| {
            self.reads.count_event();
            Act::new(self, index)
        })
    }

    /// Whether anything on record mentions in the capacity `role` a name that is reached from `name`, or that name itself.
    /// From one name the next are reached that stand in the capacity `to` of events which mention it in the capacity `from`.
    ///
    /// It is answered whether these events count or not, and whether they are known yet: where it says no, nothing can be
    /// found at any moment, and need not be looked for. Each name is looked at once for all moments.
    pub fn may_reach_mention(&self, name: Name, (from, to): (Role, Role), role: Role) -> bool {
        let look = |Reached { name, .. }| {
            let next = self.recorded_mentions(name, from).flat_map(|act| act.all(to));
            let next = next.map(|name| Reached { name, from, to, role }).collect();
            (self.recorded_mentions(name, role).next().is_some(), next)
        };
        let start = Reached { name, from, to, role };
        self.remembered.shared.closures.joined(start, look, |any, one| *any |= *one)
    }

    /// What `find` answers for `key`, found once at this moment for keys and answers of these types. Whoever asks again
    /// depends on what was looked at the first time.
    ///
    /// So what many rows are computed from is worked out once for all of them. A type of its own for the key tells it
    /// from what others keep.
    pub fn once<K, T>(&self, key: K, find: impl FnOnce() -> T) -> T
    where
        K: Eq + Hash + Send + 'static,
        T: Clone + Send + 'static,
    {
        self.remembered.tables().memos.once(key, &self.reads, find)
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
    pub(crate) fn stands(&self, index: Ordinal) -> bool {
        self.reads.count_event();
        if !self.knows(index) {
            return false;
        }
        let mut known = self.remembered.tables().lifetimes.borrow_mut();
        let lifetime = self.graph.seen_from(self.moment.known, index, &mut known);
        self.reads.changed(Some(lifetime.changed));
        lifetime.stands
    }

    fn knows(&self, index: Ordinal) -> bool {
        index.position().get() <= self.moment.known
    }

    fn note_everything(&self) {
        self.reads.changed(Position::new(self.moment.known));
    }
}
