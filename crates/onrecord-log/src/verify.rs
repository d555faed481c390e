//! Checks all there is: every commit is hashed again, and every fault is listed, to the last.

use std::io;
use std::ops::RangeInclusive;

use crate::frame::{COMMIT_HEADER_BYTES, CommitHeader, Frame};
use crate::mark::{self, Reach, reach};
use crate::recovery::{Close, Segments, find_commit, recover};
use crate::segment::{SEGMENT_HEADER_BYTES, Segment, check_order};
use crate::segments::{read_header, segment_names};
use crate::storage::{StoredFile, read_fully};
use crate::window::Window;
use crate::{Cut, Damage, Defect, Hash, Head, OpenError, ReadError, Storage};

const BUFFER_BYTES: usize = 1 << 20;

/// What [`verify`] found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verification {
    /// How many whole commits there are.
    pub commits: u64,
    /// How many events they hold.
    pub events: u64,
    /// The bytes of all segments that were looked at.
    pub bytes: u64,
    /// All that is wrong, in order. Empty for a sound record.
    pub faults: Vec<Fault>,
    /// An unfinished last commit, which is no fault: it was never acknowledged, and a writer cuts it when it opens.
    pub unfinished: Option<Cut>,
    /// The head after the last whole commit.
    pub head: Head,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The file name of the segment.
    pub segment: String,
    /// The first byte concerned, from the start of the segment.
    pub offset: u64,
    /// The first position concerned.
    pub position: u64,
    /// What is wrong.
    pub what: Defect,
    /// The positions that cannot be read because of it, where it is known how far that goes.
    pub lost: Option<RangeInclusive<u64>>,
}

impl From<Damage> for Fault {
    fn from(Damage { segment, offset, position, what }: Damage) -> Fault {
        Fault { segment, offset, position, what, lost: None }
    }
}

/// Reads a whole record, computes the chain of hashes again, and lists every fault.
///
/// While a writer is at work it looks at what is acknowledged. While it looks at the last segment, no writer begins.
///
/// # Errors
/// [`OpenError::NotARecord`] and [`OpenError::Io`] only: damage is what it reports, not what stops it.
pub fn verify(storage: &dyn Storage) -> Result<Verification, OpenError> {
    let mut check = Check::new();
    let mut done = String::new();
    loop {
        // Listed again each time, because a writer may have begun another segment.
        let mut names = segment_names(storage)?.into_iter().filter(|name| *name > done);
        let Some(name) = names.next() else { break };
        let reach = match names.next() {
            Some(_) => None,
            None => Some(reach(storage)?),
        };
        check.segment(&*storage.open(&name)?, &name, reach.as_ref())?;
        done = name;
    }
    if done.is_empty() {
        return Err(OpenError::NotARecord);
    }
    let marked = mark::read(storage)?.map_or(0, |marked| marked.position);
    Ok(check.finish(&done, marked))
}

/// The check so far.
struct Check {
    done: Verification,
    before: Option<Segment>,
    /// Whether the last fault goes on to where the next whole commit, or the next segment, begins.
    open_fault: bool,
    /// What the next commit must follow. Its hash is unknown after a commit that cannot be read.
    link: Link,
    end: u64,
    /// The head after the last whole commit.
    whole: Head,
    window: Window,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Known,
    HashUnknown,
}

impl Check {
    fn new() -> Check {
        let done = Verification {
            commits: 0,
            events: 0,
            bytes: 0,
            faults: Vec::new(),
            unfinished: None,
            head: Head::EMPTY,
        };
        let window = Window::new(BUFFER_BYTES..=BUFFER_BYTES);
        Check { done, before: None, open_fault: false, link: Link::Known, end: 0, whole: Head::EMPTY, window }
    }

