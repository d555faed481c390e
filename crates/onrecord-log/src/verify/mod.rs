//! Checks all there is: every commit is hashed again, and every fault is listed, to the last.

mod check;

use std::io;
use std::ops::RangeInclusive;

use self::check::Check;
use crate::mark::{self, reach};
use crate::segments::segment_names;
use crate::{CommitView, Cut, Damage, Defect, Head, OpenError, Storage};

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
    /// The positions that are lost by it, where it is known how far that goes: they cannot be read, or are not what was
    /// written there.
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
    verify_with(storage, |_, _| Ok(()))
}

/// As [`verify`], and shows `visit` each commit that is good in itself, with its place: its bytes match
/// its checksum and its hash. Whether it follows on from the one shown before it is for the faults to say.
///
/// # Errors
/// As [`verify`], or what `visit` returns.
pub fn verify_with<E: From<OpenError>>(
    storage: &dyn Storage,
    mut visit: impl FnMut(CommitPlace<'_>, CommitView<'_>) -> Result<(), E>,
) -> Result<Verification, E> {
    check_all(storage, &mut visit).map_err(|stop| match stop {
        Stop::Failed(error) => OpenError::from(error).into(),
        Stop::NotARecord => OpenError::NotARecord.into(),
        Stop::Visitor(error) => error,
    })
}

/// Where a commit lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CommitPlace<'a> {
    /// The file name of its segment.
    pub segment: &'a str,
    /// Where it begins in its segment.
    pub offset: u64,
}

/// What is shown each good commit.
type Visit<'v, E> = dyn FnMut(CommitPlace<'_>, CommitView<'_>) -> Result<(), E> + 'v;

/// Why a check ended early.
enum Stop<E> {
    Failed(io::Error),
    NotARecord,
    Visitor(E),
}

impl<E> From<io::Error> for Stop<E> {
    fn from(error: io::Error) -> Stop<E> {
        Stop::Failed(error)
    }
}

fn check_all<E>(storage: &dyn Storage, visit: &mut Visit<'_, E>) -> Result<Verification, Stop<E>> {
    let mut check = Check::new(visit);
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
        return Err(Stop::NotARecord);
    }
    let marked = mark::read(storage)?.map_or(0, |marked| marked.position);
    Ok(check.finish(&done, marked))
}
