//! The fields of each kind as they stand in a line, made of the table of kinds.

use std::borrow::Cow;

use serde::de::{Error as _, MapAccess};
use serde::ser::SerializeMap;

use super::envelope::{Envelope, fill, not_empty, unknown};
use crate::event::*;
use crate::event::{Own, kind_types, kinds};
use crate::reference::{Basis, Carrier, Handle, Ref, Subject, Whole};
use crate::slug::{ActorId, ClaimId, DenialId, EvidenceId, ReportId, StatementId, StoryId};
use crate::text::Text;
use crate::when::When;

/// A kind whose fields are entries of a JSON object.
trait Fields<'a>: Sized {
    type Owned;
    /// Reads the fields from the rest of an object.
    fn read<'de, A: MapAccess<'de>>(map: A, envelope: &mut Envelope) -> Result<Self::Owned, A::Error>;
    /// Writes the fields that are present.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

macro_rules! fields {
    ($(
        $(#[$doc:meta])*
        $Name:ident = $number:literal $word:literal {
            $($field:ident : $count:ident $ty:ty $([$capacity:expr])? $(as $key:literal)?, $fdoc:literal;)*
        }
    )*) => {
        /// Reads the fields of `kind` from the rest of a JSON object.
        pub(super) fn read<'de, A: MapAccess<'de>>(
            kind: Kind,
            map: A,
            envelope: &mut Envelope,
        ) -> Result<Content<'static>, A::Error> {
            match kind { $(Kind::$Name => <$Name<'_> as Fields<'_>>::read(map, envelope).map(Content::$Name)),* }
        }

        /// Writes the fields that are present as entries of a JSON object.
        pub(super) fn write<M: SerializeMap>(content: &Content<'_>, map: &mut M) -> Result<(), M::Error> {
            match content { $(Content::$Name(content) => content.write(map)),* }
        }

        $(
            impl<'a> Fields<'a> for $Name<'a> {
                type Owned = $Name<'static>;

                fn read<'de, A: MapAccess<'de>>(
                    mut map: A,
                    envelope: &mut Envelope,
                ) -> Result<$Name<'static>, A::Error> {
                    $(let mut $field: Option<kind_types!(@type $count $ty)> = None;)*
                    while let Some(key) = map.next_key::<Text<'de>>()? {
                        match &*key {
                            $(kind_types!(@key $field $($key)?) => fill(&mut $field, kind_types!(@key $field $($key)?), &mut map)?,)*
                            key if envelope.take(key, &mut map)? => {}
                            key => return Err(unknown(key, Kind::$Name)),
                        }
                    }
                    Ok($Name { $($field: Own::own(fields!(@finish $count $field kind_types!(@key $field $($key)?)))),* })
                }

                fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                    $(fields!(@write $count map, kind_types!(@key $field $($key)?), &self.$field);)*
                    Ok(())
                }
            }
        )*
    };

    (@finish one $field:ident $key:expr) => { $field.ok_or_else(|| A::Error::missing_field($key))? };
    (@finish opt $field:ident $key:expr) => { $field.flatten() };
    (@finish list $field:ident $key:expr) => { $field.unwrap_or_default() };
    (@finish many $field:ident $key:expr) => { not_empty($field, $key)? };

    (@write one $map:ident, $key:expr, $value:expr) => { $map.serialize_entry($key, $value)?; };
    (@write opt $map:ident, $key:expr, $value:expr) => {
        if let Some(value) = $value { $map.serialize_entry($key, value)?; }
    };
    (@write many $map:ident, $key:expr, $value:expr) => { $map.serialize_entry($key, $value)?; };
    (@write list $map:ident, $key:expr, $value:expr) => {
        if !$value.is_empty() { $map.serialize_entry($key, $value)?; }
    };
}

kinds!(fields);
