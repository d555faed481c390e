//! In which shape a payload is written.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The shapes that payloads have had. Each is read for ever, and can be written for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Schema {
    /// Every text stands with its length before it, every time as a text.
    One,
    /// A head of numbers and lengths, then all slugs, then all texts; plain dates stand as numbers.
    Two,
}

impl Schema {
    /// The one in which events are written.
    pub const CURRENT: Schema = Schema::Two;

    /// Every schema, in the order of their numbers.
    pub const ALL: &'static [Schema] = &[Schema::One, Schema::Two];

    /// The number of the schema, which stands beside a payload.
    pub const fn number(self) -> u16 {
        match self {
            Schema::One => 1,
            Schema::Two => 2,
        }
    }

    /// The schema with this number.
    pub const fn from_number(number: u16) -> Option<Schema> {
        match number {
            1 => Some(Schema::One),
            2 => Some(Schema::Two),
            _ => None,
        }
    }
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.number().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u16::deserialize(deserializer)?;
        let unknown = || {
            de::Error::custom(format_args!("schema {number} is unknown; a newer version may have written it"))
        };
        Schema::from_number(number).ok_or_else(unknown)
    }
}
