//! The kinds of reference that stand in rows beside plain ones.

use std::cmp::Ordering;
use std::fmt;

use onrecord_core::{Position, Ref};
use serde::{Serialize, Serializer};

/// The position of the event whose text is meant. Rows hold no texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct TextOf(pub Position);

/// What something rests on: anything on record, or nothing that is stated. In the order of the texts.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum BasisRef {
    /// Something on record: `sort:slug`.
    Stated(Ref<'static>),
    /// Nobody says: `unstated`.
    Unstated,
}

impl BasisRef {
    /// The reference; `None` where nothing is stated.
    pub fn stated(&self) -> Option<&Ref<'static>> {
        match self {
            BasisRef::Stated(to) => Some(to),
            BasisRef::Unstated => None,
        }
    }
}

impl From<Ref<'static>> for BasisRef {
    fn from(to: Ref<'static>) -> BasisRef {
        BasisRef::Stated(to)
    }
}

impl Ord for BasisRef {
    fn cmp(&self, other: &BasisRef) -> Ordering {
        match (self, other) {
            (BasisRef::Stated(one), BasisRef::Stated(other)) => by_text(one, other),
            // No sort of reference comes after "unstated" in the alphabet.
            (one, other) => one.stated().is_none().cmp(&other.stated().is_none()),
        }
    }
}

impl PartialOrd for BasisRef {
    fn partial_cmp(&self, other: &BasisRef) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for BasisRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BasisRef::Stated(to) => to.fmt(f),
            BasisRef::Unstated => f.write_str("unstated"),
        }
    }
}

impl Serialize for BasisRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            BasisRef::Stated(to) => to.serialize(serializer),
            BasisRef::Unstated => serializer.serialize_str("unstated"),
        }
    }
}

/// The order of references by their texts, which readers of JSON see.
pub(crate) fn by_text(one: &Ref<'_>, other: &Ref<'_>) -> Ordering {
    // No sort's word is the beginning of another's, and slugs are compared as they are written.
    let sorts = one.sort().as_str().cmp(other.sort().as_str());
    sorts.then_with(|| match (one, other) {
        (Ref::Event(one), Ref::Event(other)) => one.cmp(other),
        _ => one.slug().cmp(&other.slug()),
    })
}

/// The same order of lists of references.
pub(crate) fn by_texts(one: &[Ref<'_>], other: &[Ref<'_>]) -> Ordering {
    let first = one.iter().zip(other).map(|(one, other)| by_text(one, other)).find(|order| order.is_ne());
    first.unwrap_or_else(|| one.len().cmp(&other.len()))
}
