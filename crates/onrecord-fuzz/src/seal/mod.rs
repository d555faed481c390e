//! Checksums and hashes put right, so that what was changed gets past the door and the rooms behind it are tried.

mod log;
mod snapshot;

pub(crate) use log::{Positions, mark, segment};
pub(crate) use snapshot::snapshot;

/// The CRC-32C of the parts, one after the other.
fn checksum(parts: &[&[u8]]) -> [u8; 4] {
    let mut digest = crc_fast::Digest::new(crc_fast::CrcAlgorithm::Crc32Iscsi);
    parts.iter().for_each(|part| digest.update(part));
    (digest.finalize() as u32).to_le_bytes()
}

/// A number of at most eight bytes, the low one first.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}
