//! How fast a record is folded, how much room its index takes, and what an append costs that others can see. Measured,
//! not asserted: `cargo test --release -p onrecord --test engine speed -- --ignored --nocapture --test-threads 1`.

use std::fs;
use std::time::Instant;

use onrecord::{Expect, MemoryStorage, Record};
use onrecord_testkit::sample::Sample;

const EVENTS: u64 = 1_000_000;

/// A record of so many events, in memory.
fn sampled(count: u64) -> MemoryStorage {
    let storage = MemoryStorage::new();
    let mut record = Record::create_in(storage.clone()).unwrap();
    let events: Vec<_> = Sample::new(1).events(count).collect();
    for commit in events.chunks(1_000) {
        record.append(commit, Expect::Any).unwrap();
    }
    storage
}

fn resident_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    value.and_then(|value| value.trim().strip_suffix(" kB")?.parse().ok()).map_or(0, |kib: u64| kib * 1_024)
}

/// The time that all threads of this process were at work, in seconds.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

#[test]
#[ignore = "it measures time and memory"]
fn a_million_events_are_folded() {
    let record = Record::read_in(sampled(EVENTS)).unwrap();
    for _ in 0..5 {
        let (before, begun, cpu) = (resident_bytes(), Instant::now(), cpu_seconds());
        let index = record.fold_anew().unwrap();
        let seconds = begun.elapsed().as_secs_f64();
        let bytes = resident_bytes().saturating_sub(before) / EVENTS;
        let cpu = cpu_seconds() - cpu;
        let rate = index.head() as f64 / seconds / 1e6;
        println!("{rate:.2} M events/s, {cpu:.2} s of CPU, {bytes} bytes/event");
    }
}
