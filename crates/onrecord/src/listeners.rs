//! Whoever is told of commits, in their order and without anybody waiting for it who appends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LockResult, Mutex, MutexGuard, PoisonError, TryLockError};

use crate::reading::Reading;

type Listener = Arc<dyn Fn(&Reading) + Send + Sync>;

/// Those who are told, and up to where they were.
#[derive(Default)]
pub(crate) struct Listeners {
    list: Mutex<Vec<Listener>>,
    /// Held by the thread that tells; the position that was told last.
    told: Mutex<u64>,
    /// Whether something came while another thread was telling.
    is_more: AtomicBool,
}

impl Listeners {
    /// Those who will be told what comes after `position`.
    pub(crate) fn after(position: u64) -> Listeners {
        Listeners { told: Mutex::new(position), ..Listeners::default() }
    }

    pub(crate) fn add(&self, listener: Listener) {
        unpoisoned(self.list.lock()).push(listener);
    }

    /// Tells what is published, if that is new. One thread tells at a time: what comes meanwhile, it tells next.
    pub(crate) fn tell(&self, published: impl Fn() -> Arc<Reading>) {
        if unpoisoned(self.list.lock()).is_empty() {
            return;
        }
        self.is_more.store(true, Ordering::SeqCst);
        while self.is_more.load(Ordering::SeqCst) {
            let mut told = match self.told.try_lock() {
                Ok(told) => told,
                Err(TryLockError::Poisoned(told)) => told.into_inner(),
                // The thread that tells sees that there is more when it is done.
                Err(TryLockError::WouldBlock) => return,
            };
            self.is_more.store(false, Ordering::SeqCst);
            let reading = published();
            if reading.head().position > *told {
                *told = reading.head().position;
                let listeners = unpoisoned(self.list.lock()).clone();
                listeners.iter().for_each(|listener| listener(&reading));
            }
        }
    }
}

/// Positions and lists are changed by single assignments and pushes: whoever panicked holding one left it fit for use.
fn unpoisoned<T>(locked: LockResult<MutexGuard<'_, T>>) -> MutexGuard<'_, T> {
    locked.unwrap_or_else(PoisonError::into_inner)
}
