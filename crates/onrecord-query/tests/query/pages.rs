//! Pages: together they are the whole, and the first one does not compute the rest.

use onrecord::Record;
use onrecord::views::{Actors, Claims, Silence, Timeline};
use onrecord_query::{Answer, Beside, Page, Query, QueryView, SortBy, write_json};
use serde_json::Value;

use crate::sampled::{keys, record};

fn query(page: Page) -> Query {
    Query { page, ..Query::default() }
}

/// Checks that the pages of every order are, one after the other, the rows of that order, each once.
fn check<P: QueryView>(record: &Record, projection: &P, limit: u64) {
    let whole = |sort| keys(record, projection, &query(Page { sort, ..Page::default() })).0;
    for sort in SortBy::ALL.iter().map(|sort| Some(*sort)).chain([None]) {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = Page { limit: Some(limit), after: after.take(), sort };
            let mut answer = Answer::new(record, projection, &query(page)).unwrap();
            let rows = answer.next_rows(usize::MAX).unwrap();
            assert!(rows.len() as u64 <= limit);
            found.extend(rows.into_iter().map(|row| row.key));
            after = answer.next_key();
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, whole(sort), "{} by {sort:?}", P::NAME);
    }
}

#[test]
fn pages_one_after_the_other_are_the_whole() {
    let record = record(600);
    check(&record, &Timeline, 37);
    check(&record, &Claims, 5);
    check(&record, &Actors, 5);
    check(&record, &Silence, 1);
}

#[test]
fn a_first_page_computes_no_more_rows_in_a_larger_record() {
    for size in [500, 2_000] {
        let record = record(size);
        for sort in SortBy::ALL {
            let page = || query(Page { limit: Some(5), sort: Some(*sort), ..Page::default() });
            let computed = [keys(&record, &Timeline, &page()).1, keys(&record, &Claims, &page()).1];
            assert_eq!(computed, [6, 6], "{sort:?}");
        }
    }
}

#[test]
fn a_page_of_exactly_the_rows_that_are_left_has_no_next() {
    let record = record(300);
    let count = keys(&record, &Claims, &Query::default()).0.len() as u64;
    let mut answer =
        Answer::new(&record, &Claims, &query(Page { limit: Some(count), ..Page::default() })).unwrap();
    answer.next_rows(usize::MAX).unwrap();
    assert_eq!(answer.next_key(), None);
}

#[test]
fn a_key_of_no_row_is_refused() {
    let record = record(300);
    let page = Page { after: Some("no-such-claim".to_owned()), ..Page::default() };
    let error = Answer::new(&record, &Claims, &query(page)).err().unwrap();
    assert!(error.to_string().contains("is no key of claims"), "{error}");
}

#[test]
fn the_digest_follows_the_rows_and_is_that_of_their_lines() {
    let record = record(300);
    let page = Page { limit: Some(3), ..Page::default() };
    let mut answer = Answer::new(&record, &Claims, &query(page)).unwrap();
    let mut json = Vec::new();
    let beside = Beside { names: true, texts: true };
    write_json(&mut answer, &record, beside, &serde_json::json!({}), &mut json).unwrap();
    let text = String::from_utf8(json).unwrap();
    let places =
        ["\"rows\":", "\"digest\":", "\"next\":", "\"names\":", "\"texts\":"].map(|key| text.find(key));
    assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
    let document: Value = serde_json::from_str(&text).unwrap();
    let rows = document["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(document["next"], rows[2]["claim"]);
    let view = record.view(&Claims);
    let first: Vec<_> = view.rows(view.head()).unwrap().into_iter().take(3).collect();
    assert_eq!(document["digest"], onrecord::digest(&first).unwrap());
    let claim = rows[0]["claim"].as_str().unwrap();
    let made = &document["texts"][rows[0]["text_of"].to_string()];
    assert_eq!(&document["names"][format!("claim:{claim}")], made);
    assert!(made.is_string());
}

#[test]
fn an_answer_is_of_the_reading_it_was_asked_of_whoever_appends_meanwhile() {
    let mut record = record(300);
    let before = record.reading();
    let mut answer = Answer::new(&before, &Timeline, &Query::default()).unwrap();
    let story = onrecord::StoryId::new("a-new-story").unwrap();
    let opened = onrecord::new_event(onrecord::StoryOpened::new(&story, "A new story"));
    record.append([opened], onrecord::Expect::Any).unwrap();
    assert_eq!(answer.head().known, 300);
    assert_eq!(
        answer.next_rows(usize::MAX).unwrap().len(),
        keys(&before, &Timeline, &Query::default()).0.len()
    );
    assert_eq!(record.head().position, 301);
}
