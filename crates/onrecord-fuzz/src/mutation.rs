//! Inputs like one that is known, and not quite: what a disk, a network or somebody with an editor makes of it.

use onrecord_testkit::storage::Dice;

/// Bytes that mean something to somebody: signs, lengths of lengths, quotation marks.
const BYTES: [u8; 14] = [0, 1, 2, 0x7f, 0x80, 0xfa, 0xfb, 0xfc, 0xfd, 0xff, b'"', b'{', b'\n', b'9'];

/// Numbers at the edges of what fits.
const NUMBERS: [u64; 12] =
    [0, 1, 7, 0xff, 0xffff, 1 << 20, 1 << 24, 1 << 30, u32::MAX as u64, 1 << 63, u64::MAX - 1, u64::MAX];

/// The longest input that is made.
const BYTES_MAX: usize = 16 << 10;

/// One to four changes of `seed`, some of them with parts of `other`.
pub fn mutated(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..1 + dice.below(4) {
        change(&mut bytes, other, dice);
    }
    bytes.truncate(BYTES_MAX);
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len());
    match dice.below(11) {
        0 | 1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
        2 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = BYTES[dice.below(BYTES.len())]),
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(part(bytes.len(), 40, dice))),
        5 => insert(bytes, at, &[BYTES[dice.below(BYTES.len())]].repeat(1 + dice.below(9))),
        6 => {
            let repeated = bytes[part(bytes.len(), 200, dice)].to_vec();
            insert(bytes, at, &repeated);
        }
        7 => insert(bytes, at, &other[part(other.len(), 200, dice)]),
        8 => {
            bytes.truncate(at);
            bytes.extend_from_slice(&other[dice.below(other.len())..]);
        }
        9 => write_number(bytes, at, dice),
        _ => write_digits(bytes, at, dice),
    }
}

/// A part of so many bytes, at most `count_max` long.
fn part(length: usize, count_max: usize, dice: &mut Dice) -> std::ops::Range<usize> {
    let start = dice.below(length);
    start..length.min(start + 1 + dice.below(count_max))
}

fn insert(bytes: &mut Vec<u8>, at: usize, inserted: &[u8]) {
    bytes.splice(at..at, inserted.iter().copied());
}

/// Puts another number in the place of one: an edge, or the neighbour of the one that is there.
fn write_number(bytes: &mut [u8], at: usize, dice: &mut Dice) {
    let width = [1, 2, 4, 8][dice.below(4)];
    let Some(place) = bytes.get_mut(at..at + width) else { return };
    let mut known = [0; 8];
    known[..width].copy_from_slice(place);
    let known = u64::from_le_bytes(known);
    let number = match dice.below(4) {
        0 => known.wrapping_add(1),
        1 => known.wrapping_sub(1),
        _ => NUMBERS[dice.below(NUMBERS.len())],
    };
    place.copy_from_slice(&number.to_le_bytes()[..width]);
}

/// The same for a number in decimal digits: the next one from `at` on.
fn write_digits(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let Some(start) = (at..bytes.len()).find(|&at| bytes[at].is_ascii_digit()) else { return };
    let end = (start..bytes.len()).find(|&at| !bytes[at].is_ascii_digit()).unwrap_or(bytes.len());
    let number = NUMBERS[dice.below(NUMBERS.len())].to_string();
    bytes.splice(start..end, number.into_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_makes_the_same_inputs_and_another_makes_others() {
        let made = |number| -> Vec<Vec<u8>> {
            let mut dice = Dice::new(number);
            (0..500).map(|_| mutated(b"position 12 of 40", b"another", &mut dice)).collect()
        };
        assert_eq!(made(1), made(1));
        assert_ne!(made(1), made(2));
        let changed = made(1).iter().filter(|bytes| bytes.as_slice() != b"position 12 of 40").count();
        assert!(changed > 450, "{changed} of 500 were changed");
    }

    #[test]
    fn nothing_at_all_can_be_changed_too() {
        let mut dice = Dice::new(1);
        for _ in 0..500 {
            mutated(b"", b"", &mut dice);
        }
    }
}
