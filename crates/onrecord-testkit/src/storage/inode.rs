//! The bytes of one file: as they are read, as they are stored for sure, and what lies between. Pure.

use super::Dice;

/// What a disk writes whole or not at all.
const SECTOR_BYTES: usize = 512;

#[derive(Clone, Debug)]
pub(super) enum Change {
    Write(usize, Vec<u8>),
    Resize(usize),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Change::Resize(length) => bytes.resize(*length, 0),
            Change::Write(offset, part) => {
                let length = bytes.len().max(offset + part.len());
                bytes.resize(length, 0);
                bytes[*offset..offset + part.len()].copy_from_slice(part);
            }
        }
    }
}

#[derive(Clone, Default, Debug)]
pub(super) struct Inode {
    pub(super) live: Vec<u8>,
    stored: Vec<u8>,
    /// What is not stored for sure, each with the number of its step.
    pending: Vec<(u64, Change)>,
}

impl Inode {
    /// A file whose bytes are all stored.
    pub(super) fn stored(bytes: Vec<u8>) -> Inode {
        Inode { live: bytes.clone(), stored: bytes, pending: Vec::new() }
    }

    pub(super) fn change(&mut self, step: u64, change: Change) {
        change.apply(&mut self.live);
        self.pending.push((step, change));
    }

    /// Stores what was changed before `step`. What was changed since, while the sync was under way, stays unsure.
    pub(super) fn sync(&mut self, step: u64) {
        let (stored, since) = std::mem::take(&mut self.pending).into_iter().partition(|(at, _)| *at < step);
        self.pending = since;
        let stored: Vec<(u64, Change)> = stored;
        stored.iter().for_each(|(_, change)| change.apply(&mut self.stored));
    }

    /// Stores any part of what was changed, and forgets that the rest is not.
    pub(super) fn fail_sync(&mut self, dice: &mut Dice) {
        self.stored = self.left_by_crash(dice);
        self.pending.clear();
    }

    /// What is there once the power is back: all that was synced, and of the rest nothing, all, every write up to some
    /// byte, or any sectors of any write.
    pub(super) fn left_by_crash(&self, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = self.stored.clone();
        let mode = dice.below(5);
        for (_, change) in &self.pending {
            match (mode, change) {
                (0, _) => {}
                (1, change) => change.apply(&mut bytes),
                (_, Change::Resize(_)) if dice.coin() => {}
                (2, Change::Write(offset, part)) => {
                    Change::Write(*offset, part[..dice.below(part.len() + 1)].to_vec()).apply(&mut bytes);
                }
                (_, Change::Write(offset, part)) => write_sectors(&mut bytes, *offset, part, dice),
                (_, change) => change.apply(&mut bytes),
            }
        }
        bytes
    }
}

/// Writes some of the sectors of a write, and makes the file as long as it would be, or not.
fn write_sectors(bytes: &mut Vec<u8>, offset: usize, part: &[u8], dice: &mut Dice) {
    let mut start = 0;
    while start < part.len() {
        let end = part.len().min(start + SECTOR_BYTES - (offset + start) % SECTOR_BYTES);
        if dice.coin() {
            Change::Write(offset + start, part[start..end].to_vec()).apply(bytes);
        }
        start = end;
    }
    if dice.coin() {
        let length = bytes.len().max(offset + part.len());
        bytes.resize(length, 0);
    }
}
