//! What was known when: positions, and times of recording where the record has them.

use onrecord::views::Claims;
use onrecord::{Known, KnownError, Moment, Record};

use crate::rig::{ANSWER, HARBOUR, append, seconds};

fn known(text: &str) -> Known {
    text.parse().unwrap()
}

#[test]
fn a_time_stands_for_the_last_position_recorded_by_then() {
    let mut record = Record::in_memory();
    for (clock, lines) in [(86_400, HARBOUR), (2 * 86_400, ANSWER)] {
        record.set_clock(seconds(clock));
        append(&mut record, lines).unwrap();
    }
    let expected = [
        ("1970-01-01", 0),
        ("1970-01-01T23:59:59.999999Z", 0),
        ("1970-01-02T00:00:00Z", 4),
        ("1970-01-02", 4),
        ("1970-01-03T01:00:00+01:00", 6),
        ("2070-01-01", 6),
        ("0", 0),
        ("5", 5),
    ];
    for (text, position) in expected {
        assert_eq!(record.moment(known(text)), Ok(Moment::known(position)), "{text}");
    }
    let claims = record.view(&Claims);
    assert_eq!(claims.rows(record.moment(known("1970-01-02")).unwrap()).unwrap()[0].row.responses.len(), 0);
    assert_eq!(claims.rows(claims.head()).unwrap()[0].row.responses.len(), 1);
}

#[test]
fn a_position_beyond_the_head_is_refused() {
    let mut record = Record::in_memory();
    append(&mut record, HARBOUR).unwrap();
    let error = record.moment(known("5")).unwrap_err();
    assert_eq!(error, KnownError::Beyond { position: 5, head: 4 });
    assert_eq!(error.to_string(), "position 5 is not on record; the last one is 4");
}

#[test]
fn plain_lines_have_positions_and_no_times() {
    let record = Record::from_lines(HARBOUR.as_bytes()).unwrap();
    assert_eq!(record.moment(known("2")), Ok(Moment::known(2)));
    let error = record.moment(known("2031-04-02")).unwrap_err();
    assert_eq!(error, KnownError::Untimed);
    assert_eq!(error.to_string(), "these lines have no time of recording; ask by position");
    record
        .replay(onrecord::Position::FIRST, |recorded| {
            assert_eq!(recorded.recorded_at, None);
            Ok::<(), onrecord::Error>(())
        })
        .unwrap();
}

#[test]
fn what_is_neither_a_position_nor_a_time_is_refused_with_examples() {
    for text in ["", "-1", "tomorrow", "2031-13-01", "18446744073709551616"] {
        let error = text.parse::<Known>().unwrap_err();
        let expected = "is neither a position nor a time; write 23, 2024-05-01 or 2024-05-01T12:00:00Z";
        assert_eq!(error.to_string(), format!("{text:?} {expected}"));
    }
}

#[test]
fn nothing_was_known_at_any_time_where_nothing_is_on_record() {
    let record = Record::in_memory();
    assert_eq!(record.moment(known("2031-04-02")), Ok(Moment::known(0)));
    assert_eq!(record.moment(known("0")), Ok(Moment::known(0)));
}
