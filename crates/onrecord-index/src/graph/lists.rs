//! Lists of mentions, one for each name, that all grow at their ends at the same time.
//!
//! The first mention of a list and the last few stand in the list itself, at hand whenever its name is. Only when there is
//! no more room do the last ones go, together, behind those before them: into a block of memory that all lists share, of
//! twice the size when it is full.

use onrecord_core::Role;

use super::Ordinal;

/// That an event mentions a name, and in which capacity. It may stand at any address, so that lists are dense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mention {
    by: [u8; 4],
    pub(crate) role: Role,
}

impl Mention {
    pub(crate) fn new(by: Ordinal, role: Role) -> Mention {
        Mention { by: (by.get() as u32).to_ne_bytes(), role }
    }

    /// The event that mentions it.
    pub(crate) fn by(self) -> Ordinal {
        Ordinal::at(u32::from_ne_bytes(self.by) as usize)
    }
}

/// How many mentions stand in the list itself behind the first, at most.
const LAST: usize = 3;

/// The mentions of one name in the order of the record.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// Where the block of the mentions between the first and the last ones begins.
    block: u32,
    count: u32,
    first: Mention,
    last: [Mention; LAST],
}

impl Default for List {
    fn default() -> List {
        List::EMPTY
    }
}

/// What stands where no mention stands yet.
const NO_MENTION: Mention = Mention { by: [0; 4], role: Role::Defines };

impl List {
    pub(super) const EMPTY: List = List { block: 0, count: 0, first: NO_MENTION, last: [NO_MENTION; LAST] };

    pub(super) fn first(&self) -> Option<Mention> {
        (!self.is_empty()).then_some(self.first)
    }

    /// How many mentions there are after the first.
    fn later(&self) -> usize {
        (self.count as usize).saturating_sub(1)
    }

    /// How many mentions stand in the block.
    fn earlier(&self) -> usize {
        self.later().saturating_sub(1) / LAST * LAST
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// The mentions of all lists, but for the first and the last few of each.
#[derive(Clone, Default, Debug)]
pub(super) struct Lists {
    blocks: Vec<Mention>,
    /// Where blocks begin that no list has any more, for each size: the lowest is [`LAST`], and each is twice the one
    /// before.
    free: Vec<Vec<u32>>,
}

impl Lists {
    /// The mentions of a list.
    pub(super) fn all<'l>(
        &'l self,
        list: &'l List,
    ) -> impl DoubleEndedIterator<Item = Mention> + Clone + use<'l> {
        let (block, earlier) = (list.block as usize, list.earlier());
        let last = &list.last[..list.later() - earlier];
        let later = self.blocks[block..block + earlier].iter().chain(last).copied();
        list.first().into_iter().chain(later)
    }

    pub(super) fn push(&mut self, list: &mut List, mention: Mention) {
        let later = list.later();
        if later > 0 && later.is_multiple_of(LAST) {
            self.set_aside(list);
        }
        match list.is_empty() {
            true => list.first = mention,
            false => list.last[later % LAST] = mention,
        }
        list.count += 1;
    }

    pub(super) fn pop(&mut self, list: &mut List) {
        list.count = list.count.saturating_sub(1);
        if list.later() > 0 && list.later().is_multiple_of(LAST) {
            self.take_up(list);
        }
    }

    /// Puts the last mentions of a list, as many as there can be, into its block.
    fn set_aside(&mut self, list: &mut List) {
        let earlier = list.later() - LAST;
        if is_full(earlier) {
            self.resize(list, earlier, earlier, (2 * earlier).max(LAST));
        }
        let end = list.block as usize + earlier;
        self.blocks[end..end + LAST].copy_from_slice(&list.last);
    }

    /// Takes the last mentions out of the block of a list again.
    fn take_up(&mut self, list: &mut List) {
        let earlier = list.later() - LAST;
        let end = list.block as usize + earlier;
        list.last.copy_from_slice(&self.blocks[end..end + LAST]);
        if is_full(earlier) {
            self.resize(list, earlier, (2 * earlier).max(LAST), earlier);
        }
    }

    /// Moves the earlier mentions of a list from a block of one size to one of another; no block has the size 0.
    fn resize(&mut self, list: &mut List, earlier: usize, from: usize, to: usize) {
        let (old, new) = (list.block as usize, self.allot(to));
        self.blocks.copy_within(old..old + earlier, new);
        if let Some(class) = class(from) {
            self.free.resize_with(self.free.len().max(class + 1), Vec::new);
            self.free[class].push(list.block);
        }
        list.block = new as u32;
    }

    /// Where a block of this size begins that no list has.
    fn allot(&mut self, size: usize) -> usize {
        let Some(class) = class(size) else { return 0 };
        if let Some(block) = self.free.get_mut(class).and_then(Vec::pop) {
            return block as usize;
        }
        let block = self.blocks.len();
        self.blocks.resize(block + size, NO_MENTION);
        block
    }
}

/// Whether a block that holds so many has no room left.
fn is_full(earlier: usize) -> bool {
    earlier == 0 || (earlier / LAST).is_power_of_two()
}

/// Among which free blocks those of this size are; there are none of no size.
fn class(size: usize) -> Option<usize> {
    Some((size / LAST).checked_ilog2()? as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_grow_and_shrink_side_by_side_are_those_of_vectors() {
        let mut lists = Lists::default();
        let mut kept = vec![(List::default(), Vec::new()); 7];
        let mut state = 1_u64;
        for step in 0..40_000_usize {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (list, naive) = &mut kept[(state >> 33) as usize % 7];
            // Grows in the long run, with long stretches of shrinking.
            if (state >> 45) % 100 < if step % 4_000 < 2_500 { 90 } else { 20 } {
                let mention = Mention::new(Ordinal::at(step), Role::ALL[step % Role::ALL.len()]);
                lists.push(list, mention);
                naive.push(mention);
            } else if naive.pop().is_some() {
                lists.pop(list);
            }
            assert!(lists.all(list).eq(naive.iter().copied()), "at step {step}");
            assert!(lists.all(list).rev().eq(naive.iter().rev().copied()), "at step {step}");
        }
        assert!(kept.iter().any(|(_, naive)| naive.len() > 500));
        for (list, naive) in &kept {
            assert!(lists.all(list).eq(naive.iter().copied()));
        }
    }

    #[test]
    fn what_is_taken_back_and_added_again_takes_no_more_room() {
        let mut lists = Lists::default();
        let mut list = List::default();
        let mention = Mention::new(Ordinal::at(3), Role::By);
        (0..1_000).for_each(|_| lists.push(&mut list, mention));
        let room = lists.blocks.len();
        for _ in 0..100 {
            (0..999).for_each(|_| lists.pop(&mut list));
            (0..999).for_each(|_| lists.push(&mut list, mention));
        }
        assert_eq!(lists.blocks.len(), room);
    }
}
