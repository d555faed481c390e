//! What an append does to a record, and what a refused one leaves.

use onrecord::{
    ActorId, AppendError, Basis, ClaimContradicted, ClaimCorroborated, ClaimId, ClaimMade, Event, EventId,
    Expect, MemoryStorage, Position, Record, Refusal, StoryId, StoryOpened, new_event, read_line, write_line,
};
use onrecord_testkit::sample::Sample;

use crate::rig::{ANSWER, Folder, HARBOUR, HARBOUR_EVENTS, append, rows, seconds, stories};

fn position(number: u64) -> Position {
    Position::new(number).unwrap()
}

/// The events of some lines.
fn events(lines: &str) -> Vec<Event<'static>> {
    let lines = lines.lines().filter(|line| !line.is_empty());
    lines.map(|line| read_line(line.as_bytes()).unwrap().event).collect()
}

fn id(number: u8) -> EventId {
    EventId::from_bytes([number; 16])
}

fn opened(id: EventId, story: &str, title: &'static str) -> Event<'static> {
    Event::new(id, StoryOpened::new(story.parse::<StoryId<'_>>().unwrap(), title))
}

#[test]
fn what_was_appended_is_there_when_the_record_is_opened_again() {
    let folder = Folder::new("append-reopen");
    let appended = append(&mut Record::create(folder.path()).unwrap(), HARBOUR).unwrap();
    assert_eq!(appended.positions, Some((Position::FIRST, position(HARBOUR_EVENTS))));
    assert_eq!((appended.new, appended.known), (HARBOUR_EVENTS, 0));

    let mut record = Record::open(folder.path()).unwrap();
    assert_eq!(record.head().hash, appended.hash);
    let again = append(&mut record, ANSWER).unwrap();
    assert_eq!(again.positions, Some((position(5), position(6))));
    drop(record);

    let record = Record::read(folder.path()).unwrap();
    assert_eq!(record.opened().events_folded, 6);
    for (number, event) in (1..).zip(events(&format!("{HARBOUR}{ANSWER}"))) {
        assert_eq!(record.event(position(number)).unwrap(), Some(event));
    }
    assert_eq!(record.event(position(7)).unwrap(), None);
}

#[test]
fn lines_appended_twice_are_known_and_change_no_byte() {
    let folder = Folder::new("append-twice");
    let mut record = Record::create(folder.path()).unwrap();
    let first = append(&mut record, HARBOUR).unwrap();
    let before = folder.files();
    let second = append(&mut record, HARBOUR).unwrap();
    assert_eq!((second.positions, second.new, second.known), (None, 0, HARBOUR_EVENTS));
    assert_eq!(second.hash, first.hash);
    assert_eq!(folder.files(), before);

    let both = append(&mut record, &format!("{HARBOUR}{ANSWER}{ANSWER}")).unwrap();
    assert_eq!((both.new, both.known), (2, HARBOUR_EVENTS + 2));
}

#[test]
fn an_id_on_record_with_other_content_is_refused_with_its_position() {
    let mut record = Record::in_memory();
    record.append([opened(id(1), "a", "A"), opened(id(2), "b", "B")], Expect::Any).unwrap();
    let error = record.append([opened(id(2), "b", "Another B")], Expect::Any).unwrap_err();
    assert!(matches!(error, AppendError::OtherContent { position, .. } if position.get() == 2));
    assert_eq!(
        error.to_string(),
        "event 02020202-0202-0202-0202-020202020202 is already on record at position 2, with other content; an event is never changed"
    );
    assert_eq!(record.head().position, 2);
}

#[test]
fn an_id_on_record_with_another_kind_of_event_is_refused_though_the_fields_are_the_same() {
    let mut record = Record::in_memory();
    append(&mut record, HARBOUR).unwrap();
    let (story, actor) =
        ("harbour".parse::<StoryId<'_>>().unwrap(), "the-ledger".parse::<ActorId<'_>>().unwrap());
    let claim = "rifles".parse::<ClaimId<'_>>().unwrap();
    let corroborated = ClaimCorroborated::new(&story, &claim, [Basis::Unstated]).by(&actor);
    let contradicted = ClaimContradicted::new(&story, &claim, [Basis::Unstated]).by(&actor);
    let both = [Event::new(id(1), corroborated.clone()), Event::new(id(1), contradicted.clone())];
    for sent in [&both[..], &both[1..]] {
        let error = record.append(sent.to_vec(), Expect::Any).unwrap_err();
        assert!(matches!(error, AppendError::OtherContent { .. }));
        record.append([Event::new(id(1), corroborated.clone())], Expect::Any).unwrap();
    }
}

#[test]
fn however_many_events_are_sent_again_the_one_that_differs_is_found_and_named() {
    let mut record = Record::in_memory();
    let lines = stories(10_000);
    assert_eq!(append(&mut record, &lines).unwrap().new, 10_000);
    assert_eq!(append(&mut record, &lines).unwrap().known, 10_000);
    let event = |number: usize| {
        let line = lines.lines().nth(number - 1).unwrap();
        read_line(line.as_bytes()).unwrap().event
    };
    for number in [1, 4_096, 4_097, 9_999] {
        let changed =
            Event::new(event(number).id, StoryOpened::new("zzz".parse::<StoryId<'_>>().unwrap(), "Z"));
        let again: Vec<&str> = lines.lines().collect();
        let mut sent = again.join("\n");
        sent.push('\n');
        let changed = write_line(&changed);
        let expected = format!("line {}, column 31: event ", number + 1);
        let at = again[..number].iter().map(|line| line.len() + 1).sum();
        sent.insert_str(at, &format!("{changed}\n"));
        let error = append(&mut record, &sent).unwrap_err().to_string();
        assert!(error.starts_with(&expected), "{error}");
        assert_eq!(record.head().position, 10_000);
    }
}

#[test]
fn an_id_given_twice_in_one_batch_is_taken_once_or_refused() {
    let mut record = Record::in_memory();
    let twice = [opened(id(1), "a", "A"), opened(id(1), "a", "A")];
    let appended = record.append(twice, Expect::Any).unwrap();
    assert_eq!((appended.new, appended.known), (1, 1));
    let error = record.append([opened(id(2), "b", "B"), opened(id(2), "c", "C")], Expect::Any).unwrap_err();
    assert!(matches!(error, AppendError::OtherContent { position, .. } if position.get() == 2));
    assert_eq!(record.head().position, 1, "nothing of the batch is left");
}

#[test]
fn an_id_with_other_content_is_named_by_its_line() {
    let mut record = Record::in_memory();
    let line =
        r#"{"event":"story_opened","id":"01010101-0101-4101-8101-010101010101","story":"a","title":"A"}"#;
    append(&mut record, line).unwrap();
    let changed = format!("{}\n\n{}", stories(1).trim_end(), line.replace(r#""A""#, r#""Z""#));
    let error = append(&mut record, &changed).unwrap_err().to_string();
    assert!(
        error.starts_with("line 3, column 31: event 01010101-0101-4101-8101-010101010101 is already"),
        "{error}"
    );
    assert_eq!(record.head().position, 1);
}

#[test]
fn a_bad_last_line_leaves_the_record_and_its_views_as_they_were() {
    let folder = Folder::new("append-all-or-nothing");
    let mut record = Record::create(folder.path()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    let (files, graph, shown) = (folder.files(), record.index().clone(), rows(&record));
    let bad = [
        ("", "line 1, column 1: the input holds no events"),
        (" \n\n", "line 3, column 1: the input holds no events"),
        ("{", "line 4, column 1: EOF while parsing an object"),
        (
            r#"{"event":"claim_repeated","story":"harbour","claim":"riffles"}"#,
            r#"line 4, column 54: no claim "riffles" on record; did you mean "rifles"?"#,
        ),
        (
            r#"{"event":"claim_made","story":"harbour","claim":"rifles","text":"t"}"#,
            r#"line 4, column 50: claim "rifles" is already on record, at position 4"#,
        ),
    ];
    for (last, expected) in bad {
        let input = if last.trim().is_empty() { last.to_owned() } else { format!("{ANSWER}{last}") };
        assert_eq!(append(&mut record, &input).unwrap_err().to_string(), expected);
        assert_eq!(record.index(), &graph);
        assert_eq!(rows(&record), shown);
        assert_eq!(folder.files(), files);
    }
    append(&mut record, ANSWER).unwrap();
}

#[test]
fn a_draft_that_is_dropped_leaves_no_trace() {
    let mut record = Record::in_memory();
    append(&mut record, HARBOUR).unwrap();
    let (graph, head) = (record.index().clone(), record.head());
    let mut draft = record.draft(Expect::Any).unwrap();
    for event in events(ANSWER) {
        draft.add(&event).unwrap();
    }
    assert_eq!((draft.event_count(), draft.is_empty()), (2, false));
    drop(draft);
    assert_eq!(record.index(), &graph);
    assert_eq!(record.head(), head);
}

#[test]
fn a_refused_event_leaves_the_draft_as_it_was() {
    let mut record = Record::in_memory();
    let mut draft = record.draft(Expect::Any).unwrap();
    draft.add(&opened(id(1), "a", "A")).unwrap();
    let (story, claim) = ("nowhere".parse::<StoryId<'_>>().unwrap(), "c".parse::<ClaimId<'_>>().unwrap());
    let error = draft.add(&new_event(ClaimMade::new(&story, &claim, "t"))).unwrap_err();
    assert!(matches!(error, AppendError::Refused { refusal: Refusal::Unknown { .. }, .. }));
    let error = draft.add(&opened(id(2), "b", "B")).map(|()| draft.commit().unwrap().new);
    assert_eq!(error.unwrap(), 2);
}

/// Takes events in one by one, and says of each what became of it.
fn one_by_one(record: &mut Record, events: &[Event<'static>]) -> Vec<Option<String>> {
    let mut draft = record.draft(Expect::Any).unwrap();
    let told = events.iter().map(|event| draft.add(event).err().map(|error| error.to_string())).collect();
    draft.commit().unwrap();
    told
}

/// Takes events in together, on from the one after each that is refused.
fn together(record: &mut Record, events: &[Event<'static>]) -> Vec<Option<String>> {
    let mut draft = record.draft(Expect::Any).unwrap();
    let mut told: Vec<Option<String>> = Vec::new();
    while told.len() < events.len() {
        let before = draft.event_count() + draft.known_count();
        let refused = draft.add_all(&events[told.len()..]).err();
        let taken = draft.event_count() + draft.known_count() - before;
        told.extend((0..taken).map(|_| None));
        told.extend(refused.map(|error| Some(error.to_string())));
    }
    draft.commit().unwrap();
    told
}

#[test]
fn events_taken_in_together_fare_as_one_by_one() {
    for seed in 0..5 {
        let mut events: Vec<Event<'static>> = Sample::new(seed).events(2_000).collect();
        // Some are lost, so that others refer to nothing; some come again, near and far, or with other content.
        (0..40).for_each(|number| drop(events.remove(number * 45 % 211)));
        (0..40).for_each(|number| events.insert(number * 40 + 5, events[number * 39].clone()));
        (0..20).for_each(|number| events[number * 97 + 60].id = events[number * 97 + 40].id);
        let storage = MemoryStorage::new();
        let (mut one, mut two) = (Record::in_memory(), Record::create_in(storage.clone()).unwrap());
        for events in [&events[..700], &events[700..]] {
            let told = one_by_one(&mut one, events);
            assert_eq!(together(&mut two, events), told, "seed {seed}");
            assert!(told.iter().flatten().count() > 20);
            two.save_snapshot().unwrap();
            drop(two);
            two = Record::open_in(storage.clone()).unwrap();
        }
        assert_eq!(one.index(), two.index(), "seed {seed}");
        assert_eq!(one.head().position, two.head().position);
    }
}

#[test]
fn events_taken_in_together_meet_those_before_them() {
    const LINES: &str = r#"{"event":"story_opened","story":"s","title":"t"}
{"event":"claim_made","story":"s","claim":"c","text":"one"}
{"event":"event_withdrawn","story":"s","of":"claim:c","reason":"r"}
{"event":"claim_made","story":"s","claim":"c","text":"two"}
{"event":"claim_repeated","story":"s","claim":"c"}
{"event":"claim_repeated","story":"s","claim":"c","wording":"again"}
"#;
    let events = events(LINES);
    let mut record = Record::in_memory();
    assert_eq!(record.append(&events, Expect::Any).unwrap().new, 6);
    let mut record = Record::in_memory();
    let error = record.append([0, 1, 2, 4].map(|number| &events[number]), Expect::Any).unwrap_err();
    assert!(matches!(error, AppendError::Refused { refusal: Refusal::Unknown { .. }, .. }), "{error}");
    let error = record.append([0, 1, 3].map(|number| &events[number]), Expect::Any).unwrap_err();
    assert!(matches!(error, AppendError::Refused { refusal: Refusal::Taken { .. }, .. }), "{error}");
    let error = record.append([0, 1, 4, 2].map(|number| &events[number]), Expect::Any).unwrap_err();
    assert!(matches!(error, AppendError::Refused { refusal: Refusal::Referred { .. }, .. }), "{error}");
    assert_eq!(record.head().position, 0);
}

#[test]
fn an_event_of_the_engine_is_a_new_one_every_time() {
    let story = "a".parse::<StoryId<'_>>().unwrap();
    let mut record = Record::in_memory();
    record.append([new_event(StoryOpened::new(&story, "A"))], Expect::Any).unwrap();
    let error = record.append([new_event(StoryOpened::new(&story, "A"))], Expect::Any).unwrap_err();
    assert!(matches!(error, AppendError::Refused { refusal: Refusal::Taken { .. }, .. }));
}

#[test]
fn who_builds_on_an_older_version_of_a_story_is_refused() {
    let mut record = Record::in_memory();
    append(&mut record, HARBOUR).unwrap();
    let story: StoryId<'static> = "harbour".parse().unwrap();
    let seen = record.story_version(&story).unwrap();
    assert_eq!(seen, 3, "the actor belongs to no story");
    let expect = Expect::StoryVersion(story.clone(), seen);
    assert_eq!(
        record.story_version(&"airfield".parse::<StoryId<'_>>().unwrap()).unwrap(),
        0,
        "nobody opened it"
    );

    append(&mut record, &stories(2)).unwrap();
    append(&mut record, ANSWER).unwrap();
    let event = new_event(ClaimMade::new(&story, "more".parse::<ClaimId<'_>>().unwrap(), "t"));
    let error = record.append([event.clone()], expect).unwrap_err();
    assert_eq!(error.to_string(), r#"story "harbour" is at version 4, not 3"#);
    record.append([event], Expect::StoryVersion(story.clone(), 4)).unwrap();
}

#[test]
fn the_time_of_recording_never_goes_back() {
    let mut record = Record::in_memory();
    let mut recorded = Vec::new();
    for (clock, story) in [(20, "a"), (10, "b"), (30, "c")] {
        record.set_clock(seconds(clock));
        record.append([opened(EventId::from_bytes([clock as u8; 16]), story, "t")], Expect::Any).unwrap();
        recorded.push(record.head().recorded_at.unix_micros() / 1_000_000);
    }
    assert_eq!(recorded, [20, 20, 30]);
}

#[test]
fn a_record_is_not_made_where_one_is_and_not_found_where_none_is() {
    let folder = Folder::new("append-create");
    let missing = [Record::open(folder.path()).err(), Record::read(folder.path()).err()];
    assert_eq!(missing.map(|error| error.unwrap().to_string()), ["there is no record here"; 2]);
    drop(Record::create(folder.path()).unwrap());
    let error = Record::create(folder.path()).err().unwrap();
    assert_eq!(error.to_string(), "there is a record here already");
    let file = folder.path().join("00000000000000000001.log");
    assert_eq!(Record::open(file).err().unwrap().to_string(), "there is no record here");
}

#[test]
fn the_largest_event_is_there_when_the_record_is_opened_again_and_a_larger_one_is_refused() {
    let folder = Folder::new("append-largest");
    let mut record = Record::create(folder.path()).unwrap();
    append(&mut record, HARBOUR).unwrap();
    let (story, claim) = ("harbour".parse::<StoryId<'_>>().unwrap(), "c".parse::<ClaimId<'_>>().unwrap());
    let repeated = |count| {
        let basis = vec![Basis::Unstated; count];
        Event::new(id(9), ClaimMade::new(&story, &claim, "t").basis(basis))
    };
    let error = record.append([repeated(100_000)], Expect::Any).unwrap_err();
    let expected = "as a line, this claim_made has 1100117 bytes; at most 1048320 are allowed";
    assert_eq!(error.to_string(), expected);
    assert_eq!(record.head().position, HARBOUR_EVENTS);

    record.append([repeated(90_000)], Expect::Any).unwrap();
    drop(record);
    let record = Record::open(folder.path()).unwrap();
    assert_eq!(record.event(position(5)).unwrap(), Some(repeated(90_000)));
}
