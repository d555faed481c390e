//! The laws on every labelled case under `fixtures/cases`.

use std::fs;

use onrecord_core::{Event, read_line};
use onrecord_index::Moment;
use onrecord_projection::Projection;
use onrecord_testkit::{Violation, laws};

use super::on_every_view;

on_every_view!();

/// The events that every case begins with: a story and its actors.
const CAST: u64 = 8;

/// The name and the events of each case.
fn cases() -> Vec<(String, Vec<Event<'static>>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/cases");
    let files = fs::read_dir(folder).expect("the folder of cases").map(|entry| entry.expect("a file").path());
    let records = files.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    let cases = records.map(|path| {
        let text = fs::read_to_string(&path).expect("a case");
        let events = text.lines().map(|line| read_line(line.as_bytes()).expect("a line of a case").event);
        (path.display().to_string(), events.collect())
    });
    cases.collect()
}

fn check<P: Projection>(make: impl Fn() -> P + Sync) {
    let cases = cases();
    assert!(!cases.is_empty());
    for (name, events) in cases {
        every_law(&make, &events).unwrap_or_else(|violation| panic!("{name}: {violation}"));
    }
}

fn every_law<P: Projection>(make: &(impl Fn() -> P + Sync), events: &[Event<'_>]) -> Result<(), Violation> {
    laws::codec(events)?;
    laws::determinism(make, events)?;
    laws::prefix(make, events)?;
    laws::batches(make, events, 3)?;
    let head = Moment::known(events.len() as u64);
    laws::diff(make, events, Moment::known(CAST + 1), head)?;
    (CAST as usize..events.len()).try_for_each(|index| laws::arrival(make, events, index))
}
