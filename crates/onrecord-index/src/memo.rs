//! What is worked out once at one moment, and then asked for by many rows.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;
use onrecord_core::Position;

use crate::closure::Closure;
use crate::reads::Reads;

/// What was found so far, each with the last position at which it came out otherwise than before.
pub(crate) struct Memo<K, T>(RefCell<HashMap<K, (T, Option<Position>)>>);

impl<K, T> Default for Memo<K, T> {
    fn default() -> Memo<K, T> {
        Memo(RefCell::default())
    }
}

impl<K: Eq + Hash, T: Clone> Memo<K, T> {
    /// What `find` answers for `key`. Whoever asks again depends on what was looked at the first time.
    pub(crate) fn of(&self, key: K, reads: &Reads, find: impl FnOnce() -> T) -> T {
        if let Some((found, change)) = self.get(&key) {
            reads.changed(change);
            return found;
        }
        let (found, change) = reads.within(find);
        self.keep(key, found.clone(), change);
        found
    }

    /// What was found for `key`, and the last position at which it came out otherwise than before.
    pub(crate) fn get(&self, key: &K) -> Option<(T, Option<Position>)> {
        self.0.borrow().get(key).cloned()
    }

    pub(crate) fn keep(&self, key: K, found: T, change: Option<Position>) {
        self.0.borrow_mut().insert(key, (found, change));
    }
}

/// Memos of projections, told apart by the types of what they hold.
#[derive(Default)]
pub(crate) struct Memos(RefCell<HashMap<TypeId, Box<dyn Any + Send>>>);

impl Memos {
    /// What `find` answers for `key`, found once for keys and answers of these types. It may itself ask for more.
    pub(crate) fn once<K, T>(&self, key: K, reads: &Reads, find: impl FnOnce() -> T) -> T
    where
        K: Eq + Hash + Send + 'static,
        T: Clone + Send + 'static,
    {
        if let Some((found, change)) = self.with(|memo: &Memo<K, T>| memo.get(&key)) {
            reads.changed(change);
            return found;
        }
        let (found, change) = reads.within(find);
        self.with(|memo: &Memo<K, T>| memo.keep(key, found.clone(), change));
        found
    }

    fn with<M: Default + Send + 'static, R>(&self, use_it: impl FnOnce(&M) -> R) -> R {
        let mut held = self.0.borrow_mut();
        held_in(&mut held, use_it)
    }
}

/// What is joined of all that things reach, told apart by the types of what is held. It holds at every moment.
#[derive(Default)]
pub(crate) struct Closures(Mutex<HashMap<TypeId, Box<dyn Any + Send>>>);

impl Closures {
    /// What is joined of `start` and all that it reaches, for things and answers of these types.
    pub(crate) fn joined<K, T>(
        &self,
        start: K,
        look: impl Fn(K) -> (T, Vec<K>),
        join: impl Fn(&mut T, &T),
    ) -> T
    where
        K: Copy + Eq + Hash + Send + 'static,
        T: Clone + Send + 'static,
    {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held_in(&mut held, |closure: &Closure<K, T>| closure.of(start, look, join))
    }
}

fn held_in<M: Default + Send + 'static, R>(
    held: &mut HashMap<TypeId, Box<dyn Any + Send>>,
    use_it: impl FnOnce(&M) -> R,
) -> R {
    let held = held.entry(TypeId::of::<M>()).or_insert_with(|| Box::new(M::default()));
    match held.downcast_ref() {
        Some(held) => use_it(held),
        None => unreachable!("it is kept by its type"),
    }
}
