//! Numbers for the names that events mention, so that an outline holds each slug once.

use std::collections::HashMap;

use bincode::{BorrowDecode, Encode};
use onrecord_core::Ref;

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
#[derive(Clone, Default, Debug, PartialEq)]
pub(super) struct Names {
    references: Vec<Ref<'static>>,
    numbers: HashMap<Ref<'static>, Name>,
}

impl Names {
    pub(super) fn intern(&mut self, reference: &Ref<'_>) -> Name {
        if let Some(name) = self.find(reference) {
            return name;
        }
        let name = Name(self.references.len() as u32);
        let owned = reference.clone().into_owned();
        self.references.push(owned.clone());
        self.numbers.insert(owned, name);
        name
    }

    pub(super) fn find(&self, reference: &Ref<'_>) -> Option<Name> {
        self.numbers.get(reference).copied()
    }

    pub(super) fn get(&self, name: Name) -> Option<&Ref<'static>> {
        self.references.get(name.get())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Name, &Ref<'static>)> {
        self.references.iter().enumerate().map(|(number, reference)| (Name(number as u32), reference))
    }

    pub(super) fn is_last(&self, name: Name) -> bool {
        name.get() + 1 == self.references.len()
    }

    pub(super) fn pop(&mut self) {
        if let Some(reference) = self.references.pop() {
            self.numbers.remove(&reference);
        }
    }
}
