//! When a wait is over: after a time, or because somebody ended it.

use std::sync::{Condvar, MutexGuard};
use std::time::{Duration, Instant};

use onrecord_core::journal::Waiting;

use crate::locks::unpoisoned;

/// A wait that has begun.
pub(crate) struct Deadline<'c> {
    waiting: Waiting<'c>,
    /// `None` if it never comes.
    end: Option<Instant>,
}

impl<'c> Deadline<'c> {
    /// Begins to wait now.
    pub(crate) fn begin(waiting: Waiting<'c>) -> Deadline<'c> {
        let end = match waiting.at_most {
            Duration::MAX => None,
            at_most => Instant::now().checked_add(at_most),
        };
        Deadline { waiting, end }
    }

    /// How much is left; `None` if it is over.
    pub(crate) fn left(&self) -> Option<Duration> {
        let left = match self.end {
            None => Duration::MAX,
            Some(end) => end.saturating_duration_since(Instant::now()),
        };
        (!left.is_zero() && !self.waiting.is_cancelled()).then_some(left)
    }

    /// Sleeps until `changed` is told, or it is over, or for `at_most`. Whoever cancels tells `changed` too.
    pub(crate) fn sleep<'m, T>(
        &self,
        changed: &Condvar,
        guard: MutexGuard<'m, T>,
        at_most: Duration,
    ) -> MutexGuard<'m, T> {
        match self.left().map(|left| left.min(at_most)) {
            None => guard,
            Some(Duration::MAX) => unpoisoned(changed.wait(guard)),
            Some(left) => unpoisoned(changed.wait_timeout(guard, left)).0,
        }
    }
}
