//! What every journal must do (feature `journal`), tried on one of the sort that is to be proved.
//!
//! [`conformance`] takes whatever makes an empty journal. It knows nothing of how commits are stored, and looks at what can be
//! seen without pulling a plug: that what was acknowledged survives a crash is for the journal's own tests to show.
//! [`blobs`] does the same for a place of derived files.
//!
//! ```
//! use std::sync::Arc;
//!
//! use onrecord_core::journal::Journal;
//! use onrecord_testkit::journal::{BrokenPromise, Made, conformance};
//!
//! /// Proves a journal that `make` makes anew, holding nothing, whenever it is asked.
//! fn keeps_every_promise(make: impl Fn() -> Arc<dyn Journal>) -> Result<(), BrokenPromise> {
//!     conformance(|| Made::new(make()))
//! }
//! ```

mod appending;
mod blobs;
mod model;
mod others;
mod reading;
mod tickets;
mod times;
mod waiting;

use std::sync::Arc;

use onrecord_core::journal::Journal;

pub use self::blobs::blobs;
pub use crate::promise::BrokenPromise;
use crate::promise::Kept;

/// Opens a journal again that nobody holds any more.
pub type Reopen = Box<dyn FnOnce() -> Arc<dyn Journal>>;

/// Opens the same record once more, to read it while it is written.
pub type OpenReader = Box<dyn Fn() -> Arc<dyn Journal>>;

/// A journal that holds nothing, to read and to append, and what else can be done with it.
pub struct Made {
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) reopen: Option<Reopen>,
    pub(crate) open_reader: Option<OpenReader>,
}

impl Made {
    /// A journal that can neither be opened again nor be read through another handle.
    pub fn new(journal: Arc<dyn Journal>) -> Made {
        Made { journal, reopen: None, open_reader: None }
    }

    /// The same, which can be opened again once every handle to it was dropped.
    #[must_use]
    pub fn reopened_by(self, reopen: impl FnOnce() -> Arc<dyn Journal> + 'static) -> Made {
        Made { reopen: Some(Box::new(reopen)), ..self }
    }

    /// The same, which can be read through other handles, for reading only.
    #[must_use]
    pub fn read_by(self, open_reader: impl Fn() -> Arc<dyn Journal> + 'static) -> Made {
        Made { open_reader: Some(Box::new(open_reader)), ..self }
    }
}

/// Tries everything that a record asks of its journal, on journals that `make` makes, each of which holds nothing.
///
/// # Errors
/// The first [`BrokenPromise`].
pub fn conformance(mut make: impl FnMut() -> Made) -> Result<(), BrokenPromise> {
    let checks: [fn(Made) -> Kept; 13] = [
        reading::empty,
        reading::in_order,
        reading::single_events,
        reading::large_commits,
        appending::refusals,
        appending::compare_and_append,
        appending::races,
        tickets::in_any_order,
        tickets::dropped_and_given_up,
        times::never_go_back,
        waiting::ends,
        others::readers,
        others::reopened,
    ];
    checks.into_iter().try_for_each(|check| check(make()))?;
    appending::same_hashes(make(), make())
}
