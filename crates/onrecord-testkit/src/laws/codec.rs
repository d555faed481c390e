//! Law 5: what is written is read again as it was, in both forms; and equal events have equal bytes.

use onrecord_core::{Event, Schema, decode, encode_as, read_line, write_line};

use crate::law::{Law, Violation};

/// Holds of every event that its payload, in every schema, and its line read back as the event and write again as the
/// same bytes, and that an id derived from the content is the same whichever way the content came.
///
/// # Errors
/// [`Violation`] with the event that does not survive.
pub fn codec(events: &[Event<'_>]) -> Result<(), Violation> {
    events.iter().try_for_each(|event| {
        let payloads = Schema::ALL.iter().try_for_each(|schema| check_payload(*schema, event));
        let checked = payloads.and_then(|()| check_line(event)).and_then(|()| check_id(event));
        checked.map_err(|difference| Violation::new(Law::Codec, difference, std::slice::from_ref(event)))
    })
}

fn check_payload(schema: Schema, event: &Event<'_>) -> Result<(), String> {
    let payload = payload(schema, event)?;
    let kind = event.kind().number();
    let decoded = decode(kind, schema.number(), &payload)
        .map_err(|error| format!("the payload is refused: {error}"))?;
    if decoded != *event {
        return Err(format!("decoded as {decoded:?}"));
    }
    expect(payload == self::payload(schema, &decoded)?, "decoded and encoded again, the bytes are others")?;
    expect(payload == self::payload(schema, &event.clone().into_owned())?, "equal events have other bytes")
}

fn payload(schema: Schema, event: &Event<'_>) -> Result<Vec<u8>, String> {
    let mut payload = Vec::new();
    encode_as(schema, event, &mut payload).map_err(|error| format!("cannot be encoded: {error}"))?;
    Ok(payload)
}

fn check_line(event: &Event<'_>) -> Result<(), String> {
    let line = write_line(event);
    let read = read_line(line.as_bytes()).map_err(|error| format!("the line is refused: {error}"))?.event;
    if read != *event {
        return Err(format!("the line reads as {}", write_line(&read)));
    }
    expect(write_line(&read) == line, "read and written again, the line is another")
}

fn check_id(event: &Event<'_>) -> Result<(), String> {
    let derived = Event::derived(event.content.clone());
    let mut fields = serde_json::to_value(&derived).map_err(|error| error.to_string())?;
    if let Some(fields) = fields.as_object_mut() {
        fields.remove("id");
    }
    let read = read_line(fields.to_string().as_bytes()).map_err(|error| error.to_string())?.event;
    expect(read.id == derived.id, "the id derived from the line is not the one derived from the content")
}

fn expect(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}
