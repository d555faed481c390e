//! Readers that wait for a writer: what they see, and what waiting costs.

use std::thread;
use std::time::Duration;

use onrecord::{Record, Wait};

use crate::faults::Full;
use crate::rig::{ANSWER, Folder, HARBOUR, HARBOUR_EVENTS, append, rows, stories};

/// Long enough that no test ends by it.
const PATIENT: Wait = Wait { every: Duration::from_millis(2), at_most: Duration::from_secs(60) };

#[test]
fn several_readers_see_every_commit_of_a_writer_whole_and_in_order() {
    let folder = Folder::new("waiting");
    let mut writer = Record::create(folder.path()).unwrap();
    append(&mut writer, HARBOUR).unwrap();
    let lines = stories(60);
    let lines: Vec<&str> = lines.lines().collect();
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                let mut reader = Record::read(folder.path()).unwrap();
                scope.spawn(move || {
                    let mut seen = reader.head().position;
                    while seen < HARBOUR_EVENTS + 60 {
                        let new = reader.wait(PATIENT).unwrap();
                        assert_eq!((new % 3, seen + new), (0, reader.head().position), "commits hold three");
                        seen += new;
                    }
                    rows(&reader)
                })
            })
            .collect();
        for commit in lines.chunks(3) {
            append(&mut writer, &commit.join("\n")).unwrap();
        }
        for reader in readers {
            assert_eq!(reader.join().unwrap(), rows(&writer));
        }
    });
}

#[test]
fn a_look_that_finds_nothing_new_reads_44_bytes_beside_a_writer_and_nothing_alone() {
    let storage = Full::default();
    let mut writer = Record::create_in(storage.clone()).unwrap();
    append(&mut writer, HARBOUR).unwrap();
    let mut reader = Record::read_in(storage.clone()).unwrap();
    let wait = Wait { every: Duration::from_millis(1), at_most: Duration::from_millis(20) };
    let calls = |reader: &mut Record| {
        storage.calls.lock().unwrap().clear();
        assert_eq!(reader.wait(wait).unwrap(), 0);
        storage.calls.lock().unwrap().clone()
    };
    let beside = calls(&mut reader);
    assert!(beside.len() >= 6 && beside.len() % 3 == 0);
    assert!(beside.chunks(3).all(|look| look == ["share head.lock", "open head", "read 44"]), "{beside:?}");
    drop(writer);
    let alone = calls(&mut reader);
    let next = "open 00000000000000000005.log";
    assert!(
        alone.len() >= 6 && alone.chunks(3).all(|look| look == ["share head.lock", "length", next]),
        "{alone:?}"
    );
}

#[test]
fn who_waits_for_nothing_looks_once() {
    let folder = Folder::new("waiting-once");
    let mut writer = Record::create(folder.path()).unwrap();
    let mut reader = Record::read(folder.path()).unwrap();
    let once = Wait { every: Duration::from_secs(3_600), at_most: Duration::ZERO };
    assert_eq!(reader.wait(once).unwrap(), 0);
    append(&mut writer, HARBOUR).unwrap();
    append(&mut writer, ANSWER).unwrap();
    assert_eq!(reader.wait(Wait { at_most: Duration::MAX, ..once }).unwrap(), HARBOUR_EVENTS + 2);
}
