//! What is to become of the bytes at the end of a segment: kept, cut, or refused. Pure: it takes bytes, not files.
//!
//! A commit is written only once the commit before it is synced, so a crash can leave at most one commit
//! unfinished, and nothing after it. It leaves each sector of that commit as written or as it was before, which is
//! zeros or beyond the end of the file. FORMAT.md has the table and what it promises.

use crate::bytes::all_zero;
use crate::frame::{COMMIT_HEADER_BYTES, COMMIT_MAGIC, CommitHeader, Frame};
use crate::{Commit, Defect, Head};

/// What a disk writes whole or not at all, at the least.
pub(crate) const SECTOR_BYTES: u64 = 512;

/// What stands where a commit may begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// A commit that is whole and continues the record.
    Commit,
    /// Nothing: the bytes end here.
    End,
    /// Zeros, up to where the bytes end.
    Zeros,
    /// A part of a commit, such as a write leaves that was cut short by a crash.
    Torn,
    /// Something that no cut write explains.
    Damaged,
}

/// Where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In a segment after which another begins.
    Sealed,
    /// In the last segment, with something after it.
    Followed,
    /// In the last segment, with nothing after it.
    Last,
}

/// What is done about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// It is part of the record; look after it.
    Keep,
    /// The segment ends here.
    Stop,
    /// It was never acknowledged: a writer cuts it away and says so, a reader takes it as not there yet.
    Cut,
    /// It was acknowledged, and is damaged: an error, and nothing is written.
    Refuse,
}

/// The recovery table.
pub const fn decide(found: Found, place: Place) -> Decision {
    match (found, place) {
        (Found::Commit, _) => Decision::Keep,
        (Found::End, _) | (Found::Zeros, Place::Last) => Decision::Stop,
        (Found::Torn, Place::Last) => Decision::Cut,
        // A segment is cut to its last commit before the next is made, so zeros stand in place of a commit.
        (Found::Zeros, Place::Sealed) => Decision::Refuse,
        // Zeros reach to the end of the bytes: nothing can follow them.
        (Found::Zeros, Place::Followed) => Decision::Refuse,
        // What comes after was only written once this was synced.
        (Found::Torn, Place::Sealed | Place::Followed) => Decision::Refuse,
        (Found::Damaged, _) => Decision::Refuse,
    }
}

/// Whether another segment comes after the one that is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Segments {
    Sealed,
    Active,
}

/// The end of a segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tail {
    /// The commits that are kept.
    pub(crate) commits: Vec<Commit>,
    /// The head after them.
    pub(crate) head: Head,
    /// Where they end in the segment.
    pub(crate) end: u64,
    pub(crate) close: Close,
}

/// Why a segment ends where it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Close {
    Stop,
    Cut,
    Refuse(Defect),
}

/// Reads the end of a segment: `bytes` are all that is in it from `offset` on, where the record has got to `head`.
pub(crate) fn recover(bytes: &[u8], offset: u64, head: Head, segments: Segments) -> Tail {
    let mut tail = Tail { commits: Vec::new(), head, end: offset, close: Close::Stop };
    loop {
        let rest = &bytes[(tail.end - offset) as usize..];
        let examined = examine(rest, tail.end, &tail.head);
        let place = examined.place(rest, &tail.head, segments);
        match (decide(examined.found, place), examined.frame) {
            (Decision::Keep, Some(frame)) => {
                tail.commits.push(frame.header.commit(frame.hash, tail.end));
                tail.head = frame.header.head(&tail.head, frame.hash);
                tail.end += frame.header.frame_bytes() as u64;
                continue;
            }
            (Decision::Keep | Decision::Stop, _) => tail.close = Close::Stop,
            (Decision::Cut, _) => tail.close = Close::Cut,
            (Decision::Refuse, _) => tail.close = Close::Refuse(examined.defect),
        }
        return tail;
    }
}

