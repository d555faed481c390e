//! What readers see of a record that others append to: the last thing published, and never anything that may still be
//! taken back. It knows nothing of records, so that every interleaving of it can be tried.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The last value published. Whoever reads it and whoever publishes wait for each other no longer than a pointer takes
/// to be copied.
pub(crate) struct Publication<T> {
    current: Mutex<Published<T>>,
    changed: Condvar,
}

struct Published<T> {
    position: u64,
    value: Arc<T>,
}

impl<T> Publication<T> {
    /// Begins with a value that holds all up to `position`.
    pub(crate) fn new(position: u64, value: T) -> Publication<T> {
        let current = Mutex::new(Published { position, value: Arc::new(value) });
        Publication { current, changed: Condvar::new() }
    }

    /// The last value published.
    pub(crate) fn get(&self) -> Arc<T> {
        self.lock().value.clone()
    }

    /// Publishes a value that holds all up to `position`, unless one that holds more is published already. Of two
    /// that hold the same, the later one stays.
    pub(crate) fn publish(&self, position: u64, value: T) {
        let value = Arc::new(value);
        let mut current = self.lock();
        if position >= current.position {
            let before = std::mem::replace(&mut *current, Published { position, value });
            drop(current);
            self.changed.notify_all();
            // Nobody waits while the last reader of it lets go of what is no longer needed.
            drop(before);
        }
    }

    /// Waits until a value is published that holds more than all up to `position`; `None` if none is in time.
    pub(crate) fn wait_beyond(&self, position: u64, at_most: Duration) -> Option<Arc<T>> {
        let deadline = Instant::now().checked_add(at_most);
        let mut current = self.lock();
        while current.position <= position {
            current = match deadline {
                None => self.changed.wait(current).unwrap_or_else(PoisonError::into_inner),
                Some(deadline) => {
                    let left = deadline.checked_duration_since(Instant::now())?;
                    let waited = self.changed.wait_timeout(current, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        Some(current.value.clone())
    }

    /// Nobody panics who holds it: whatever is there is whole.
    fn lock(&self) -> MutexGuard<'_, Published<T>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Values on their way to being published, each with the position up to which it holds all, ascending.
pub(crate) struct Pending<T> {
    waiting: VecDeque<(u64, T)>,
    /// Counts how often all that waited was taken back.
    round: u64,
}

impl<T> Default for Pending<T> {
    fn default() -> Pending<T> {
        Pending { waiting: VecDeque::new(), round: 0 }
    }
}

impl<T> Pending<T> {
    /// Adds a value; says in which round it waits.
    pub(crate) fn push(&mut self, position: u64, value: T) -> u64 {
        self.waiting.push_back((position, value));
        self.round
    }

    /// Takes out what waited in this round and holds no more than all up to `position`, which is durable now. Gives the last
    /// of it; `None` where that was taken out already.
    pub(crate) fn accepted(&mut self, round: u64, position: u64) -> Option<T> {
        let mut last = None;
        while round == self.round && self.waiting.front().is_some_and(|(end, _)| *end <= position) {
            last = self.waiting.pop_front();
        }
        last.map(|(_, value)| value)
    }

    /// Drops all that waits, if it is what waited in this round; says whether it did. Of several who learn that they failed
    /// together, the first one takes back, and the others nothing that came later.
    pub(crate) fn take_back(&mut self, round: u64) -> bool {
        if round != self.round {
            return false;
        }
        self.waiting.clear();
        self.round += 1;
        true
    }

    /// The round in which whatever comes next will wait.
    pub(crate) fn round(&self) -> u64 {
        self.round
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}
