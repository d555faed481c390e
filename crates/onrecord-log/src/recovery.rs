//! What is to become of the bytes at the end of a segment: kept, cut, or refused. Pure: it takes bytes, not files.
//!
//! A commit is written only once the commit before it is synced, so a crash can leave at most one commit
//! unfinished, and nothing after it. It leaves each sector of that commit as written or as it was before, which is
//! zeros or beyond the end of the file. FORMAT.md has the table and what it promises.

use crate::bytes::all_zero;
use crate::frame::{COMMIT_HEADER_BYTES, COMMIT_MAGIC, CommitHeader, Frame};
use crate::{Defect, Head, StoredCommit};

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
    pub(crate) commits: Vec<StoredCommit>,
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
                tail.commits.push(frame.header.stored(frame.hash, tail.end));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::encode_trailer;

    #[test]
    fn the_recovery_table_holds_over_all_inputs() {
        use {Decision::*, Place::*};
        let founds = [Found::Commit, Found::End, Found::Zeros, Found::Torn, Found::Damaged];
        let mut seen = Vec::new();
        for found in founds {
            for place in [Last, Followed, Sealed] {
                let decision = decide(found, place);
                assert_eq!(decision == Keep, found == Found::Commit, "only whole commits are kept");
                assert!(decision != Cut || place == Last, "nothing is cut that something follows");
                assert!(decision != Cut || found == Found::Torn, "nothing is cut but what a crash can leave");
                assert!(found != Found::Damaged || decision == Refuse, "damage is always refused");
                seen.push(decision);
            }
        }
        let (kept, ended, refused) = ([Keep; 3], [Stop; 3], [Refuse; 3]);
        let (zeros, torn) = ([Stop, Refuse, Refuse], [Cut, Refuse, Refuse]);
        assert_eq!(seen, [kept, ended, zeros, torn, refused].concat());
    }

    fn frame(head: &Head, payload: &[u8]) -> Vec<u8> {
        let mut body = vec![1, 0, 1, 0];
        body.extend_from_slice(&(payload.len() as u32).to_le_bytes());
        body.extend_from_slice(payload);
        let (codec, first, previous) = (1, head.position + 1, head.hash);
        let header =
            CommitHeader { codec, first, count: 1, body_bytes: body.len() as u32, recorded_at: 5, previous }
                .encode();
        let (_, trailer) = encode_trailer(&header, &body, None);
        [&header[..], &body, &trailer].concat()
    }

    /// Every subset of the sectors of the last commit, wherever it begins in its sector, with and without room
    /// after it: the commit before is kept, and the last is kept if it is whole, and else cut.
    #[test]
    fn whatever_sectors_of_the_last_commit_are_lost_it_is_cut_and_no_other() {
        let mut tried = 0;
        for start in (0..SECTOR_BYTES).step_by(3) {
            let before = frame(&Head::EMPTY, b"first");
            let head = recover(&before, start, Head::EMPTY, Segments::Active).head;
            let last = frame(&head, &[0xC3; 1_500]);
            let offset = start + before.len() as u64;
            let pieces: Vec<_> = sectors(offset, last.len());
            for lost in 0..1_u32 << pieces.len() {
                for after in [0, 700] {
                    let mut bytes = [&before[..], &last, &vec![0; after]].concat();
                    for (index, piece) in pieces.iter().enumerate() {
                        if lost & (1 << index) != 0 {
                            bytes[before.len() + piece.start..before.len() + piece.end].fill(0);
                        }
                    }
                    let tail = recover(&bytes, start, Head::EMPTY, Segments::Active);
                    let whole = lost == 0;
                    assert_eq!(tail.commits.len(), 1 + usize::from(whole));
                    let all_lost = lost + 1 == 1 << pieces.len();
                    assert_eq!(tail.close, if whole || all_lost { Close::Stop } else { Close::Cut });
                    tried += 1;
                }
            }
        }
        println!("{tried} torn commits tried");
    }

    fn sectors(offset: u64, length: usize) -> Vec<std::ops::Range<usize>> {
        let mut pieces = Vec::new();
        let mut start = 0;
        while start < length {
            let end = length.min(start + (SECTOR_BYTES - (offset + start as u64) % SECTOR_BYTES) as usize);
            pieces.push(start..end);
            start = end;
        }
        pieces
    }

    #[test]
    fn any_bytes_at_all_are_decided_without_a_panic() {
        let whole = [frame(&Head::EMPTY, &[7; 90]), vec![0; 40]].concat();
        let mut seed = 1_u64;
        for _ in 0..20_000 {
            let mut bytes = whole.clone();
            for _ in 0..1 + seed % 4 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (seed >> 33) as usize % bytes.len();
                bytes[at] = (seed >> 24) as u8;
            }
            bytes.truncate(bytes.len() - (seed >> 40) as usize % 60);
            let tail = recover(&bytes, seed % 512, Head::EMPTY, Segments::Active);
            assert!(tail.commits.len() <= 1);
        }
    }
}
