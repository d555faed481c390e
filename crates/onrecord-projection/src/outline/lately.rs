//! The names mentioned lately, to be found in little room.
//!
//! Most of what an event mentions was mentioned shortly before. A table of all names spreads over more memory than a
//! machine keeps at hand; what was looked up last fits.

use super::Name;

/// Few enough to stay at hand, and as many as a busy day names.
const PLACES: usize = 1 << 15;

/// One name for each place that a hash may point to: the last one mentioned.
#[derive(Clone, Default, Debug)]
pub(super) struct Lately {
    /// Hash and number, the number counted from 1 so that 0 is no name. Empty until there are more names than places.
    names: Vec<(u32, u32)>,
}

impl Lately {
    /// The name that was last mentioned under this hash, if no other took its place.
    pub(super) fn find(&self, hash: u64) -> Option<Name> {
        let &(known, number) = self.names.get(place_of(hash))?;
        (number > 0 && known == hash as u32).then(|| Name::at(number as usize - 1))
    }

    /// Takes note that `name`, of `count` names, was mentioned under this hash.
    pub(super) fn note(&mut self, hash: u64, name: Name, count: usize) {
        if self.names.is_empty() && count > PLACES {
            self.names = vec![(0, 0); PLACES];
        }
        if let Some(place) = self.names.get_mut(place_of(hash)) {
            *place = (hash as u32, name.get() as u32 + 1);
        }
    }
}

/// Names of one place differ in the half of the hash that is kept.
fn place_of(hash: u64) -> usize {
    (hash >> 32) as usize % PLACES
}
