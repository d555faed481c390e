//! The bytes of every kind, locked: whoever reads a record years from now finds them as they are here.
//!
//! `golden/` holds a file for each schema, and in it, for each kind, an event with nothing optional and one with everything:
//! the kind, its number and schema on one line, the event as JSON on the next, its payload in hexadecimal digits on the
//! third. The files are added to, never edited.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use onrecord_core::{
    Content, DecodeError, Event, Kind, PAYLOAD_BYTES_MAX, SCHEMA, Schema, decode, encode, encode_as,
    read_line, write_line,
};

const FIXTURES: [(Schema, &str); 2] =
    [(Schema::One, include_str!("golden/v1.txt")), (Schema::Two, include_str!("golden/v2.txt"))];

struct Golden {
    kind: Kind,
    number: u16,
    schema: Schema,
    line: &'static str,
    payload: Vec<u8>,
}

fn golden() -> Vec<Golden> {
    FIXTURES.iter().flat_map(|(schema, fixture)| golden_in(*schema, fixture)).collect()
}

fn golden_in(schema: Schema, fixture: &'static str) -> Vec<Golden> {
    let lines: Vec<&str> =
        fixture.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let golden: Vec<Golden> = lines.chunks(3).map(golden_of).collect();
    assert!(golden.iter().all(|golden| golden.schema == schema), "a file has entries of one schema");
    golden
}

