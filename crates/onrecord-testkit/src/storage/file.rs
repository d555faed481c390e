//! An open file of a disk that fails.

use std::io;

use onrecord_log::StoredFile;

use super::disk::{FaultyDisk, answer};
use super::inode::{Change, Inode};
use super::{Failure, Operation, ReadFailure};

/// No read returns more bytes than this, so that whoever reads has to go on reading.
const READ_BYTES_MAX: usize = 300;

pub(super) struct FaultyFile {
    pub(super) disk: FaultyDisk,
    pub(super) inode: usize,
}

impl FaultyFile {
    fn change(&self, operation: Operation, change: Change) -> io::Result<()> {
        let mut state = self.disk.state();
        let step = state.steps();
        let failure = state.step(operation)?;
        let change = match (failure, change) {
            (Some(Failure::Refuse(_) | Failure::Kill), Change::Write(offset, mut bytes)) => {
                let done = state.dice.below(bytes.len() + 1);
                bytes.truncate(done);
                Change::Write(offset, bytes)
            }
            (Some(Failure::Refuse(_)), Change::Resize(_)) => return answer(failure),
            (_, change) => change,
        };
        state.inode(self.inode).change(step, change);
        answer(failure)
    }
}

impl StoredFile for FaultyFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.disk.state().inode(self.inode).live.len() as u64)
    }

    /// Reads come in short pieces of any size.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.disk.state();
        let failure = state.read();
        if let Some(ReadFailure::Refuse(kind)) = failure {
            return Err(kind.into());
        }
        let piece = 1 + state.dice.below(READ_BYTES_MAX);
        let Inode { live, .. } = state.inode(self.inode);
        let start = live.len().min(usize::try_from(offset).unwrap_or(usize::MAX));
        let count = buffer.len().min(live.len() - start).min(piece);
        buffer[..count].copy_from_slice(&live[start..start + count]);
        if failure == Some(ReadFailure::Flip) && count > 0 {
            buffer[state.dice.below(count)] ^= 1 << state.dice.below(8);
        }
        state.read_bytes += count as u64;
        Ok(count)
    }

    fn write_at(&self, offset: u64, parts: &[&[u8]]) -> io::Result<()> {
        let offset = usize::try_from(offset).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.change(Operation::Write, Change::Write(offset, parts.concat()))
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.change(Operation::Truncate, Change::Resize(length))
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.disk.state();
        let step = state.steps();
        let failure = state.step(Operation::Sync)?;
        if failure.is_none() {
            // Other threads may write meanwhile, as they may on a disk: this sync says nothing of their bytes.
            drop(state);
            std::thread::yield_now();
            let mut state = self.disk.state();
            state.check_power()?;
            state.sync(self.inode, step);
            return Ok(());
        }
        if matches!(failure, Some(Failure::Refuse(_))) {
            state.fail_sync(self.inode);
        }
        answer(failure)
    }
}
