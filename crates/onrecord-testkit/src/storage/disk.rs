//! The disk that fails: its names, its steps, and what it is told to fail.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use onrecord_log::{LockGuard, MemoryStorage, Storage, StoredFile};

use super::file::FaultyFile;
use super::inode::Inode;
use super::{Dice, Failure, Operation, ReadFailure};

/// A disk in memory that crashes and fails where it is told to. A clone is a handle to the same disk.
///
/// Writes of one step may be lost, torn or kept out of order with those of other steps until they are synced; names
/// until the directory is. Every read is short. With several threads at work the order of steps is theirs, and all
/// else follows from the seed.
#[derive(Clone, Debug)]
pub struct FaultyDisk {
    state: Arc<Mutex<State>>,
    locks: MemoryStorage,
}

#[derive(Clone, Debug)]
enum NameChange {
    Create(String, usize),
    Rename(String, String, usize),
    Remove(String),
}

impl NameChange {
    fn operation(&self) -> Operation {
        match self {
            NameChange::Create(..) => Operation::Create,
            NameChange::Rename(..) => Operation::Rename,
            NameChange::Remove(..) => Operation::Remove,
        }
    }

    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            NameChange::Create(name, inode) => drop(names.insert(name.clone(), *inode)),
            NameChange::Rename(from, to, inode) => {
                names.remove(from);
                names.insert(to.clone(), *inode);
            }
            NameChange::Remove(name) => drop(names.remove(name)),
        }
    }
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) dice: Dice,
    pub(super) read_bytes: u64,
    inodes: Vec<Inode>,
    live: BTreeMap<String, usize>,
    stored: BTreeMap<String, usize>,
    pending: Vec<NameChange>,
    operations: Vec<Operation>,
    failure: Option<(u64, Failure)>,
    is_down: bool,
    are_syncs_empty: bool,
    prefers_overwriting: bool,
    reads: u64,
    read_failure: Option<(u64, ReadFailure)>,
}

impl FaultyDisk {
    /// An empty disk.
    pub fn new(seed: u64) -> FaultyDisk {
        let state = State {
            dice: Dice::new(seed),
            read_bytes: 0,
            inodes: Vec::new(),
            live: BTreeMap::new(),
            stored: BTreeMap::new(),
            pending: Vec::new(),
            operations: Vec::new(),
            failure: None,
            is_down: false,
            are_syncs_empty: false,
            prefers_overwriting: false,
            reads: 0,
            read_failure: None,
        };
        FaultyDisk { state: Arc::new(Mutex::new(state)), locks: MemoryStorage::new() }
    }

    /// Fails the step numbered `step`, counted from 0, the first of this disk; instead of what was to fail before.
    pub fn fail_at(&self, step: u64, failure: Failure) {
        self.state().failure = Some((step, failure));
    }

    /// Fails one read: the one after `reads` others from now.
    pub fn fail_read_after(&self, reads: u64, failure: ReadFailure) {
        let mut state = self.state();
        state.read_failure = Some((state.reads + reads, failure));
    }

    /// Fails no read from now on.
    pub fn fail_no_read(&self) {
        self.state().read_failure = None;
    }

    /// Stores nothing for sure from now on, whatever is synced: to see that a test would find it out.
    pub fn lie_about_syncs(&self) {
        self.state().are_syncs_empty = true;
    }

    /// Has every log that is made or opened from now on make zeros by a thread of its own. Unless this was called there is
    /// none, and the order of steps is that of the caller.
    pub fn prefer_overwriting(&self) {
        self.state().prefers_overwriting = true;
    }

    /// How many steps there were.
    pub fn steps(&self) -> u64 {
        self.state().steps()
    }

    /// What each step was.
    pub fn operations(&self) -> Vec<Operation> {
        self.state().operations.clone()
    }

    /// How many times something was read.
    pub fn reads(&self) -> u64 {
        self.state().reads
    }

    /// How many bytes were read.
    pub fn read_bytes(&self) -> u64 {
        self.state().read_bytes
    }

    /// Whether the power is off, or the process dead.
    pub fn is_down(&self) -> bool {
        self.state().is_down
    }

    /// Whether the failure that was asked for has come.
    pub fn has_failed(&self) -> bool {
        let state = self.state();
        state.failure.is_some_and(|(at, _)| at < state.steps())
    }

