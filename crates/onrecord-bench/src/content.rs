//! Whether two readers read the same events: a hash over what was decoded, cheap beside the decoding.

use onrecord_core::{Event, Position, Ref, Role, Visitor};
use serde::{Deserialize, Serialize};

/// The odd number nearest to 2^64 divided by the golden ratio: multiplying by it spreads the lower bits to the upper.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The positions, kinds, ids and references of events, taken one after the other. It proves no identity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ContentHash {
    state: u64,
    count: u64,
}

impl ContentHash {
    /// Takes the next event: its position, kind and id, and of each reference its capacity and the length of its slug.
    #[inline]
    pub fn take(&mut self, position: Position, event: &Event<'_>) {
        let id = u128::from_le_bytes(event.id.to_bytes());
        self.mix(position.get() << 16 | u64::from(event.kind().number()));
        self.mix(id as u64 ^ (id >> 64) as u64);
        event.content.visit(&mut References(self));
        self.count += 1;
    }

    /// The hash of what was taken.
    pub fn value(&self) -> u64 {
        self.state
    }

    /// How many events were taken.
    pub fn count(&self) -> u64 {
        self.count
    }

    #[inline]
    fn mix(&mut self, word: u64) {
        self.state = (self.state.rotate_left(5) ^ word).wrapping_mul(SPREAD);
    }
}

/// Takes the references of one event.
struct References<'h>(&'h mut ContentHash);

impl<'e> Visitor<'e> for References<'_> {
    #[inline]
    fn reference(&mut self, role: Role, to: Ref<'e>) {
        let length = to.slug().map_or(0, str::len) as u64;
        self.0.mix(length << 8 | role as u64);
    }
}

#[cfg(test)]
mod tests {
    use onrecord_testkit::sample::Sample;

    use super::*;

    fn hash<'a>(events: impl Iterator<Item = &'a Event<'static>>) -> ContentHash {
        let mut hash = ContentHash::default();
        for (number, event) in events.enumerate() {
            hash.take(Position::FIRST.after(number as u64), event);
        }
        hash
    }

    #[test]
    fn the_hash_depends_on_every_event_and_on_their_order() {
        let events: Vec<_> = Sample::new(1).events(50).collect();
        let whole = hash(events.iter());
        assert_eq!(whole.count(), 50);
        assert_eq!(whole, hash(events.iter()));
        assert_ne!(whole, hash(events.iter().rev()));
        assert_ne!(whole.value(), hash(events.iter().take(49)).value());
    }
}
