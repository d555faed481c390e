//! Generated records are valid, and hold everything that the laws are to be tried on.

use std::collections::BTreeSet;

use onrecord_core::{Content, Event, EventId, Kind, Ref, When, validate};
use onrecord_index::RecordIndex;
use onrecord_testkit::{Law, Run, Violation, standing, strategy};

use super::holds;

fn every_record(check: impl Fn(&[Event<'static>])) {
    let run = Run { cases: 300, regressions: None, seed: Some(2) };
    let passed = run.all(&strategy::record(30), |events| {
        check(events);
        Ok(())
    });
    assert_eq!(passed, Ok(()));
}

#[test]
fn every_event_of_a_record_is_accepted_after_those_before_it() {
    holds(&strategy::record(40), |events| {
        let mut index = RecordIndex::new();
        for event in events {
            validate(event, &index)
                .map_err(|refusal| Violation::new(Law::Prefix, refusal.to_string(), events))?;
            index.apply(event).expect("it is in memory");
        }
        Ok(())
    });
}

#[test]
fn records_hold_every_kind_and_every_form_of_time() {
    let kinds = std::cell::RefCell::new(BTreeSet::new());
    let forms = std::cell::RefCell::new(BTreeSet::new());
    every_record(|events| {
        kinds.borrow_mut().extend(events.iter().map(Event::kind));
        forms.borrow_mut().extend(events.iter().map(|event| match event.said() {
            None => "none",
            Some(When::Edtf(_)) => "edtf",
            Some(When::Phrase { anchor: None, .. }) => "phrase",
            Some(When::Phrase { anchor: Some(_), .. }) => "anchored phrase",
        }));
    });
    assert_eq!(kinds.into_inner().into_iter().collect::<Vec<_>>(), Kind::ALL);
    assert_eq!(forms.into_inner().len(), 4);
}

#[test]
fn records_hold_rings_contradictions_withdrawals_of_withdrawals_and_names_used_again() {
    let found = std::cell::RefCell::new(BTreeSet::new());
    every_record(|events| {
        let mut found = found.borrow_mut();
        found.extend(closes_a_ring(events).then_some("ring"));
        found.extend(contradicts_itself(events).then_some("denied and acknowledged"));
        found.extend(is_dated_twice(events).then_some("two dates"));
        found.extend(withdraws_a_withdrawal(events).then_some("withdrawal withdrawn"));
        found.extend((standing(events).iter().filter(|stands| !**stands).count() > 2).then_some("withdrawn"));
        let names: Vec<_> = events.iter().filter_map(Event::defines).collect();
        let distinct: BTreeSet<_> = names.iter().collect();
        found.extend((distinct.len() < names.len()).then_some("name used again"));
    });
    let expected = [
        "denied and acknowledged",
        "name used again",
        "ring",
        "two dates",
        "withdrawal withdrawn",
        "withdrawn",
    ];
    assert_eq!(found.into_inner().into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_sent_again_is_the_same_event() {
    let run = Run { cases: 100, regressions: None, seed: Some(3) };
    let repeats = std::cell::Cell::new(0);
    let passed = run.all(&strategy::sent(10), |events| {
        let mut seen: Vec<&Event<'_>> = Vec::new();
        for event in events {
            match seen.iter().find(|known| known.id == event.id) {
                Some(known) => {
                    assert_eq!(*known, event);
                    repeats.set(repeats.get() + 1);
                }
                None => seen.push(event),
            }
        }
        Ok(())
    });
    assert_eq!(passed, Ok(()));
    assert!(repeats.get() > 50);
}

fn closes_a_ring(events: &[Event<'_>]) -> bool {
    events.iter().any(|event| match &event.content {
        Content::SourceIdentified(note) => events.iter().any(|other| {
            let Content::ReportPublished(report) = &other.content else { return false };
            let cites = report
                .cites
                .iter()
                .any(|cited| cited.to_ref() == Some(Ref::Unnamed(note.source.0.borrowed())));
            cites && note.is.to_ref() == Some(Ref::Report(report.report.borrowed()))
        }),
        _ => false,
    })
}

fn contradicts_itself(events: &[Event<'_>]) -> bool {
    events.iter().any(|event| match &event.content {
        Content::ClaimAcknowledged(yes) => events.iter().any(|other| {
            matches!(&other.content, Content::DenialIssued(no) if no.by == yes.by && no.answers == yes.answers)
        }),
        _ => false,
    })
}

fn is_dated_twice(events: &[Event<'_>]) -> bool {
    let dated: Vec<&Ref<'_>> = events
        .iter()
        .filter_map(|event| match &event.content {
            Content::DateEstablished(note) => Some(&note.of),
            _ => None,
        })
        .collect();
    let distinct: BTreeSet<_> = dated.iter().collect();
    distinct.len() < dated.len()
}

fn withdraws_a_withdrawal(events: &[Event<'_>]) -> bool {
    let withdrawals: BTreeSet<EventId> =
        events.iter().filter(|event| event.kind() == Kind::EventWithdrawn).map(|event| event.id).collect();
    events.iter().any(|event| match &event.content {
        Content::EventWithdrawn(note) => matches!(note.of, Ref::Event(id) if withdrawals.contains(&id)),
        _ => false,
    })
}
