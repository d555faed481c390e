//! The two ports of a record: where its commits are stored, and where what is derived from them is kept.
//!
//! A [`Journal`] stores commits: in files, in memory, in a cluster. [`Blobs`] stores derived files, such as snapshots of an
//! index, which may be deleted at any time and are made again. Both are called from any thread, block their caller, and know
//! nothing of what an event means. Neither has a clock: the time of recording is given by whoever submits.
//!
//! ```
//! use onrecord_core::journal::{Expected, Journal, Submission, SubmitError, Batch, Head};
//! use onrecord_core::RecordedAt;
//!
//! /// Appends one event to a journal of any sort, if it still ends where the caller saw it end.
//! fn append(journal: &dyn Journal, seen: Head, at: RecordedAt) -> Result<Head, SubmitError> {
//!     let mut batch = Batch::new();
//!     batch.push_bytes(1, 1, b"the crates held rifles");
//!     let ticket = journal.submit(Submission::new(at, batch).expecting(Expected::Head(seen)))?;
//!     ticket.wait()?;
//!     Ok(journal.head())
//! }
//! ```

mod batch;
mod blobs;
mod commit;
mod error;
mod hash;
mod payload;
mod submit;
mod wait;

use std::fmt::Debug;
use std::ops::ControlFlow;

pub use batch::{Batch, CODEC_BINCODE_2, COMMIT_BYTES_MAX, EVENT_BYTES_MAX};
pub use blobs::{Blob, Blobs};
pub use commit::{Commit, CommitView, Head, UNTIMED};
pub use error::{JournalError, SubmitError};
pub use hash::Hash;
pub use payload::{EVENT_HEADER_BYTES, OwnedPayload, Payload, Payloads};
pub use submit::{Accepted, Expected, Pending, Submission, Ticket};
pub use wait::{Cancel, Registration, Waiting};

use crate::position::{Position, RecordedAt};

/// Where the commits of one record are stored.
///
/// Commits stand in one order that never changes. Their events have the positions 1, 2, 3 and so on without a gap; each commit
/// names the hash of the one before; times of recording never go back. A commit is seen whole or not at all, and not before
/// it is durable. What was seen once is seen for ever.
///
/// An implementation is proved by the conformance suite of the test kit.
pub trait Journal: Send + Sync + Debug {
    /// The end of what this handle sees. It costs next to nothing, asks nobody, and never goes back.
    fn head(&self) -> Head;

    /// Looks for commits that others have appended since, and returns the head after that.
    ///
    /// # Errors
    /// [`JournalError`]; the handle then still sees what it saw before, or a part of what is new.
    fn refresh(&self) -> Result<Head, JournalError>;

    /// Returns the head once it is beyond `position`; or as it is, once `waiting` is over.
    ///
    /// # Errors
    /// As [`Journal::refresh`].
    fn wait_beyond(&self, position: u64, waiting: Waiting<'_>) -> Result<Head, JournalError>;

    /// Shows `visit` the commits from the one that holds `from` on, in order, up to the [head](Journal::head) or until it
    /// breaks. Each is checked before it is shown. Others may append and read meanwhile, and `visit` may call the journal.
    ///
    /// # Errors
    /// [`JournalError`], after the commits before it were shown.
    fn commits(
        &self,
        from: Position,
        visit: &mut dyn FnMut(CommitView<'_>) -> ControlFlow<()>,
    ) -> Result<(), JournalError>;

    /// Shows `visit` the event at each of `positions`, in their order and as often as they are named, and says how many that
    /// were: positions beyond the [head](Journal::head) are left out. Ascending positions that lie close together cost one
    /// read.
    ///
    /// # Errors
    /// [`JournalError`], after the events before it were shown.
    fn events(
        &self,
        positions: &[Position],
        visit: &mut dyn FnMut(Payload<'_>),
    ) -> Result<usize, JournalError>;

    /// The commit that holds `position`, without its events; `None` if it is beyond the head.
    ///
    /// # Errors
    /// [`JournalError`].
    fn commit_of(&self, position: Position) -> Result<Option<Commit>, JournalError> {
        let mut found = None;
        self.commits(position, &mut |commit| {
            found = Some(commit.commit);
            ControlFlow::Break(())
        })?;
        Ok(found)
    }

    /// The position of the last event recorded at `time` or before; 0 if there is none. Commits without a time of recording
    /// count as before every time.
    ///
    /// # Errors
    /// [`JournalError`].
    fn position_at(&self, time: RecordedAt) -> Result<u64, JournalError>;

    /// Puts events next in line, next to one another. They are durable once the ticket was waited for.
    ///
    /// It is a compare-and-append: refused if the record does not end where the submission [expects](Expected) it to, be it
    /// here or, where only the store can tell, when the ticket is waited for. Several submissions may be on their way at a
    /// time; they are accepted in the order in which they were submitted, and what is behind one that fails fails too. What
    /// is submitted while a commit is on its way may become one commit with what others submit.
    ///
    /// A time of recording before that of the last commit is taken as that time, for those who look at one clock come here
    /// in any order.
    ///
    /// # Errors
    /// [`SubmitError`]; nothing of the submission is on record then, and nothing of it will be.
    fn submit(&self, submission: Submission) -> Result<Ticket, SubmitError>;

    /// Whether every submission is refused, because the record was opened for reading only.
    fn is_read_only(&self) -> bool {
        false
    }

    /// Works out of a batch what can be worked out before its place in the record is known, for callers that make the next
    /// commit while the last one is on its way. It is forgotten when more events are added.
    fn prepare(&self, batch: &mut Batch) {
        let _ = batch;
    }

    /// Returns when the journal does nothing in the background, and will not until more is submitted.
    fn settle(&self) {}
}
