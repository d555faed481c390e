//! Where each word stands: positions in ascending order, each as the distance from the one before, in as few bytes as
//! that takes.

use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use onrecord::Position;

/// The positions of the events in which one word stands.
#[derive(Clone, Default, Debug)]
pub(super) struct Postings {
    bytes: Vec<u8>,
    last: u64,
}

impl Postings {
    /// Adds an event, which comes after those before it. One that is there already is not added again.
    pub(super) fn add(&mut self, position: Position) {
        let mut distance = position.get() - self.last;
        if distance == 0 {
            return;
        }
        self.last = position.get();
        while distance >= 0x80 {
            self.bytes.push((distance as u8 & 0x7f) | 0x80);
            distance >>= 7;
        }
        self.bytes.push(distance as u8);
    }

    /// The positions, ascending.
    pub(super) fn positions(&self) -> impl Iterator<Item = Position> + '_ {
        let (mut bytes, mut position) = (self.bytes.iter(), 0);
        std::iter::from_fn(move || {
            let (mut distance, mut shift) = (0_u64, 0);
            loop {
                let byte = *bytes.next()?;
                distance |= u64::from(byte & 0x7f) << shift;
                if byte & 0x80 == 0 {
                    break;
                }
                shift += 7;
            }
            position += distance;
            Position::new(position)
        })
    }

    /// The positions, descending. What is not asked for is not read.
    fn latest_first(&self) -> impl Iterator<Item = Position> + '_ {
        let (mut bytes, mut next) = (&self.bytes[..], self.last);
        std::iter::from_fn(move || {
            let position = Position::new(next)?;
            // A number begins behind the last byte of the one before it, the only one without the upper bit.
            let above_last = bytes.split_last().map_or(&[][..], |(_, above)| above);
            let start = above_last.iter().rposition(|byte| byte & 0x80 == 0).map_or(0, |end| end + 1);
            let (before, number) = bytes.split_at(start);
            let distance = number.iter().rev().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7f));
            (bytes, next) = (before, next.saturating_sub(distance));
            Some(position)
        })
    }

    /// How many bytes of memory the positions take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.capacity()
    }
}

/// The positions in any of `lists`, descending, each of them once.
pub(super) fn latest_first<'p>(lists: impl Iterator<Item = &'p Postings>) -> impl Iterator<Item = Position> {
    let mut lists: Vec<_> = lists.map(Postings::latest_first).collect();
    let heads = lists.iter_mut().enumerate().filter_map(|(place, list)| Some((list.next()?, place)));
    let mut next: BinaryHeap<(Position, usize)> = heads.collect();
    let mut given = None;
    std::iter::from_fn(move || {
        loop {
            let mut latest = next.peek_mut()?;
            let (position, place) = *latest;
            match lists[place].next() {
                Some(before) => latest.0 = before,
                None => drop(PeekMut::pop(latest)),
            }
            if given.replace(position) != Some(position) {
                return Some(position);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postings(added: &[u64]) -> Postings {
        let mut postings = Postings::default();
        added.iter().filter_map(|number| Position::new(*number)).for_each(|position| postings.add(position));
        postings
    }

    #[test]
    fn positions_are_read_back_from_either_end_as_they_were_added() {
        let postings = postings(&[1, 2, 130, 131, 20_000, 20_000, 5_000_000_000]);
        let expected = [1, 2, 130, 131, 20_000, 5_000_000_000];
        assert!(postings.positions().map(Position::get).eq(expected));
        assert!(postings.latest_first().map(Position::get).eq(expected.into_iter().rev()));
        assert_eq!(Postings::default().latest_first().next(), None);
    }

    #[test]
    fn several_lists_are_read_from_their_ends_as_one() {
        let lists = [postings(&[1, 7, 300]), postings(&[]), postings(&[2, 7, 8, 300]), postings(&[299])];
        let found = latest_first(lists.iter()).map(Position::get);
        assert!(found.eq([300, 299, 8, 7, 2, 1]));
    }
}
