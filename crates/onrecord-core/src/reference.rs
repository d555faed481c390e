//! How one event points at what another brought into the record: `sort:slug`.

use std::borrow::Cow;
use std::fmt::{self, Write};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::id::EventId;
use crate::slug::{
    ActorId, ClaimId, DenialId, EvidenceId, ReportId, SlugError, Slugged, SourceId, StatementId, StoryId,
};
use crate::text::Text;

/// The sorts of things a record names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sort {
    /// A timeline.
    Story,
    /// Somebody who acts or is spoken of.
    Actor,
    /// Something published.
    Report,
    /// Something alleged.
    Claim,
    /// Something seen: an image, a document, a recording.
    Evidence,
    /// An answer that says no.
    Denial,
    /// An answer that says neither yes nor no.
    Statement,
    /// A source that a report does not name.
    Unnamed,
    /// One event, by its id.
    Event,
}

impl Sort {
    /// Every sort.
    pub const ALL: &'static [Sort] = &[
        Sort::Story,
        Sort::Actor,
        Sort::Report,
        Sort::Claim,
        Sort::Evidence,
        Sort::Denial,
        Sort::Statement,
        Sort::Unnamed,
        Sort::Event,
    ];

    /// The word before the colon of a reference.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sort::Story => "story",
            Sort::Actor => "actor",
            Sort::Report => "report",
            Sort::Claim => "claim",
            Sort::Evidence => "evidence",
            Sort::Denial => "denial",
            Sort::Statement => "statement",
            Sort::Unnamed => "unnamed",
            Sort::Event => "event",
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A reference to anything a record can name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ref<'a> {
    /// A story.
    Story(StoryId<'a>),
    /// An actor.
    Actor(ActorId<'a>),
    /// A report.
    Report(ReportId<'a>),
    /// A claim.
    Claim(ClaimId<'a>),
    /// A piece of evidence.
    Evidence(EvidenceId<'a>),
    /// A denial.
    Denial(DenialId<'a>),
    /// A statement.
    Statement(StatementId<'a>),
    /// An unnamed source.
    Unnamed(SourceId<'a>),
    /// An event.
    Event(EventId),
}

impl<'a> Ref<'a> {
    /// The reference to what has this slug among the things of one sort; `None` for events, which have none.
    ///
    /// # Errors
    /// [`SlugError`] when `slug` is not one.
    pub fn to_slug(sort: Sort, slug: &'a str) -> Result<Option<Self>, SlugError> {
        Ok(Some(match sort {
            Sort::Story => Ref::Story(StoryId::new(slug)?),
            Sort::Actor => Ref::Actor(ActorId::new(slug)?),
            Sort::Report => Ref::Report(ReportId::new(slug)?),
            Sort::Claim => Ref::Claim(ClaimId::new(slug)?),
            Sort::Evidence => Ref::Evidence(EvidenceId::new(slug)?),
            Sort::Denial => Ref::Denial(DenialId::new(slug)?),
            Sort::Statement => Ref::Statement(StatementId::new(slug)?),
            Sort::Unnamed => Ref::Unnamed(SourceId::new(slug)?),
            Sort::Event => return Ok(None),
        }))
    }

    /// What sort of thing is referred to.
    pub const fn sort(&self) -> Sort {
        match self {
            Ref::Story(_) => Sort::Story,
            Ref::Actor(_) => Sort::Actor,
            Ref::Report(_) => Sort::Report,
            Ref::Claim(_) => Sort::Claim,
            Ref::Evidence(_) => Sort::Evidence,
            Ref::Denial(_) => Sort::Denial,
            Ref::Statement(_) => Sort::Statement,
            Ref::Unnamed(_) => Sort::Unnamed,
            Ref::Event(_) => Sort::Event,
        }
    }

    /// The slug referred to; `None` for an event, which has an id instead.
    pub fn slug(&self) -> Option<&str> {
        Some(match self {
            Ref::Story(id) => id.as_str(),
            Ref::Actor(id) => id.as_str(),
            Ref::Report(id) => id.as_str(),
            Ref::Claim(id) => id.as_str(),
            Ref::Evidence(id) => id.as_str(),
            Ref::Denial(id) => id.as_str(),
            Ref::Statement(id) => id.as_str(),
            Ref::Unnamed(id) => id.as_str(),
            Ref::Event(_) => return None,
        })
    }

    /// The slug referred to, taken out of the reference; `None` for an event.
    pub fn into_slug(self) -> Option<Cow<'a, str>> {
        Some(match self {
            Ref::Story(id) => id.into_text(),
            Ref::Actor(id) => id.into_text(),
            Ref::Report(id) => id.into_text(),
            Ref::Claim(id) => id.into_text(),
            Ref::Evidence(id) => id.into_text(),
            Ref::Denial(id) => id.into_text(),
            Ref::Statement(id) => id.into_text(),
            Ref::Unnamed(id) => id.into_text(),
            Ref::Event(_) => return None,
        })
    }

    /// The same reference, borrowed from this one.
    pub fn borrowed(&self) -> Ref<'_> {
        match self {
            Ref::Story(id) => Ref::Story(id.borrowed()),
            Ref::Actor(id) => Ref::Actor(id.borrowed()),
            Ref::Report(id) => Ref::Report(id.borrowed()),
            Ref::Claim(id) => Ref::Claim(id.borrowed()),
            Ref::Evidence(id) => Ref::Evidence(id.borrowed()),
            Ref::Denial(id) => Ref::Denial(id.borrowed()),
            Ref::Statement(id) => Ref::Statement(id.borrowed()),
            Ref::Unnamed(id) => Ref::Unnamed(id.borrowed()),
            Ref::Event(id) => Ref::Event(*id),
        }
    }

    /// The same reference, owning its text.
    pub fn into_owned(self) -> Ref<'static> {
        match self {
            Ref::Story(id) => Ref::Story(id.into_owned()),
            Ref::Actor(id) => Ref::Actor(id.into_owned()),
            Ref::Report(id) => Ref::Report(id.into_owned()),
            Ref::Claim(id) => Ref::Claim(id.into_owned()),
            Ref::Evidence(id) => Ref::Evidence(id.into_owned()),
            Ref::Denial(id) => Ref::Denial(id.into_owned()),
            Ref::Statement(id) => Ref::Statement(id.into_owned()),
            Ref::Unnamed(id) => Ref::Unnamed(id.into_owned()),
            Ref::Event(id) => Ref::Event(id),
        }
    }

    /// Reads `sort:slug`, or `event:` with a UUID.
    ///
    /// # Errors
    /// [`RefError`] when the sort is missing or unknown, or what follows it is not a slug or a UUID.
    pub fn parse(text: &'a str) -> Result<Self, RefError> {
        let (sort, slug) = text.split_once(':').ok_or_else(|| RefError::NoSort { text: text.to_owned() })?;
        let known = Sort::ALL.iter().find(|known| known.as_str() == sort);
        let known = known.ok_or_else(|| RefError::UnknownSort { sort: sort.to_owned() })?;
        match Ref::to_slug(*known, slug)? {
            Some(named) => Ok(named),
            None => slug.parse().map(Ref::Event).map_err(|_| RefError::BadEventId { text: slug.to_owned() }),
        }
    }
}

impl fmt::Display for Ref<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ref::Event(id) => write!(f, "event:{id}"),
            named => {
                f.write_str(named.sort().as_str())?;
                f.write_char(':')?;
                f.write_str(named.slug().unwrap_or_default())
            }
        }
    }
}

/// Serde and `Debug` through the text form, which `parse` and `Display` define.
macro_rules! as_text {
    ($Name:ident) => {
        impl fmt::Debug for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $Name<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $Name<'_> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Text::deserialize(deserializer)?;
                $Name::parse(&text).map($Name::into_owned).map_err(de::Error::custom)
            }
        }
    };
}

