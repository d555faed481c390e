//! When an act took place, as it was said: an EDTF expression, or a phrase and the date it hangs from.
//!
//! What the words mean is the matter of `onrecord-when`; an event only keeps them.

use std::borrow::Cow;
use std::fmt;

use onrecord_when::{Edtf, EdtfError};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::reference::RefError;
use crate::slug::ReportId;
use crate::text::Text;

/// A time in the world, as somebody said it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum When<'a> {
    /// An expression of ISO 8601-2, such as `2022-08` or `2023-02-10T14:00:00Z`.
    Edtf(Edtf),
    /// Words, such as "since at least August".
    Phrase {
        /// The words.
        phrase: Cow<'a, str>,
        /// What they are relative to, where that is on record.
        anchor: Option<Anchor<'a>>,
    },
}

/// What a phrase such as "last month" is relative to.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Anchor<'a> {
    /// A date.
    Date(Edtf),
    /// A report: the phrase hangs from the day it was published, which may yet be unknown.
    Report(ReportId<'a>),
}

impl<'a> When<'a> {
    /// Reads an EDTF expression.
    ///
    /// # Errors
    /// [`EdtfError`] names the offset and what would be right there.
    pub fn edtf(text: &str) -> Result<Self, EdtfError> {
        text.parse().map(When::Edtf)
    }

    /// Keeps `phrase`, relative to nothing yet.
    pub fn phrase(phrase: impl Into<Cow<'a, str>>) -> Self {
        When::Phrase { phrase: phrase.into(), anchor: None }
    }

    /// The same words, hanging from `anchor`; an EDTF expression hangs from nothing and stays as it is.
    #[must_use]
    pub fn from_anchor(self, anchor: impl Into<Anchor<'a>>) -> Self {
        match self {
            When::Phrase { phrase, .. } => When::Phrase { phrase, anchor: Some(anchor.into()) },
            edtf => edtf,
        }
    }

    /// What the phrase hangs from, if anything.
    pub fn anchor(&self) -> Option<&Anchor<'a>> {
        match self {
            When::Phrase { anchor, .. } => anchor.as_ref(),
            When::Edtf(_) => None,
        }
    }

    /// The same, owning its text.
    pub fn into_owned(self) -> When<'static> {
        match self {
            When::Edtf(edtf) => When::Edtf(edtf),
            When::Phrase { phrase, anchor } => When::Phrase {
                phrase: Cow::Owned(phrase.into_owned()),
                anchor: anchor.map(|anchor| match anchor {
                    Anchor::Date(date) => Anchor::Date(date),
                    Anchor::Report(report) => Anchor::Report(report.into_owned()),
                }),
            },
        }
    }
}

impl<'a> From<ReportId<'a>> for Anchor<'a> {
    fn from(report: ReportId<'a>) -> Self {
        Anchor::Report(report)
    }
}

impl<'a> From<&'a ReportId<'_>> for Anchor<'a> {
    fn from(report: &'a ReportId<'_>) -> Self {
        Anchor::Report(report.borrowed())
    }
}

impl From<Edtf> for Anchor<'_> {
    fn from(date: Edtf) -> Self {
        Anchor::Date(date)
    }
}

impl fmt::Display for When<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Edtf(edtf) => edtf.fmt(f),
            When::Phrase { phrase, .. } => f.write_str(phrase),
        }
    }
}

impl fmt::Debug for When<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Edtf(edtf) => write!(f, "{edtf}"),
            When::Phrase { phrase, anchor: None } => write!(f, "{phrase:?}"),
            When::Phrase { phrase, anchor: Some(anchor) } => write!(f, "{phrase:?} from {anchor}"),
        }
    }
}

impl fmt::Display for Anchor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Anchor::Date(date) => date.fmt(f),
            Anchor::Report(report) => write!(f, "report:{report}"),
        }
    }
}

impl fmt::Debug for Anchor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads an anchor: `report:slug`, or an EDTF date.
fn parse_anchor(text: &str) -> Result<Anchor<'static>, String> {
    match text.split_once(':') {
        Some(("report", slug)) => {
            slug.parse().map(Anchor::Report).map_err(|error| RefError::from(error).to_string())
        }
        _ => text
            .parse()
            .map(Anchor::Date)
            .map_err(|error: EdtfError| format!("{error}; an anchor is a date or \"report:…\"")),
    }
}

impl Serialize for Anchor<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Anchor<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parse_anchor(&Text::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseForm<'a> {
    phrase: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    anchor: Option<Anchor<'a>>,
}

impl Serialize for When<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            When::Edtf(edtf) => serializer.collect_str(edtf),
            When::Phrase { phrase, anchor } => {
                PhraseForm { phrase: Cow::Borrowed(phrase), anchor: anchor.clone() }.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for When<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WhenVisitor)
    }
}

struct WhenVisitor;

impl<'de> de::Visitor<'de> for WhenVisitor {
    type Value = When<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "an EDTF date such as \"2022-08\", or {\"phrase\":\"last month\",\"anchor\":\"report:…\"}",
        )
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        When::edtf(text).map_err(|error| {
            E::custom(format_args!(
                "{error}; words such as \"last month\" are written {{\"phrase\":\"last month\"}}"
            ))
        })
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let form = PhraseForm::deserialize(de::value::MapAccessDeserializer::new(map))?;
        if form.phrase.trim().is_empty() {
            return Err(de::Error::custom("the phrase is empty; leave the field out where no time was said"));
        }
        Ok(When::Phrase { phrase: Cow::Owned(form.phrase.into_owned()), anchor: form.anchor })
    }
}
