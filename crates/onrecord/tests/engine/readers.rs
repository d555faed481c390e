//! One writer, and any number of readers beside it.

use onrecord::views::Claims;
use onrecord::{AppendError, Event, Expect, Position, Record};

use crate::rig::{ANSWER, Folder, HARBOUR, HARBOUR_EVENTS, append, rows};

#[test]
fn a_second_writer_is_told_that_there_is_one() {
    let folder = Folder::new("readers-locked");
    let writer = Record::create(folder.path()).unwrap();
    let error = Record::open(folder.path()).err().unwrap();
    assert_eq!(error.to_string(), "another writer holds the record");
    drop(writer);
    Record::open(folder.path()).unwrap();
}

#[test]
fn a_reader_sees_a_commit_once_it_refreshes_and_then_all_the_writer_sees() {
    let folder = Folder::new("readers-refresh");
    let mut writer = Record::create(folder.path()).unwrap();
    let mut reader = Record::read(folder.path()).unwrap();
    append(&mut writer, HARBOUR).unwrap();
    assert_eq!(reader.head().position, 0);
    assert_eq!(reader.view(&Claims).rows(reader.view(&Claims).head()).unwrap().len(), 0);

    assert_eq!(reader.refresh().unwrap(), HARBOUR_EVENTS);
    assert_eq!(reader.refresh().unwrap(), 0);
    append(&mut writer, ANSWER).unwrap();
    assert_ne!(rows(&reader), rows(&writer));
    assert_eq!(reader.refresh().unwrap(), 2);
    assert_eq!(reader.head(), writer.head());
    assert_eq!(reader.index(), writer.index());
    assert_eq!(rows(&reader), rows(&writer));
}

#[test]
fn what_is_only_drafted_is_seen_by_nobody_else() {
    let folder = Folder::new("readers-draft");
    let mut writer = Record::create(folder.path()).unwrap();
    append(&mut writer, HARBOUR).unwrap();
    let mut draft = writer.draft(Expect::Any).unwrap();
    let line = ANSWER.trim().lines().next().unwrap();
    draft.add(&onrecord::read_line(line.as_bytes()).unwrap().event).unwrap();
    let mut reader = Record::read(folder.path()).unwrap();
    assert_eq!(reader.head().position, HARBOUR_EVENTS);
    draft.commit().unwrap();
    assert_eq!(reader.refresh().unwrap(), 1);
}

#[test]
fn a_record_open_for_reading_takes_nothing_and_writes_nothing() {
    let folder = Folder::new("readers-read-only");
    append(&mut Record::create(folder.path()).unwrap(), HARBOUR).unwrap();
    let before = folder.files();
    let mut reader = Record::read(folder.path()).unwrap();
    let error = reader.append([] as [Event<'_>; 0], Expect::Any).unwrap_err();
    assert!(matches!(error, AppendError::ReadOnly));
    assert_eq!(error.to_string(), "the record is open for reading only");
    let error = reader.save_snapshot().unwrap_err();
    assert_eq!(error.to_string(), "the record is open for reading only");
    drop(reader);
    assert_eq!(folder.files(), before);
}

#[test]
fn events_are_read_in_any_order_as_often_as_asked() {
    let folder = Folder::new("readers-any-order");
    let mut record = Record::create(folder.path()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    append(&mut record, ANSWER).unwrap();
    let asked: Vec<Position> = [6, 2, 5, 5, 1, 4, 9, 3].into_iter().filter_map(Position::new).collect();
    let mut seen = Vec::new();
    record.events(&asked, |position, event| seen.push((position.get(), event.kind().to_string()))).unwrap();
    let positions: Vec<u64> = seen.iter().map(|(position, _)| *position).collect();
    assert_eq!(positions, [6, 2, 5, 5, 1, 4, 3], "position 9 is not on record");
    assert_eq!(seen[0].1, "denial_issued");
    assert_eq!(seen[1].1, "actor_introduced");
    assert_eq!(seen[4].1, "story_opened");
}
