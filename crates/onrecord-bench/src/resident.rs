//! How much memory this process has in use, as the kernel counts it.

use std::fs;

use serde::{Deserialize, Serialize};

/// The resident memory of a process, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Resident {
    /// What is resident now.
    pub now: u64,
    /// The most that ever was.
    pub peak: u64,
}

impl Resident {
    /// The memory of this process; `None` where there is no `/proc` to ask.
    pub fn of_this_process() -> Option<Resident> {
        Resident::read(&fs::read_to_string("/proc/self/status").ok()?)
    }

    /// The memory of a process whose `status` this is.
    pub fn read(status: &str) -> Option<Resident> {
        Some(Resident { now: field(status, "VmRSS:")?, peak: field(status, "VmHWM:")? })
    }
}

/// A field of the form `VmHWM:      2048 kB`, in bytes.
fn field(status: &str, name: &str) -> Option<u64> {
    let value = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: u64 = value.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_in_bytes() {
        let status = "Name:\tpeers\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n";
        assert_eq!(field(status, "VmHWM:"), Some(2 << 20));
        assert_eq!(field(status, "VmRSS:"), Some(1 << 20));
        assert_eq!(field(status, "VmSwap:"), None);
    }
}
