//! What the table of kinds is turned into: a struct with a builder for each kind, and what they point at.

/// Turns the table in `kinds.rs` into types. See there for the words a field is described with.
macro_rules! kind_types {
    ($(
        $(#[$doc:meta])*
        $Name:ident = $number:literal $word:literal {
            $($field:ident : $count:ident $ty:ty $([$capacity:expr])? $(as $key:literal)?, $fdoc:literal;)*
        }
    )*) => {
        use std::borrow::Cow;
        use std::fmt;

        use super::own::Own;
        use super::visit::{TimeRole, Role, Visit, Visitor};
        use super::words::*;
        use super::{Archived, BearsOn, List, Sha256};
        use crate::reference::{Basis, Carrier, Handle, Ref, Subject, Whole};
        use crate::slug::{ActorId, ClaimId, DenialId, EvidenceId, ReportId, StatementId, StoryId};
        use crate::when::When;

        /// The kinds of events. The number of a kind stands in the binary form; it is never changed and never reused.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $Name = $number),* }

        impl Kind {
            /// Every kind, in the order of their numbers.
            pub const ALL: &'static [Kind] = &[$(Kind::$Name),*];

            /// The number of this kind in the binary form.
            pub const fn number(self) -> u16 {
                self as u16
            }

            /// The kind that has `number` in the binary form.
            pub const fn from_number(number: u16) -> Option<Kind> {
                match number { $($number => Some(Kind::$Name),)* _ => None }
            }

            /// The word for this kind in JSON, as in `"event":"claim_made"`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Kind::$Name => $word),* }
            }

            /// The names of the fields of this kind in JSON, in the order in which they are written.
            pub const fn fields(self) -> &'static [&'static str] {
                match self { $(Kind::$Name => &[$(kind_types!(@key $field $($key)?)),*]),* }
            }
        }

        impl fmt::Display for Kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for Kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for Kind {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        /// What an event says: one of the kinds, with its fields.
        #[derive(Clone, PartialEq, Eq, Debug)]
        #[non_exhaustive]
        pub enum Content<'a> { $($(#[$doc])* $Name($Name<'a>)),* }

        impl<'a> Content<'a> {
            /// Which kind this is.
            pub const fn kind(&self) -> Kind {
                match self { $(Content::$Name(_) => Kind::$Name),* }
            }

            /// Shows `visitor` everything this event points at, field by field.
            pub fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, visitor: &mut V) {
                match self { $(Content::$Name(content) => content.visit(visitor)),* }
            }

            /// The same, owning its text.
            pub fn into_owned(self) -> Content<'static> {
                match self { $(Content::$Name(content) => Content::$Name(content.into_owned())),* }
            }

            /// The first list that holds nothing and must hold something.
            pub(crate) fn empty_list(&self) -> Option<&'static str> {
                match self { $(Content::$Name(content) => content.empty_list()),* }
            }
        }

        $(
            $(#[$doc])*
            #[derive(Clone, PartialEq, Eq, Debug)]
            pub struct $Name<'a> { $(#[doc = $fdoc] pub $field: kind_types!(@type $count $ty)),* }

            impl<'a> $Name<'a> {
                kind_types!(@new $Name [] [] $($field : $count $ty;)*);

                $(kind_types!(@setter $field : $count $ty, $fdoc);)*

                fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, visitor: &mut V) {
                    let _ = &visitor;
                    $($(self.$field.visit($capacity, visitor);)?)*
                }

                fn into_owned(self) -> $Name<'static> {
                    $Name { $($field: Own::own(self.$field)),* }
                }

                fn empty_list(&self) -> Option<&'static str> {
                    $(kind_types!(@empty $count kind_types!(@key $field $($key)?), &self.$field);)*
                    None
                }
            }

            impl<'a> From<$Name<'a>> for Content<'a> {
                fn from(content: $Name<'a>) -> Self {
                    Content::$Name(content)
                }
            }
        )*
    };

    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };

    (@type one $ty:ty) => { $ty };
    (@type opt $ty:ty) => { Option<$ty> };
    (@type many $ty:ty) => { List<$ty> };
    (@type list $ty:ty) => { List<$ty> };

    // The constructor takes what must be given, in the order of the table.
    (@new $Name:ident [$($arg:tt)*] [$($init:tt)*]) => {
        /// Takes what must be given; what may be left out is added by the methods named for it.
        pub fn new($($arg)*) -> Self {
            Self { $($init)* }
        }
    };
    (@new $Name:ident [$($arg:tt)*] [$($init:tt)*] $field:ident : one $ty:ty; $($rest:tt)*) => {
        kind_types!(@new $Name [$($arg)* $field: impl Into<$ty>,] [$($init)* $field: $field.into(),] $($rest)*);
    };
    (@new $Name:ident [$($arg:tt)*] [$($init:tt)*] $field:ident : many $ty:ty; $($rest:tt)*) => {
        kind_types!(@new $Name
            [$($arg)* $field: impl IntoIterator<Item = impl Into<$ty>>,]
            [$($init)* $field: $field.into_iter().map(Into::into).collect(),] $($rest)*);
    };
    (@new $Name:ident [$($arg:tt)*] [$($init:tt)*] $field:ident : $count:ident $ty:ty; $($rest:tt)*) => {
        kind_types!(@new $Name [$($arg)*] [$($init)* $field: Default::default(),] $($rest)*);
    };

    (@setter $field:ident : opt $ty:ty, $fdoc:literal) => {
        #[doc = concat!("Adds: ", $fdoc)]
        #[must_use]
        pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
            self.$field = Some($field.into());
            self
        }
    };
    (@setter $field:ident : list $ty:ty, $fdoc:literal) => {
        #[doc = concat!("Adds: ", $fdoc)]
        #[must_use]
        pub fn $field(mut self, $field: impl IntoIterator<Item = impl Into<$ty>>) -> Self {
            self.$field.extend($field.into_iter().map(Into::into));
            self
        }
    };
    (@setter $field:ident : $count:ident $ty:ty, $fdoc:literal) => {};

    (@empty many $key:expr, $value:expr) => { if $value.is_empty() { return Some($key); } };
    (@empty $count:ident $key:expr, $value:expr) => {};
}

pub(crate) use kind_types;
