//! What is answered: a row, with the positions between which it stood so.

use onrecord_core::Position;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::projection::{Projection, Shown};
use crate::rows::Row;

/// A row with the positions between which it stood so.
#[derive(Clone, Debug, PartialEq)]
pub struct Version<K, R> {
    /// The position at which the row came to be so.
    pub from: Position,
    /// The position at which it stopped; `None` while it stands.
    pub until: Option<Position>,
    /// The positions of the events that made it, ascending.
    pub because: Vec<Position>,
    /// What it is the row of.
    pub key: K,
    /// What it says.
    pub row: R,
}

/// One JSON object: `from`, `until` and `because`, and then the fields of the row.
impl<K, R: Row> Serialize for Version<K, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(3 + R::SCHEMA.len()))?;
        object.serialize_entry("from", &self.from)?;
        object.serialize_entry("until", &self.until)?;
        object.serialize_entry("because", &self.because)?;
        self.row.write_fields(&mut object)?;
        object.end()
    }
}

/// A row of a projection, with the positions between which it stood so.
pub type VersionOf<P> = Version<<P as Projection>::Key, <P as Projection>::Row>;

/// Rows of a projection.
pub type Versions<P> = Vec<VersionOf<P>>;

pub(crate) fn version<K: Clone, R>(
    key: &K,
    from: Position,
    until: Option<Position>,
    shown: Shown<R>,
) -> Version<K, R> {
    Version { from, until, because: shown.because, key: key.clone(), row: shown.row }
}
