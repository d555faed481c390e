//! The payload of an event: two bytes for its kind, two for its schema, and then the payload itself.

use onrecord_core::{
    DecodeError, EVENT_LINE_BYTES_MAX, Event, Refusal, SCHEMA, ValidateError, decode, encode, validate,
    write_line,
};
use onrecord_index::RecordIndex;
use onrecord_testkit::laws;

/// What is decoded is encoded as the same bytes, if in the schema that is written, and what a record takes in survives
/// law 5.
pub fn check(bytes: &[u8]) -> bool {
    let Some((numbers, payload)) = bytes.split_at_checked(4) else { return false };
    let [kind, schema] = [[numbers[0], numbers[1]], [numbers[2], numbers[3]]].map(u16::from_le_bytes);
    match decode(kind, schema, payload) {
        Ok(event) if schema == SCHEMA => written_now(&event, payload),
        Ok(event) => goes_on(&event),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            let DecodeError::TrailingBytes { byte_count, .. } = error else { return false };
            assert!(byte_count <= payload.len());
            return false;
        }
    }
    true
}

/// Equal events have equal bytes, so there is one payload for each.
fn written_now(event: &Event<'_>, payload: &[u8]) {
    let mut again = Vec::new();
    if encode(event, &mut again).is_ok() {
        assert_eq!(again, payload, "encoded again, it is another");
    }
    goes_on(event);
}

fn goes_on(event: &Event<'_>) {
    assert_eq!(&event.clone().into_owned(), event);
    if encode(event, &mut Vec::new()).is_err() {
        assert!(write_line(event).len() > EVENT_LINE_BYTES_MAX, "refused, though its line is short enough");
        return;
    }
    // A builder can leave empty what a line cannot, and no record takes that in.
    let checked = validate(event, &RecordIndex::new());
    if !matches!(checked, Err(ValidateError::Refused(Refusal::Empty { .. }))) {
        laws::codec(std::slice::from_ref(event)).unwrap_or_else(|violation| panic!("{violation}"));
    }
}