    /// The bytes of a file as they are read.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let mut state = self.state();
        let inode = *state.live.get(name)?;
        Some(state.inode(inode).live.clone())
    }

    /// Puts a file there, stored for good, as somebody might from outside.
    pub fn put(&self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.state().put(name, bytes.into());
    }

    /// Goes on after [`Failure::Kill`]: another process begins, and finds all that was written.
    ///
    /// Whatever the dead process held must be dropped first, or its locks stay.
    pub fn restart(&self) {
        let mut state = self.state();
        (state.is_down, state.failure) = (false, None);
    }

    /// The disk after the power came back: what was synced, and of the rest what `outcome` leaves.
    pub fn after_crash(&self, outcome: u64) -> FaultyDisk {
        let mut dice = Dice::new(outcome);
        let state = self.state();
        let mut names = state.stored.clone();
        let mode = dice.below(4);
        let kept = state.pending.iter().filter(|_| mode == 1 || (mode > 1 && dice.coin()));
        kept.for_each(|change| change.apply(&mut names));
        let disk = FaultyDisk::new(outcome);
        let mut after = disk.state();
        names.iter().for_each(|(name, inode)| after.put(name, state.inodes[*inode].left_by_crash(&mut dice)));
        drop(after);
        disk
    }

    /// No invariant spans two changes of the state, so a panic elsewhere leaves it fit for use.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, inode: usize) -> Box<dyn StoredFile> {
        Box::new(FaultyFile { disk: self.clone(), inode })
    }
}

impl State {
    pub(super) fn steps(&self) -> u64 {
        self.operations.len() as u64
    }

    pub(super) fn check_power(&self) -> io::Result<()> {
        if self.is_down { Err(io::Error::other("the disk is down")) } else { Ok(()) }
    }

    /// Counts a step, and says whether it fails.
    pub(super) fn step(&mut self, operation: Operation) -> io::Result<Option<Failure>> {
        self.check_power()?;
        let step = self.steps();
        self.operations.push(operation);
        let failure = self.failure.filter(|(at, _)| *at == step).map(|(_, failure)| failure);
        self.is_down = matches!(failure, Some(Failure::Crash | Failure::Kill));
        Ok(failure)
    }

    /// Counts a read, and says whether it fails.
    pub(super) fn read(&mut self) -> Option<ReadFailure> {
        let read = self.reads;
        self.reads += 1;
        self.read_failure.filter(|(at, _)| *at == read).map(|(_, failure)| failure)
    }

    /// Stores what was changed in a file before `step`.
    pub(super) fn sync(&mut self, inode: usize, step: u64) {
        if !self.are_syncs_empty {
            self.inodes[inode].sync(step);
        }
    }

    pub(super) fn inode(&mut self, inode: usize) -> &mut Inode {
        &mut self.inodes[inode]
    }

    pub(super) fn fail_sync(&mut self, inode: usize) {
        self.inodes[inode].fail_sync(&mut self.dice);
    }

    fn put(&mut self, name: &str, bytes: Vec<u8>) {
        let inode = self.inodes.len();
        self.inodes.push(Inode::stored(bytes));
        self.live.insert(name.to_owned(), inode);
        self.stored.insert(name.to_owned(), inode);
    }

    fn change_names(&mut self, change: NameChange) -> io::Result<()> {
        let failure = self.step(change.operation())?;
        if !matches!(failure, Some(Failure::Refuse(_))) {
            change.apply(&mut self.live);
            self.pending.push(change);
        }
        answer(failure)
    }
}

pub(super) fn answer(failure: Option<Failure>) -> io::Result<()> {
    match failure {
        None => Ok(()),
        Some(Failure::Crash) => Err(io::Error::other("the power went off")),
        Some(Failure::Kill) => Err(io::Error::other("the process was killed")),
        Some(Failure::Refuse(kind)) => Err(kind.into()),
    }
}

impl Storage for FaultyDisk {
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
        Ok(self.file(inode))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        let inode = *self.state().live.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(self.file(inode))
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
        let failure = state.step(Operation::SyncDirectory)?;
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

    fn prefers_overwriting(&self) -> bool {
        self.state().prefers_overwriting
    }
}
