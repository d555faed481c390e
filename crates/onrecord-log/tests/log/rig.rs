//! A disk that crashes and fails on purpose, built on the public storage trait.
//!
//! It keeps apart what a program reads and what is certain to be there after a crash. At a crash it keeps of all
//! that was not synced any part it likes: any sectors of a write, a write torn at any byte, any of the changes of
//! length and names.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use onrecord_log::{LockGuard, MemoryStorage, Storage, StoredFile};

const SECTOR: usize = 512;

/// Numbers that look random and are the same on every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound
    }

    pub(crate) fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

/// What goes wrong at one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Failure {
    /// The step is under way, and never ends: from here on everything fails.
    Crash,
    /// The step fails with an error, perhaps after a part of it was done. After a failed sync the bytes can be
    /// read, are taken for stored, and are not.
    Refuse(io::ErrorKind),
}

#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Resize(usize),
}

#[derive(Clone, Default, Debug)]
struct Inode {
    live: Vec<u8>,
    stored: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone, Debug)]
enum NameChange {
    Create(String, usize),
    Rename(String, String, usize),
    Remove(String),
}

#[derive(Default, Debug)]
struct State {
    inodes: Vec<Inode>,
    live: BTreeMap<String, usize>,
    stored: BTreeMap<String, usize>,
    pending: Vec<NameChange>,
    step: u64,
    failure: Option<(u64, Failure)>,
    dead: bool,
    reads: u64,
    read_bytes: u64,
    failing_read: Option<u64>,
}

/// The disk. A clone is a handle to the same disk.
#[derive(Clone, Default, Debug)]
pub(crate) struct Rig {
    state: Arc<Mutex<State>>,
    locks: MemoryStorage,
}

impl Rig {
    /// Fails the step numbered `step`, counted from the first of this disk.
    pub(crate) fn fail_at(&self, step: u64, failure: Failure) {
        self.state().failure = Some((step, failure));
    }

    /// Fails one read, the one numbered `read` from now on, from 1; 0 for none.
    pub(crate) fn fail_read(&self, read: u64) {
        let mut state = self.state();
        state.failing_read = Some(state.reads + read);
    }

    pub(crate) fn read_bytes(&self) -> u64 {
        self.state().read_bytes
    }

    pub(crate) fn reads(&self) -> u64 {
        self.state().reads
    }

    pub(crate) fn steps(&self) -> u64 {
        self.state().step
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.state().dead
    }

    /// Whether the failure that was asked for has come.
    pub(crate) fn has_failed(&self) -> bool {
        let state = self.state();
        state.failure.is_some_and(|(at, _)| at < state.step)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The disk after the power came back: what was synced, and of the rest what the dice leave.
    pub(crate) fn after_crash(&self, dice: &mut Dice) -> Rig {
        let state = self.state();
        let mut names = state.stored.clone();
        let keep = dice.below(4);
        for change in &state.pending {
            if keep == 0 || (keep > 1 && dice.coin()) {
                continue;
            }
            apply_name(&mut names, change);
        }
        let rig = Rig::default();
        for (name, inode) in names {
            let bytes = left_by_crash(&state.inodes[inode], dice);
            let mut after = rig.state();
            let number = after.inodes.len();
            after.inodes.push(Inode { live: bytes.clone(), stored: bytes, pending: Vec::new() });
            after.live.insert(name.clone(), number);
            after.stored.insert(name, number);
        }
        rig
    }
}

impl State {
    /// Counts a step, and says whether it fails.
    fn step(&mut self) -> Result<Option<Failure>, io::Error> {
        if self.dead {
            return Err(io::Error::other("the power is off"));
        }
        let step = self.step;
        self.step += 1;
        match self.failure {
            Some((at, failure)) if at == step => {
                self.dead = failure == Failure::Crash;
                Ok(Some(failure))
            }
            _ => Ok(None),
        }
    }

