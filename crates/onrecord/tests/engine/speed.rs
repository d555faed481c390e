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

/// Each append is seen by readers, so that the index cannot simply grow in place.
#[test]
#[ignore = "it measures time"]
fn a_single_event_is_appended_to_a_record_that_others_see() {
    const APPENDS: u64 = 20_000;
    let storage = sampled(EVENTS / 5);
    let beyond: Vec<_> =
        Sample::new(1).events(EVENTS / 5 + 3 * APPENDS).skip((EVENTS / 5) as usize).collect();
    let (alone, rest) = beyond.split_at(APPENDS as usize);
    let (shared, seen) = rest.split_at(APPENDS as usize);
    let mut record = Record::open_in(storage).unwrap();
    let per_append = |begun: Instant, cpu: f64| {
        let cpu = (cpu_seconds() - cpu) / APPENDS as f64 * 1e6;
        format!("{:.1} us, {cpu:.1} us of CPU", begun.elapsed().as_secs_f64() / APPENDS as f64 * 1e6)
    };
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    for event in alone {
        record.append([event], Expect::Any).unwrap();
    }
    println!("alone: {}", per_append(begun, cpu));
    let record = record.share();
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    for event in shared {
        record.append([event.clone()], Expect::Any).unwrap();
    }
    println!("shared: {}", per_append(begun, cpu));
    let (begun, cpu, mut kept) = (Instant::now(), cpu_seconds(), record.reading());
    for event in seen {
        record.append([event.clone()], Expect::Any).unwrap();
        kept = record.reading();
    }
    println!("shared, and read after each: {} ({} events)", per_append(begun, cpu), kept.head().position);
}
