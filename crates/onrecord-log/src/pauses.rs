//! Makes zeros ahead of the commits while nobody appends, by a thread of the log.
//!
//! While one commit follows the other the thread does nothing: zeros cost the disk then what they save. It begins
//! with the first commit after which zeros are wanted, makes one piece in each pause until there are enough, and ends
//! with the log.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::edge::Edge;
use crate::locks::{lock, unpoisoned};

/// How long nobody must have appended before a piece of zeros is made.
const PAUSE: Duration = Duration::from_millis(1);

/// The writer's side: the edge of the record, and the thread beside it.
pub(crate) struct Pauses {
    shared: Arc<Shared>,
    maker: Maker,
}

/// Who makes zeros.
enum Maker {
    /// The log makes none by itself.
    Nobody,
    /// A thread that has not begun.
    NotYet,
    Thread(JoinHandle<()>),
}

/// What the log shares with its thread, and with those who wait for it.
pub(crate) struct Shared {
    edge: Mutex<Edge>,
    /// How many times somebody began or ended to use the edge: while somebody does, it is odd.
    uses: AtomicU64,
    order: Mutex<Order>,
    changed: Condvar,
}

/// What the thread is to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Rest,
    MakeZeros,
    /// The last order, also where the thread came to its end by itself.
    End,
}

impl Pauses {
    /// With a thread if the storage is one that [prefers](crate::Storage::prefers_overwriting) it.
    pub(crate) fn new(edge: Edge, prefers_overwriting: bool) -> Pauses {
        let (edge, order) = (Mutex::new(edge), Mutex::new(Order::Rest));
        let shared = Shared { edge, uses: AtomicU64::new(0), order, changed: Condvar::new() };
        let maker = if prefers_overwriting { Maker::NotYet } else { Maker::Nobody };
        Pauses { shared: Arc::new(shared), maker }
    }

    /// Uses the edge, once no zeros are being made there.
    pub(crate) fn with_edge<T>(&self, using: impl FnOnce(&mut Edge) -> T) -> T {
        let _use = Use::of(&self.shared);
        using(&mut lock(&self.shared.edge))
    }

    /// Has zeros made in the next pauses, until there are enough.
    pub(crate) fn make_zeros(&mut self) {
        if let Maker::NotYet = self.maker {
            self.maker = spawn(self.shared.clone());
        }
        if let Maker::Thread(_) = self.maker {
            self.shared.tell(Order::MakeZeros);
        }
    }

    /// What others may wait on.
    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Ends the thread: when this returns, nobody makes zeros any more.
    pub(crate) fn end(&mut self) {
        if let Maker::Thread(thread) = std::mem::replace(&mut self.maker, Maker::Nobody) {
            self.shared.tell(Order::End);
            // A thread that panicked did so in the storage, and left every commit as it was.
            let _ = thread.join();
        }
    }
}

/// Somebody uses the edge, until this is dropped.
struct Use<'s>(&'s Shared);

impl Use<'_> {
    fn of(shared: &Shared) -> Use<'_> {
        shared.uses.fetch_add(1, Ordering::Relaxed);
        Use(shared)
    }
}

impl Drop for Use<'_> {
    fn drop(&mut self) {
        self.0.uses.fetch_add(1, Ordering::Relaxed);
    }
}

/// The thread is at work until this is dropped, be it because the storage panicked: whoever waits for zeros waits no more.
struct Ending<'s>(&'s Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.tell(Order::End);
    }
}

/// Where no thread can be had, commits make the file longer, each for itself.
fn spawn(shared: Arc<Shared>) -> Maker {
    let thread = thread::Builder::new().name("onrecord-zeros".to_owned());
    thread.spawn(move || shared.work()).map_or(Maker::Nobody, Maker::Thread)
}

impl Shared {
    /// Returns when there are zeros enough, or no more can be made.
    pub(crate) fn settle(&self) {
        drop(self.changed.wait_while(lock(&self.order), |order| *order == Order::MakeZeros));
    }

    fn tell(&self, new: Order) {
        let mut order = lock(&self.order);
        if *order != Order::End && *order != new {
            *order = new;
            self.changed.notify_all();
        }
    }

    /// What the thread does.
    fn work(&self) {
        let _ending = Ending(self);
        loop {
            let order = self.changed.wait_while(lock(&self.order), |order| *order == Order::Rest);
            let order = *unpoisoned(order);
            match order {
                Order::End => return,
                Order::Rest => {}
                Order::MakeZeros if self.is_paused() => self.make_zeros(),
                Order::MakeZeros => {}
            }
        }
    }

    /// Waits for a while; whether nobody used the edge meanwhile.
    fn is_paused(&self) -> bool {
        let uses = self.uses.load(Ordering::Relaxed);
        let order = lock(&self.order);
        drop(self.changed.wait_timeout_while(order, PAUSE, |order| *order == Order::MakeZeros));
        uses.is_multiple_of(2) && self.uses.load(Ordering::Relaxed) == uses
    }

    fn make_zeros(&self) {
        // The edge says of itself that zeros cannot be made, and wants no more.
        let _ = lock(&self.edge).make_zeros();
        let mut order = lock(&self.order);
        // Whoever appends lets go of the edge before asking for zeros, so that neither waits for the other in a ring.
        if *order == Order::MakeZeros && lock(&self.edge).next_piece().is_none() {
            *order = Order::Rest;
            self.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::Options;
    use crate::storage::StoredFile;

    /// A file in which no zeros can be made.
    struct Broken;

    impl StoredFile for Broken {
        fn length(&self) -> io::Result<u64> {
            Ok(0)
        }
        fn read_at(&self, _: u64, _: &mut [u8]) -> io::Result<usize> {
            Ok(0)
        }
        fn write_at(&self, _: u64, _: &[&[u8]]) -> io::Result<()> {
            panic!("the storage panics, as this test wants it to")
        }
        fn truncate(&self, _: u64) -> io::Result<()> {
            Ok(())
        }
        fn sync(&self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn nobody_waits_for_zeros_of_a_thread_that_panicked() {
        let edge = Edge::new(Box::new(Broken), 1 << 20, Options::default());
        let mut pauses = Pauses::new(edge, true);
        for _ in 0..2 {
            pauses.make_zeros();
            pauses.shared().settle();
        }
        assert_eq!(pauses.with_edge(|edge| edge.next_piece()), None);
        pauses.end();
    }
}
