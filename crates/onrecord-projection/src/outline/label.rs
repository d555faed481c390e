//! What tells a name from others at one look, and by which hash it is found.

use std::hash::{BuildHasher, Hasher};

use onrecord_core::Ref;

/// The sort of a name, and how its slug or id begins, as two numbers: to compare or to hash them takes no loop.
///
/// Of the second, the highest byte is the sort, with [`LONGER`] where the slug goes on. No byte of a slug is zero, and the
/// ids of events are of one length, so that bytes which are not there are zeros.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Label([u128; 2]);

/// Few slugs are longer.
const BEGINNING_BYTES: usize = 31;

/// No sort has this bit.
const LONGER: u8 = 0x80;

impl Label {
    /// The label of nothing.
    pub(super) const NONE: Label = Label([0; 2]);

    pub(super) fn of(reference: &Ref<'_>) -> Label {
        let text = text(reference);
        let kept = &text[..text.len().min(BEGINNING_BYTES)];
        let longer = if kept.len() < text.len() { LONGER } else { 0 };
        let sort = u128::from(reference.sort() as u8 | longer) << (u128::BITS - u8::BITS);
        let [first, second] = numbers(kept);
        Label([first, second | sort])
    }

    /// Whether nothing of the name is missing here, so that no other has this label.
    pub(super) fn is_whole(&self) -> bool {
        let [.., sort] = self.0[1].to_le_bytes();
        sort & LONGER == 0
    }

    /// The hash of `reference`, which has this label. It is seeded, so that nobody can prepare names that stand in one
    /// another's way.
    pub(super) fn hash(&self, reference: &Ref<'_>, hasher: &impl BuildHasher) -> u64 {
        let mut state = hasher.build_hasher();
        for number in self.0 {
            state.write_u64(number as u64);
            state.write_u64((number >> u64::BITS) as u64);
        }
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
    use onrecord_core::{ActorId, ClaimId};

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
    fn labels_differ_by_sort_and_by_slug_and_say_what_they_leave_out() {
        let slug = "a".repeat(40);
        let labels: Vec<Label> = (1..=40)
            .flat_map(|bytes| {
                let slug = &slug[..bytes];
                [ActorId::new(slug).map(Ref::Actor), ClaimId::new(slug).map(Ref::Claim)]
            })
            .map(|reference| Label::of(&reference.expect("letters are a slug")))
            .collect();
        let (whole, longer) = labels.split_at(2 * BEGINNING_BYTES);
        assert!(whole.iter().all(Label::is_whole));
        assert!(!longer.iter().any(Label::is_whole));
        let mut others = whole.iter().enumerate();
        assert!(others.all(|(place, label)| !whole[..place].contains(label)));
    }
}
