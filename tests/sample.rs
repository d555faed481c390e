//! Samples are valid records of the size and shape they promise.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_core::{Basis, Content, Event, Kind, When, encode, validate};
use onrecord_index::RecordIndex;
use onrecord_testkit::sample::Sample;

fn count(events: &[Event<'_>], kind: Kind) -> usize {
    events.iter().filter(|event| event.kind() == kind).count()
}

#[test]
fn every_event_of_a_sample_is_accepted_after_those_before_it() {
    for seed in [0, 1] {
        let mut index = RecordIndex::new();
        for event in Sample::new(seed).events(10_000) {
            assert!(validate(&event, &index).is_ok(), "{event:?}");
            assert_eq!(index.position_of(event.id).unwrap(), None, "an id comes twice");
            index.apply(&event).unwrap();
        }
        assert_eq!(index.head(), 10_000);
    }
}

#[test]
fn the_same_seed_gives_the_same_events_and_another_seed_others() {
    let events = |seed| Sample::new(seed).events(3_000).collect::<Vec<_>>();
    assert_eq!(events(5), events(5));
    assert_ne!(events(5), events(6));
}

#[test]
fn a_sample_of_any_size_has_exactly_that_size() {
    for size in [0, 1, 2, 3, 7, 100] {
        assert_eq!(Sample::new(3).events(size).count() as u64, size);
    }
}

#[test]
fn a_sample_tells_of_as_many_claims_and_actors_as_its_size_promises() {
    let events: Vec<_> = Sample::new(1).events(20_000).collect();
    let counted =
        [Kind::StoryOpened, Kind::ActorIntroduced, Kind::ClaimMade].map(|kind| count(&events, kind));
    assert_eq!(counted, [4, 100, 400]);
    let answers = [Kind::DenialIssued, Kind::StatementMade, Kind::CommentRequested, Kind::ReportCorrected];
    let answered: usize = answers.into_iter().map(|kind| count(&events, kind)).sum();
    assert!((5_000..6_500).contains(&answered), "{answered}");
    assert!(count(&events, Kind::EventWithdrawn) > 50);
}

#[test]
fn the_events_of_a_sample_are_as_long_as_those_of_people() {
    let events: Vec<_> = Sample::new(1).events(20_000).collect();
    let mut payloads = Vec::new();
    events.iter().for_each(|event| encode(event, &mut payloads).unwrap());
    let mean = payloads.len() / events.len();
    assert!((240..360).contains(&mean), "{mean} bytes");
    let titles = events.iter().filter_map(|event| match &event.content {
        Content::ReportPublished(report) => Some(report.title.len()),
        _ => None,
    });
    assert!(titles.into_iter().all(|bytes| (80..=200).contains(&bytes)));
}

#[test]
fn reports_of_a_sample_cite_one_another_in_chains_up_to_eight_deep() {
    let mut depths = BTreeMap::new();
    for event in Sample::new(1).events(20_000) {
        let Content::ReportPublished(report) = event.content else { continue };
        assert!(report.cites.len() <= 3);
        let below = report.cites.iter().filter_map(|cited| match cited {
            Basis::Report(cited) => Some(depths[cited]),
            _ => None,
        });
        let depth: u32 = below.max().unwrap_or(0) + 1;
        depths.insert(report.report.clone(), depth);
    }
    let reached: BTreeSet<u32> = depths.into_values().collect();
    assert_eq!(reached.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn one_act_in_twenty_of_a_sample_arrives_late() {
    let events: Vec<_> = Sample::new(1).events(20_000).collect();
    let days = events.iter().filter_map(|event| match event.said() {
        Some(When::Edtf(date)) => Some(date.to_string()).filter(|date| date.len() >= 10),
        _ => None,
    });
    let days: Vec<String> = days.map(|date| date[..10].to_owned()).collect();
    let late = days.iter().filter(|day| day.as_str() < "2031-01-01").count();
    let share = late * 1_000 / days.len();
    assert!((30..60).contains(&share), "{share} in a thousand");
}
