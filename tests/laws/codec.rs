//! Law 5, codec: what is written is read again as it was, in both forms.

use onrecord_core::{ActorId, ReportId, ReportPublished};
use onrecord_core::{CommentDeclined, Event, SCHEMA, StoryId, Subject, When, decode, encode};
use onrecord_testkit::sample::Sample;
use onrecord_testkit::{Law, Violation, laws, strategy};

use super::holds;

#[test]
fn holds_of_every_event_generated() {
    holds(&strategy::record(40), |events| laws::codec(events));
}

#[test]
fn holds_of_a_sample() {
    let events: Vec<_> = Sample::new(11).events(2_000).collect();
    laws::codec(&events).unwrap();
}

#[test]
fn whatever_bytes_are_accepted_as_a_payload_are_those_that_its_event_is_written_as() {
    holds(&strategy::record(6), |events| {
        events.iter().try_for_each(|event| {
            let payload = payload(event);
            let accepted = changed(&payload).find(|bytes| is_another_form(event, bytes));
            accepted.map_or(Ok(()), |bytes| {
                let difference = format!("{bytes:02x?} is accepted and written again as other bytes");
                Err(Violation::new(Law::Codec, difference, std::slice::from_ref(event)))
            })
        })
    });
}

fn payload(event: &Event<'_>) -> Vec<u8> {
    let mut payload = Vec::new();
    encode(event, &mut payload).expect("a small event");
    payload
}

/// The payload with each byte changed, left out, or put after another.
fn changed(payload: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    const BYTES: [u8; 12] = [0, 1, 2, 3, 4, 5, 8, 9, 95, 250, 251, 252];
    (0..payload.len()).flat_map(move |at| {
        let (before, byte, after) = (&payload[..at], payload[at], &payload[at + 1..]);
        let near = [byte ^ 1, byte ^ 128, byte.wrapping_add(1), byte.wrapping_sub(1)];
        let others = BYTES.into_iter().chain(near);
        let changed = others.clone().map(move |other| [before, &[other], after].concat());
        let added = others.map(move |other| [before, &[other, byte], after].concat());
        changed.chain(added).chain([[before, after].concat()])
    })
}

fn is_another_form(event: &Event<'_>, bytes: &[u8]) -> bool {
    decode(event.kind().number(), SCHEMA, bytes).is_ok_and(|event| payload(&event) != bytes)
}

#[test]
fn codec_catches_an_event_whose_line_is_refused() {
    let story = StoryId::new("harbour").unwrap();
    let declined = CommentDeclined::new(story, ActorId::new("port").unwrap(), Vec::<Subject<'_>>::new());
    let violation = laws::codec(&[Event::derived(declined)]).unwrap_err();
    assert_eq!(violation.law, Law::Codec);
    assert!(violation.difference.contains("\"answers\" is empty"), "{violation}");
}

#[test]
fn codec_catches_an_event_that_says_when_in_no_words() {
    let (story, report) = (StoryId::new("harbour").unwrap(), ReportId::new("crates").unwrap());
    let published = ReportPublished::new(story, report, "Crates").said(When::phrase(" "));
    let violation = laws::codec(&[Event::derived(published)]).unwrap_err();
    assert!(violation.difference.contains("the phrase is empty"), "{violation}");
}
