//! Numbers for the names that events mention, so that a graph holds each slug once; and who mentions them.

use bincode::{BorrowDecode, Encode};
use hashbrown::{DefaultHashBuilder, HashMap};
use onrecord_core::{Ref, Role};

use super::label::Label;
use super::lists::{List, Lists, Mention};
use super::sealed::Sealed;
use super::table::Table;
use super::{Edge, Ordinal};

/// A number that stands for one reference in one graph.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, BorrowDecode)]
pub struct Name(u32);

impl Name {
    /// A source that is not stated: it has no name, and no two of it are known to be the same.
    pub const UNSTATED: Name = Name(u32::MAX);

    pub(super) fn at(number: usize) -> Name {
        Name(number as u32)
    }

    pub(super) fn get(self) -> usize {
        self.0 as usize
    }
}

/// The capacities in which something is mentioned, one bit each, so that those in which it never was are known at once.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Roles(u32);

impl Roles {
    pub(super) fn add(&mut self, role: Role) {
        self.0 |= 1 << role as u32;
    }

    pub(super) fn contains(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }
}

/// The names of the events after a snapshot, numbered on from those in it in the order of first mention.
#[derive(Clone, Default, Debug)]
pub(super) struct Names {
    /// How many names the snapshot holds.
    sealed_count: usize,
    named: Vec<Named>,
    /// The references that are longer than a label, by the places of their names, ascending.
    longer: Vec<(usize, Ref<'static>)>,
    /// What mentions the names in the snapshot after it.
    again: HashMap<Name, List>,
    lists: Lists,
    table: Table,
    hasher: DefaultHashBuilder,
}

/// What is looked at for every mention of a name, in one line of the cache.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Named {
    label: Label,
    mentions: List,
    /// At least those of the mentions; of one that was taken back, it may still tell.
    roles: Roles,
}

/// A reference on its way into the graph.
pub(super) struct Met<'e> {
    role: Role,
    /// `None` for a source that is not stated.
    pub(super) to: Option<Ref<'e>>,
    label: Label,
    hash: u64,
    name: Option<Name>,
}

impl Names {
    /// No names yet, to be numbered on from those in a snapshot.
    pub(super) fn after(sealed: &Sealed) -> Names {
        let sealed_count = sealed.name_count();
        Names { sealed_count, table: Table::starting_at(sealed_count), ..Names::default() }
    }

