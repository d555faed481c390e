//! CRC-32C: whether the bytes of a snapshot are those that were written.

use crc_fast::CrcAlgorithm;

/// The CRC-32C (Castagnoli) of `bytes`.
pub fn crc32c(bytes: &[u8]) -> u32 {
    crc_fast::checksum(CrcAlgorithm::Crc32Iscsi, bytes) as u32
}
