//! What an export wrote, and somebody changed, on its way back into a record.

use onrecord::{Lines, MemoryStorage, Record, RestoreError, restore};

use super::lines::goes_out_and_in;

/// The hashes of so many commits are put right, where nothing else is wrong.
const HASHES_MAX: usize = 16;

/// What is restored goes out and in again as it is; a hash that is wrong is told with the one that is right.
pub fn check(bytes: &[u8]) -> bool {
    let mut lines = bytes.to_vec();
    for _ in 0..HASHES_MAX {
        match restored(&lines) {
            Ok(record) => {
                goes_out_and_in(&record);
                return record.head().position > 0;
            }
            Err(RestoreError::OtherHash { expected, found, line }) => {
                assert!(line >= 1 && line <= lines.split(|&byte| byte == b'\n').count() as u64 + 1);
                assert_ne!(expected, found);
                match put(&lines, &expected, &found) {
                    Some(sealed) => lines = sealed,
                    None => return false,
                }
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                return false;
            }
        }
    }
    false
}

fn restored(lines: &[u8]) -> Result<Record, RestoreError> {
    restore(&mut Lines::new(lines), MemoryStorage::new())
}

/// The lines with `found` in the place of every `expected`; `None` where that stands nowhere as it is.
fn put(lines: &[u8], expected: &str, found: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(lines).ok()?;
    let sealed = text.replace(&format!("\"{expected}\""), &format!("\"{found}\""));
    (sealed != text).then(|| sealed.into_bytes())
}
