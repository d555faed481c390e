//! The tables in which rows and their words are declared.

/// Declares rows, and the objects nested in them. Each field's type says what the field holds; see
/// [`Field`](crate::rows::Field). `#[because(..)]` names the fields that a field is derived from.
///
/// The comments become the documentation of the schema. [The module](mod@crate::rows) has an example.
#[macro_export]
macro_rules! rows {
    ($(
        $(#[doc = $doc:literal])*
        $(#[derive($($Derived:ident),* $(,)?)])?
        $vis:vis struct $Name:ident {
            $(
                $(#[doc = $field_doc:literal])*
                $(#[because($($behind:ident),+ $(,)?)])?
                $field_vis:vis $field:ident: $Type:ty
            ),* $(,)?
        }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Debug $($(, $Derived)*)?)]
        $vis struct $Name {
            $($(#[doc = $field_doc])* $field_vis $field: $Type),*
        }

        const _: () = $crate::rows::sealed::check(<$Name as $crate::rows::Row>::SCHEMA);

        impl $crate::rows::sealed::Table for $Name {}

        impl $crate::rows::Row for $Name {
            const SCHEMA: &'static [$crate::rows::Column] = &[$($crate::rows::Column {
                name: stringify!($field),
                doc: concat!($($field_doc),*).trim_ascii(),
                is: <$Type as $crate::rows::Field>::TYPE,
                because: &[$($(stringify!($behind)),+)?],
            }),*];

            fn write_fields<M: $crate::rows::sealed::serde::ser::SerializeMap>(
                &self,
                object: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                $(object.serialize_entry(stringify!($field), &self.$field)?;)*
                ::core::result::Result::Ok(())
            }

            fn visit_column(&self, column: &str, visitor: &mut dyn $crate::rows::RowVisitor) {
                // A field that is derived from another one names a field that there is.
                $($(let _ = ($(&self.$behind),+);)?)*
                match column {
                    $(stringify!($field) => $crate::rows::Field::visit(
                        &self.$field,
                        &$crate::rows::Path::ROW.to(stringify!($field)),
                        visitor,
                    ),)*
                    _ => {}
                }
            }
        }

        impl $crate::rows::Field for $Name {
            const TYPE: $crate::rows::Type = $crate::rows::Type::Nested(<$Name as $crate::rows::Row>::SCHEMA);

            fn visit(&self, path: &$crate::rows::Path<'_>, visitor: &mut dyn $crate::rows::RowVisitor) {
                visitor.begin_object(path);
                $($crate::rows::Field::visit(&self.$field, &path.to(stringify!($field)), visitor);)*
                visitor.end_object(path);
            }
        }

        impl $crate::rows::sealed::serde::Serialize for $Name {
            fn serialize<S: $crate::rows::sealed::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                use $crate::rows::sealed::serde::ser::SerializeMap;
                let len = <$Name as $crate::rows::Row>::SCHEMA.len();
                let mut object = serializer.serialize_map(::core::option::Option::Some(len))?;
                $crate::rows::Row::write_fields(self, &mut object)?;
                object.end()
            }
        }
    )*};
}

/// Declares closed lists of words for [`rows!`](crate::rows!): an enum, the word of each variant in JSON, and all of them
/// for the schema. [The module](mod@crate::rows) has an example.
#[macro_export]
macro_rules! words {
    ($(
        $(#[$doc:meta])*
        $vis:vis enum $Name:ident {
            $($(#[$word_doc:meta])* $Variant:ident = $word:literal),* $(,)?
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        $vis enum $Name {
            $($(#[$word_doc])* $Variant),*
        }

        impl $Name {
            /// Every word, in order.
            pub const ALL: &'static [$Name] = &[$($Name::$Variant),*];

            /// The word as it stands in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($Name::$Variant => $word),*
                }
            }
        }

        impl $crate::rows::Field for $Name {
            const TYPE: $crate::rows::Type = $crate::rows::Type::Word(&[$($word),*]);

            fn visit(&self, path: &$crate::rows::Path<'_>, visitor: &mut dyn $crate::rows::RowVisitor) {
                visitor.word(path, self.as_str());
            }
        }

        impl $crate::rows::sealed::serde::Serialize for $Name {
            fn serialize<S: $crate::rows::sealed::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )*};
}
