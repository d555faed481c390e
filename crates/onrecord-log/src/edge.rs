//! The edge of the segment that is written: where the next commit goes, and the zeros ahead of it.
//!
//! A commit that is written over zeros changes no length of the file, and so its sync waits for nothing but its bytes.
//! Whoever has the edge has it alone: a commit and a piece of zeros are never under way together, so that no sync of zeros
//! can hide what went wrong with a commit, and a piece begins where the last commit and the zeros after it end.

use std::io;

use crate::segment::SEGMENT_HEADER_BYTES;
use crate::span;
use crate::storage::StoredFile;
use crate::{Options, SEGMENT_BYTES_MAX, ZEROS_BESIDE_MAX};

/// The most zeros that are made at once: a commit that comes meanwhile waits for them.
const PIECE_BYTES_MAX: u64 = 512 << 10;

/// The end of a segment that commits are written to.
pub(crate) struct Edge {
    file: Box<dyn StoredFile>,
    options: Options,
    /// Where the last commit ends.
    end: u64,
    /// Where the zeros after it end. All of them are on the disk.
    zeroed_end: u64,
    health: Health,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Sound,
    /// Zeros could not be made. Commits make the file longer, each for itself.
    WithoutZeros,
    /// A commit could not be written, or is being written: nothing but opening the record again tells what is there.
    Poisoned,
}

impl Edge {
    /// The edge of a segment whose last commit, or whose header, ends at `end`, as its file does.
    pub(crate) fn new(file: Box<dyn StoredFile>, end: u64, options: Options) -> Edge {
        Edge { file, options, end, zeroed_end: end, health: Health::Sound }
    }

    /// Where the last commit ends.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// Whether a commit of so many bytes goes here, and not to a new segment.
    pub(crate) fn has_room(&self, frame_bytes: u64) -> bool {
        self.end <= SEGMENT_HEADER_BYTES as u64 || self.end + frame_bytes <= self.segment_end_max()
    }

    pub(crate) fn is_poisoned(&self) -> bool {
        self.health == Health::Poisoned
    }

    /// Writes a commit after the last one, and returns when it is on the disk.
    ///
    /// After an error nothing more can be written here.
    pub(crate) fn append(&mut self, header: &[u8], body: &[u8], trailer: &[u8]) -> io::Result<()> {
        let before = std::mem::replace(&mut self.health, Health::Poisoned);
        let end = self.end + (header.len() + body.len() + trailer.len()) as u64;
        let beside =
            if end > self.zeroed_end && before == Health::Sound { self.zeros_beside(end) } else { 0 };
        let zeros = &ZEROS[..beside as usize];
        self.file.write_at(self.end, &[header, body, trailer, zeros])?;
        self.sync()?;
        (self.end, self.zeroed_end) = (end, self.zeroed_end.max(end + beside));
        self.health = before;
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        span!("sync");
        self.file.sync()
    }

    /// How many zeros are written together with a commit that ends at `end`: none, unless another like it has room there.
    fn zeros_beside(&self, end: u64) -> u64 {
        let zeros = self.zeros_ahead_max(end).min(ZEROS_BESIDE_MAX);
        if end - self.end <= zeros { zeros } else { 0 }
    }

    /// Half of what the segment holds, so that a small record takes little room.
    fn zeros_ahead_max(&self, end: u64) -> u64 {
        (end / 2).min(self.options.zeroed_bytes_max).min(self.segment_end_max().saturating_sub(end))
    }

    fn segment_end_max(&self) -> u64 {
        self.options.segment_bytes.min(SEGMENT_BYTES_MAX)
    }

    /// How many zeros are to be made next; `None` while there are enough.
    pub(crate) fn next_piece(&self) -> Option<u64> {
        let wanted = self.zeros_ahead_max(self.end);
        let piece = (wanted / 4).clamp(1, PIECE_BYTES_MAX);
        let is_due = self.zeroed_end - self.end + piece <= wanted;
        (is_due && self.health == Health::Sound).then_some(piece)
    }

    /// Whether a piece is to be made, and is so large that a thread gains by making it.
    pub(crate) fn is_worth_a_thread(&self) -> bool {
        self.next_piece().is_some_and(|piece| piece >= PIECE_BYTES_MAX / 2)
    }

    /// Makes the next piece of zeros, and says how many bytes that were; 0 while there are enough.
    ///
    /// An error does no harm: every commit is on the disk already. No more zeros are made in this segment then.
    pub(crate) fn make_zeros(&mut self) -> io::Result<u64> {
        let Some(piece) = self.next_piece() else { return Ok(0) };
        self.health = Health::WithoutZeros;
        self.file.write_at(self.zeroed_end, &zeros(piece))?;
        self.file.sync()?;
        self.zeroed_end += piece;
        self.health = Health::Sound;
        Ok(piece)
    }

    /// Cuts the zeros away, for good. Nothing more can be written here.
    pub(crate) fn seal(&mut self) -> io::Result<()> {
        self.health = Health::Poisoned;
        if self.file.length()? > self.end {
            self.file.truncate(self.end)?;
            self.file.sync()?;
        }
        Ok(())
    }

    /// Goes on in the file of the next segment, which holds its header alone.
    pub(crate) fn go_on(&mut self, file: Box<dyn StoredFile>) {
        *self = Edge::new(file, SEGMENT_HEADER_BYTES as u64, self.options);
    }

    /// Cuts the zeros away where all is well. Those that stay are harmless: they read as the end.
    pub(crate) fn cut(&self) {
        if self.health != Health::Poisoned && self.file.length().is_ok_and(|length| length > self.end) {
            let _ = self.file.truncate(self.end);
        }
    }
}

static ZEROS: [u8; ZEROS_BESIDE_MAX as usize] = [0; ZEROS_BESIDE_MAX as usize];

/// So many zeros, in parts.
fn zeros(count: u64) -> Vec<&'static [u8]> {
    let whole = (count / ZEROS_BESIDE_MAX) as usize;
    let rest = (count % ZEROS_BESIDE_MAX) as usize;
    let mut parts = vec![&ZEROS[..]; whole];
    parts.push(&ZEROS[..rest]);
    parts
}
