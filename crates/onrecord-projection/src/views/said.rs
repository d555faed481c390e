//! When an act took place, as rows show it.

use onrecord_when::{Bounds, Described, Latency};
use serde::{Serialize, Serializer};

use onrecord_index::Act;

use crate::rows::{Field, Path, RowVisitor, Type};

/// The time of an act, read at one moment; the JSON of `onrecord when`.
#[derive(Clone, Debug)]
pub struct Said(Described);

impl Said {
    pub(super) fn of(act: &Act<'_>) -> Option<Said> {
        act.dated().described().map(Said)
    }

    pub(super) fn deadline(act: &Act<'_>) -> Option<Said> {
        act.deadline().and_then(|dated| dated.described()).map(Said)
    }

    /// The bounds on when the act took place.
    pub fn bounds(&self) -> &Bounds {
        &self.0.bounds
    }

    /// Everything that is known of the time.
    pub fn described(&self) -> &Described {
        &self.0
    }
}

/// Equal is what reads the same in a row: otherwise a row could change without anybody noticing.
impl PartialEq for Said {
    fn eq(&self, other: &Said) -> bool {
        let (mine, other) = (&self.0, &other.0);
        (&mine.input, &mine.phrase, &mine.edtf, mine.bounds, mine.valid, &mine.error)
            == (&other.input, &other.phrase, &other.edtf, other.bounds, other.valid, &other.error)
    }
}

impl Field for Said {
    const TYPE: Type = Type::When;

    fn visit(&self, path: &Path<'_>, visitor: &mut dyn RowVisitor) {
        visitor.when(path, &self.0);
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// How long something took, compared and shown by its limits: `[at least, at most]` as ISO 8601 durations.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(transparent)]
pub struct Took(pub Latency);

impl Field for Took {
    const TYPE: Type = Type::Duration;

    fn visit(&self, path: &Path<'_>, visitor: &mut dyn RowVisitor) {
        visitor.duration(path, &self.0);
    }
}
