//! The publication of heads, tried under many interleavings of threads: readers see only what is durable, nothing goes
//! back, and nobody sleeps through what was waited for.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use shuttle::rand::{Rng, thread_rng};
use shuttle::sync::atomic::{AtomicU64, Ordering};
use shuttle::thread;

use publication::{Pending, Publication};
use sync::{Arc, Mutex};

/// The primitives under test, of which every step may be followed by another thread's.
mod sync {
    pub(crate) use shuttle::sync::{Arc, Condvar, Mutex, MutexGuard};
    pub(crate) use std::sync::PoisonError;
}

#[path = "../../src/publication.rs"]
mod publication;

const SCHEDULES: usize = 2_000;
const FOREVER: Duration = Duration::MAX;

/// A writer as the engine has it: what is submitted waits in order, and is published once a sync that covers it ends.
struct Writer {
    pending: Mutex<(u64, Pending<u64>)>,
    /// The last position on the disk.
    durable: AtomicU64,
    published: Publication<u64>,
}

impl Writer {
    fn new() -> Arc<Writer> {
        let (pending, durable) = (Mutex::new((0, Pending::default())), AtomicU64::new(0));
        Arc::new(Writer { pending, durable, published: Publication::new(0, 0) })
    }

    /// Appends one event: the sync may cover what others submitted meanwhile.
    fn append(&self) -> u64 {
        let (position, round) = {
            let mut pending = self.pending.lock().unwrap();
            pending.0 += 1;
            let position = pending.0;
            (position, pending.1.push(position, position))
        };
        let covered = self.pending.lock().unwrap().0;
        self.durable.fetch_max(covered, Ordering::SeqCst);
        let durable = self.durable.load(Ordering::SeqCst);
        let mut pending = self.pending.lock().unwrap();
        if let Some(value) = pending.1.accepted(round, durable) {
            assert!(value <= durable, "{value} is published and only {durable} is durable");
            // Before another thread, whose event this covers too, finds nothing left to publish.
            self.published.publish(value, value);
        }
        drop(pending);
        assert!(*self.published.get() >= position, "who appended does not see its own event");
        position
    }
}

#[test]
fn a_reader_sees_what_is_durable_and_never_less_than_before() {
    shuttle::check_random(
        || {
            let writer = Writer::new();
            let appending: Vec<_> = (0..3)
                .map(|_| {
                    let writer = writer.clone();
                    thread::spawn(move || (0..2).map(|_| writer.append()).collect::<Vec<_>>())
                })
                .collect();
            let reader = writer.clone();
            let reading = thread::spawn(move || {
                let mut before = 0;
                for _ in 0..6 {
                    let seen = *reader.published.get();
                    assert!(seen >= before, "{seen} after {before}");
                    assert!(seen <= reader.durable.load(Ordering::SeqCst));
                    before = seen;
                }
            });
            let mut positions: Vec<u64> =
                appending.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
            reading.join().unwrap();
            positions.sort_unstable();
            assert_eq!(positions, [1, 2, 3, 4, 5, 6]);
            assert_eq!(*writer.published.get(), 6);
        },
        SCHEDULES,
    );
}

#[test]
fn nobody_sleeps_through_what_was_waited_for() {
    shuttle::check_random(
        || {
            let writer = Writer::new();
            let waiting: Vec<_> = (0..2)
                .map(|_| {
                    let (writer, beyond) = (writer.clone(), thread_rng().gen_range(0..4));
                    thread::spawn(move || {
                        let seen = writer.published.wait_beyond(beyond, FOREVER).unwrap();
                        assert!(*seen > beyond);
                    })
                })
                .collect();
            let appending: Vec<_> = (0..2)
                .map(|_| {
                    let writer = writer.clone();
                    thread::spawn(move || {
                        writer.append();
                        writer.append();
                    })
                })
                .collect();
            appending.into_iter().chain(waiting).for_each(|thread| thread.join().unwrap());
        },
        SCHEDULES,
    );
}

#[test]
fn of_those_who_fail_together_one_takes_back_and_nobody_what_came_later() {
    shuttle::check_random(
        || {
            let pending = Arc::new(Mutex::new(Pending::default()));
            let rounds: Vec<u64> = (1..=3).map(|end| pending.lock().unwrap().push(end, end)).collect();
            let failing: Vec<_> = rounds
                .into_iter()
                .map(|round| {
                    let pending = pending.clone();
                    thread::spawn(move || {
                        let taken_back = pending.lock().unwrap().take_back(round);
                        if taken_back {
                            // Appends again, while the others have yet to learn that they failed.
                            let mut pending = pending.lock().unwrap();
                            let round = pending.round();
                            assert_eq!(pending.push(1, 1), round);
                        }
                        u64::from(taken_back)
                    })
                })
                .collect();
            let taken_back: u64 = failing.into_iter().map(|thread| thread.join().unwrap()).sum();
            let mut pending = pending.lock().unwrap();
            assert!(taken_back == 1 && !pending.is_empty());
            let round = pending.round();
            assert_eq!(pending.accepted(round, 1), Some(1));
        },
        SCHEDULES,
    );
}