as_text!(Ref);

/// Why a text is not a reference.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum RefError {
    /// There is no colon.
    #[error(
        "{text:?} does not say what sort of thing it names; write it as \"claim:{text}\" or \"report:{text}\""
    )]
    NoSort {
        /// The text as given.
        text: String,
    },
    /// The word before the colon names no sort.
    #[error("{sort:?} is no sort of reference")]
    UnknownSort {
        /// The word as given.
        sort: String,
    },
    /// What follows `event:` is not a UUID.
    #[error("{text:?} is not the UUID of an event")]
    BadEventId {
        /// The text as given.
        text: String,
    },
    /// The sort exists, but cannot stand here.
    #[error("{found:?} cannot stand here; {expected} can")]
    WrongSort {
        /// The reference as given.
        found: String,
        /// Which forms are allowed.
        expected: &'static str,
    },
    /// What follows the colon is not a slug.
    #[error(transparent)]
    Slug(#[from] SlugError),
}

/// A slug says of which sort it is, and so is a reference by itself.
macro_rules! from_ids {
    ($Name:ident: $($Sort:ident($Id:ident))*) => {$(
        impl<'a> From<$Id<'a>> for $Name<'a> {
            fn from(id: $Id<'a>) -> Self {
                $Name::$Sort(id)
            }
        }

        impl<'a> From<&'a $Id<'_>> for $Name<'a> {
            fn from(id: &'a $Id<'_>) -> Self {
                $Name::$Sort(id.borrowed())
            }
        }
    )*};
}

