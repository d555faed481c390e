//! What is worked out once for each actor at one moment, and then asked for by many rows.

use std::cell::RefCell;

use hashbrown::HashMap;
use onrecord_core::Position;

use crate::graph::Name;
use crate::reads::Reads;

/// What was found so far, each with the last position at which it came out otherwise than before.
pub(crate) struct Memo<T>(RefCell<HashMap<Name, (T, Option<Position>)>>);

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo(RefCell::default())
    }
}

impl<T: Clone> Memo<T> {
    /// What `find` answers for `name`. Whoever asks again depends on what was looked at the first time.
    pub(crate) fn of(&self, name: Name, reads: &Reads, find: impl FnOnce() -> T) -> T {
        if let Some((found, change)) = self.0.borrow().get(&name) {
            reads.changed(*change);
            return found.clone();
        }
        let (found, change) = reads.within(find);
        self.0.borrow_mut().insert(name, (found.clone(), change));
        found
    }
}
