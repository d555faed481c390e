//! A backup of a record: what it says when it is opened, and what an embedder can do beside it.

use onrecord::{BackupError, DiskStorage, Error, Record, backup, verify};

use crate::rig::{ANSWER, Folder, HARBOUR, append, rows, seconds};

#[test]
fn a_writer_backs_its_own_record_up_and_goes_on() {
    let (folder, copies) = (Folder::new("backup-writer"), Folder::new("backup-writer-copies"));
    let mut record = Record::create(folder.path()).unwrap();
    record.set_clock(seconds(1_000_000_000));
    append(&mut record, HARBOUR).unwrap();
    let (head, shown) = (record.head(), rows(&record));
    assert_eq!(record.backup(copies.path().join("before")).unwrap().head, head);
    append(&mut record, ANSWER).unwrap();
    backup(DiskStorage::open(folder.path()).unwrap(), copies.path().join("after")).unwrap();

    let before = Record::read(copies.path().join("before")).unwrap();
    assert_eq!((before.head(), rows(&before)), (head, shown));
    let mut after = Record::open(copies.path().join("after")).unwrap();
    assert_eq!((after.head(), rows(&after)), (record.head(), rows(&record)));
    assert!(verify(DiskStorage::open(copies.path().join("after")).unwrap()).unwrap().is_sound());
    let story = r#"{"event":"story_opened","story":"quay","title":"At the quay"}"#;
    after.set_clock(seconds(1_000_000_001));
    record.set_clock(seconds(1_000_000_001));
    assert_eq!(append(&mut after, story).unwrap().hash, append(&mut record, story).unwrap().hash);
}

#[test]
fn a_backup_is_not_made_over_another() {
    let (folder, copies) = (Folder::new("backup-over"), Folder::new("backup-over-copies"));
    let mut record = Record::create(folder.path()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    let copy = copies.path().join("copy");
    record.backup(&copy).unwrap();
    append(&mut record, ANSWER).unwrap();
    let error = record.backup(&copy).unwrap_err();
    assert!(matches!(error, Error::Backup(BackupError::AlreadyThere)), "{error}");
    assert_eq!(Record::read(&copy).unwrap().head().position, 4);
}