from_ids! {
    Ref: Story(StoryId) Actor(ActorId) Report(ReportId) Claim(ClaimId) Evidence(EvidenceId) Denial(DenialId)
        Statement(StatementId) Unnamed(SourceId)
}

/// Declares a type that allows some sorts of reference and refuses the others.
macro_rules! narrow_refs {
    ($($(#[$doc:meta])* $Name:ident ($expected:literal) { $($(#[$vdoc:meta])* $Sort:ident($Id:ident)),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name<'a> { $($(#[$vdoc])* $Sort($Id<'a>)),* }

        impl<'a> $Name<'a> {
            /// Reads `sort:slug`.
            ///
            /// # Errors
            /// [`RefError`] when the text is no reference, or one that cannot stand here.
            pub fn parse(text: &'a str) -> Result<Self, RefError> {
                Ref::parse(text)?.try_into()
            }

            /// The same, as a reference of any sort.
            pub fn to_ref(&self) -> Ref<'_> {
                match self { $($Name::$Sort(id) => Ref::$Sort(id.borrowed())),* }
            }

            /// The same, owning its text.
            pub fn into_owned(self) -> $Name<'static> {
                match self { $($Name::$Sort(id) => $Name::$Sort(id.into_owned())),* }
            }
        }

        impl<'a> TryFrom<Ref<'a>> for $Name<'a> {
            type Error = RefError;
            fn try_from(reference: Ref<'a>) -> Result<Self, RefError> {
                match reference {
                    $(Ref::$Sort(id) => Ok($Name::$Sort(id)),)*
                    other => Err(RefError::WrongSort { found: other.to_string(), expected: $expected }),
                }
            }
        }

        from_ids! { $Name: $($Sort($Id))* }

        as_text!($Name);
        impl fmt::Display for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.to_ref(), f)
            }
        }
    )*};
}

narrow_refs! {
    /// What an answer answers, and what a question asks about.
    Subject ("claim:… or report:…") {
        /// A claim, in so many words.
        Claim(ClaimId),
        /// A report, and through it the claims it carries.
        Report(ReportId),
    }
}

