//! How much processor time a process has taken, all its threads together, as the kernel counts it.

use std::fs;

/// The ticks in a second in which `/proc` counts; the same on every Linux that has `/proc/self/stat`.
const TICKS: f64 = 100.0;

/// The seconds of processor time of this process so far; `None` where there is no `/proc` to ask.
///
/// The kernel tells it finely for threads that are still there, and in hundredths for the process with those that ended.
/// The greater of the two misses less.
pub(crate) fn seconds() -> Option<f64> {
    let coarse = seconds_of("self")?;
    let threads = fs::read_dir("/proc/self/task").ok()?.flatten();
    let nanos = threads.filter_map(|thread| {
        let counted = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        counted.split(' ').next()?.parse::<f64>().ok()
    });
    Some(coarse.max(nanos.sum::<f64>() / 1e9))
}

/// The seconds of processor time of another process, in hundredths.
pub(super) fn seconds_of(process: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    Some(ticks(&status)? / TICKS)
}

/// The ticks in user mode and in the kernel: fields 14 and 15, counted after the name, which may have spaces in it.
fn ticks(status: &str) -> Option<f64> {
    let (_, fields) = status.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some(next()? + next()?)
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn user_time_and_system_time_are_added() {
        let status = "7 (a b) c) S 1 7 7 0 -1 4194560 100 0 0 0 250 13 0 0 20 0 1 0 5";
        assert_eq!(ticks(status), Some(263.0));
    }
}