fn golden_of(entry: &[&'static str]) -> Golden {
    let [head, line, payload] = entry else { panic!("an entry has three lines, not {entry:?}") };
    let [word, number, schema] = head.split(' ').collect::<Vec<_>>()[..] else {
        panic!("{head:?} is not a kind, its number and a schema")
    };
    let kind = *Kind::ALL.iter().find(|kind| kind.as_str() == word).expect("a kind is never taken away");
    Golden {
        kind,
        number: number.parse().unwrap(),
        schema: Schema::from_number(schema.parse().unwrap()).unwrap(),
        line,
        payload: bytes(&payload.replace(' ', "")),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn payload_of(event: &Event<'_>, schema: Schema) -> Vec<u8> {
    let mut payload = Vec::new();
    encode_as(schema, event, &mut payload).unwrap();
    payload
}

fn decoded(golden: &Golden) -> Event<'_> {
    decode(golden.number, golden.schema.number(), &golden.payload).unwrap()
}

#[test]
fn what_is_written_now_is_the_latest_schema() {
    assert_eq!(Schema::ALL.iter().map(|schema| schema.number()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(Schema::ALL.last(), Some(&Schema::CURRENT));
    assert!(FIXTURES.iter().map(|(schema, _)| schema).eq(Schema::ALL));
    for golden in golden() {
        let event = read_line(golden.line.as_bytes()).unwrap().event;
        let mut payload = Vec::new();
        encode(&event, &mut payload).unwrap();
        assert_eq!(payload, payload_of(&event, Schema::CURRENT));
        assert_eq!(decode(golden.number, SCHEMA, &payload).unwrap(), decoded(&golden));
    }
}

#[test]
fn no_byte_of_any_kind_changes() {
    for golden in golden() {
        let event = read_line(golden.line.as_bytes()).unwrap().event;
        assert_eq!(event.kind(), golden.kind);
        assert_eq!(golden.kind.number(), golden.number, "the number of {} was changed", golden.kind);
        let entry = format!("{} {}\n{}\n{}", golden.kind, golden.number, golden.line, hex(&golden.payload));
        let found = format!(
            "{} {}\n{}\n{}",
            event.kind(),
            event.kind().number(),
            write_line(&event),
            hex(&payload_of(&event, golden.schema))
        );
        assert_eq!(found, entry);
    }
}

#[test]
fn events_json_and_bytes_turn_into_one_another_without_loss() {
    for golden in golden() {
        let event = read_line(golden.line.as_bytes()).unwrap().event;
        let decoded = decoded(&golden);
        assert_eq!(decoded, event);
        assert_eq!(write_line(&decoded), golden.line);
        assert_eq!(payload_of(&decoded, golden.schema), golden.payload);
        assert_eq!(decoded.clone().into_owned(), event);
    }
}

#[test]
fn texts_are_borrowed_from_the_payload() {
    for golden in golden() {
        let texts = match decoded(&golden).content {
            Content::StoryOpened(opened) => vec![opened.story.into_text(), opened.title],
            Content::ClaimMade(made) => vec![made.claim.into_text(), made.text],
            Content::ReportCorrected(corrected) => vec![corrected.report.into_text(), corrected.text],
            _ => continue,
        };
        assert!(texts.iter().all(|text| matches!(text, Cow::Borrowed(_))), "{}", golden.kind);
    }
}

#[test]
fn every_kind_is_there_with_nothing_optional_and_with_everything() {
    FIXTURES.iter().for_each(|(schema, fixture)| every_kind_is_in(&golden_in(*schema, fixture)));
}

fn every_kind_is_in(golden: &[Golden]) {
    let mut seen: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    for golden in golden {
        let object: serde_json::Value = serde_json::from_str(golden.line).unwrap();
        let fields = golden.kind.fields().iter().filter(|field| object.get(field).is_some()).count();
        seen.entry(golden.kind).or_default().push(fields);
    }
    for kind in Kind::ALL {
        let counts = seen.get(kind).map_or(&[][..], Vec::as_slice);
        assert!(counts.contains(&kind.fields().len()), "{kind} with every field is missing");
        let least = counts.iter().any(|&count| count == required(*kind));
        assert!(least, "{kind} with nothing optional is missing");
    }
}

/// How many fields an event of `kind` needs: those without which its line is refused.
fn required(kind: Kind) -> usize {
    let full = golden().into_iter().filter(|golden| golden.kind == kind);
    let full = full.max_by_key(|golden| golden.line.len()).expect("every kind is there");
    let is_refused_without = |field: &&&str| {
        let mut object: serde_json::Value = serde_json::from_str(full.line).unwrap();
        object.as_object_mut().unwrap().remove(**field);
        read_line(object.to_string().as_bytes()).is_err()
    };
    kind.fields().iter().filter(is_refused_without).count()
}

#[test]
fn a_payload_that_ends_early_is_refused_wherever_it_ends() {
    for golden in golden() {
        for length in 0..golden.payload.len() {
            let error = decode(golden.number, golden.schema.number(), &golden.payload[..length]);
            assert!(matches!(error, Err(DecodeError::Malformed { .. })), "{} cut at {length}", golden.kind);
        }
    }
}

#[test]
fn a_byte_after_the_end_is_refused() {
    for mut golden in golden() {
        golden.payload.push(0);
        let error = decode(golden.number, golden.schema.number(), &golden.payload).unwrap_err();
        assert_eq!(error, DecodeError::TrailingBytes { kind: golden.kind, byte_count: 1 });
        assert_eq!(error.to_string(), format!("1 byte stands after the end of a {}", golden.kind));
    }
}

#[test]
fn a_flipped_bit_gives_another_event_or_an_error_and_never_a_panic() {
    for golden in golden() {
        let event = read_line(golden.line.as_bytes()).unwrap().event;
        for bit in 0..golden.payload.len() * 8 {
            let mut payload = golden.payload.clone();
            payload[bit / 8] ^= 1 << (bit % 8);
            if let Ok(other) = decode(golden.number, golden.schema.number(), &payload) {
                assert_ne!(other, event, "bit {bit} of {} says nothing", golden.kind);
                write_line(&other);
            }
        }
    }
}

#[test]
fn a_payload_read_as_another_kind_is_an_event_or_an_error_and_never_a_panic() {
    for golden in golden() {
        for kind in Kind::ALL {
            if let Ok(other) = decode(kind.number(), golden.schema.number(), &golden.payload) {
                write_line(&other);
            }
        }
    }
}

#[test]
fn a_hostile_length_is_refused_before_memory_is_taken() {
    for golden in golden() {
        for at in 0..golden.payload.len() {
            for length in [&[253; 9][..], &[252, 255, 255, 255, 255], &[251, 255, 255]] {
                let payload = [&golden.payload[..at], length, &golden.payload[at..]].concat();
                if let Ok(other) = decode(golden.number, golden.schema.number(), &payload) {
                    write_line(&other);
                }
            }
        }
    }
}

#[test]
fn a_payload_longer_than_any_event_is_refused() {
    let error = decode(1, 1, &vec![b'a'; PAYLOAD_BYTES_MAX + 1]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the payload of a story_opened is malformed: it has 1048577 bytes; at most 1048576 are allowed"
    );
}

#[test]
fn numbers_that_nobody_gave_out_are_refused() {
    for number in [0, Kind::ALL.len() as u16 + 1, u16::MAX] {
        let error = decode(number, 1, &[]).unwrap_err();
        assert_eq!(error, DecodeError::UnknownKind { number });
    }
    for schema in [0, SCHEMA + 1, u16::MAX] {
        let error = decode(1, schema, &[]).unwrap_err();
        assert_eq!(error, DecodeError::UnknownSchema { kind: Kind::StoryOpened, schema });
    }
}
