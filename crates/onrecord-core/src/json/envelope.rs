//! How single fields of a JSON line are read: what every line may carry, what is missing, what is unknown.

use serde::Deserialize;
use serde::de::{Error, IgnoredAny, MapAccess};

use crate::event::{Kind, List};
use crate::id::EventId;
use crate::nearest::{did_you_mean, nearest};
use crate::wire::Schema;

/// What a line may carry beside the fields of its kind: its id, and what an export adds.
#[derive(Default, Debug)]
pub(super) struct Envelope {
    /// Whether the kind was read from this line on the way, so that it must not come again.
    pub(super) has_kind: bool,
    pub(super) id: Option<EventId>,
    pub(super) position: Option<u64>,
    pub(super) commit: Option<String>,
    pub(super) recorded_at: Option<String>,
    pub(super) schema: Option<Schema>,
}

/// The keys of an [`Envelope`].
pub(super) const ENVELOPE_KEYS: [&str; 6] = ["event", "id", "position", "commit", "recorded_at", "schema"];

impl Envelope {
    /// Takes the value of `key` if the key is one of [`ENVELOPE_KEYS`].
    pub(super) fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "event" if self.has_kind => return Err(A::Error::duplicate_field("event")),
            "event" => drop(map.next_value::<IgnoredAny>()?),
            "id" => fill(&mut self.id, "id", map)?,
            "position" => fill(&mut self.position, "position", map)?,
            "commit" => fill(&mut self.commit, "commit", map)?,
            "recorded_at" => fill(&mut self.recorded_at, "recorded_at", map)?,
            "schema" => fill(&mut self.schema, "schema", map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// Reads the next value into `slot`; a key that stands twice is an error.
pub(super) fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    key: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(key));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

/// A list that must hold something.
pub(super) fn not_empty<T, E: Error>(list: Option<List<T>>, key: &'static str) -> Result<List<T>, E> {
    match list {
        None => Err(E::missing_field(key)),
        Some(list) if list.is_empty() => {
            Err(E::custom(format_args!("{key:?} is empty; it needs at least one entry")))
        }
        Some(list) => Ok(list),
    }
}

/// The error for a key that `kind` does not have.
pub(super) fn unknown<E: Error>(key: &str, kind: Kind) -> E {
    let known = kind.fields().iter().chain(&ENVELOPE_KEYS).copied();
    match nearest(key, known.clone()) {
        Some(name) => E::custom(format_args!("{kind} has no field {key:?}{}", did_you_mean(Some(name)))),
        None => {
            let fields = kind.fields().join(", ");
            E::custom(format_args!("{kind} has no field {key:?}; its fields are {fields}"))
        }
    }
}
