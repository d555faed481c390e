//! What a row is the row of, in the form in which people and addresses name it.

use std::fmt::Debug;

use onrecord_core::{
    ActorId, ClaimId, DenialId, EventId, EvidenceId, Position, Ref, ReportId, SourceId, StatementId, StoryId,
};

/// What a row is the row of. Its text says which row is meant, and is read back as the same key.
///
/// | key | text |
/// |---|---|
/// | a position | `34` |
/// | a slug | `shipment-159` |
/// | a reference | `claim:shipment-159` |
/// | several of these | `shipment-159/foreign-ministry` |
pub trait RowKey: Ord + Clone + Debug + Send + Sync + 'static {
    /// The text.
    fn to_text(&self) -> String;

    /// The key with this text; `None` where it is that of no key.
    fn from_text(text: &str) -> Option<Self>;

    /// What the key names on record.
    fn references(&self) -> Vec<Ref<'static>>;
}

/// A key that may be a part of another one: its text holds no `/`.
pub trait KeyPart: RowKey {}

/// Keys that are slugs of one sort.
macro_rules! slugs {
    ($($Id:ident as $Sort:ident)*) => {$(
        impl KeyPart for $Id<'static> {}

        impl RowKey for $Id<'static> {
            fn to_text(&self) -> String {
                self.as_str().to_owned()
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn references(&self) -> Vec<Ref<'static>> {
                vec![Ref::$Sort(self.clone())]
            }
        }
    )*};
}

slugs! {
    StoryId as Story
    ActorId as Actor
    ReportId as Report
    ClaimId as Claim
    EvidenceId as Evidence
    DenialId as Denial
    StatementId as Statement
    SourceId as Unnamed
}

impl KeyPart for Position {}

impl RowKey for Position {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn from_text(text: &str) -> Option<Position> {
        let position = text.parse().ok().and_then(Position::new)?;
        (position.to_text() == text).then_some(position)
    }

    fn references(&self) -> Vec<Ref<'static>> {
        Vec::new()
    }
}

impl KeyPart for EventId {}

impl RowKey for EventId {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn from_text(text: &str) -> Option<EventId> {
        text.parse().ok()
    }

    fn references(&self) -> Vec<Ref<'static>> {
        vec![Ref::Event(*self)]
    }
}

impl KeyPart for Ref<'static> {}

impl RowKey for Ref<'static> {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn from_text(text: &str) -> Option<Ref<'static>> {
        Ref::parse(text).ok().map(Ref::into_owned)
    }

    fn references(&self) -> Vec<Ref<'static>> {
        vec![self.clone()]
    }
}

/// Any text, such as the name of a place.
impl RowKey for String {
    fn to_text(&self) -> String {
        self.clone()
    }

    fn from_text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn references(&self) -> Vec<Ref<'static>> {
        Vec::new()
    }
}

/// The key of a view with one row.
impl RowKey for () {
    fn to_text(&self) -> String {
        String::new()
    }

    fn from_text(text: &str) -> Option<()> {
        text.is_empty().then_some(())
    }

    fn references(&self) -> Vec<Ref<'static>> {
        Vec::new()
    }
}

impl<A: KeyPart, B: KeyPart> RowKey for (A, B) {
    fn to_text(&self) -> String {
        [&*self.0.to_text(), "/", &self.1.to_text()].concat()
    }

    fn from_text(text: &str) -> Option<(A, B)> {
        let (first, second) = text.split_once('/')?;
        Some((A::from_text(first)?, B::from_text(second)?))
    }

    fn references(&self) -> Vec<Ref<'static>> {
        [self.0.references(), self.1.references()].concat()
    }
}

impl<A: KeyPart, B: KeyPart, C: KeyPart> RowKey for (A, B, C) {
    fn to_text(&self) -> String {
        [&*self.0.to_text(), "/", &self.1.to_text(), "/", &self.2.to_text()].concat()
    }

    fn from_text(text: &str) -> Option<(A, B, C)> {
        let (first, rest) = text.split_once('/')?;
        let (second, third) = rest.split_once('/')?;
        Some((A::from_text(first)?, B::from_text(second)?, C::from_text(third)?))
    }

    fn references(&self) -> Vec<Ref<'static>> {
        [self.0.references(), self.1.references(), self.2.references()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<K: RowKey>(text: &str) {
        let key = K::from_text(text).unwrap_or_else(|| panic!("{text:?} is no key"));
        assert_eq!(key.to_text(), text);
    }

    #[test]
    fn a_key_is_read_back_from_its_text() {
        check::<Position>("34");
        check::<ClaimId<'static>>("shipment-159");
        check::<Ref<'static>>("claim:shipment-159");
        check::<(ClaimId<'static>, ActorId<'static>)>("shipment-159/foreign-ministry");
        check::<(ClaimId<'static>, ActorId<'static>, Position)>("shipment-159/foreign-ministry/34");
        check::<()>("");
    }

    #[test]
    fn a_text_that_is_not_written_so_is_that_of_no_key() {
        for text in ["", "0", "034", "+34", "34 ", "-1"] {
            assert_eq!(Position::from_text(text), None, "{text:?}");
        }
        assert_eq!(ClaimId::from_text("Shipment"), None);
        assert_eq!(<(ClaimId<'static>, ActorId<'static>)>::from_text("shipment-159"), None);
        assert_eq!(<(ClaimId<'static>, ActorId<'static>)>::from_text("a/b/c"), None);
        assert_eq!(Ref::from_text("shipment-159"), None);
    }
}
