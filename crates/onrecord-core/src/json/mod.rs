//! The JSON form: one event on one line, flat, with the names of the kinds' table.

mod envelope;
mod fields;

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer, de};
use thiserror::Error;

use self::envelope::Envelope;
use crate::event::{Content, Event, Kind};
use crate::id::EventId;
use crate::nearest::{did_you_mean, nearest};
use crate::text::Text;
use crate::wire::Schema;

/// The longest line accepted, in bytes.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// The longest line of an event that a record takes in: what an export adds to it must still fit in a line.
pub const EVENT_LINE_BYTES_MAX: usize = LINE_BYTES_MAX - 256;

/// What is wrong with a line, and where in it.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("column {column}: {problem}")]
pub struct LineError {
    /// The column, in bytes from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub problem: String,
}

/// A line read: the event, and what the line said beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The event; its id is derived from the content where the line gave none.
    pub event: Event<'static>,
    /// The position an export noted.
    pub position: Option<u64>,
    /// The hash of the commit an export noted.
    pub commit: Option<String>,
    /// The time of recording an export noted.
    pub recorded_at: Option<String>,
    /// The schema of the payload that an export noted.
    pub schema: Option<Schema>,
}

/// Reads one line.
///
/// # Errors
/// [`LineError`] when the line is too long, not UTF-8, not a JSON object, of an unknown kind, or has a field that is
/// unknown, missing, given twice or not of its form.
///
/// ```
/// let line = br#"{"event":"story_opened","story":"harbour","title":"Crates at the harbour"}"#;
/// let event = onrecord_core::read_line(line)?.event;
/// assert_eq!(event.story().unwrap().as_str(), "harbour");
/// # Ok::<(), onrecord_core::LineError>(())
/// ```
pub fn read_line(line: &[u8]) -> Result<Line, LineError> {
    let problem = |column, problem: String| Err(LineError { column, problem });
    if line.len() > LINE_BYTES_MAX {
        return problem(
            LINE_BYTES_MAX + 1,
            format!("the line is {} bytes long; at most {LINE_BYTES_MAX} are allowed", line.len()),
        );
    }
    let text = match std::str::from_utf8(line) {
        Ok(text) => text,
        Err(error) => {
            let byte = line[error.valid_up_to()];
            return problem(error.valid_up_to() + 1, format!("byte 0x{byte:02x} is not UTF-8"));
        }
    };
    let mut envelope = Envelope::default();
    let content = read_content(text, &mut envelope).map_err(located)?;
    let Envelope { id, position, commit, recorded_at, schema, .. } = envelope;
    let event = match id {
        Some(id) => Event::new(id, content),
        None => Event::derived(content),
    };
    Ok(Line { event, position, commit, recorded_at, schema })
}

/// The fields of a kind are read as such, so the kind is looked for first where the line does not begin with it.
fn read_content(text: &str, envelope: &mut Envelope) -> Result<Content<'static>, serde_json::Error> {
    let kind = match begins_with_kind(text) {
        true => None,
        false => Some(serde_json::from_str::<KindOf>(text)?.0),
    };
    let mut input = serde_json::Deserializer::from_str(text);
    let content = Fields { kind, envelope }.deserialize(&mut input)?;
    input.end()?;
    Ok(content)
}

fn begins_with_kind(text: &str) -> bool {
    let inside = text.trim_ascii_start().strip_prefix('{');
    inside.is_some_and(|inside| inside.trim_ascii_start().starts_with("\"event\""))
}

/// Writes an event as one line, with its id and without a line break.
pub fn write_line(event: &Event<'_>) -> String {
    to_text(&Object { id: Some(event.id), content: &event.content })
}

/// The id that follows from what an event says: that of its line without an id.
pub fn derive_id(content: &Content<'_>) -> EventId {
    EventId::derived_from(to_text(&Object { id: None, content }).as_bytes())
}

impl<'a> Event<'a> {
    /// An event whose id follows from its content, so that the same content is always the same event.
    pub fn derived(content: impl Into<Content<'a>>) -> Self {
        let content = content.into();
        Event { id: derive_id(&content), content }
    }
}

fn to_text(object: &impl Serialize) -> String {
    // Every field is a string, a number or a list of such, and writing those to memory has no way to fail.
    serde_json::to_string(object).unwrap_or_default()
}

impl Serialize for Event<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Object { id: Some(self.id), content: &self.content }.serialize(serializer)
    }
}

struct Object<'e> {
    id: Option<EventId>,
    content: &'e Content<'e>,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("event", self.content.kind().as_str())?;
        if let Some(id) = &self.id {
            map.serialize_entry("id", id)?;
        }
        fields::write(self.content, &mut map)?;
        map.end()
    }
}

/// Moves the place that serde_json knows out of its message.
fn located(error: serde_json::Error) -> LineError {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    LineError {
        column: error.column().max(1),
        problem: message.strip_suffix(&place).unwrap_or(&message).to_owned(),
    }
}

/// The kind a line names; all else in it is passed over.
struct KindOf(Kind);

impl<'de> Deserialize<'de> for KindOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seek;
        impl<'de> de::Visitor<'de> for Seek {
            type Value = KindOf;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an event, as a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<KindOf, A::Error> {
                let mut kind = None;
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    if &*key != "event" {
                        map.next_value::<IgnoredAny>()?;
                    } else if kind.replace(map.next_value::<KindWord>()?.0).is_some() {
                        return Err(A::Error::duplicate_field("event"));
                    }
                }
                kind.map(KindOf)
                    .ok_or_else(|| A::Error::custom("the line does not say which \"event\" it is"))
            }
        }
        deserializer.deserialize_map(Seek)
    }
}

struct KindWord(Kind);

impl<'de> Deserialize<'de> for KindWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Text::deserialize(deserializer)?;
        let known = Kind::ALL.iter().find(|kind| kind.as_str() == &*word);
        known.copied().map(KindWord).ok_or_else(|| {
            let suggestion = nearest(&word, Kind::ALL.iter().map(|kind| kind.as_str()));
            D::Error::custom(format_args!("{:?} is no kind of event{}", &*word, did_you_mean(suggestion)))
        })
    }
}

/// Reads the fields of a kind, so that every error carries its place.
struct Fields<'e> {
    /// `None` if the line begins with it.
    kind: Option<Kind>,
    envelope: &'e mut Envelope,
}

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = Content<'static>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> de::Visitor<'de> for Fields<'_> {
    type Value = Content<'static>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event, as a JSON object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let kind = match self.kind {
            Some(kind) => kind,
            None => {
                self.envelope.has_kind = map.next_key::<Text<'de>>()?.is_some();
                map.next_value::<KindWord>()?.0
            }
        };
        fields::read(kind, map, self.envelope)
    }
}
