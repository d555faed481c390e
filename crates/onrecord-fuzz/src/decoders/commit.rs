//! Commits alone: the bytes stand after the header of a record that holds nothing yet.

use onrecord_log::{Log, MemoryStorage};

use super::segment;

/// The bytes as they are, and with their checksums put right.
pub fn check(bytes: &[u8]) -> bool {
    segment::check(&[&header()[..], bytes].concat())
}

fn header() -> Vec<u8> {
    let storage = MemoryStorage::new();
    drop(Log::create(storage.clone()).expect("memory takes a record"));
    storage.bytes("00000000000000000001.log").expect("a record has a first segment")
}
