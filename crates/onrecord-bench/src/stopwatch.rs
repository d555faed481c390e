//! How long something took, told as the number that is quoted.

use std::time::{Duration, Instant};

/// Does something and says how long it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// How many there were in a second. Something too short for the clock counts as a nanosecond.
pub fn per_second(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(1e-9)
}

/// The milliseconds it took.
pub fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}
