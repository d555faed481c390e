//! A record as seen at one moment: which events stand there, whom they mention, and when they took place.

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;

use onrecord_core::{Kind, Position, Ref, Role};

use crate::act::Act;
use crate::bodies::Ends;
use crate::closure::Closure;
use crate::dates::Resolved;
use crate::error::IndexError;
use crate::graph::{Edge, Entry, Known, Name, Ordinal, RecordIndex};
use crate::memo::{Closures, Memo, Memos};
use crate::moment::Moment;
use crate::phrases::Phrases;
use crate::reads::{Read, Reads};

/// A record as seen at one [`Moment`]. It shows no event that does not count there.
pub struct AsOf<'o> {
    pub(crate) graph: &'o RecordIndex,
    moment: Moment,
    pub(crate) reads: Reads,
    pub(crate) phrases: Rc<Phrases>,
    closures: Arc<Closures>,
    memos: Memos,
    lifetimes: RefCell<Known>,
    pub(crate) dates: Memo<Ordinal, Resolved>,
    pub(crate) merges: Closure<Name, Ends>,
    pub(crate) bodies: Memo<Name, Option<Name>>,
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
    /// The record as seen at `moment`.
    pub fn new(graph: &'o RecordIndex, moment: Moment) -> AsOf<'o> {
        let known = moment.known.min(graph.head());
        let moment = Moment { known, ..moment };
        AsOf {
            graph,
            moment,
            reads: Reads::default(),
            phrases: Rc::default(),
            closures: Arc::default(),
            memos: Memos::default(),
            lifetimes: RefCell::default(),
            dates: Memo::default(),
            merges: Closure::default(),
            bodies: Memo::default(),
        }
    }

    /// The same, keeping note of everything that is looked at.
    pub fn tracking(graph: &'o RecordIndex, moment: Moment) -> AsOf<'o> {
        AsOf { reads: Reads::kept(), ..AsOf::new(graph, moment) }
    }

    /// The record as seen just before the event at `position` was known.
    pub fn before(&self, position: Position) -> AsOf<'o> {
        let moment = Moment { known: position.get() - 1, ..self.moment };
        let (phrases, closures) = (Rc::clone(&self.phrases), Arc::clone(&self.closures));
        AsOf { phrases, closures, ..AsOf::new(self.graph, moment) }
    }

    /// Does some of the looking, and tells the last position at which any of it came out otherwise than before.
    pub fn watch<T>(&self, look: impl FnOnce() -> T) -> (T, Option<Position>) {
        self.reads.within(look)
    }

    /// Everything that was looked at, where it was [tracked](AsOf::tracking).
    pub fn into_reads(self) -> HashSet<Read> {
        self.reads.into_kept()
    }

    /// How many times an event was looked at so far, whether it counts or not: the work done.
    pub fn looks(&self) -> u64 {
        self.reads.looks()
    }

    /// What went wrong while it was looked at, if anything did.
    ///
    /// Looking takes no error: what cannot be read is shown as if it were not there, and the first error is kept. So
    /// whoever computes something asks here before the result is used; [`AsOf::checked`] does both.
    pub fn error(&self) -> Option<IndexError> {
        None
    }

    /// `computed`, if everything could be looked at that it was computed from.
    ///
    /// # Errors
    /// The first error met while looking.
    pub fn checked<T>(&self, computed: T) -> Result<T, IndexError> {
        self.error().map_or(Ok(computed), Err)
    }

    /// The moment.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// The event at `position`, if it counts.
    pub fn act(&self, position: Position) -> Option<Act<'_>> {
        let index = Ordinal::of(position);
        self.reads.note(Read::Standing(index.position()));
        (position.get() <= self.graph.head()).then(|| self.admit(index)).flatten()
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
        let by_kind = self.memos.once((name, role), &self.reads, || self.by_kind(name, role));
        self.reads.note(Read::Mentions(name, role));
        let of_kind = by_kind.partition_point(|(other, _)| *other < kind);
        let those = (of_kind..by_kind.len()).map_while(move |place| {
            let (other, index) = by_kind[place];
            (other == kind).then_some(index)
        });
        those.filter_map(|index| self.admit(index))
    }

    fn by_kind(&self, name: Name, role: Role) -> Arc<[(Kind, Ordinal)]> {
        let mut by_kind: Vec<_> =
            self.known_mentions(name, role).map(|act| (act.kind(), act.index())).collect();
        by_kind.sort_by_key(|(kind, _)| *kind);
        by_kind.into()
    }

    /// The events that are known to mention `name` in the capacity `role`, in the order of the record, whether they count
    /// or not.
    ///
    /// Whether they count is not looked at, so nothing may depend on it: this is to tell beforehand where nothing can be
    /// found, and need not be looked for.
    pub fn known_mentions(&self, name: Name, role: Role) -> impl Iterator<Item = Act<'_>> {
        self.reads.note(Read::Mentions(name, role));
        let mentions = self.graph.mentions(name, role).take_while(|index| self.knows(*index));
        mentions.map(|index| {
            self.reads.look();
            Act::new(self, index)
        })
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
        self.memos.once(key, &self.reads, find)
    }

    /// The events on record that mention `name` in the capacity `role`, whether they count or not, and also those that are
    /// not yet known at this moment.
    ///
    /// No row may show anything of them. This is to tell beforehand where, at no moment, anything can be found.
    fn recorded_mentions(&self, name: Name, role: Role) -> impl Iterator<Item = Act<'_>> {
        self.reads.note(Read::Mentions(name, role));
        self.graph.mentions(name, role).map(|index| {
            self.reads.look();
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
        self.closures.joined(Reached { name, from, to, role }, look, |any, one| *any |= *one)
    }

    /// The event that brought `name` into the record.
    pub fn definition(&self, name: Name) -> Option<Act<'_>> {
        self.mentions(name, Role::Defines).next()
    }

    /// Every name mentioned by what is known, in the order of first mention; what brought it in may not count.
    pub fn names(&self) -> impl Iterator<Item = (Name, Ref<'o>)> {
        self.note_everything();
        self.graph.names_known(self.moment.known)
    }

    /// The name of `reference`, if the record ever mentioned it.
    pub fn name(&self, reference: &Ref<'_>) -> Option<Name> {
        self.graph.name(reference)
    }

    /// What `name` stands for; `None` for a source that is not stated.
    pub fn reference(&self, name: Name) -> Option<Ref<'o>> {
        self.graph.reference(name)
    }

    pub(crate) fn entry(&self, index: Ordinal) -> &'o Entry {
        self.graph.entry(index)
    }

    pub(crate) fn edges(&self, index: Ordinal) -> &'o [Edge] {
        self.graph.edges(index)
    }

    /// Whether the event counts: it is known, it stands, and it was said by then.
    fn admit(&self, index: Ordinal) -> Option<Act<'_>> {
        self.reads.look();
        let admitted = self.stands(index)
            && match self.moment.said {
                Some(said) if self.entry(index).is_act() => said.admits(&self.resolve(index).bounds()),
                _ => true,
            };
        admitted.then_some(Act::new(self, index))
    }

    /// Whether the event is known and stands, with note taken of when it last came to or ceased.
    pub(crate) fn stands(&self, index: Ordinal) -> bool {
        if !self.knows(index) {
            return false;
        }
        let mut known = self.lifetimes.borrow_mut();
        let lifetime = self.graph.lifetimes().seen_from(self.moment.known, index, &mut known);
        self.reads.changed(Some(lifetime.changed));
        lifetime.stands
    }

    fn knows(&self, index: Ordinal) -> bool {
        index.position().get() <= self.moment.known
    }

    fn note_everything(&self) {
        self.reads.note(Read::Everything);
        self.reads.changed(Position::new(self.moment.known));
    }
}
