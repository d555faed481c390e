//! The check, segment by segment: what each commit must follow, and how to go on after one that cannot be read.

use std::io;
use std::ops::RangeInclusive;

use super::{CommitPlace, Fault, Stop, Verification, Visit};
use crate::frame::{COMMIT_HEADER_BYTES, COMMIT_TRAILER_BYTES, CommitHeader, Frame, trailer_hash};
use crate::mark::Reach;
use crate::recovery::{Close, Segments, find_commit, recover};
use crate::segment::{SEGMENT_HEADER_BYTES, Segment, SegmentHeader, base_in_name, check_order};
use crate::segments::read_header;
use crate::storage::{StoredFile, read_fully};
use crate::window::Window;
use crate::{Cut, Damage, Defect, Hash, Head, ReadError};

const BUFFER_BYTES: usize = 1 << 20;

/// The check so far.
pub(super) struct Check<'v, E> {
    visit: &'v mut Visit<'v, E>,
    done: Verification,
    before: Option<Segment>,
    /// Whether the id of the record was in a header that cannot be read.
    is_id_unknown: bool,
    /// Where the other history got to that the segment before belongs to, if it belongs to another.
    rejected: Option<Hash>,
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

impl<'v, E> Check<'v, E> {
    pub(super) fn new(visit: &'v mut Visit<'v, E>) -> Check<'v, E> {
        let done = Verification {
            commits: 0,
            events: 0,
            bytes: 0,
            faults: Vec::new(),
            unfinished: None,
            head: Head::EMPTY,
        };
        let window = Window::new(BUFFER_BYTES..=BUFFER_BYTES);
        Check {
            visit,
            done,
            before: None,
            is_id_unknown: false,
            rejected: None,
            open_fault: false,
            link: Link::Known,
            end: 0,
            whole: Head::EMPTY,
            window,
        }
    }

    /// Checks one segment; `reach` is known for the last.
    pub(super) fn segment(
        &mut self,
        file: &dyn StoredFile,
        name: &str,
        reach: Option<&Reach>,
    ) -> Result<(), Stop<E>> {
        self.done.bytes += file.length()?;
        self.window.clear();
        let segment = match read_header(file, name) {
            Ok(segment) => segment,
            Err(ReadError::Io(error)) => return Err(error.into()),
            Err(ReadError::Damaged(damage)) if damage.what == Defect::SegmentHeader => {
                return self.headless_segment(file, damage, reach);
            }
            // It is out of its row, or of a form not known here: it says nothing of what should stand in this place.
            Err(ReadError::Damaged(damage)) => {
                self.fault(damage, None);
                return Ok(());
            }
        };
        if let (true, Some(before)) = (self.is_id_unknown, &mut self.before) {
            (before.header.record_id, self.is_id_unknown) = (segment.header.record_id, false);
        }
        let order = check_order(self.before.as_ref().map(|before| &before.header), &segment);
        let foreign = self.contradicts(&segment.header.start)
            || self.rejected == Some(segment.header.start.hash)
            || order.as_ref().is_err_and(|damage| damage.what == Defect::OtherRecord);
        match order {
            Err(damage) => self.fault(damage, None),
            Ok(()) if foreign => {
                self.fault(segment.damage(0, segment.header.base(), Defect::SegmentUnlinked), None);
            }
            Ok(()) => {}
        }
        self.rejected = None;
        if foreign {
            self.rejected = end_hash(file)?;
            return Ok(());
        }
        self.enter(&segment);
        self.before = Some(segment.clone());
        self.commits(file, &segment, reach)
    }

    /// Whether a segment that begins at `start` continues another history than the one that was read so far, so that
    /// nothing in it belongs here.
    fn contradicts(&self, start: &Head) -> bool {
        let Head { position, hash, .. } = self.done.head;
        let is_seam_known = start.position == position && self.link == Link::Known && !self.open_fault;
        start.position < position || (is_seam_known && start.hash != hash)
    }

    /// Goes on in a segment whose header cannot be read: its name says where it begins, and its commits what they
    /// follow. If not one of them is whole, all of it is lost, up to where the next segment begins.
    fn headless_segment(
        &mut self,
        file: &dyn StoredFile,
        damage: Damage,
        reach: Option<&Reach>,
    ) -> Result<(), Stop<E>> {
        let segment = self.presumed(&damage);
        let follows = segment.header.start.position == self.done.head.position;
        let link = if follows { self.link } else { Link::HashUnknown };
        // A fault that is still open ends where this segment begins; it must be the last one then.
        let entered = self.open_fault;
        if entered {
            self.enter(&segment);
        }
        self.fault(damage, None);
        if !entered {
            self.enter(&segment);
        }
        self.link = link;
        self.is_id_unknown |= self.before.is_none();
        self.before = Some(segment.clone());
        let commits = self.done.commits;
        self.commits(file, &segment, reach)?;
        self.open_fault |= self.done.commits == commits;
        Ok(())
    }

    /// The segment as it should be in this place, under this name.
    fn presumed(&self, damage: &Damage) -> Segment {
        let position = base_in_name(&damage.segment).unwrap_or(0).saturating_sub(1);
        let before = self.before.as_ref().map(|before| before.header);
        let header = SegmentHeader {
            record_id: before.map_or([0; 16], |before| before.record_id),
            number: before.map_or(1, |before| before.number.saturating_add(1)),
            start: Head { position, ..self.done.head },
        };
        Segment { name: damage.segment.clone(), header }
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

    fn commits(
        &mut self,
        file: &dyn StoredFile,
        segment: &Segment,
        reach: Option<&Reach>,
    ) -> Result<(), Stop<E>> {
        self.end = SEGMENT_HEADER_BYTES as u64;
        let limit = match reach {
            Some(Reach::UpTo(limit)) => *limit,
            Some(Reach::Unknown) => return Ok(()),
            Some(Reach::All { .. }) | None => u64::MAX,
        };
        while self.done.head.position < limit {
            match self.commit(file, segment)? {
                Ok(()) => {}
                Err(defect) if self.after(file, segment, defect, reach)? => {}
                Err(_) => break,
            }
        }
        Ok(())
    }

    /// Checks the commit at the end of what was checked, and takes it in.
    fn commit(&mut self, file: &dyn StoredFile, segment: &Segment) -> Result<Result<(), Defect>, Stop<E>> {
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
        let frame = match header.follows(&before).and_then(|()| check_frame(header, bytes)) {
            Ok(frame) => frame,
            Err(defect) => return Ok(Err(defect)),
        };
        let place = CommitPlace { segment: &segment.name, offset: self.end };
        (self.visit)(place, frame.view()).map_err(Stop::Visitor)?;
        let hash = frame.hash;
        self.take(&header, hash);
        Ok(Ok(()))
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
    ) -> Result<bool, Stop<E>> {
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
            Ok(header) if rest.len() >= header.frame_bytes() => self.pass(damage, &header, &rest)?,
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

    /// Goes on after a commit whose header says how long it is: it stands in the wrong place, or is not whole.
    fn pass(&mut self, damage: Damage, header: &CommitHeader, rest: &[u8]) -> Result<(), Stop<E>> {
        match check_frame(*header, &rest[..header.frame_bytes()]) {
            Ok(frame) => {
                let place = CommitPlace { segment: &damage.segment, offset: self.end };
                (self.visit)(place, frame.view()).map_err(Stop::Visitor)?;
                self.fault(damage, None);
                self.take(header, frame.hash);
            }
            Err(_) => {
                self.fault(damage, Some(header.first..=header.last()));
                self.done.head = header.head(&self.done.head, Hash::GENESIS);
                self.end += header.frame_bytes() as u64;
                self.link = Link::HashUnknown;
            }
        }
        Ok(())
    }

    /// Goes on at the next whole commit, if there is one in this segment.
    fn skip(&mut self, damage: Damage, rest: &[u8]) -> bool {
        let expected = self.done.head.position + 1;
        self.link = Link::HashUnknown;
        let Some(at) = find_commit(rest, 1, expected.saturating_add(1)) else {
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
    pub(super) fn finish(mut self, last: &str, marked: u64) -> Verification {
        if let Some(cut) = &mut self.done.unfinished {
            cut.was_acknowledged = marked >= cut.position;
        }
        let reached = self.done.head.position;
        if marked > reached {
            self.lose_end(last, reached + 1..=marked);
        }
        self.done.head = self.whole;
        self.done
    }

    /// Says that the record went on as far as `lost` when it was whole.
    fn lose_end(&mut self, last: &str, lost: RangeInclusive<u64>) {
        match self.done.faults.last_mut() {
            Some(fault) if self.open_fault => fault.lost = Some(lost),
            _ => {
                let what = Defect::EndMissing { acknowledged: *lost.end() };
                let damage =
                    Damage { segment: last.to_owned(), offset: self.end, position: *lost.start(), what };
                self.fault(damage, Some(lost));
            }
        }
    }
}

/// The hash of the last commit of a sealed segment, as kept with it.
fn end_hash(file: &dyn StoredFile) -> io::Result<Option<Hash>> {
    let mut trailer = [0; COMMIT_TRAILER_BYTES];
    let offset = file.length()?.saturating_sub(COMMIT_TRAILER_BYTES as u64);
    let read = read_fully(file, offset, &mut trailer)?;
    Ok(trailer_hash(&trailer[..read]))
}

/// The commit, if its bytes match its checksum and its hash.
fn check_frame(header: CommitHeader, bytes: &[u8]) -> Result<Frame<'_>, Defect> {
    let frame = Frame::check(header, bytes)?;
    frame.check_hash()?;
    Ok(frame)
}
