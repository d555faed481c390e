//! Commits alone: the bytes stand after the header of a record that holds nothing yet.

use onrecord_log::{Log, MemoryStorage};

use super::segment::look;
use crate::seal::{self, Positions};

/// The bytes as they are, and with their checksums put right.
pub fn check(bytes: &[u8]) {
    let segment = [&header()[..], bytes].concat();
    look(&segment);
    for positions in [Positions::Kept, Positions::PutRight] {
        look(&seal::segment(&segment, positions));
    }
}

fn header() -> Vec<u8> {
    let storage = MemoryStorage::new();
    drop(Log::create(storage.clone()).expect("memory takes a record"));
    storage.bytes("00000000000000000001.log").expect("a record has a first segment")
}
