//! Events, facts and changes in words: every one has a sentence, and what others wrote is never mixed with ours.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use onrecord::views::{self, Claims};
use onrecord::{AnyRow, Moment, Position, Record, RowKey};
use onrecord_query::wording::change::{between, changes};
use onrecord_query::wording::{self, Span, Wording};
use onrecord_query::{Changed, MomentQuery, Texts, change_texts, explain, row_names, row_texts, target};

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures"));
    let folders = [root.to_owned(), root.join("cases")];
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap().flatten());
    let files = files.map(|entry| entry.path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")).collect()
}

fn record(path: &Path) -> Option<Record> {
    Record::from_lines(std::io::BufReader::new(fs::File::open(path).unwrap())).ok()
}

fn seed() -> Record {
    record(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pakistan-arms.jsonl"))).unwrap()
}

fn positions(record: &Record) -> Vec<Position> {
    (1..=record.head().position).filter_map(Position::new).collect()
}

/// The text of the spans of one sort.
fn texts_of(wording: &Wording, wanted: impl Fn(&Span) -> Option<&str>) -> Vec<&str> {
    wording.spans().iter().filter_map(wanted).collect()
}

#[test]
fn every_event_of_every_fixture_has_a_sentence() {
    let mut count = 0;
    for record in fixtures().iter().filter_map(|path| record(path)) {
        let texts = Texts::fetch(&record, record.head().position, positions(&record), []).unwrap();
        for position in positions(&record) {
            let worded = wording::event(texts.event(position).unwrap(), &texts);
            let line = worded.sentence.to_string();
            assert!(line.len() > 10 && !line.contains("  "), "{line:?}");
            assert!(worded.details.iter().all(|detail| !detail.is_empty()), "{line}");
            count += 1;
        }
    }
    assert!(count > 500, "{count} events");
}

#[test]
fn a_denial_keeps_the_speaker_the_report_and_the_quote_apart() {
    let record = seed();
    let texts = Texts::fetch(&record, 42, positions(&record), []).unwrap();
    let worded = wording::event(texts.event(Position::new(34).unwrap()).unwrap(), &texts).sentence;
    let quotes = texts_of(&worded, |span| match span {
        Span::Quote { text } => Some(text),
        _ => None,
    });
    assert_eq!(quotes, ["not accurate"]);
    let ours = texts_of(&worded, |span| match span {
        Span::Text { text } => Some(text),
        _ => None,
    });
    let expected =
        [", on behalf of ", ",", " denied ", "the report ", " (", ")", ", without saying which part", ": "];
    assert_eq!(ours, expected);
}

#[test]
fn every_fact_of_every_claim_has_events_of_the_row_behind_it() {
    for record in fixtures().iter().filter_map(|path| record(path)) {
        let moment = MomentQuery::default().resolve(&record).unwrap();
        for row in record.view(&Claims).rows(moment.moment).unwrap() {
            let name = explain::row_name(&target::find(&record, &format!("claim:{}", row.key)).unwrap());
            let row = explain::row(&record, &name, &moment).unwrap();
            let texts =
                Texts::fetch(&record, moment.moment.known, row_texts(&*row), row_names(&*row)).unwrap();
            for fact in explain::facts(&*row) {
                assert!(!fact.because.is_empty(), "{}: {}", name.1, fact.field);
                assert!(!wording::lines(&*row, fact.field, &texts).is_empty(), "{}: {}", name.1, fact.field);
            }
        }
    }
}

#[test]
fn a_headline_is_explained_by_its_rule() {
    let record = seed();
    let moment = MomentQuery::default().resolve(&record).unwrap();
    let name = explain::row_name(&target::find(&record, "shipment-159").unwrap());
    let facts = explain::facts(&*explain::row(&record, &name, &moment).unwrap());
    let headline = facts.iter().find(|fact| fact.field == "headline").unwrap();
    let rule = headline.rule.as_ref().unwrap();
    assert_eq!(views::HEADLINES[rule.number - 1].headline.as_str(), headline.value.as_str().unwrap());
    assert!(facts.iter().filter(|fact| fact.rule.is_some()).count() == 1);
}

#[test]
fn a_change_names_the_fields_that_differ_and_the_events_that_made_it() {
    let record = seed();
    let (from, to) = (Moment::known(33), Moment::known(34));
    let view = views::by_name("claims").unwrap();
    let diff = view.diff(record.index(), from, to).unwrap();
    let changed: Vec<Changed> = diff.into_iter().map(|change| Changed::between(change, from, to)).collect();
    let shipment = changed.iter().find(|changed| changed.change.key == "shipment-159").unwrap();
    assert_eq!(shipment.by, [Position::new(34).unwrap()]);
    let fields = shipment.fields();
    assert!(["headline", "responses"].iter().all(|field| fields.contains(field)), "{fields:?}");
    assert!(!fields.contains(&"first"), "{fields:?}");
    let texts = change_texts(&record, 34, &changed).unwrap();
    let worded = changes(&texts, &changed);
    let subjects: usize = worded.iter().map(|change| change.subjects.len()).sum();
    assert_eq!(subjects, changed.len());
    assert!(worded.len() < changed.len(), "alike changes stand together");
}

#[test]
fn versions_of_a_row_are_worded_from_one_to_the_next() {
    let record = seed();
    let view = views::by_name("claims").unwrap();
    let mut versions = Vec::new();
    let take = &mut |version: &dyn AnyRow| {
        versions.push(version.boxed());
        ControlFlow::Continue(())
    };
    view.each_version(record.index(), "shipment-159", Moment::known(42), take).unwrap();
    assert!(versions.len() > 1, "nothing to compare");
    for pair in versions.windows(2) {
        let rows = [&*pair[0], &*pair[1]];
        let shown = rows.iter().flat_map(|row| row_texts(*row));
        let named = rows.iter().flat_map(|row| row_names(*row));
        let texts = Texts::fetch(&record, 42, shown, named).unwrap();
        let lines = between(&texts, rows[0], rows[1], &[rows[1].from()]);
        assert!(!lines.is_empty() || rows[0].says_the_same(rows[1]), "{}", rows[1].from());
    }
    assert!(<Position as RowKey>::from_text("shipment-159").is_none());
}
