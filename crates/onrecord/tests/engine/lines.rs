//! What an input of lines may look like, and where it is told to be wrong.

use onrecord::{Error, InputCause, InputError, LINE_BYTES_MAX, Lines, Record, Refusal};

use crate::rig::{append, stories};

const STORY: &str = r#"{"event":"story_opened","story":"s","title":"t"}"#;

fn read(input: &[u8]) -> Result<usize, InputError> {
    let mut lines = Lines::new(input);
    let mut count = 0;
    while lines.next_event()?.is_some() {
        count += 1;
    }
    Ok(count)
}

fn refusal(input: impl AsRef<[u8]>) -> String {
    read(input.as_ref()).unwrap_err().to_string()
}

#[test]
fn lines_may_end_as_they_do_anywhere_and_be_empty() {
    for input in [
        STORY.to_owned(),
        format!("{STORY}\n"),
        format!("{STORY}\r\n"),
        format!("\n \t\r\n{STORY}\n\n"),
        format!("\u{feff}{STORY}\n"),
    ] {
        assert_eq!(read(input.as_bytes()).unwrap(), 1, "{input:?}");
    }
    assert_eq!(read(b"").unwrap(), 0);
}

#[test]
fn a_line_that_is_wrong_is_named_by_its_number_and_column() {
    assert_eq!(
        refusal(format!("{STORY}\n\n{{\"event\":\"story_opend\"}}")),
        r#"line 3, column 23: "story_opend" is no kind of event; did you mean "story_opened"?"#
    );
    assert_eq!(refusal([STORY.as_bytes(), b"\n\xff"].concat()), "line 2, column 1: byte 0xff is not UTF-8");
    assert_eq!(refusal(format!("{STORY}{STORY}")), "line 1, column 49: trailing characters");
    assert_eq!(refusal(format!("{STORY}\n\u{feff}{STORY}")), "line 2, column 1: expected value");
}

#[test]
fn a_line_of_ten_megabytes_is_refused_before_it_is_held() {
    let mut input = STORY.as_bytes().to_vec();
    input.push(b'\n');
    input.resize(10 << 20, b'x');
    assert_eq!(
        refusal(input),
        format!(
            "line 2, column 1048577: the line is longer than {LINE_BYTES_MAX} bytes, the most that is allowed"
        )
    );
}

#[test]
fn a_line_of_the_full_length_is_read_however_it_ends() {
    for end in ["", "\n", "\r\n"] {
        let mut input = STORY.as_bytes().to_vec();
        input.resize(LINE_BYTES_MAX, b' ');
        input.extend_from_slice(end.as_bytes());
        input.extend_from_slice(STORY.as_bytes());
        let expected = if end.is_empty() { Err(()) } else { Ok(2) };
        assert_eq!(read(&input).map_err(drop), expected, "{end:?}");
    }
}

#[test]
fn a_refused_line_keeps_its_cause() {
    let lines = format!(
        "{STORY}\n{{\"event\":\"claim_made\",\"story\":\"s\",\"claim\":\"c\",\"text\":\"t\",\"by\":\"ghost\"}}"
    );
    let Err(Error::Input(error)) = Record::from_lines(lines.as_bytes()) else { panic!("a refusal") };
    assert_eq!(error.line, 2);
    let InputCause::Refused { refusal: Refusal::Unknown { name, .. }, .. } = &error.cause else {
        panic!("{error}")
    };
    assert_eq!(name.to_string(), "actor:ghost");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn of_lines_that_are_taken_in_together_the_first_that_is_wrong_is_named_whatever_follows_it() {
    let refused = r#"{"event":"claim_made","story":"nowhere","claim":"c","text":"t"}"#;
    for wrong in (0..200).step_by(9) {
        for malformed_after in [1, 70] {
            let lines = stories(200);
            let mut lines: Vec<&str> = lines.lines().collect();
            lines.insert((wrong + malformed_after).min(200), "{");
            lines.insert(wrong, refused);
            let mut record = Record::in_memory();
            let error = append(&mut record, &lines.join("\n")).unwrap_err().to_string();
            let expected = format!("line {}, column 32: no story \"nowhere\" on record", wrong + 1);
            assert!(error.starts_with(&expected), "{error}");
            assert_eq!((record.head().position, record.index().head()), (0, 0));
        }
    }
    let malformed = format!("{}{{", stories(150));
    let error = append(&mut Record::in_memory(), &malformed).unwrap_err().to_string();
    assert_eq!(error, "line 151, column 1: EOF while parsing an object");
}

#[test]
fn an_event_sent_twice_in_one_input_with_other_content_is_named_where_it_comes_again() {
    let id = "01010101-0101-4101-8101-010101010101";
    let with_id = |title: &str| {
        format!("{{\"event\":\"story_opened\",\"id\":\"{id}\",\"story\":\"twice\",\"title\":\"{title}\"}}\n")
    };
    for between in [0, 3, 63, 64, 130] {
        let lines = format!("{}{}{}", with_id("one"), stories(between), with_id("other"));
        let error = append(&mut Record::in_memory(), &lines).unwrap_err().to_string();
        let expected = format!("line {}, column 31: event {id} is already on record", between + 2);
        assert!(error.starts_with(&expected), "{error}");
        let same = format!("{}{}{}", with_id("one"), stories(between), with_id("one"));
        let appended = append(&mut Record::in_memory(), &same).unwrap();
        assert_eq!((appended.new, appended.known), (between as u64 + 1, 1));
    }
}
