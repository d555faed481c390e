//! Computes something for each of many keys, on as many threads as the machine has cores.
//!
//! What is computed for one key depends on no other, so the threads share nothing but the index; each looks at it through
//! an [`AsOf`] of its own. The results are in the order of the keys, whichever thread computed them.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use onrecord_index::{AsOf, Moment, RecordIndex};

/// For fewer keys, another thread costs more than it saves.
const KEYS_PER_THREAD_MIN: usize = 32;

/// Each thread takes this many turns, about: enough that none waits long for the last one to end.
const TURNS_PER_THREAD: usize = 16;

/// Computes something for each of `keys` from what `index` shows at `moment`, and gives the results in the same order.
///
/// With few keys, or on one core, all of it is computed on the thread that asks.
///
/// ```
/// use onrecord_index::{Moment, RecordIndex};
/// use onrecord_projection::compute_all;
///
/// let index = RecordIndex::new();
/// let keys: Vec<u64> = (0..1_000).collect();
/// let sums = compute_all(&index, Moment::known(0), &keys, |key, at| key + at.moment().known);
/// assert_eq!(sums, keys);
/// ```
pub fn compute_all<K: Sync, T: Send>(
    index: &RecordIndex,
    moment: Moment,
    keys: &[K],
    compute: impl Fn(&K, &AsOf<'_>) -> T + Sync,
) -> Vec<T> {
    on_all_cores(keys, || AsOf::new(index, moment), compute)
}

/// Computes something for each of `keys` from what each thread looks at by itself, and gives the results in the same order.
pub(crate) fn on_all_cores<K: Sync, L, T: Send>(
    keys: &[K],
    look: impl Fn() -> L + Sync,
    compute: impl Fn(&K, &L) -> T + Sync,
) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    compute_on(cores.min(keys.len() / KEYS_PER_THREAD_MIN), keys, &look, &compute)
}

fn compute_on<K: Sync, L, T: Send>(
    thread_count: usize,
    keys: &[K],
    look: &(impl Fn() -> L + Sync),
    compute: &(impl Fn(&K, &L) -> T + Sync),
) -> Vec<T> {
    let turn_len = keys.len().div_ceil(thread_count.max(1) * TURNS_PER_THREAD).max(1);
    let next = AtomicUsize::new(0);
    let work = || {
        let at = look();
        let mut turns = Vec::new();
        loop {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            let Some(keys) = keys.chunks(turn_len).nth(turn) else { return turns };
            turns.push((turn, keys.iter().map(|key| compute(key, &at)).collect::<Vec<T>>()));
        }
    };
    let mut turns = thread::scope(|scope| {
        // Where no other thread can be had, this one does it all.
        let others: Vec<_> =
            (1..thread_count).filter_map(|_| thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut turns = work();
        for other in others {
            turns.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        turns
    });
    turns.sort_unstable_by_key(|(turn, _)| *turn);
    turns.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_are_in_the_order_of_the_keys_on_any_number_of_threads() {
        for count in [0, 1, 31, 32, 64, 1_000, 1_001] {
            let keys: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = keys.iter().map(|key| key * key).collect();
            for threads in 0..6 {
                let found = compute_on(threads, &keys, &|| (), &|key: &usize, (): &()| key * key);
                assert_eq!(found, expected, "{count} keys on {threads} threads");
            }
        }
    }

    #[test]
    fn an_index_is_shared_by_threads_and_each_looks_at_it_by_itself() {
        fn is_sync<T: Send + Sync>() {}
        fn is_send<T: Send>() {}
        is_sync::<RecordIndex>();
        is_send::<AsOf<'_>>();
    }
}
