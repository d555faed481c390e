//! A list in an event: as a slice, and mostly without memory of its own.

use std::ops::Deref;
use std::slice;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The entries of a field that may have several. It is read as a slice.
///
/// Nearly all lists have two entries at most; those stand in the event itself, so that reading it takes no memory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List<T>(Entries<T>);

/// The entries, always in the first form that has room for them.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Entries<T> {
    None,
    One([T; 1]),
    Two([T; 2]),
    More(Vec<T>),
}

impl<T> Default for List<T> {
    fn default() -> Self {
        List(Entries::None)
    }
}

impl<T> Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        match &self.0 {
            Entries::None => &[],
            Entries::One(entries) => entries,
            Entries::Two(entries) => entries,
            Entries::More(entries) => entries,
        }
    }
}

impl<T> FromIterator<T> for List<T> {
    #[inline]
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut entries = entries.into_iter();
        let Some(first) = entries.next() else { return List(Entries::None) };
        let Some(second) = entries.next() else { return List(Entries::One([first])) };
        let Some(third) = entries.next() else { return List(Entries::Two([first, second])) };
        List(Entries::More([first, second, third].into_iter().chain(entries).collect()))
    }
}

impl<T> Extend<T> for List<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, entries: I) {
        *self = std::mem::take(self).into_iter().chain(entries).collect();
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        match self.0 {
            Entries::None => Vec::new(),
            Entries::One(entries) => entries.into(),
            Entries::Two(entries) => entries.into(),
            Entries::More(entries) => entries,
        }
        .into_iter()
    }
}

impl<'l, T> IntoIterator for &'l List<T> {
    type Item = &'l T;
    type IntoIter = slice::Iter<'l, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(List::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_any_length_is_the_slice_that_it_was_made_of_however_it_was_made() {
        for count in 0..6 {
            let entries: Vec<String> = (0..count).map(|number| number.to_string()).collect();
            let list: List<String> = entries.iter().cloned().collect();
            assert_eq!(*list, *entries);
            assert_eq!(list.clone().into_iter().collect::<Vec<_>>(), entries);
            for cut in 0..=count {
                let mut extended: List<String> = entries[..cut].iter().cloned().collect();
                extended.extend(entries[cut..].iter().cloned());
                assert_eq!(extended, list, "{cut} and then the rest of {count}");
            }
            let json = serde_json::to_string(&list).unwrap();
            assert_eq!(serde_json::from_str::<List<String>>(&json).unwrap(), list);
        }
    }
}
