//! Law 5, codec: what is written is read again as it was, in both forms.

use onrecord_core::{ActorId, ReportId, ReportPublished};
use onrecord_core::{CommentDeclined, Event, StoryId, Subject, When};
use onrecord_testkit::sample::Sample;
use onrecord_testkit::{Law, laws, strategy};

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
