//! Every storage there is does what a log asks of one.

use onrecord_log::{DiskStorage, MemoryStorage};
use onrecord_testkit::storage::{Failure, FaultyDisk, promises};

#[test]
fn memory_the_disk_and_the_disk_that_fails_keep_every_promise() {
    promises(&MemoryStorage::new()).unwrap();
    promises(&FaultyDisk::new(1)).unwrap();
    let folder = std::env::temp_dir().join(format!("onrecord-log-promises-{}", std::process::id()));
    promises(&DiskStorage::create(&folder).unwrap()).unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "nothing is left behind");
    std::fs::remove_dir(folder).unwrap();
}

#[test]
fn a_storage_that_fails_at_any_step_breaks_one() {
    let whole = FaultyDisk::new(1);
    promises(&whole).unwrap();
    for step in 0..whole.steps() {
        let disk = FaultyDisk::new(1);
        disk.fail_at(step, Failure::Refuse(std::io::ErrorKind::StorageFull));
        assert!(promises(&disk).is_err(), "step {step}");
    }
}
