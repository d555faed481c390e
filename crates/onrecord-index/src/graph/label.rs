//! What tells a name from others at one look, and by which hash it is found.

use std::hash::{BuildHasher, Hasher};

use onrecord_core::{EventId, Ref, Sort};

/// How a slug or an id begins, and at the end its sort, with [`LONGER`] where the slug goes on. To compare or to hash so
/// many bytes takes no loop.
///
/// No byte of a slug is zero, and the ids of events are of one length: bytes that are not there are zeros.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(align(16))]
pub(super) struct Label([u8; BEGINNING_BYTES + 1]);

/// Few slugs are longer.
const BEGINNING_BYTES: usize = 31;

/// No sort has this bit.
const LONGER: u8 = 0x80;

impl Label {
    /// The label of nothing.
    pub(super) const NONE: Label = Label([0; BEGINNING_BYTES + 1]);

    pub(super) fn of(reference: &Ref<'_>) -> Label {
        let text = text(reference);
        let kept = &text[..text.len().min(BEGINNING_BYTES)];
        let longer = if kept.len() < text.len() { LONGER } else { 0 };
        let [first, second] = numbers(kept);
        let sort = u128::from(reference.sort() as u8 | longer) << (u128::BITS - u8::BITS);
        let mut label = Label::NONE;
        let (halves, _) = label.0.as_chunks_mut();
        (halves[0], halves[1]) = (first.to_le_bytes(), (second | sort).to_le_bytes());
        label
    }

    /// The reference that has this label; `None` where its slug goes on.
    pub(super) fn reference(&self) -> Option<Ref<'_>> {
        let [beginning @ .., sort] = &self.0;
        let sort = *Sort::ALL.get(usize::from(*sort))?;
        if let (Sort::Event, Some(id)) = (sort, beginning.first_chunk()) {
            return Some(Ref::Event(EventId::from_bytes(*id)));
        }
        let bytes = beginning.iter().position(|byte| *byte == 0).unwrap_or(BEGINNING_BYTES);
        let slug = std::str::from_utf8(&beginning[..bytes]).ok()?;
        Ref::to_slug(sort, slug).ok()?
    }

    /// Whether nothing of the name is missing here, so that no other has this label.
    pub(super) fn is_whole(&self) -> bool {
        self.0[BEGINNING_BYTES] & LONGER == 0
    }

    /// The hash of `reference`, which has this label. It is seeded, so that nobody can prepare names that stand in one
    /// another's way.
    pub(super) fn hash(&self, reference: &Ref<'_>, hasher: &impl BuildHasher) -> u64 {
        let mut state = hasher.build_hasher();
        let (words, _) = self.0.as_chunks();
        words.iter().for_each(|word| state.write_u64(u64::from_le_bytes(*word)));
        if !self.is_whole() {
            state.write(&text(reference)[BEGINNING_BYTES..]);
        }
        state.finish()
    }
}

fn text<'r>(reference: &'r Ref<'_>) -> &'r [u8] {
    match reference {
        Ref::Event(id) => id.as_bytes(),
        named => named.slug().unwrap_or_default().as_bytes(),
    }
}

/// Up to [`BEGINNING_BYTES`] bytes as numbers, the first byte the lowest. Pieces overlap where that saves a loop: there
/// they are the same.
fn numbers(text: &[u8]) -> [u128; 2] {
    let bytes = text.len();
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        // In two steps: no number can be shifted by all of its bits.
        let rest = u128::from_le_bytes(*last) >> 8 >> (8 * (BEGINNING_BYTES - bytes));
        return [u128::from_le_bytes(*first), rest];
    }
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        return [u128::from(first) | u128::from(last) << (8 * (bytes - 8)), 0];
    }
    [text.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte)), 0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_bytes_of_a_text_and_then_zeros() {
        let text: Vec<u8> = (1..).take(BEGINNING_BYTES).collect();
        for kept in 0..=BEGINNING_BYTES {
            let [first, second] = numbers(&text[..kept]);
            let bytes = [first.to_le_bytes(), second.to_le_bytes()].concat();
            assert_eq!(bytes[..kept], text[..kept]);
            assert!(bytes[kept..].iter().all(|byte| *byte == 0), "{kept} bytes: {bytes:?}");
        }
    }

    #[test]
    fn a_label_gives_its_reference_back_or_says_that_it_leaves_some_out() {
        let slug = "a".repeat(40);
        let slugs = (1..=40).map(|bytes| &slug[..bytes]);
        let named = slugs.flat_map(|slug| Sort::ALL.iter().map(|sort| Ref::to_slug(*sort, slug)));
        let mut references: Vec<Ref<'_>> =
            named.filter_map(|named| named.expect("letters are a slug")).collect();
        references.push(Ref::Event(EventId::from_bytes([0; 16])));
        references.push(Ref::Event(EventId::from_bytes([255; 16])));
        for reference in references {
            let label = Label::of(&reference);
            let is_longer = reference.slug().is_some_and(|slug| slug.len() > BEGINNING_BYTES);
            assert_eq!(label.is_whole(), !is_longer, "{reference}");
            assert_eq!(label.reference(), Some(reference).filter(|_| !is_longer));
        }
    }
}
