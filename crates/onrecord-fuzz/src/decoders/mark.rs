//! The file `head`, where a writer says how far the record is acknowledged.

use onrecord_log::{Log, MemoryStorage, Reader, Storage, verify};

use crate::seal;

/// A record of two commits, of two events and of three.
const SEGMENT: &[u8] = include_bytes!("../../seeds/segment/1-of-3");

/// Where its commits end. A mark between two of these is no writer's, and a reader says that a commit is incomplete.
const ENDS: [u64; 3] = [0, 2, 5];

/// The bytes as they are, and with their checksum put right.
pub fn check(bytes: &[u8]) -> bool {
    let taken = [bytes, &seal::mark(bytes)].map(look);
    taken.contains(&true)
}

/// Whether the mark was believed.
fn look(bytes: &[u8]) -> bool {
    let storage = MemoryStorage::new();
    storage.put("00000000000000000001.log", SEGMENT);
    let whole = Reader::open(storage.clone()).expect("it is whole").head();
    storage.put("head", bytes);
    let at_rest = Reader::open(storage.clone()).expect("with nobody at work, the mark decides nothing");
    assert_eq!(at_rest.head(), whole);
    let verified = verify(&storage).expect("there is a record");
    assert_eq!((verified.head, verified.unfinished.is_some()), (whole, false));

    let held = storage.lock("head.lock").expect("nobody holds it");
    let seen = Reader::open(storage.clone());
    let believed = seen.as_ref().is_ok_and(|reader| reader.head().position > 0);
    match seen {
        Ok(reader) => assert!(reader.head().position <= whole.position, "seen beyond what is there"),
        Err(error) => {
            let inside =
                bytes.first_chunk().is_some_and(|position| !ENDS.contains(&u64::from_le_bytes(*position)));
            assert!(inside || !verified.is_sound(), "{error}, and yet sound");
        }
    }
    drop((held, at_rest));
    let (log, recovery) = Log::open(storage.clone()).expect("the record itself is whole");
    assert_eq!((log.head(), recovery.cut), (whole, None));
    believed
}
