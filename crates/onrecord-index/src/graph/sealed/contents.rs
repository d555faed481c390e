//! What stands where in a snapshot, and the little of it that is read at once.

use bincode::{BorrowDecode, Encode};

use super::blocks::{self, Slot, Totals};
use super::entries::BLOCK_EVENTS;
use super::naming::BLOCK_NAMES;
use crate::graph::Ordinal;

/// The contents of a snapshot.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Contents {
    /// The position of the last event.
    pub(crate) event_count: u64,
    /// The hash of the commit that ends there.
    pub(crate) commit: [u8; 32],
    pub(super) name_count: u64,
    pub(super) entries: Vec<Slot>,
    pub(super) names: Vec<Slot>,
    pub(super) by_reference: Vec<Slot>,
    pub(super) by_id: Vec<Slot>,
    /// The notes that are aimed at an event, each with that event.
    pub(super) notes: Vec<(Ordinal, Ordinal)>,
    /// The events ever withdrawn, each as often as it was, with what withdrew it.
    pub(super) withdrawals: Vec<(Ordinal, Ordinal)>,
}

impl Contents {
    /// Reads the contents, which stand at `offset`, and sees that they are possible.
    pub(crate) fn decode(bytes: &[u8], offset: u64) -> Result<Contents, String> {
        let contents: Contents = blocks::decode(bytes)?;
        match contents.is_possible() && contents.slots().all(|slot| slot.ends_by(offset)) {
            true => Ok(contents),
            false => Err("its contents do not fit together".to_owned()),
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        blocks::encode(self, &mut bytes);
        bytes
    }

    fn slots(&self) -> impl Iterator<Item = &Slot> {
        let lists = [&self.entries, &self.names, &self.by_reference, &self.by_id];
        lists.into_iter().flatten()
    }

    pub(super) fn totals(&self) -> Totals {
        Totals { events: self.event_count as usize, names: self.name_count as usize }
    }

    fn is_possible(&self) -> bool {
        let blocks = |count: u64, per_block: usize| count.div_ceil(per_block as u64);
        let (events, names) = (self.event_count, self.name_count);
        let is_event = |index: &Ordinal| (index.get() as u64) < events;
        self.entries.len() as u64 == blocks(events, BLOCK_EVENTS)
            && self.names.len() as u64 == blocks(names, BLOCK_NAMES)
            && events <= u64::from(u32::MAX)
            && names < u64::from(u32::MAX)
            && self.notes.iter().all(|(note, target)| is_event(note) && target < note)
            && self.withdrawals.iter().all(|(event, by)| event < by && is_event(by))
    }
}
