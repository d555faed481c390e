//! What fields of rows can be: the types of the model, and lists and options of them.

use onrecord_core::{
    ActorId, ActorKind, ClaimId, Confidence, CorrectionManner, Credibility, DenialId, EventId, EvidenceId,
    Extent, Finding, Kind, Likelihood, Position, Ref, Reliability, ReportId, Sort, SourceId, StatementId,
    StatementManner, StoryId,
};

use super::{BasisRef, Field, Path, RowVisitor, TextOf, Type};

/// Fields that hold one thing, and the method of the visitor that it is shown to.
macro_rules! fields {
    ($($Name:ty = $is:expr, |$path:ident, $value:ident, $visitor:ident| $shown:expr;)*) => {$(
        impl Field for $Name {
            const TYPE: Type = $is;

            fn visit(&self, $path: &Path<'_>, $visitor: &mut dyn RowVisitor) {
                let $value = self;
                $shown
            }
        }
    )*};
}

fields! {
    Position = Type::Position, |path, value, visitor| visitor.position(path, *value);
    TextOf = Type::TextOf, |path, value, visitor| visitor.text_of(path, value.0);
    EventId = Type::EventId, |path, value, visitor| visitor.event_id(path, *value);
    Ref<'static> = Type::Reference, |path, value, visitor| visitor.reference(path, value.borrowed());
    BasisRef = Type::Basis, |path, value, visitor| match value {
        BasisRef::Stated(to) => visitor.reference(path, to.borrowed()),
        BasisRef::Unstated => visitor.unstated(path),
    };
    u32 = Type::Count, |path, value, visitor| visitor.count(path, u64::from(*value));
    u64 = Type::Count, |path, value, visitor| visitor.count(path, *value);
    bool = Type::Flag, |path, value, visitor| visitor.flag(path, *value);
    String = Type::Text, |path, value, visitor| visitor.text(path, value);
    Credibility = Type::Grade { least: 1, most: 6 }, |path, value, visitor| visitor.grade(path, value.get());
}

/// Slugs, each of one sort.
macro_rules! slugs {
    ($($Id:ident as $Sort:ident)*) => {$(
        impl Field for $Id<'static> {
            const TYPE: Type = Type::Slug(Sort::$Sort);

            fn visit(&self, path: &Path<'_>, visitor: &mut dyn RowVisitor) {
                visitor.reference(path, Ref::$Sort(self.borrowed()));
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

/// The closed vocabularies of events.
macro_rules! vocabularies {
    ($($Name:ident)*) => {$(
        impl Field for $Name {
            const TYPE: Type = Type::Word(&{
                let mut words = [""; $Name::ALL.len()];
                let mut place = 0;
                while place < words.len() {
                    words[place] = $Name::ALL[place].as_str();
                    place += 1;
                }
                words
            });

            fn visit(&self, path: &Path<'_>, visitor: &mut dyn RowVisitor) {
                visitor.word(path, self.as_str());
            }
        }
    )*};
}

vocabularies! { ActorKind Confidence CorrectionManner Extent Finding Kind Likelihood Reliability StatementManner }

impl<T: Field> Field for Option<T> {
    const TYPE: Type = Type::Optional(&T::TYPE);

    fn visit(&self, path: &Path<'_>, visitor: &mut dyn RowVisitor) {
        match self {
            Some(value) => value.visit(path, visitor),
            None => visitor.none(path),
        }
    }
}

impl<T: Field> Field for Vec<T> {
    const TYPE: Type = Type::List(&T::TYPE);

    fn visit(&self, path: &Path<'_>, visitor: &mut dyn RowVisitor) {
        visitor.begin_list(path, self.len());
        self.iter().for_each(|item| item.visit(path, visitor));
        visitor.end_list(path);
    }
}
