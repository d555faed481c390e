//! Where each word stands: positions in ascending order, each as the distance from the one before, in as few bytes as
//! that takes.

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

    /// How many bytes of memory the positions take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_back_as_they_were_added() {
        let added = [1, 2, 130, 131, 20_000, 20_000, 5_000_000_000].map(Position::new);
        let mut postings = Postings::default();
        added.into_iter().flatten().for_each(|position| postings.add(position));
        let expected = [1, 2, 130, 131, 20_000, 5_000_000_000];
        assert!(postings.positions().map(Position::get).eq(expected));
    }
}
