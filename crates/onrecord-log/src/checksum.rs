//! CRC-32C (Castagnoli, reflected polynomial 0x82F63B78): finds accidental change, proves no identity.

use crc_fast::{CrcAlgorithm, Digest};

/// The CRC-32C of the parts taken one after the other.
pub(crate) fn crc32c(parts: &[&[u8]]) -> u32 {
    let checksum = match parts {
        [bytes] => crc_fast::checksum(CrcAlgorithm::Crc32Iscsi, bytes),
        _ => {
            let mut digest = Digest::new(CrcAlgorithm::Crc32Iscsi);
            parts.iter().for_each(|part| digest.update(part));
            digest.finalize()
        }
    };
    checksum as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_crc_32c_is_met_whole_and_in_parts() {
        assert_eq!(crc32c(&[b"123456789"]), 0xE306_9283);
        assert_eq!(crc32c(&[b"1234", b"", b"56789"]), 0xE306_9283);
    }
}
