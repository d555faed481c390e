//! What a suite says that finds a promise broken, and the few ways in which it looks.

use std::fmt::{Debug, Display};

use thiserror::Error;

/// A storage, a journal or a place for derived files does not do what its trait asks.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{promise}: {found}")]
pub struct BrokenPromise {
    /// What was asked.
    pub promise: &'static str,
    /// What came instead.
    pub found: String,
}

pub(crate) type Kept = Result<(), BrokenPromise>;

pub(crate) fn broken<T>(promise: &'static str, found: impl Into<String>) -> Result<T, BrokenPromise> {
    Err(BrokenPromise { promise, found: found.into() })
}

pub(crate) fn works<T, E: Display>(promise: &'static str, done: Result<T, E>) -> Result<T, BrokenPromise> {
    done.or_else(|error| broken(promise, error.to_string()))
}

pub(crate) fn equal<T: PartialEq + Debug + ?Sized>(promise: &'static str, found: &T, expected: &T) -> Kept {
    match found == expected {
        true => Ok(()),
        false => broken(promise, format!("{found:?}, not {expected:?}")),
    }
}

#[cfg(feature = "journal")]
pub(crate) fn holds(promise: &'static str, is_so: bool, found: impl FnOnce() -> String) -> Kept {
    if is_so { Ok(()) } else { broken(promise, found()) }
}

/// Two lists, of which only the first difference is told.
#[cfg(feature = "journal")]
pub(crate) fn same<T: PartialEq + Debug>(promise: &'static str, found: &[T], expected: &[T]) -> Kept {
    let place = found.iter().zip(expected).position(|(found, expected)| found != expected);
    match place {
        Some(at) => broken(promise, format!("at {at} stands {:?}, not {:?}", found[at], expected[at])),
        None => equal(promise, &found.len(), &expected.len()),
    }
}
