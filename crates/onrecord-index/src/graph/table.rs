//! Which number has a hash: numbers given out in order, each with a hash, to be found by it and taken back from the end.
//!
//! A slot holds hash and number side by side, so that a look costs one line of the cache; what the numbers stand for is
//! looked at only where the hashes are equal. The upper bits of a hash say where to look, so the slots are in the order
//! of the hashes, all but those that stand in one another's way, and twice the room is filled from one end to the other,
//! in place: to use memory for the first time costs more than most of what is done with it.

use std::hint::black_box;

/// Numbers by their hashes (linear probing).
#[derive(Clone, Default, Debug)]
pub(super) struct Table {
    /// A power of two of them, or none.
    slots: Vec<Slot>,
    /// How many numbers there are; they are dense, and begin at `first`.
    count: usize,
    first: u32,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    /// [`EMPTY`] where there is none.
    number: u32,
}

const EMPTY: u32 = u32::MAX;
const NO_SLOT: Slot = Slot { hash: 0, number: EMPTY };
const SLOTS_MIN: usize = 16;

impl Table {
    /// No numbers; the first one will be this.
    pub(super) fn starting_at(first: usize) -> Table {
        Table { first: first as u32, ..Table::default() }
    }

    /// The last number given out that has this hash and stands for what is looked for.
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let hash = hash as u32;
        let run = self.probe(hash).map(|place| self.slots[place]).take_while(|slot| slot.number != EMPTY);
        let found = run.filter(|slot| slot.hash == hash && is_it(slot.number as usize));
        found.map(|slot| slot.number as usize).max()
    }

    /// A number that has this hash, whatever it stands for.
    pub(super) fn guess(&self, hash: u64) -> Option<usize> {
        let hash = hash as u32;
        let mut run = self.probe(hash).map(|place| self.slots[place]);
        let slot = run.find(|slot| slot.hash == hash || slot.number == EMPTY)?;
        (slot.number != EMPTY).then_some(slot.number as usize)
    }

    /// Looks at where these hashes stand or would stand, so that it is at hand. None of the looks waits for another.
    pub(super) fn look_at(&self, hashes: impl Iterator<Item = u64>) {
        if !self.slots.is_empty() {
            let seen = hashes.map(|hash| self.slots[self.home(hash as u32)].number);
            black_box(seen.fold(0, |all, number| all ^ number));
        }
    }

    /// Gives out the next number to what has this hash.
    pub(super) fn push(&mut self, hash: u64) {
        // Half full at most: a look ends at the first empty slot.
        if 2 * (self.count + 1) > self.slots.len() {
            self.grow();
        }
        self.place(Slot { hash: hash as u32, number: self.first + self.count as u32 });
        self.count += 1;
    }

    /// Takes back the last number, which has this hash.
    pub(super) fn pop(&mut self, hash: u64) {
        self.count -= 1;
        let last = self.first + self.count as u32;
        let Some(mut hole) = self.probe(hash as u32).find(|place| self.slots[*place].number == last) else {
            return;
        };
        // What stands behind moves up, so that no look ends before it.
        let mask = self.slots.len() - 1;
        let mut place = (hole + 1) & mask;
        while self.slots[place].number != EMPTY {
            let behind = |from: usize| place.wrapping_sub(from) & mask;
            if behind(self.home(self.slots[place].hash)) >= behind(hole) {
                self.slots[hole] = self.slots[place];
                hole = place;
            }
            place = (place + 1) & mask;
        }
        self.slots[hole].number = EMPTY;
    }

    /// Gives out to what `above` holds, which was to be numbered on from here, the same numbers.
    pub(super) fn absorb(&mut self, above: &Table) {
        let mut hashes = vec![0; above.count];
        for slot in above.slots.iter().filter(|slot| slot.number != EMPTY) {
            hashes[(slot.number - above.first) as usize] = slot.hash;
        }
        hashes.into_iter().for_each(|hash| self.push(u64::from(hash)));
    }

    /// Where a hash stands, if nothing stands in its way. There are slots.
    fn home(&self, hash: u32) -> usize {
        ((u64::from(hash) * self.slots.len() as u64) >> 32) as usize
    }

    /// The places where a hash may stand, in the order in which they are tried.
    fn probe(&self, hash: u32) -> impl Iterator<Item = usize> + use<> {
        let (home, count) = (self.home(hash), self.slots.len());
        (0..count).map(move |step| (home + step) & (count - 1))
    }

    fn place(&mut self, slot: Slot) {
        if let Some(empty) = self.probe(slot.hash).find(|place| self.slots[*place].number == EMPTY) {
            self.slots[empty] = slot;
        }
    }

    /// Doubles the room where it is, from the end on: what moves goes behind all that has not moved yet. What would go to
    /// a place before that, or on from the last place to the first, goes there when all others have moved.
    fn grow(&mut self) {
        let before = self.slots.len();
        self.slots.resize((2 * before).max(SLOTS_MIN), NO_SLOT);
        let mut later = Vec::new();
        for place in (0..before).rev() {
            let slot = std::mem::replace(&mut self.slots[place], NO_SLOT);
            if slot.number != EMPTY {
                let home = self.home(slot.hash);
                let empty = (home..self.slots.len()).find(|place| self.slots[*place].number == EMPTY);
                match empty.filter(|_| home > place) {
                    Some(empty) => self.slots[empty] = slot,
                    None => later.push(slot),
                }
            }
        }
        later.into_iter().for_each(|slot| self.place(slot));
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    /// The last number of `hashes` that has this hash.
    fn naive(hashes: &[u64], hash: u64) -> Option<usize> {
        hashes.iter().rposition(|known| *known == hash).map(|number| number + 100)
    }

    fn next(state: &mut u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        *state >> 33
    }

    #[test]
    fn numbers_are_found_by_their_hashes_also_after_others_were_taken_back() {
        let (mut table, mut hashes) = (Table::starting_at(100), Vec::new());
        let mut state = 1_u64;
        for step in 0..5_000 {
            // Few different hashes, so that many stand in one another's way.
            let hash = next(&mut state) % 97;
            match hash % 3 {
                0 if !hashes.is_empty() => table.pop(hashes.pop().unwrap_or_default()),
                _ => {
                    table.push(hash);
                    hashes.push(hash);
                }
            }
            if step % 50 == 0 {
                for hash in 0..97 {
                    let found = table.find(hash, |_| true);
                    assert_eq!(found, naive(&hashes, hash), "hash {hash} at step {step}");
                }
            }
        }
        assert!(hashes.len() > 500);
    }

    #[test]
    fn numbers_are_found_while_tables_grow_and_shrink_whose_last_slots_are_full() {
        let mut state = 1_u64;
        for step in 0..200 {
            let (mut table, mut hashes) = (Table::starting_at(100), Vec::new());
            let check = |table: &Table, hashes: &[u64]| {
                for hash in hashes {
                    let found = table.find(*hash, |_| true);
                    assert_eq!(found, naive(hashes, *hash), "hash {hash} of {hashes:?} at step {step}");
                }
            };
            for _ in 0..70 {
                // Two of three have their place at the end.
                let end = if next(&mut state).is_multiple_of(3) { 0 } else { 0xf000_0000 };
                hashes.extend([next(&mut state) << 1 | end]);
                hashes.last().into_iter().for_each(|hash| table.push(*hash));
                check(&table, &hashes);
            }
            while let Some(hash) = hashes.pop() {
                table.pop(hash);
                check(&table, &hashes);
            }
        }
    }

    #[test]
    fn of_things_with_one_hash_the_one_looked_for_is_found() {
        let mut table = Table::default();
        (0..100).for_each(|_| table.push(7));
        assert_eq!(table.find(7, |number| number == 41), Some(41));
        assert_eq!(table.find(7, |number| number == 100), None);
        assert_eq!(table.find(8, |_| true), None);
    }
}
