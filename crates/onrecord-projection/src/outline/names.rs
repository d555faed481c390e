//! Numbers for the names that events mention, so that an outline holds each slug once.

use std::hash::BuildHasher;

use bincode::{BorrowDecode, Encode};
use hashbrown::{DefaultHashBuilder, HashTable};
use onrecord_core::{Ref, Role};
use smallvec::{SmallVec, smallvec};

use super::{Edge, Index};

/// A number that stands for one reference in one outline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, BorrowDecode)]
pub struct Name(u32);

impl Name {
    /// A source that is not stated: it has no name, and no two of it are known to be the same.
    pub const UNSTATED: Name = Name(u32::MAX);

    pub(super) fn get(self) -> usize {
        self.0 as usize
    }
}

/// The names of an outline, numbered in the order of first mention, each with the events that mention it.
#[derive(Clone, Default, Debug)]
pub(super) struct Names {
    named: Vec<Named>,
    /// The names by the hashes of their references, which so are held once.
    table: HashTable<Name>,
    hasher: DefaultHashBuilder,
}

#[derive(Clone, Debug, PartialEq)]
struct Named {
    reference: Ref<'static>,
    /// The event that mentioned it first.
    first: Index,
    /// By capacity, the events that mention it, ascending. Most names are mentioned in one capacity, and a few times at
    /// most, which takes no room elsewhere.
    mentions: SmallVec<[(Role, Mentions); 1]>,
}

type Mentions = SmallVec<[Index; 4]>;

impl Names {
    /// Takes note that the event at `index`, the last one, mentions `reference` in the capacity `role`.
    pub(super) fn mention(&mut self, reference: &Ref<'_>, role: Role, index: Index) -> Name {
        let name = self.find(reference).unwrap_or_else(|| self.add(reference.clone().into_owned(), index));
        self.mention_named(name, role, index);
        name
    }

    /// The same for a name that is known.
    pub(super) fn mention_named(&mut self, name: Name, role: Role, index: Index) {
        let capacities = &mut self.named[name.get()].mentions;
        match capacities.iter_mut().find(|(known, _)| *known == role) {
            Some((_, mentions)) if mentions.last() == Some(&index) => {}
            Some((_, mentions)) => mentions.push(index),
            None => capacities.push((role, smallvec![index])),
        }
    }

    /// Gives `reference`, which has no name yet, the next one; the event at `first` is the first to mention it.
    pub(super) fn add(&mut self, reference: Ref<'static>, first: Index) -> Name {
        let name = Name(self.named.len() as u32);
        let hash = self.hasher.hash_one(&reference);
        self.named.push(Named { reference, first, mentions: SmallVec::new() });
        let (named, hasher) = (&self.named, &self.hasher);
        self.table.insert_unique(hash, name, |name| hasher.hash_one(&named[name.get()].reference));
        name
    }

    /// Takes back every mention by the event at `index`, the last one; `edges` are what it mentions.
    pub(super) fn forget(&mut self, index: Index, edges: impl Iterator<Item = Edge>) {
        for Edge { to, role } in edges {
            let Some(named) = self.named.get_mut(to.get()) else { continue };
            for (_, mentions) in named.mentions.iter_mut().filter(|(known, _)| *known == role) {
                if mentions.last() == Some(&index) {
                    mentions.pop();
                }
            }
            named.mentions.retain(|(_, mentions)| !mentions.is_empty());
        }
        while let Some(named) = self.named.pop_if(|named| named.first == index) {
            let name = Name(self.named.len() as u32);
            let hash = self.hasher.hash_one(&named.reference);
            if let Ok(entry) = self.table.find_entry(hash, |known| *known == name) {
                entry.remove();
            }
        }
    }

    /// The events that mention `name` in the capacity `role`, ascending.
    pub(super) fn mentions(&self, name: Name, role: Role) -> &[Index] {
        let capacities = self.named.get(name.get()).map_or(&[][..], |named| &named.mentions);
        capacities.iter().find(|(known, _)| *known == role).map_or(&[], |(_, mentions)| mentions)
    }

    /// The events that mention `name`, capacity by capacity.
    pub(super) fn all_mentions(&self, name: Name) -> impl Iterator<Item = Index> {
        let capacities = self.named.get(name.get()).map_or(&[][..], |named| &named.mentions);
        capacities.iter().flat_map(|(_, mentions)| mentions.iter().copied())
    }

    /// The names that the first `head` events mention.
    pub(super) fn known(&self, head: u64) -> impl Iterator<Item = (Name, &Ref<'static>)> {
        let count = self.named.partition_point(|named| named.first.position().get() <= head);
        self.iter().take(count)
    }

    /// How many names there are: the number of the next one.
    pub(super) fn count(&self) -> usize {
        self.named.len()
    }

    pub(super) fn find(&self, reference: &Ref<'_>) -> Option<Name> {
        let is_it = |name: &Name| self.named[name.get()].reference == *reference;
        self.table.find(self.hasher.hash_one(reference), is_it).copied()
    }

    pub(super) fn get(&self, name: Name) -> Option<&Ref<'static>> {
        self.named.get(name.get()).map(|named| &named.reference)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Name, &Ref<'static>)> {
        self.named.iter().enumerate().map(|(number, named)| (Name(number as u32), &named.reference))
    }
}

impl PartialEq for Names {
    fn eq(&self, other: &Names) -> bool {
        self.named == other.named
    }
}