struct Examined<'a> {
    found: Found,
    /// The whole commit, where one was found.
    frame: Option<Frame<'a>>,
    /// How long the commit is, where its header can be read.
    frame_bytes: Option<usize>,
    /// What is wrong, where something is.
    defect: Defect,
}

impl Examined<'_> {
    fn place(&self, rest: &[u8], head: &Head, segments: Segments) -> Place {
        let followed = match (self.found, self.frame_bytes) {
            (_, Some(bytes)) => rest.get(bytes..).is_some_and(|after| !all_zero(after)),
            (Found::Torn, None) => find_commit(rest, 1, head.position + 1).is_some(),
            _ => false,
        };
        match (segments, followed) {
            (Segments::Sealed, _) => Place::Sealed,
            (Segments::Active, true) => Place::Followed,
            (Segments::Active, false) => Place::Last,
        }
    }
}

fn examine<'a>(rest: &'a [u8], offset: u64, head: &Head) -> Examined<'a> {
    let nothing = |found| Examined { found, frame: None, frame_bytes: None, defect: Defect::Incomplete };
    if rest.is_empty() {
        return nothing(Found::End);
    }
    match CommitHeader::decode(rest) {
        Ok(header) => examine_body(header, rest, offset, head),
        Err(Defect::CommitHeader) if all_zero(rest) => nothing(Found::Zeros),
        Err(Defect::CommitHeader) if may_be_torn(rest, offset, COMMIT_HEADER_BYTES) => nothing(Found::Torn),
        Err(defect) => Examined { defect, ..nothing(Found::Damaged) },
    }
}

fn examine_body<'a>(header: CommitHeader, rest: &'a [u8], offset: u64, head: &Head) -> Examined<'a> {
    let frame_bytes = header.frame_bytes();
    let examined = |found, defect| Examined { found, frame: None, frame_bytes: Some(frame_bytes), defect };
    if let Err(defect) = header.follows(head) {
        return examined(Found::Damaged, defect);
    }
    let Some(bytes) = rest.get(..frame_bytes) else {
        return examined(Found::Torn, Defect::Incomplete);
    };
    match Frame::check(header, bytes).and_then(|frame| frame.check_hash().map(|()| frame)) {
        Ok(frame) => Examined { frame: Some(frame), ..examined(Found::Commit, Defect::Incomplete) },
        Err(Defect::Checksum) if may_be_torn(rest, offset, frame_bytes) => {
            examined(Found::Torn, Defect::Checksum)
        }
        Err(defect) => examined(Found::Damaged, defect),
    }
}

/// Whether a write that was cut short can have left the first `length` bytes of `rest` as they are: they run past
/// the end, or end in the middle with nothing but zeros after, or one of their sectors was never written.
fn may_be_torn(rest: &[u8], offset: u64, length: usize) -> bool {
    let Some(part) = rest.get(..length) else { return true };
    if part.ends_with(&[0]) && all_zero(&rest[length..]) {
        return true;
    }
    let mut start = 0;
    while start < length {
        let in_sector = (offset + start as u64) % SECTOR_BYTES;
        let end = (start + (SECTOR_BYTES - in_sector) as usize).min(rest.len());
        if all_zero(&rest[start..end]) {
            return true;
        }
        start = end;
    }
    false
}

/// Where in `bytes`, from `start` on, a whole commit stands that begins at `position_min` or later.
pub(crate) fn find_commit(bytes: &[u8], start: usize, position_min: u64) -> Option<usize> {
    (start..bytes.len().saturating_sub(COMMIT_HEADER_BYTES - 1)).find(|&at| {
        let rest = &bytes[at..];
        rest.starts_with(&COMMIT_MAGIC)
            && CommitHeader::decode(rest).is_ok_and(|header| {
                let frame = rest.get(..header.frame_bytes());
                header.first >= position_min && frame.is_some_and(|bytes| Frame::check(header, bytes).is_ok())
            })
    })
}