/// Declares a slug that JSON shows with its sort before it, because the name of its field does not tell the sort.
macro_rules! sorted_slugs {
    ($($(#[$doc:meta])* $Name:ident($Id:ident) $sort:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $Name<'a>(pub $Id<'a>);

        impl<'a> From<$Id<'a>> for $Name<'a> {
            fn from(id: $Id<'a>) -> Self {
                $Name(id)
            }
        }

        impl<'a> From<&'a $Id<'_>> for $Name<'a> {
            fn from(id: &'a $Id<'_>) -> Self {
                $Name(id.borrowed())
            }
        }

        impl<'a> Slugged<'a> for $Name<'a> {
            fn slug(&self) -> &str {
                self.0.slug()
            }
            fn of_checked(text: &'a str) -> Self {
                $Name($Id::of_checked(text))
            }
        }

        impl Serialize for $Name<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&format_args!(concat!($sort, ":{}"), self.0))
            }
        }

        impl<'de> Deserialize<'de> for $Name<'_> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $Id::deserialize(deserializer).map($Name)
            }
        }
    )*};
}

sorted_slugs! {
    /// The report that carried what somebody said.
    Carrier(ReportId) "report"
    /// The larger claim that a claim is part of.
    Whole(ClaimId) "claim"
    /// An unnamed source.
    Handle(SourceId) "unnamed"
}

/// What a claim or a report rests on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis<'a> {
    /// Another report.
    Report(ReportId<'a>),
    /// A piece of evidence.
    Evidence(EvidenceId<'a>),
    /// Somebody named.
    Actor(ActorId<'a>),
    /// Somebody not named, under a handle of the record-keeper's choosing.
    Unnamed(SourceId<'a>),
    /// Another claim.
    Claim(ClaimId<'a>),
    /// The report does not say.
    Unstated,
}

impl<'a> Basis<'a> {
    /// Reads `sort:slug`, or the word `unstated`.
    ///
    /// # Errors
    /// [`RefError`] when the text is neither, or names a sort that nothing can rest on.
    pub fn parse(text: &'a str) -> Result<Self, RefError> {
        if text == "unstated" { Ok(Basis::Unstated) } else { Ref::parse(text)?.try_into() }
    }

    /// The same as a reference; `None` where nothing is stated.
    pub fn to_ref(&self) -> Option<Ref<'_>> {
        Some(match self {
            Basis::Report(id) => Ref::Report(id.borrowed()),
            Basis::Evidence(id) => Ref::Evidence(id.borrowed()),
            Basis::Actor(id) => Ref::Actor(id.borrowed()),
            Basis::Unnamed(id) => Ref::Unnamed(id.borrowed()),
            Basis::Claim(id) => Ref::Claim(id.borrowed()),
            Basis::Unstated => return None,
        })
    }

    /// The same basis, owning its text.
    pub fn into_owned(self) -> Basis<'static> {
        match self {
            Basis::Report(id) => Basis::Report(id.into_owned()),
            Basis::Evidence(id) => Basis::Evidence(id.into_owned()),
            Basis::Actor(id) => Basis::Actor(id.into_owned()),
            Basis::Unnamed(id) => Basis::Unnamed(id.into_owned()),
            Basis::Claim(id) => Basis::Claim(id.into_owned()),
            Basis::Unstated => Basis::Unstated,
        }
    }
}

from_ids! {
    Basis: Report(ReportId) Evidence(EvidenceId) Actor(ActorId) Unnamed(SourceId) Claim(ClaimId)
}

impl<'a> TryFrom<Ref<'a>> for Basis<'a> {
    type Error = RefError;
    fn try_from(reference: Ref<'a>) -> Result<Self, RefError> {
        const EXPECTED: &str = "report:…, evidence:…, actor:…, unnamed:…, claim:… or \"unstated\"";
        Ok(match reference {
            Ref::Report(id) => Basis::Report(id),
            Ref::Evidence(id) => Basis::Evidence(id),
            Ref::Actor(id) => Basis::Actor(id),
            Ref::Unnamed(id) => Basis::Unnamed(id),
            Ref::Claim(id) => Basis::Claim(id),
            other => return Err(RefError::WrongSort { found: other.to_string(), expected: EXPECTED }),
        })
    }
}

impl fmt::Display for Basis<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_ref() {
            Some(reference) => fmt::Display::fmt(&reference, f),
            None => f.write_str("unstated"),
        }
    }
}

as_text!(Basis);
