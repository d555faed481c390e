//! The short names a person can type: one type for each sort of thing a record names.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// The longest slug accepted, in bytes.
pub const SLUG_BYTES_MAX: usize = 96;

/// Why a text is not a slug.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SlugError {
    /// Nothing was given.
    #[error("a slug is empty; write one such as \"harbour-crates\"")]
    Empty,
    /// The text is longer than [`SLUG_BYTES_MAX`].
    #[error("a slug of {bytes} bytes is too long; at most {SLUG_BYTES_MAX} are allowed")]
    TooLong {
        /// How long the text was.
        bytes: usize,
    },
    /// A character that a slug may not hold.
    #[error("{found:?} at byte {offset} of {slug:?} does not belong in a slug; try {suggestion:?}")]
    BadCharacter {
        /// The text as given.
        slug: String,
        /// Where the character stands, in bytes.
        offset: usize,
        /// The character.
        found: char,
        /// The nearest text that is a slug.
        suggestion: String,
    },
}

/// Checks that `text` is a slug: lower-case ASCII letters, digits, and inside it `-`, `_` and `.`.
///
/// # Errors
/// [`SlugError`] says which rule was broken and where.
pub fn check_slug(text: &str) -> Result<(), SlugError> {
    if text.len() <= SLUG_BYTES_MAX && begins_slug(text) && all_in_slugs(text.as_bytes()) {
        return Ok(());
    }
    Err(why_no_slug(text))
}

/// Whether a slug may begin as `text` does. A slug is never empty.
pub(crate) fn begins_slug(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'a'..=b'z' | b'0'..=b'9'))
}

/// Whether every byte may stand inside a slug. Sixteen are looked at together; the last sixteen may overlap those before.
pub(crate) fn all_in_slugs(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk::<16>() else {
        return bytes.iter().all(|byte| in_slugs(*byte));
    };
    bytes.as_chunks().0.iter().all(chunk_in_slugs) && chunk_in_slugs(last)
}

#[inline(always)]
fn chunk_in_slugs(chunk: &[u8; 16]) -> bool {
    chunk.iter().fold(true, |all, byte| all & in_slugs(*byte))
}

/// Without a branch, so that it can be asked of many bytes by one instruction. From `-` to `9` only `/` is none.
const fn in_slugs(byte: u8) -> bool {
    (byte.wrapping_sub(b'a') < 26) | ((byte.wrapping_sub(b'-') < 13) & (byte != b'/')) | (byte == b'_')
}

#[cold]
fn why_no_slug(text: &str) -> SlugError {
    if text.len() > SLUG_BYTES_MAX {
        return SlugError::TooLong { bytes: text.len() };
    }
    let is_bad = |offset, c: char| {
        let inside = u8::try_from(c).is_ok_and(in_slugs);
        !inside || (offset == 0 && !c.is_ascii_alphanumeric())
    };
    match text.char_indices().find(|&(offset, c)| is_bad(offset, c)) {
        None => SlugError::Empty,
        Some((offset, found)) => {
            SlugError::BadCharacter { slug: text.to_owned(), offset, found, suggestion: slugify(text) }
        }
    }
}

/// The nearest slug to `text`: lower case, with every run of other characters made one hyphen.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(SLUG_BYTES_MAX));
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() == SLUG_BYTES_MAX {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

/// What is named by a slug of one sort.
pub(crate) trait Slugged<'a>: Sized {
    fn slug(&self) -> &str;

    /// Takes a text that was found to be a slug; see [`begins_slug`] and [`all_in_slugs`].
    fn of_checked(text: &'a str) -> Self;
}

macro_rules! slug_types {
    ($($(#[$doc:meta])* $Name:ident = $sort:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name<'a>(Cow<'a, str>);

        impl<'a> $Name<'a> {
            /// Takes `text` as a slug of this sort.
            ///
            /// # Errors
            /// [`SlugError`] when `text` is not a slug; see [`check_slug`].
            pub fn new(text: impl Into<Cow<'a, str>>) -> Result<Self, SlugError> {
                let text = text.into();
                check_slug(&text)?;
                Ok($Name(text))
            }

            /// The slug as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text of the slug, taken out of it.
            pub fn into_text(self) -> Cow<'a, str> {
                self.0
            }

            /// The same slug, borrowed from this one.
            pub fn borrowed(&self) -> $Name<'_> {
                $Name(Cow::Borrowed(&self.0))
            }

            /// The same slug, owning its text.
            pub fn into_owned(self) -> $Name<'static> {
                $Name(Cow::Owned(self.0.into_owned()))
            }
        }

        impl<'a> Slugged<'a> for $Name<'a> {
            fn slug(&self) -> &str {
                &self.0
            }
            fn of_checked(text: &'a str) -> Self {
                $Name(Cow::Borrowed(text))
            }
        }

        impl<'a> From<&'a $Name<'_>> for $Name<'a> {
            fn from(slug: &'a $Name<'_>) -> Self {
                slug.borrowed()
            }
        }

        impl FromStr for $Name<'static> {
            type Err = SlugError;
            fn from_str(text: &str) -> Result<Self, SlugError> {
                $Name::new(text.to_owned())
            }
        }

        impl fmt::Display for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $Name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($Name), self.0)
            }
        }

        impl Serialize for $Name<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $Name<'_> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                match text.split_once(':') {
                    Some(($sort, slug)) => $Name::new(slug.to_owned()).map_err(de::Error::custom),
                    Some(_) => Err(de::Error::custom(format_args!(
                        concat!("{:?} cannot stand here; ", $sort, ":… can"), text
                    ))),
                    None => $Name::new(text).map_err(de::Error::custom),
                }
            }
        }
    )*};
}

slug_types! {
    /// Names a story: a timeline that events belong to.
    StoryId = "story"
    /// Names an actor: whoever reports, claims, denies or is spoken of.
    ActorId = "actor"
    /// Names a report: something published.
    ReportId = "report"
    /// Names a claim: something alleged.
    ClaimId = "claim"
    /// Names a piece of evidence.
    EvidenceId = "evidence"
    /// Names a denial.
    DenialId = "denial"
    /// Names a statement that is neither a claim nor a denial.
    StatementId = "statement"
    /// Names a source whose identity a report withholds, so that it may be identified later.
    SourceId = "unnamed"
}