    pub(super) fn meet<'e>(&self, role: Role, to: Ref<'e>) -> Met<'e> {
        let label = Label::of(&to);
        let hash = label.hash(&to, &self.hasher);
        Met { role, to: Some(to), label, hash, name: None }
    }

    pub(super) fn meet_unstated<'e>(&self, role: Role) -> Met<'e> {
        Met { role, to: None, label: Label::NONE, hash: 0, name: None }
    }

    /// Finds the names that those who are met have already.
    ///
    /// Each loop goes to a place in memory for each of them, and none waits for another: so a machine goes to many at
    /// a time, which takes hardly longer than going to one.
    pub(super) fn recognise(&self, met: &mut [Met<'_>], sealed: &Sealed) {
        for met in &mut *met {
            met.name = self.table.guess(met.hash).map(Name::at);
        }
        for met in &mut *met {
            let is_it = |name: &Name| self.is_name_of(name.get(), &met.label, met.to.as_ref());
            met.name = met.name.filter(is_it);
        }
        for met in met {
            let known = met.name.or_else(|| sealed.find_name(met.to.as_ref()?));
            met.name = known;
        }
    }

    /// The name of one who was met. One that had none then may have been named since.
    pub(super) fn name_of(&self, met: &Met<'_>) -> Option<Name> {
        met.name.or_else(|| self.find_hashed(met.hash, &met.label, met.to.as_ref()?))
    }

    /// Takes note that the event at `index`, the last one, makes this reference.
    pub(super) fn mention(&mut self, met: &Met<'_>, index: Ordinal) -> Edge {
        let role = met.role;
        let Some(to) = &met.to else { return Edge::new(Name::UNSTATED, role) };
        let name = self.name_of(met).unwrap_or_else(|| self.give_name(met, to));
        let list = match name.get().checked_sub(self.sealed_count) {
            Some(number) => {
                self.named[number].roles.add(role);
                &mut self.named[number].mentions
            }
            None => self.again.entry(name).or_default(),
        };
        let mention = Mention::new(index, role);
        let by_this_event = self.lists.all(list).rev().take_while(|known| known.by() == index);
        if by_this_event.into_iter().all(|known| known != mention) {
            self.lists.push(list, mention);
        }
        Edge::new(name, role)
    }

    /// Gives the next name to `to`, which has none yet.
    #[inline(never)]
    fn give_name(&mut self, met: &Met<'_>, to: &Ref<'_>) -> Name {
        let name = Name::at(self.count());
        self.named.push(Named { label: met.label, mentions: List::EMPTY, roles: Roles::default() });
        if !met.label.is_whole() {
            self.longer.push((self.named.len() - 1, to.clone().into_owned()));
        }
        self.table.push(met.hash);
        name
    }

    /// Takes back every mention by the event at `index`, the last one; `edges` are what it mentions.
    pub(super) fn forget(&mut self, index: Ordinal, edges: impl Iterator<Item = Edge>) {
        for to in edges.map(Edge::to).filter(|name| *name != Name::UNSTATED) {
            let list = match to.get().checked_sub(self.sealed_count) {
                Some(number) => self.named.get_mut(number).map(|named| &mut named.mentions),
                None => self.again.get_mut(&to),
            };
            if let Some(list) = list {
                while self.lists.all(list).next_back().is_some_and(|mention| mention.by() == index) {
                    self.lists.pop(list);
                }
            }
        }
        while let Some(last) = self.named.pop_if(|named| named.mentions.is_empty()) {
            let longer = self.longer.pop_if(|(place, _)| *place == self.named.len());
            let longer = longer.map(|(_, reference)| reference);
            if let Some(reference) = longer.or_else(|| last.label.reference()) {
                self.table.pop(last.label.hash(&reference, &self.hasher));
            }
        }
    }

    /// The mentions of `name` by events after the snapshot.
    pub(super) fn mentions(&self, name: Name) -> impl DoubleEndedIterator<Item = Mention> + Clone + use<'_> {
        self.lists.all(self.list(name))
    }

    fn list(&self, name: Name) -> &List {
        let list = match name.get().checked_sub(self.sealed_count) {
            Some(number) => self.named.get(number).map(|named| &named.mentions),
            None => self.again.get(&name),
        };
        list.unwrap_or(&List::EMPTY)
    }

    /// Whether an event after the snapshot may mention `name` in the capacity `role`.
    pub(super) fn may_mention(&self, name: Name, role: Role) -> bool {
        let number = name.get().checked_sub(self.sealed_count);
        number.is_none_or(|number| self.named.get(number).is_some_and(|named| named.roles.contains(role)))
    }

    /// How many names there are, those in the snapshot included: the number of the next one.
    pub(super) fn count(&self) -> usize {
        self.sealed_count + self.named.len()
    }

    pub(super) fn find(&self, reference: &Ref<'_>) -> Option<Name> {
        let label = Label::of(reference);
        self.find_hashed(label.hash(reference, &self.hasher), &label, reference)
    }

    fn find_hashed(&self, hash: u64, label: &Label, reference: &Ref<'_>) -> Option<Name> {
        self.table.find(hash, |number| self.is_name_of(number, label, Some(reference))).map(Name::at)
    }

    /// Whether the name with this number, which is not in the snapshot, stands for what has this label.
    fn is_name_of(&self, number: usize, label: &Label, reference: Option<&Ref<'_>>) -> bool {
        let place = number - self.sealed_count;
        self.named[place].label == *label && (label.is_whole() || self.longer_at(place) == reference)
    }

    /// What a name stands for that is not in the snapshot.
    pub(super) fn reference(&self, name: Name) -> Option<Ref<'_>> {
        let place = name.get().checked_sub(self.sealed_count)?;
        let whole = self.named.get(place)?.label.reference();
        whole.or_else(|| self.longer_at(place).map(Ref::borrowed))
    }

    fn longer_at(&self, place: usize) -> Option<&Ref<'static>> {
        let found = self.longer.binary_search_by_key(&place, |(place, _)| *place).ok()?;
        Some(&self.longer[found].1)
    }

    /// The first mention of a name that is not in the snapshot.
    pub(super) fn first(&self, name: Name) -> Option<Mention> {
        self.named.get(name.get().checked_sub(self.sealed_count)?)?.mentions.first()
    }
}