    /// Checks one segment; `reach` is known for the last.
    fn segment(&mut self, file: &dyn StoredFile, name: &str, reach: Option<&Reach>) -> io::Result<()> {
        self.done.bytes += file.length()?;
        self.window.clear();
        let segment = match read_header(file, name) {
            Ok(segment) => segment,
            Err(ReadError::Io(error)) => return Err(error),
            Err(ReadError::Damaged(damage)) => return self.unreadable_segment(damage),
        };
        let order = check_order(self.before.as_ref().map(|before| &before.header), &segment);
        if let Err(damage) = order {
            let foreign = damage.what == Defect::OtherRecord;
            self.fault(damage, None);
            if foreign {
                return Ok(());
            }
        }
        self.enter(&segment);
        self.before = Some(segment.clone());
        self.commits(file, &segment, reach)
    }

    /// Nothing in it can be placed: its events are lost, up to where the next segment begins.
    fn unreadable_segment(&mut self, damage: Damage) -> io::Result<()> {
        // A segment under a wrong name is out of its row, and says nothing of what should be here.
        self.open_fault |= matches!(damage.what, Defect::SegmentHeader);
        let number = self.before.as_mut().filter(|_| self.open_fault);
        if let Some(before) = number {
            before.header.number = before.header.number.saturating_add(1);
        }
        self.done.faults.push(damage.into());
        Ok(())
    }

    /// Goes on from where `segment` says that it begins.
    fn enter(&mut self, segment: &Segment) {
        let start = segment.header.start;
        // How many commits are lost with a header that cannot be read is not known before this.
        let reached = match self.done.faults.is_empty() {
            true => self.done.head,
            false => Head { commit_count: start.commit_count, ..self.done.head },
        };
        if start != reached {
            let missing = self.done.head.position + 1..=start.position;
            let missing = (!missing.is_empty()).then_some(missing);
            let explained = self.open_fault || self.link == Link::HashUnknown;
            match self.done.faults.last_mut() {
                Some(fault) if self.open_fault => fault.lost = missing,
                Some(fault) if fault.segment == segment.name => fault.lost = missing,
                _ if explained => {}
                _ => self.fault(segment.damage(0, segment.header.base(), Defect::SegmentUnlinked), missing),
            }
        }
        (self.open_fault, self.link, self.done.head) = (false, Link::Known, start);
    }

    fn commits(&mut self, file: &dyn StoredFile, segment: &Segment, reach: Option<&Reach>) -> io::Result<()> {
        self.end = SEGMENT_HEADER_BYTES as u64;
        let limit = match reach {
            Some(Reach::UpTo(limit)) => *limit,
            Some(Reach::Unknown) => return Ok(()),
            Some(Reach::All { .. }) | None => u64::MAX,
        };
        while self.done.head.position < limit {
            match self.commit(file)? {
                Ok(()) => {}
                Err(defect) if self.after(file, segment, defect, reach)? => {}
                Err(_) => break,
            }
        }
        Ok(())
    }

    /// Checks the commit at the end of what was checked, and takes it in.
    fn commit(&mut self, file: &dyn StoredFile) -> io::Result<Result<(), Defect>> {
        let bytes = self.window.at(file, self.end, COMMIT_HEADER_BYTES)?;
        let header = match CommitHeader::decode(bytes) {
            Ok(header) => header,
            Err(defect) => return Ok(Err(defect)),
        };
        let mut before = self.done.head;
        if self.link == Link::HashUnknown {
            before.hash = header.previous;
        }
        let bytes = self.window.at(file, self.end, header.frame_bytes())?;
        let frame = header.follows(&before).and_then(|()| Frame::check(header, bytes));
        let checked = frame.and_then(|frame| frame.check_hash().map(|()| frame.hash));
        Ok(checked.map(|hash| self.take(&header, hash)))
    }

    fn take(&mut self, header: &CommitHeader, hash: Hash) {
        self.done.commits += 1;
        self.done.events += u64::from(header.count);
        self.done.head = header.head(&self.done.head, hash);
        self.whole = self.done.head;
        self.link = Link::Known;
        self.end += header.frame_bytes() as u64;
    }

