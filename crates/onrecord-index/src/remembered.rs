//! What was worked out at one moment, and at the moments before it that were asked for last.

use std::cell::RefCell;
use std::mem;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::behind::Behind;
use crate::bodies::Ends;
use crate::closure::Closure;
use crate::dates::Resolved;
use crate::error::IndexError;
use crate::graph::{Known, Name, Ordinal};
use crate::memo::{Closures, Memo, Memos};
use crate::phrases::Phrases;

/// The most earlier moments of which anything is kept.
const EARLIER_MAX: usize = 16;

/// What was worked out at one moment.
#[derive(Default)]
pub(crate) struct Tables {
    pub(crate) lifetimes: RefCell<Known>,
    pub(crate) dates: Memo<Ordinal, Resolved>,
    pub(crate) dated_by: Closure<Ordinal, Behind>,
    pub(crate) merges_behind: Closure<Name, Behind>,
    pub(crate) merges: Closure<Name, Ends>,
    pub(crate) bodies: Memo<Name, Option<Name>>,
    pub(crate) memos: Memos,
}

/// What a moment shares with those before it that are looked at from there.
#[derive(Default)]
pub(crate) struct Shared {
    /// The first error met while looking: what is remembered since may be wrong, at any of the moments.
    pub(crate) error: OnceLock<IndexError>,
    pub(crate) phrases: Phrases,
    pub(crate) closures: Closures,
    /// What was worked out at moments that nobody looks at now, the last one at the end; each by how much was known.
    earlier: Mutex<Vec<(u64, Tables)>>,
}

/// What is remembered at one moment. When nobody looks at it any more, it is kept for whoever looks at it again.
pub(crate) struct Remembered {
    known: u64,
    tables: Tables,
    pub(crate) shared: Arc<Shared>,
}

impl Remembered {
    /// Nothing yet, where so much is known.
    pub(crate) fn at(known: u64) -> Remembered {
        Remembered { known, tables: Tables::default(), shared: Arc::default() }
    }

    /// What was worked out at an earlier moment, where so much is known.
    pub(crate) fn before(&self, known: u64) -> Remembered {
        let mut earlier = self.shared.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let place = earlier.iter().rposition(|(kept, _)| *kept == known);
        let tables = place.map(|place| earlier.remove(place).1).unwrap_or_default();
        Remembered { known, tables, shared: Arc::clone(&self.shared) }
    }

    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }
}

impl Drop for Remembered {
    fn drop(&mut self) {
        let mut earlier = self.shared.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        if earlier.len() == EARLIER_MAX {
            earlier.remove(0);
        }
        earlier.push((self.known, mem::take(&mut self.tables)));
    }
}
