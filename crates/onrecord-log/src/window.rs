//! A piece of a file that was read last: what lies side by side is read together, into one buffer.

use std::io;
use std::ops::RangeInclusive;

use crate::storage::{StoredFile, read_fully};

/// The buffer, and where in the file it was read. It grows to the largest piece that is asked for in one.
#[derive(Debug)]
pub(crate) struct Window {
    start: u64,
    bytes: Vec<u8>,
    /// How many of the bytes were read; those after them are left from before.
    filled: usize,
    /// How much is read at once: the least after a jump, the most when reading on.
    step: RangeInclusive<usize>,
}

impl Window {
    pub(crate) fn new(step: RangeInclusive<usize>) -> Window {
        Window { start: 0, bytes: Vec::new(), filled: 0, step }
    }

    /// Forgets what was read, because another file comes.
    pub(crate) fn clear(&mut self) {
        self.start = 0;
        self.filled = 0;
    }

    /// The `count` bytes at `offset`; fewer where the file ends.
    pub(crate) fn at(&mut self, file: &dyn StoredFile, offset: u64, count: usize) -> io::Result<&[u8]> {
        if offset < self.start || offset + count as u64 > self.end() {
            self.fill(file, offset, count)?;
        }
        let start = (offset - self.start) as usize;
        let end = self.filled.min(start + count);
        Ok(&self.bytes[start..end])
    }

    fn end(&self) -> u64 {
        self.start + self.filled as u64
    }

    fn fill(&mut self, file: &dyn StoredFile, offset: u64, count: usize) -> io::Result<()> {
        let reading_on = offset >= self.start && offset <= self.end();
        let (kept, step) = match reading_on {
            true => (self.filled - (offset - self.start) as usize, *self.step.end()),
            false => (0, *self.step.start()),
        };
        // A header can claim any length; no more is believed than there is.
        let there = if count > step { file.length()?.saturating_sub(offset) } else { u64::MAX };
        let count = count.min(usize::try_from(there).unwrap_or(usize::MAX));
        let size = count.max(step).max(kept);
        if kept < self.filled {
            self.bytes.copy_within(self.filled - kept..self.filled, 0);
        }
        if self.bytes.len() < size {
            let mut larger = vec![0; size];
            larger[..kept].copy_from_slice(&self.bytes[..kept]);
            self.bytes = larger;
        }
        (self.start, self.filled) = (offset, kept);
        self.filled += read_fully(file, offset + kept as u64, &mut self.bytes[kept..size])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MemoryStorage, Storage};

    #[test]
    fn a_length_that_is_only_claimed_takes_no_memory() {
        let storage = MemoryStorage::new();
        storage.put("file", vec![7; 200]);
        let file = storage.open("file").expect("it was put there");
        for step in [64, 4_096] {
            let mut window = Window::new(step..=step);
            assert_eq!(window.at(&*file, 100, 1 << 30).map(<[u8]>::len).ok(), Some(100));
            assert!(window.bytes.len() <= step.max(100), "{} bytes are held", window.bytes.len());
            assert_eq!(window.at(&*file, 150, 1 << 30).map(<[u8]>::len).ok(), Some(50));
            assert_eq!(window.at(&*file, 0, 200).ok(), Some(&[7; 200][..]));
        }
    }
}