    /// Finds out what is to be said of the place where no good commit is, and whether it goes on after it.
    fn after(
        &mut self,
        file: &dyn StoredFile,
        segment: &Segment,
        defect: Defect,
        reach: Option<&Reach>,
    ) -> io::Result<bool> {
        let rest = self.rest(file)?;
        let active = if reach.is_some() { Segments::Active } else { Segments::Sealed };
        let mut head = self.done.head;
        if let (Link::HashUnknown, Ok(header)) = (self.link, CommitHeader::decode(&rest)) {
            head.hash = header.previous;
        }
        match recover(&rest, self.end, head, active).close {
            Close::Stop => return Ok(false),
            Close::Cut if matches!(reach, Some(Reach::All { .. })) => {
                let position = self.done.head.position + 1;
                let (segment, offset, bytes) = (segment.name.clone(), self.end, rest.len() as u64);
                self.done.unfinished =
                    Some(Cut { segment, offset, bytes, position, was_acknowledged: false });
                return Ok(false);
            }
            Close::Cut | Close::Refuse(_) => {}
        }
        let damage = segment.damage(self.end, self.done.head.position + 1, defect);
        match CommitHeader::decode(&rest) {
            Ok(header) if rest.len() >= header.frame_bytes() => self.pass(damage, &header, &rest),
            _ => return Ok(self.skip(damage, &rest)),
        }
        Ok(true)
    }

    /// What there is from here on: all of it, or as much as is needed to know that something follows.
    fn rest(&mut self, file: &dyn StoredFile) -> io::Result<Vec<u8>> {
        let whole = file.length()?.saturating_sub(self.end) as usize;
        let header = self.window.at(file, self.end, COMMIT_HEADER_BYTES)?;
        let enough =
            CommitHeader::decode(header).map_or(whole, |header| header.frame_bytes() + COMMIT_HEADER_BYTES);
        for count in [enough.min(whole), whole] {
            let mut rest = vec![0; count];
            let read = read_fully(file, self.end, &mut rest)?;
            rest.truncate(read);
            if read == whole || rest.iter().rev().take(COMMIT_HEADER_BYTES).any(|&byte| byte != 0) {
                return Ok(rest);
            }
        }
        Ok(Vec::new())
    }

    /// Goes on after a commit whose header says how long it is.
    fn pass(&mut self, damage: Damage, header: &CommitHeader, rest: &[u8]) {
        let frame = Frame::check(*header, &rest[..header.frame_bytes()]);
        let lost = frame.is_err().then_some(header.first..=header.last());
        self.fault(damage, lost);
        match frame {
            Ok(frame) => self.take(header, frame.hash),
            Err(_) => {
                self.done.head = header.head(&self.done.head, Hash::GENESIS);
                self.end += header.frame_bytes() as u64;
                self.link = Link::HashUnknown;
            }
        }
    }

    /// Goes on at the next whole commit, if there is one in this segment.
    fn skip(&mut self, damage: Damage, rest: &[u8]) -> bool {
        let expected = self.done.head.position + 1;
        self.link = Link::HashUnknown;
        let Some(at) = find_commit(rest, 1, expected + 1) else {
            self.fault(damage, None);
            self.open_fault = true;
            return false;
        };
        if let Ok(header) = CommitHeader::decode(&rest[at..]) {
            self.fault(damage, Some(expected..=header.first - 1));
            self.done.head.position = header.first - 1;
        }
        self.end += at as u64;
        true
    }

    fn fault(&mut self, damage: Damage, lost: Option<RangeInclusive<u64>>) {
        self.done.faults.push(Fault { lost, ..Fault::from(damage) });
    }

    /// `marked` is the position up to which a writer said that the record is acknowledged.
    fn finish(mut self, last: &str, marked: u64) -> Verification {
        if let Some(cut) = &mut self.done.unfinished {
            cut.was_acknowledged = marked >= cut.position;
        }
        let reached = self.done.head.position;
        if marked > reached && !self.open_fault {
            let damage = Damage {
                segment: last.to_owned(),
                offset: self.end,
                position: reached + 1,
                what: Defect::EndMissing { acknowledged: marked },
            };
            self.fault(damage, Some(reached + 1..=marked));
        }
        self.done.head = self.whole;
        self.done
    }
}
