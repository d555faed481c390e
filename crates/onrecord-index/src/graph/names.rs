//! Numbers for the names that events mention, so that a graph holds each slug once; and who mentions them.

use bincode::{BorrowDecode, Encode};
use hashbrown::{DefaultHashBuilder, HashMap};
use onrecord_core::{Ref, Role};

use super::batch::Met;
use super::label::Label;
use super::lists::{List, Lists, Mention};
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

    fn add_all(&mut self, roles: Roles) {
        self.0 |= roles.0;
    }
}

/// The names that the events of one layer mention first, numbered on from those in the layers below; and who in this
/// layer mentions those.
#[derive(Clone, Default, Debug)]
pub(super) struct Names {
    /// How many names the layers below hold.
    first: usize,
    named: Vec<Named>,
    /// The references that are longer than a label, by the places of their names, ascending.
    longer: Vec<(usize, Ref<'static>)>,
    /// What mentions the names in the layers below.
    again: HashMap<Name, Mentioned>,
    lists: Lists,
    table: Table,
}

/// What is looked at for every mention of a name, in one line of the cache.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Named {
    label: Label,
    mentioned: Mentioned,
}

/// Who mentions a name.
#[derive(Clone, Copy, Default, Debug)]
struct Mentioned {
    list: List,
    /// At least the capacities of the mentions; of one that was taken back, it may still tell.
    roles: Roles,
}

static NO_LIST: List = List::EMPTY;

impl Names {
    /// No names yet, to be numbered on from so many.
    pub(super) fn after(first: usize) -> Names {
        Names { first, table: Table::starting_at(first), ..Names::default() }
    }

    /// The number after that of the last name.
    pub(super) fn end(&self) -> usize {
        self.first + self.named.len()
    }

    /// A name that has this hash, whatever it stands for.
    pub(super) fn guess(&self, hash: u64) -> Option<Name> {
        self.table.guess(hash).map(Name::at)
    }

    /// Whether `name`, which is of this layer, stands for what is met.
    pub(super) fn is_name_of(&self, name: Name, met: &Met) -> bool {
        self.is_name(name.get(), &met.label, || met.longer())
    }

    /// The name of what is met, if this layer has it.
    pub(super) fn find_met(&self, met: &Met) -> Option<Name> {
        self.table.find(met.hash, |number| self.is_name(number, &met.label, || met.longer())).map(Name::at)
    }

    /// The name of `reference`, which has this label and this hash, if this layer has it.
    pub(super) fn find(&self, hash: u64, label: &Label, reference: &Ref<'_>) -> Option<Name> {
        self.table.find(hash, |number| self.is_name(number, label, || Some(reference))).map(Name::at)
    }

