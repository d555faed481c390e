//! How single fields of a JSON line are read: what every line may carry, what is missing, what is unknown.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Error, IgnoredAny, MapAccess};

use super::{
    ActorKind, Confidence, CorrectionManner, Extent, Finding, Likelihood, Relation, Reliability,
    StatementManner,
};
use super::{Archived, BearsOn, Credibility, EventId, Kind, List, Sha256};
use crate::nearest::{did_you_mean, nearest};
use crate::reference::{Basis, Carrier, Handle, Ref, Subject, Whole};
use crate::slug::{ActorId, ClaimId, DenialId, EvidenceId, ReportId, StatementId, StoryId};
use crate::when::When;
use crate::wire::Schema;

/// What a line may carry beside the fields of its kind: its id, and what an export adds.
#[derive(Default, Debug)]
pub(crate) struct Envelope {
    /// Whether the kind was read from this line on the way, so that it must not come again.
    pub(crate) has_kind: bool,
    pub(crate) id: Option<EventId>,
    pub(crate) position: Option<u64>,
    pub(crate) commit: Option<String>,
    pub(crate) recorded_at: Option<String>,
    pub(crate) schema: Option<Schema>,
}

/// The keys of an [`Envelope`].
pub(crate) const ENVELOPE_KEYS: [&str; 6] = ["event", "id", "position", "commit", "recorded_at", "schema"];

impl Envelope {
    /// Takes the value of `key` if the key is one of [`ENVELOPE_KEYS`].
    pub(crate) fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
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
pub(crate) fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
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
pub(crate) fn not_empty<T, E: Error>(list: Option<List<T>>, key: &'static str) -> Result<List<T>, E> {
    match list {
        None => Err(E::missing_field(key)),
        Some(list) if list.is_empty() => {
            Err(E::custom(format_args!("{key:?} is empty; it needs at least one entry")))
        }
        Some(list) => Ok(list),
    }
}

/// The error for a key that `kind` does not have.
pub(crate) fn unknown<E: Error>(key: &str, kind: Kind) -> E {
    let known = kind.fields().iter().chain(&ENVELOPE_KEYS).copied();
    match nearest(key, known.clone()) {
        Some(name) => E::custom(format_args!("{kind} has no field {key:?}{}", did_you_mean(Some(name)))),
        None => {
            let fields = kind.fields().join(", ");
            E::custom(format_args!("{kind} has no field {key:?}; its fields are {fields}"))
        }
    }
}

/// A value that can be made to own its text.
pub(crate) trait Own {
    type Owned;
    fn own(self) -> Self::Owned;
}

impl<T: Own> Own for Option<T> {
    type Owned = Option<T::Owned>;
    fn own(self) -> Self::Owned {
        self.map(T::own)
    }
}

impl<T: Own> Own for List<T> {
    type Owned = List<T::Owned>;
    fn own(self) -> Self::Owned {
        self.into_iter().map(T::own).collect()
    }
}

impl Own for Cow<'_, str> {
    type Owned = Cow<'static, str>;
    fn own(self) -> Cow<'static, str> {
        Cow::Owned(self.into_owned())
    }
}

macro_rules! own {
    (texts $($Name:ident)*; plain $($Plain:ident)*) => {
        $(impl Own for $Name<'_> {
            type Owned = $Name<'static>;
            fn own(self) -> Self::Owned {
                self.into_owned()
            }
        })*
        $(impl Own for $Plain {
            type Owned = $Plain;
            fn own(self) -> Self::Owned {
                self
            }
        })*
    };
}

macro_rules! own_inner {
    ($($Name:ident)*) => {
        $(impl Own for $Name<'_> {
            type Owned = $Name<'static>;
            fn own(self) -> Self::Owned {
                $Name(self.0.into_owned())
            }
        })*
    };
}

own_inner! { Carrier Whole Handle }

own! {
    texts StoryId ActorId ReportId ClaimId EvidenceId DenialId StatementId
        Ref Basis Subject When Archived BearsOn;
    plain ActorKind Extent StatementManner CorrectionManner Finding Relation Reliability Likelihood Confidence
        Credibility Sha256
}
