//! Locks, also after somebody panicked who held one: whatever a lock of this crate guards was left as it was then, or
//! marked as unfit.

use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    unpoisoned(mutex.lock())
}

/// The guard, whoever panicked while holding it.
pub(crate) fn unpoisoned<G>(guard: Result<G, PoisonError<G>>) -> G {
    guard.unwrap_or_else(PoisonError::into_inner)
}
