//! How long somebody waits for a journal, and how another thread ends that.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long to wait.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'c> {
    /// After how long to give up; [`Duration::ZERO`] to look once.
    pub at_most: Duration,
    /// How long a journal rests between two looks that nobody tells of new commits: as late a commit may be seen.
    pub every: Duration,
    /// What ends the wait before that.
    pub cancel: Option<&'c Cancel>,
}

impl<'c> Waiting<'c> {
    /// Until it has come, looking every 10 milliseconds where one has to look.
    pub const FOREVER: Waiting<'static> = Waiting::at_most(Duration::MAX);

    /// For at most this long, looking every 10 milliseconds where one has to look.
    pub const fn at_most(at_most: Duration) -> Waiting<'static> {
        Waiting { at_most, every: Duration::from_millis(10), cancel: None }
    }

    /// The same, until `cancel` is cancelled.
    #[must_use]
    pub const fn until(self, cancel: &Cancel) -> Waiting<'_> {
        Waiting { at_most: self.at_most, every: self.every, cancel: Some(cancel) }
    }

    /// Whether somebody ended it.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_some_and(Cancel::is_cancelled)
    }
}

/// Ends the waits it was given to, from any thread. A clone is a handle to the same.
#[derive(Clone, Default)]
pub struct Cancel {
    state: Arc<Mutex<State>>,
}

type Wake = Arc<dyn Fn() + Send + Sync>;

#[derive(Default)]
struct State {
    is_cancelled: bool,
    next: u64,
    waiting: Vec<(u64, Wake)>,
}

/// A waiter that [`Cancel::cancel`] wakes, until this is dropped.
#[must_use = "nobody is woken once this is dropped"]
pub struct Registration {
    state: Arc<Mutex<State>>,
    number: u64,
}

impl Cancel {
    /// One that is not cancelled.
    pub fn new() -> Cancel {
        Cancel::default()
    }

    /// Ends every wait it was given to, now and in future.
    pub fn cancel(&self) {
        let waiting = {
            let mut state = lock(&self.state);
            state.is_cancelled = true;
            state.waiting.clone()
        };
        // Outside the lock: whoever is woken may take a lock that somebody holds who registers.
        waiting.iter().for_each(|(_, wake)| wake());
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        lock(&self.state).is_cancelled
    }

    /// Has `wake` called when this is cancelled: at once if it is. For journals, whose waiters sleep on something of their
    /// own; a waiter must look at [`Cancel::is_cancelled`] after it has registered, and whenever it is woken.
    pub fn on_cancel(&self, wake: impl Fn() + Send + Sync + 'static) -> Registration {
        let wake: Wake = Arc::new(wake);
        let mut state = lock(&self.state);
        let (number, is_cancelled) = (state.next, state.is_cancelled);
        state.next += 1;
        state.waiting.push((number, wake.clone()));
        drop(state);
        if is_cancelled {
            wake();
        }
        Registration { state: self.state.clone(), number }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        lock(&self.state).waiting.retain(|(number, _)| *number != self.number);
    }
}

/// The state is changed by single assignments and pushes, so whoever panicked holding it left it fit for use.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancel").field("is_cancelled", &self.is_cancelled()).finish()
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn cancelling_wakes_all_who_registered_and_nobody_who_left() {
        let (cancel, woken) = (Cancel::new(), Arc::new(AtomicU32::new(0)));
        let register = |weight: u32| {
            let woken = woken.clone();
            cancel.on_cancel(move || {
                woken.fetch_add(weight, Ordering::Relaxed);
            })
        };
        let (stays, leaves) = (register(1), register(10));
        drop(leaves);
        assert!(!cancel.is_cancelled());
        cancel.clone().cancel();
        assert!(cancel.is_cancelled());
        let late = register(100);
        assert_eq!(woken.load(Ordering::Relaxed), 101);
        drop((stays, late));
        assert!(lock(&cancel.state).waiting.is_empty());
    }
}
