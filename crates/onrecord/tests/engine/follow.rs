//! A subscription tells what became of its rows, and no more.

use onrecord::views::{Claims, Timeline};
use onrecord::{Moment, Projection, Record};

use crate::examples::own_projection::Places;
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
        assert_eq!(changes, view.diff(before, view.head()).unwrap(), "{} after {lines}", P::NAME);
        let mut rows = view.rows(view.head()).unwrap();
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

#[test]
fn a_subscription_to_a_view_of_texts_is_shown_the_texts_that_come() {
    let claim = |claim: &str, place: &str| {
        format!(
            r#"{{"event":"claim_made","story":"harbour","claim":"{claim}","text":"t","place":"{place}"}}"#
        )
    };
    let mut record = Record::in_memory();
    append(&mut record, &format!("{HARBOUR}{}", claim("a", "Gate 4"))).unwrap();
    let mut followed = record.subscribe(Places::default()).unwrap();
    assert_eq!(followed.rows().count(), 1);
    append(&mut record, &format!("{}\n{}", claim("b", "Gate 4"), claim("c", "Gate 5"))).unwrap();
    let told = followed.changes(&record).unwrap();
    let places: Vec<(&str, usize)> = told
        .iter()
        .map(|change| (change.key.as_str(), change.after.as_ref().unwrap().row.positions.len()))
        .collect();
    assert_eq!(places, [("Gate 4", 2), ("Gate 5", 1)]);

    append(&mut record, r#"{"event":"event_withdrawn","of":"claim:c","reason":"r"}"#).unwrap();
    let told = followed.changes(&record).unwrap();
    assert_eq!((told.len(), told[0].key.as_str(), &told[0].after), (1, "Gate 5", &None));
}
