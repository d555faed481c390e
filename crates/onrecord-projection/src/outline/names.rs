//! Numbers for the names that events mention, so that an outline holds each slug once; and who mentions them.

use std::hash::BuildHasher;

use bincode::{BorrowDecode, Encode};
use hashbrown::{DefaultHashBuilder, HashMap};
use onrecord_core::{Ref, Role, Sort};
use smallvec::SmallVec;

use super::lately::Lately;
use super::sealed::Sealed;
use super::table::Table;
use super::{Edge, Index};

/// A number that stands for one reference in one outline.
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

/// That an event mentions a name, and in which capacity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mention {
    pub(crate) by: Index,
    pub(crate) role: Role,
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

/// The mentions of one name in the order of the record. Most names are mentioned twice at most, which takes no room
/// elsewhere.
type Mentions = SmallVec<[Mention; 2]>;

/// The names of the events after a snapshot, numbered on from those in it in the order of first mention.
#[derive(Clone, Default, Debug)]
pub(super) struct Names {
    /// How many names the snapshot holds.
    sealed_count: usize,
    named: Vec<Named>,
    references: Vec<Ref<'static>>,
    /// What mentions the names in the snapshot after it.
    again: HashMap<Name, Mentions>,
    table: Table,
    lately: Lately,
    hasher: DefaultHashBuilder,
}

/// What is looked at for every mention of a name, in one line of the cache.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Named {
    mentions: Mentions,
    /// At least those of the mentions; of one that was taken back, it may still tell.
    roles: Roles,
    /// The event that mentioned it first.
    first: Index,
    label: Label,
}

/// What tells a name from others: its sort, and its slug or id, of which the beginning is kept here.
#[derive(Clone, Copy, Debug)]
struct Label {
    sort: Sort,
    bytes: u8,
    beginning: [u8; LABEL_BYTES],
}

/// Few slugs are longer.
const LABEL_BYTES: usize = 28;

/// The same, as a reference has it.
struct Key<'r> {
    sort: Sort,
    text: &'r [u8],
}

impl<'r> Key<'r> {
    fn of(reference: &'r Ref<'_>) -> Key<'r> {
        let text = match reference {
            Ref::Event(id) => id.as_bytes(),
            named => named.slug().unwrap_or_default().as_bytes(),
        };
        Key { sort: reference.sort(), text }
    }

    fn label(&self) -> Label {
        let mut beginning = [0; LABEL_BYTES];
        let kept = self.text.len().min(LABEL_BYTES);
        beginning[..kept].copy_from_slice(&self.text[..kept]);
        Label { sort: self.sort, bytes: self.text.len() as u8, beginning }
    }

    /// Whether this may be the key of what has the label; it is, if nothing is missing there.
    fn matches(&self, label: &Label) -> bool {
        let kept = self.text.len().min(LABEL_BYTES);
        self.sort == label.sort
            && self.text.len() == usize::from(label.bytes)
            && self.text[..kept] == label.beginning[..kept]
    }

    fn is_longer_than_a_label(&self) -> bool {
        self.text.len() > LABEL_BYTES
    }
}

impl Names {
    /// No names yet, to be numbered on from those in a snapshot.
    pub(super) fn after(sealed: &Sealed) -> Names {
        let sealed_count = sealed.name_count();
        Names { sealed_count, table: Table::starting_at(sealed_count), ..Names::default() }
    }

    /// Takes note that the event at `index`, the last one, mentions `reference` in the capacity `role`.
    pub(super) fn mention(&mut self, reference: &Ref<'_>, role: Role, index: Index, sealed: &Sealed) -> Name {
        let key = Key::of(reference);
        let hash = self.hasher.hash_one(key.text);
        let lately = self.lately.find(hash).filter(|name| self.is_name_of(*name, &key, reference, sealed));
        let name = lately.unwrap_or_else(|| {
            let known = self.find_hashed(hash, &key, reference).or_else(|| sealed.find_name(reference));
            let name = known.unwrap_or_else(|| self.add(hash, key.label(), reference, index));
            self.lately.note(hash, name, self.count());
            name
        });
        let mentions = match name.get().checked_sub(self.sealed_count) {
            Some(number) => {
                self.named[number].roles.add(role);
                &mut self.named[number].mentions
            }
            None => self.again.entry(name).or_default(),
        };
        let mention = Mention { by: index, role };
        let by_this_event = mentions.iter().rev().take_while(|known| known.by == index);
        if by_this_event.into_iter().all(|known| *known != mention) {
            mentions.push(mention);
        }
        name
    }

    /// Gives `reference`, which has no name yet, the next one; the event at `first` is the first to mention it.
    fn add(&mut self, hash: u64, label: Label, reference: &Ref<'_>, first: Index) -> Name {
        let name = Name::at(self.count());
        self.named.push(Named { mentions: Mentions::new(), roles: Roles::default(), first, label });
        self.references.push(reference.clone().into_owned());
        self.table.push(hash);
        name
    }

    /// Takes back every mention by the event at `index`, the last one; `edges` are what it mentions.
    pub(super) fn forget(&mut self, index: Index, edges: impl Iterator<Item = Edge>) {
        for Edge { to, .. } in edges.filter(|edge| edge.to != Name::UNSTATED) {
            let mentions = match to.get().checked_sub(self.sealed_count) {
                Some(number) => self.named.get_mut(number).map(|named| &mut named.mentions),
                None => self.again.get_mut(&to),
            };
            if let Some(mentions) = mentions {
                while mentions.last().is_some_and(|mention| mention.by == index) {
                    mentions.pop();
                }
            }
        }
        while self.named.pop_if(|named| named.first == index).is_some() {
            if let Some(reference) = self.references.pop() {
                self.table.pop(self.hasher.hash_one(Key::of(&reference).text));
            }
        }
    }

    /// The mentions of `name` by events after the snapshot.
    pub(super) fn mentions(&self, name: Name) -> &[Mention] {
        let mentions = match name.get().checked_sub(self.sealed_count) {
            Some(number) => self.named.get(number).map(|named| &named.mentions),
            None => self.again.get(&name),
        };
        mentions.map_or(&[], SmallVec::as_slice)
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
        let key = Key::of(reference);
        self.find_hashed(self.hasher.hash_one(key.text), &key, reference)
    }

    fn find_hashed(&self, hash: u64, key: &Key<'_>, reference: &Ref<'_>) -> Option<Name> {
        let is_it = |number: usize| self.stands_for(number - self.sealed_count, key, reference);
        self.table.find(hash, is_it).map(Name::at)
    }

    fn is_name_of(&self, name: Name, key: &Key<'_>, reference: &Ref<'_>, sealed: &Sealed) -> bool {
        match name.get().checked_sub(self.sealed_count) {
            Some(place) => self.stands_for(place, key, reference),
            None => sealed.reference(name) == Some(reference),
        }
    }

    /// Whether the name at `place` stands for `reference`; a name that was taken back stands for nothing.
    fn stands_for(&self, place: usize, key: &Key<'_>, reference: &Ref<'_>) -> bool {
        self.named.get(place).is_some_and(|named| key.matches(&named.label))
            && (!key.is_longer_than_a_label() || self.references[place] == *reference)
    }

    /// What a name stands for that is not in the snapshot.
    pub(super) fn reference(&self, name: Name) -> Option<&Ref<'static>> {
        self.references.get(name.get().checked_sub(self.sealed_count)?)
    }

    /// The event that first mentioned a name that is not in the snapshot.
    pub(super) fn first(&self, name: Name) -> Option<Index> {
        self.named.get(name.get().checked_sub(self.sealed_count)?).map(|named| named.first)
    }
}
