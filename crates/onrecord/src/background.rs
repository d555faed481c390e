//! Rows that are built on a thread of their own, while others append and look.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use onrecord_projection::materialized::{Materialize, Progress};

use crate::error::Error;
use crate::materialized::MaterializedRows;
use crate::reading::Reading;

/// A build of all rows of a view in the background, from one reading of the record. What is built is saved step by step, as by
/// [`MaterializedRows::build_all`].
///
/// Where it is dropped, the build ends after its step; the next one goes on from there.
///
/// ```
/// use onrecord::views::Ledger;
/// use onrecord::{Lines, Record};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let lines = br#"
///     {"event":"story_opened","story":"harbour","title":"Crates at the harbour"}
///     {"event":"claim_made","story":"harbour","claim":"rifles","text":"the crates held rifles"}
/// "#;
/// let mut record = Record::in_memory();
/// record.append_lines(&mut Lines::new(&lines[..]))?;
/// let build = record.build_in_background(Ledger)?;
/// let mut ledger = build.wait()?; // or do something else until build.is_finished()
/// ledger.advance(&record)?; // what was appended meanwhile
/// assert!(ledger.is_complete());
/// # Ok(())
/// # }
/// ```
pub struct BackgroundBuild<P: Materialize> {
    state: Arc<State>,
    thread: Option<JoinHandle<Result<MaterializedRows<P>, Error>>>,
}

/// What the thread tells, and what it is told.
#[derive(Default, Debug)]
struct State {
    built: AtomicUsize,
    of: AtomicUsize,
    is_stopped: AtomicBool,
}

impl Reading {
    /// Begins to build the rows of a view that are not kept yet on a thread of its own, which takes all cores.
    ///
    /// # Errors
    /// That of the system, where it has no other thread.
    pub fn build_in_background<P: Materialize + Clone + Send + 'static>(
        &self,
        projection: P,
    ) -> io::Result<BackgroundBuild<P>> {
        let (reading, state) = (self.clone(), Arc::new(State::default()));
        let told = state.clone();
        let build = move || {
            let mut rows = reading.materialized(projection)?;
            rows.build_all(&reading, |progress| told.go_on(progress))?;
            Ok(rows)
        };
        let thread = thread::Builder::new().name(format!("{} rows", P::NAME)).spawn(build)?;
        Ok(BackgroundBuild { state, thread: Some(thread) })
    }
}

impl<P: Materialize> BackgroundBuild<P> {
    /// How far the build has come. Of how many rows it is, is known once the first of them are built.
    pub fn progress(&self) -> Progress {
        let State { built, of, .. } = &*self.state;
        Progress { built: built.load(Ordering::Acquire), of: of.load(Ordering::Acquire) }
    }

    /// Whether the build has ended, by itself or because it was stopped.
    pub fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Ends the build after the step that it is at, and waits for nothing.
    pub fn stop(&self) {
        self.state.is_stopped.store(true, Ordering::Release);
    }

    /// Waits until the build has ended, and gives what is built: all rows, unless it was [stopped](BackgroundBuild::stop).
    ///
    /// # Errors
    /// As [`Reading::materialized`] and [`MaterializedRows::build_all`].
    pub fn wait(mut self) -> Result<MaterializedRows<P>, Error> {
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(built)) => built,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => unreachable!("only this waits, and once"),
        }
    }
}

impl<P: Materialize> Drop for BackgroundBuild<P> {
    fn drop(&mut self) {
        self.stop();
    }
}

impl State {
    /// Takes note of how far the build has come, and says whether to go on.
    fn go_on(&self, progress: Progress) -> bool {
        self.of.store(progress.of, Ordering::Release);
        self.built.store(progress.built, Ordering::Release);
        !self.is_stopped.load(Ordering::Acquire)
    }
}
