//! The stream of one story or one claim: every event that has to do with it, and no other.

use onrecord::{Event, Expect, Position, Record, Ref};
use onrecord_testkit::sample::Sample;

use crate::rig::Folder;

/// What a reader without any index would do: look at every event.
fn scanned(record: &Record, of: &Ref<'_>) -> Vec<(Position, Event<'static>)> {
    let mut found = Vec::new();
    record
        .replay(Position::FIRST, |recorded| {
            if recorded.event.references().iter().any(|(_, reference)| reference == of) {
                found.push((recorded.position, recorded.event.into_owned()));
            }
            Ok::<(), onrecord::Error>(())
        })
        .unwrap();
    found
}

fn streamed(record: &Record, of: &Ref<'_>) -> Vec<(Position, Event<'static>)> {
    let mut found = Vec::new();
    record.stream(of, |position, event| found.push((position, event.into_owned()))).unwrap();
    found
}

#[test]
fn the_stream_of_anything_is_what_a_scan_finds_with_a_snapshot_and_without() {
    let folder = Folder::new("stream");
    let mut writer = Record::create(folder.path()).unwrap();
    let events: Vec<Event<'static>> = Sample::new(5).events(1_500).collect();
    let (before, after) = events.split_at(1_000);
    writer.append(before.iter().cloned(), Expect::Any).unwrap();
    writer.save_snapshot().unwrap();
    writer.append(after.iter().cloned(), Expect::Any).unwrap();
    let reader = Record::read(folder.path()).unwrap();
    assert_eq!((reader.opened().snapshot, reader.opened().events_folded), (1_000, 500));
    let names: Vec<Ref<'static>> =
        writer.index().names().map(|named| named.unwrap().1.into_owned()).step_by(37).collect();
    assert!(names.len() > 20);
    for name in names {
        let expected = scanned(&writer, &name);
        assert!(!expected.is_empty(), "{name} is mentioned");
        assert_eq!(streamed(&writer, &name), expected, "{name}");
        assert_eq!(streamed(&reader, &name), expected, "{name}, from the snapshot");
    }
    assert_eq!(streamed(&reader, &Ref::parse("story:unheard-of").unwrap()), []);
}