    /// Whether the name with this number stands for what has this label, and is `longer` where that leaves some out.
    fn is_name<'r>(&self, number: usize, label: &Label, longer: impl Fn() -> Option<&'r Ref<'r>>) -> bool {
        let place = number - self.first;
        self.named[place].label == *label && (label.is_whole() || self.longer_at(place) == longer())
    }

    /// Gives the next name to what is met, which has none yet.
    #[inline(never)]
    pub(super) fn give_name(&mut self, met: &Met) -> Name {
        let name = Name::at(self.end());
        if let Some(longer) = met.longer() {
            self.longer.push((self.named.len(), longer.clone()));
        }
        self.named.push(Named { label: met.label, mentioned: Mentioned::default() });
        self.table.push(met.hash);
        name
    }

    /// Takes note that the event at `index`, the last one, mentions `name`.
    pub(super) fn mention(&mut self, name: Name, role: Role, index: Ordinal) -> Edge {
        let mentioned = match name.get().checked_sub(self.first) {
            Some(place) => &mut self.named[place].mentioned,
            None => self.again.entry(name).or_default(),
        };
        mentioned.roles.add(role);
        let mention = Mention::new(index, role);
        let by_this_event = self.lists.all(&mentioned.list).rev().take_while(|known| known.by() == index);
        if by_this_event.into_iter().all(|known| known != mention) {
            self.lists.push(&mut mentioned.list, mention);
        }
        Edge::new(name, role)
    }

    /// Takes back every mention by the event at `index`, the last one; `edges` are what it mentions.
    pub(super) fn forget(
        &mut self,
        index: Ordinal,
        edges: impl Iterator<Item = Edge>,
        hasher: &DefaultHashBuilder,
    ) {
        for to in edges.map(Edge::to).filter(|name| *name != Name::UNSTATED) {
            let mentioned = match to.get().checked_sub(self.first) {
                Some(place) => self.named.get_mut(place).map(|named| &mut named.mentioned),
                None => self.again.get_mut(&to),
            };
            let Some(Mentioned { list, .. }) = mentioned else { continue };
            while self.lists.all(list).next_back().is_some_and(|mention| mention.by() == index) {
                self.lists.pop(list);
            }
            if list.is_empty() && to.get() < self.first {
                self.again.remove(&to);
            }
        }
        while let Some(last) = self.named.pop_if(|named| named.mentioned.list.is_empty()) {
            let longer = self.longer.pop_if(|(place, _)| *place == self.named.len());
            let longer = longer.map(|(_, reference)| reference);
            if let Some(reference) = longer.or_else(|| last.label.reference()) {
                self.table.pop(last.label.hash(&reference, hasher));
            }
        }
    }

    /// Takes in the names of the layer above, and who mentions what there.
    pub(super) fn absorb(&mut self, above: &Names) {
        let before = self.named.len();
        self.longer.extend(above.longer.iter().map(|(place, longer)| (before + place, longer.clone())));
        self.table.absorb(&above.table);
        for named in &above.named {
            let mentioned = self.moved(&named.mentioned, above);
            self.named.push(Named { label: named.label, mentioned });
        }
        for (name, mentioned) in &above.again {
            let own = match name.get().checked_sub(self.first) {
                Some(place) => &mut self.named[place].mentioned,
                None => self.again.entry(*name).or_default(),
            };
            own.roles.add_all(mentioned.roles);
            above.lists.all(&mentioned.list).for_each(|mention| self.lists.push(&mut own.list, mention));
        }
    }

    /// The same mentions of a name, in the lists of this layer.
    fn moved(&mut self, mentioned: &Mentioned, from: &Names) -> Mentioned {
        let mut list = List::EMPTY;
        from.lists.all(&mentioned.list).for_each(|mention| self.lists.push(&mut list, mention));
        Mentioned { list, ..*mentioned }
    }

    /// The mentions of `name` by events of this layer.
    pub(super) fn mentions(&self, name: Name) -> impl DoubleEndedIterator<Item = Mention> + Clone + use<'_> {
        self.lists.all(self.mentioned(name).map_or(&NO_LIST, |mentioned| &mentioned.list))
    }

    /// The mentions of `name` by events of this layer, if any may be in the capacity `role`.
    pub(super) fn mentions_as(
        &self,
        name: Name,
        role: Role,
    ) -> impl DoubleEndedIterator<Item = Mention> + Clone + use<'_> {
        let mentioned = self.mentioned(name).filter(|mentioned| mentioned.roles.contains(role));
        self.lists.all(mentioned.map_or(&NO_LIST, |mentioned| &mentioned.list))
    }

    fn mentioned(&self, name: Name) -> Option<&Mentioned> {
        match name.get().checked_sub(self.first) {
            Some(place) => self.named.get(place).map(|named| &named.mentioned),
            None if self.again.is_empty() => None,
            None => self.again.get(&name),
        }
    }

    /// What a name of this layer stands for.
    pub(super) fn reference(&self, name: Name) -> Option<Ref<'_>> {
        let place = name.get().checked_sub(self.first)?;
        let whole = self.named.get(place)?.label.reference();
        whole.or_else(|| self.longer_at(place).map(Ref::borrowed))
    }

    fn longer_at(&self, place: usize) -> Option<&Ref<'static>> {
        let found = self.longer.binary_search_by_key(&place, |(place, _)| *place).ok()?;
        Some(&self.longer[found].1)
    }

    /// The first mention of a name of this layer.
    pub(super) fn first(&self, name: Name) -> Option<Mention> {
        self.named.get(name.get().checked_sub(self.first)?)?.mentioned.list.first()
    }
}
