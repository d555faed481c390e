//! How large an event may be, and that whatever is taken in can be read back, from bytes and from a line.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use onrecord_core::{
    ActorId, Basis, ClaimId, ClaimMade, EVENT_LINE_BYTES_MAX, Event, EventId, EvidenceId, EvidenceSurfaced,
    LINE_BYTES_MAX, PAYLOAD_BYTES_MAX, SCHEMA, StoryId, StoryOpened, decode, encode, read_line, write_line,
};

fn id() -> EventId {
    EventId::from_bytes([255; 16])
}

fn story() -> StoryId<'static> {
    "s".parse().unwrap()
}

fn claim() -> ClaimId<'static> {
    "c".parse().unwrap()
}

/// Whether the event is taken in; if so, it comes back from its bytes and from its line.
fn is_taken(event: &Event<'_>) -> bool {
    let mut payload = Vec::new();
    if encode(event, &mut payload).is_err() {
        assert!(payload.is_empty(), "a refused event leaves the buffer as it was");
        return false;
    }
    assert!(payload.len() <= PAYLOAD_BYTES_MAX);
    assert_eq!(decode(event.kind().number(), SCHEMA, &payload).as_ref(), Ok(event));
    let line = write_line(event);
    let exported = line.replacen('{', &format!("{{{}", longest_addition()), 1);
    assert!(exported.len() <= LINE_BYTES_MAX);
    assert_eq!(&read_line(exported.as_bytes()).unwrap().event, event);
    true
}

fn longest_addition() -> String {
    let hash = "f".repeat(64);
    let (position, time) = (u64::MAX, "+262142-12-31T23:59:59.999999Z");
    format!(r#""position":{position},"commit":"{hash}","recorded_at":"{time}","schema":{SCHEMA},"#)
}

/// The event with the most of something that is taken in; one more is refused.
fn most(event_of: impl Fn(usize) -> Event<'static>) -> usize {
    let line_bytes = |count: usize| write_line(&event_of(count)).len();
    let taken = 1 + (EVENT_LINE_BYTES_MAX - line_bytes(1)) / (line_bytes(2) - line_bytes(1));
    assert!(is_taken(&event_of(taken)), "{taken} fit in a line and are taken in");
    assert!(!is_taken(&event_of(taken + 1)), "one more does not fit");
    taken
}

#[test]
fn a_text_may_fill_the_line() {
    let letters = most(|count| Event::new(id(), StoryOpened::new(story(), "a".repeat(count))));
    assert!(letters > LINE_BYTES_MAX - 512);
}

#[test]
fn a_text_that_grows_six_times_in_json_is_measured_there() {
    let controls = most(|count| Event::new(id(), StoryOpened::new(story(), "\u{1}".repeat(count))));
    assert!(controls < LINE_BYTES_MAX / 6);
}

#[test]
fn the_longest_list_that_fits_in_a_line_is_read_back_from_its_bytes() {
    let actor: ActorId<'static> = "a".parse().unwrap();
    most(|count| Event::new(id(), ClaimMade::new(story(), claim(), "t").accuses(vec![actor.clone(); count])));
    most(|count| Event::new(id(), ClaimMade::new(story(), claim(), "t").basis(vec![Basis::Unstated; count])));
    let bears_on = onrecord_core::BearsOn { claim: claim(), bearing: onrecord_core::Bearing::Undermines };
    let evidence: EvidenceId<'static> = "e".parse().unwrap();
    most(|count| {
        let surfaced = EvidenceSurfaced::new(story(), evidence.clone(), "m", "d");
        Event::new(id(), surfaced.bears_on(vec![bears_on.clone(); count]))
    });
}

#[test]
fn an_event_that_is_too_large_says_how_large_it_is() {
    let event = Event::new(id(), StoryOpened::new(story(), "a".repeat(2_000_000)));
    let error = encode(&event, &mut Vec::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "as a line, this story_opened has 2000091 bytes; at most 1048320 are allowed"
    );
}

#[test]
fn a_line_may_have_its_full_length_and_not_a_byte_more() {
    let start = r#"{"event":"story_opened","story":"s","title":"t"}"#;
    let mut line = start.as_bytes().to_vec();
    line.resize(LINE_BYTES_MAX, b' ');
    assert!(read_line(&line).is_ok());
    line.push(b' ');
    let error = read_line(&line).unwrap_err();
    assert_eq!(error.column, LINE_BYTES_MAX + 1);
    assert_eq!(error.problem, "the line is 1048577 bytes long; at most 1048576 are allowed");
}

#[test]
fn a_name_of_a_megabyte_is_refused_without_comparing_it_to_anything() {
    let long = "a".repeat(LINE_BYTES_MAX - 100);
    for line in [
        format!(r#"{{"event":"{long}"}}"#),
        format!(r#"{{"event":"story_opened","{long}":1}}"#),
        format!(r#"{{"event":"story_opened","story":"{long}","title":"t"}}"#),
    ] {
        assert!(read_line(line.as_bytes()).is_err());
    }
}