    fn change_names(&mut self, change: NameChange) -> io::Result<()> {
        let failure = self.step()?;
        if !matches!(failure, Some(Failure::Refuse(_))) {
            apply_name(&mut self.live, &change);
            self.pending.push(change);
        }
        answer(failure)
    }
}

fn answer(failure: Option<Failure>) -> io::Result<()> {
    match failure {
        None => Ok(()),
        Some(Failure::Crash) => Err(io::Error::other("the power went off")),
        Some(Failure::Refuse(kind)) => Err(kind.into()),
    }
}

fn apply_name(names: &mut BTreeMap<String, usize>, change: &NameChange) {
    match change {
        NameChange::Create(name, inode) => drop(names.insert(name.clone(), *inode)),
        NameChange::Rename(from, to, inode) => {
            names.remove(from);
            names.insert(to.clone(), *inode);
        }
        NameChange::Remove(name) => drop(names.remove(name)),
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Resize(length) => bytes.resize(*length, 0),
        Change::Write(offset, part) => {
            let length = bytes.len().max(offset + part.len());
            bytes.resize(length, 0);
            bytes[*offset..offset + part.len()].copy_from_slice(part);
        }
    }
}

fn left_by_crash(inode: &Inode, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = inode.stored.clone();
    let mode = dice.below(5);
    for change in &inode.pending {
        match (mode, change) {
            (0, _) => {}
            (1, change) => apply(&mut bytes, change),
            (_, Change::Resize(_)) if dice.coin() => {}
            (2, Change::Write(offset, part)) => {
                apply(&mut bytes, &Change::Write(*offset, part[..dice.below(part.len() + 1)].to_vec()));
            }
            (_, Change::Write(offset, part)) => sectors(&mut bytes, *offset, part, dice),
            (_, change) => apply(&mut bytes, change),
        }
    }
    bytes
}

/// Writes some of the sectors of a write, and makes the file as long as it would be, or not.
fn sectors(bytes: &mut Vec<u8>, offset: usize, part: &[u8], dice: &mut Dice) {
    let mut start = 0;
    while start < part.len() {
        let end = part.len().min(start + SECTOR - (offset + start) % SECTOR);
        if dice.coin() {
            apply(bytes, &Change::Write(offset + start, part[start..end].to_vec()));
        }
        start = end;
    }
    if dice.coin() {
        let length = bytes.len().max(offset + part.len());
        bytes.resize(length, 0);
    }
}

impl Storage for Rig {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(self.state().live.keys().cloned().collect())
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        let mut state = self.state();
        if state.live.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let inode = state.inodes.len();
        state.inodes.push(Inode::default());
        state.change_names(NameChange::Create(name.to_owned(), inode))?;
        Ok(Box::new(RigFile { rig: self.clone(), inode }))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        let inode = *self.state().live.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(RigFile { rig: self.clone(), inode }))
    }

    fn open_to_write(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.open(name)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.state();
        let inode = *state.live.get(from).ok_or(io::ErrorKind::NotFound)?;
        state.change_names(NameChange::Rename(from.to_owned(), to.to_owned(), inode))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.state();
        match state.live.contains_key(name) {
            true => state.change_names(NameChange::Remove(name.to_owned())),
            false => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn sync_directory(&self) -> io::Result<()> {
        let mut state = self.state();
        let failure = state.step()?;
        if failure.is_none() {
            state.stored = state.live.clone();
            state.pending.clear();
        }
        answer(failure)
    }

    fn try_lock(&self, name: &str) -> io::Result<Option<LockGuard>> {
        self.locks.try_lock(name)
    }

    fn lock(&self, name: &str) -> io::Result<LockGuard> {
        self.locks.lock(name)
    }

    fn try_lock_shared(&self, name: &str) -> io::Result<Option<LockGuard>> {
        self.locks.try_lock_shared(name)
    }
}

struct RigFile {
    rig: Rig,
    inode: usize,
}

impl RigFile {
    fn change(&self, change: Change) -> io::Result<()> {
        let mut state = self.rig.state();
        let failure = state.step()?;
        let change = match (failure, change) {
            // A part of it was written before the error.
            (Some(Failure::Refuse(_)), Change::Write(offset, mut bytes)) => {
                bytes.truncate(bytes.len() / 2);
                Change::Write(offset, bytes)
            }
            (Some(Failure::Refuse(_)), Change::Resize(_)) => return answer(failure),
            (_, change) => change,
        };
        let inode = &mut state.inodes[self.inode];
        apply(&mut inode.live, &change);
        inode.pending.push(change);
        answer(failure)
    }
}

impl StoredFile for RigFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.rig.state().inodes[self.inode].live.len() as u64)
    }

    /// Reads come in short pieces of any size.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.rig.state();
        state.reads += 1;
        if state.failing_read == Some(state.reads) {
            return Err(io::Error::other("the disk cannot read this"));
        }
        let piece = 1 + (state.reads as usize * 7919) % 300;
        let live = &state.inodes[self.inode].live;
        let start = live.len().min(offset as usize);
        let count = buffer.len().min(live.len() - start).min(piece);
        buffer[..count].copy_from_slice(&live[start..start + count]);
        state.read_bytes += count as u64;
        Ok(count)
    }

    fn write_at(&self, offset: u64, parts: &[&[u8]]) -> io::Result<()> {
        self.change(Change::Write(offset as usize, parts.concat()))
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        self.change(Change::Resize(length as usize))
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.rig.state();
        let failure = state.step()?;
        let inode = &mut state.inodes[self.inode];
        match failure {
            None => inode.pending.iter().for_each(|change| apply(&mut inode.stored, change)),
            Some(Failure::Crash) => return answer(failure),
            // The bytes stay readable and are never tried again.
            Some(Failure::Refuse(_)) => {}
        }
        inode.pending.clear();
        answer(failure)
    }
}
