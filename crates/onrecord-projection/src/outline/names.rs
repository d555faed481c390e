//! Numbers for the names that events mention, so that an outline holds each slug once.

use std::hash::BuildHasher;

use bincode::{BorrowDecode, Encode};
use hashbrown::{DefaultHashBuilder, HashTable};
use onrecord_core::Ref;

use super::Index;

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

/// The names of an outline, numbered in the order of first mention.
#[derive(Clone, Default, Debug)]
pub(super) struct Names {
    /// Each reference, and the event that mentioned it first.
    references: Vec<(Ref<'static>, Index)>,
    /// The names by the hashes of their references, which so are held once.
    table: HashTable<Name>,
    hasher: DefaultHashBuilder,
}

impl Names {
    /// The name of `reference`, which the event at `index` mentions.
    pub(super) fn intern(&mut self, reference: &Ref<'_>, index: Index) -> Name {
        if let Some(name) = self.find(reference) {
            return name;
        }
        let name = Name(self.references.len() as u32);
        self.references.push((reference.clone().into_owned(), index));
        let (references, hasher) = (&self.references, &self.hasher);
        let rehash = |name: &Name| hasher.hash_one(&references[name.get()].0);
        self.table.insert_unique(hasher.hash_one(reference), name, rehash);
        name
    }

    pub(super) fn find(&self, reference: &Ref<'_>) -> Option<Name> {
        let is_it = |name: &Name| self.references[name.get()].0 == *reference;
        self.table.find(self.hasher.hash_one(reference), is_it).copied()
    }

    pub(super) fn get(&self, name: Name) -> Option<&Ref<'static>> {
        self.references.get(name.get()).map(|(reference, _)| reference)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Name, &Ref<'static>)> {
        self.references.iter().enumerate().map(|(number, (reference, _))| (Name(number as u32), reference))
    }

    /// Forgets the names that the event at `index`, the last one, mentioned first.
    pub(super) fn forget(&mut self, index: Index) {
        while let Some((reference, _)) = self.references.pop_if(|(_, first)| *first == index) {
            let name = Name(self.references.len() as u32);
            let hash = self.hasher.hash_one(&reference);
            if let Ok(entry) = self.table.find_entry(hash, |known| *known == name) {
                entry.remove();
            }
        }
    }
}

impl PartialEq for Names {
    fn eq(&self, other: &Names) -> bool {
        self.references == other.references
    }
}
