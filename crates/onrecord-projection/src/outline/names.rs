//! Numbers for the names that events mention, so that an outline holds each slug once; and who mentions them.

use std::hash::BuildHasher;

use bincode::{BorrowDecode, Encode};
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use onrecord_core::{Ref, Role};
use smallvec::SmallVec;

use super::sealed::Sealed;
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

/// The mentions of one name in the order of the record. Most names are mentioned twice at most, which takes no room
/// elsewhere.
type Mentions = SmallVec<[Mention; 2]>;

/// The names of the events after a snapshot, numbered on from those in it in the order of first mention.
#[derive(Clone, Default, Debug)]
pub(super) struct Names {
    /// How many names the snapshot holds.
    sealed_count: usize,
    named: Vec<Named>,
    /// What mentions the names in the snapshot after it.
    again: HashMap<Name, Mentions>,
    /// The names by the hashes of their references, which so are held once.
    table: HashTable<Name>,
    hasher: DefaultHashBuilder,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    pub(super) reference: Ref<'static>,
    /// The event that mentioned it first.
    pub(super) first: Index,
    mentions: Mentions,
}

impl Names {
    /// No names yet, to be numbered on from those in a snapshot.
    pub(super) fn after(sealed: &Sealed) -> Names {
        Names { sealed_count: sealed.name_count(), ..Names::default() }
    }

    /// Takes note that the event at `index`, the last one, mentions `reference` in the capacity `role`.
    pub(super) fn mention(&mut self, reference: &Ref<'_>, role: Role, index: Index, sealed: &Sealed) -> Name {
        let hash = self.hasher.hash_one(reference);
        let known = self.find_hashed(hash, reference).or_else(|| sealed.find_name(reference));
        let name = known.unwrap_or_else(|| self.add(hash, reference, index));
        let mentions = match name.get().checked_sub(self.sealed_count) {
            Some(number) => &mut self.named[number].mentions,
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
    fn add(&mut self, hash: u64, reference: &Ref<'_>, first: Index) -> Name {
        let name = Name::at(self.count());
        let reference = reference.clone().into_owned();
        self.named.push(Named { reference, first, mentions: SmallVec::new() });
        let (named, hasher, sealed_count) = (&self.named, &self.hasher, self.sealed_count);
        let rehash = |name: &Name| hasher.hash_one(&named[name.get() - sealed_count].reference);
        self.table.insert_unique(hash, name, rehash);
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
        while let Some(named) = self.named.pop_if(|named| named.first == index) {
            let name = Name::at(self.count());
            let hash = self.hasher.hash_one(&named.reference);
            if let Ok(entry) = self.table.find_entry(hash, |known| *known == name) {
                entry.remove();
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

    /// How many names there are, those in the snapshot included: the number of the next one.
    pub(super) fn count(&self) -> usize {
        self.sealed_count + self.named.len()
    }

    pub(super) fn find(&self, reference: &Ref<'_>) -> Option<Name> {
        self.find_hashed(self.hasher.hash_one(reference), reference)
    }

    fn find_hashed(&self, hash: u64, reference: &Ref<'_>) -> Option<Name> {
        let is_it = |name: &Name| self.named[name.get() - self.sealed_count].reference == *reference;
        self.table.find(hash, is_it).copied()
    }

    /// What is known of a name that is not in the snapshot.
    pub(super) fn get(&self, name: Name) -> Option<&Named> {
        self.named.get(name.get().checked_sub(self.sealed_count)?)
    }
}
