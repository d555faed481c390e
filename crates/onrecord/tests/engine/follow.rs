//! A subscription tells what became of its rows, and no more.

use onrecord::views::{Claims, Timeline};
use onrecord::{Moment, Projection, Record};

use crate::rig::{ANSWER, Folder, HARBOUR, append};

const LATER: [&str; 3] = [
    ANSWER,
    r#"{"event":"event_withdrawn","of":"denial:port-no","reason":"said of another report"}"#,
    r#"{"event":"story_opened","story":"airfield","title":"Lights at the airfield"}"#,
];

fn check<P: Projection + Copy>(projection: P) {
    let mut record = Record::in_memory();
    append(&mut record, HARBOUR).unwrap();
    let mut followed = record.subscribe(projection).unwrap();
    assert!(followed.changes(&record).unwrap().is_empty(), "nothing happened yet");
    for lines in LATER {
        let before = Moment::known(record.head().position);
        append(&mut record, lines).unwrap();
        let changes = followed.changes(&record).unwrap();
        let view = record.view(&projection);
        assert_eq!(changes, view.diff(before, view.head()), "{} after {lines}", P::NAME);
        let mut rows = view.rows(view.head());
        rows.sort_by(|a, b| a.key.cmp(&b.key));
        assert!(followed.rows().eq(&rows));
        assert_eq!(followed.head(), record.head().position);
    }
}

#[test]
fn the_changes_of_a_subscription_are_the_difference_of_two_moments() {
    check(Timeline);
    check(Claims);
}

#[test]
fn a_subscription_in_another_handle_hears_of_a_commit_after_a_refresh() {
    let folder = Folder::new("follow-refresh");
    let mut writer = Record::create(folder.path()).unwrap();
    append(&mut writer, HARBOUR).unwrap();
    let mut reader = Record::read(folder.path()).unwrap();
    let mut followed = reader.subscribe(Claims).unwrap();
    append(&mut writer, ANSWER).unwrap();
    assert!(followed.changes(&reader).unwrap().is_empty());
    reader.refresh().unwrap();
    let changes = followed.changes(&reader).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].because().into_iter().map(onrecord::Position::get).max(), Some(6));
}
