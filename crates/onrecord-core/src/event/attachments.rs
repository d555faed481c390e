//! The small structured values that some events carry: a kept copy, a bearing on a claim, a hash.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use super::Bearing;
use super::visit::{TimeRole, Visit, Visitor};
use crate::slug::ClaimId;
use crate::when::When;

/// A kept copy of a report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = r#"a kept copy, as {"url":"…","sha256":"…","when":"…"}"#)]
pub struct Archived<'a> {
    /// Where the copy can be read.
    pub url: Cow<'a, str>,
    /// The hash of its bytes.
    pub sha256: Sha256,
    /// When it was kept.
    pub when: When<'a>,
}

impl Archived<'_> {
    /// The same, owning its text.
    pub fn into_owned(self) -> Archived<'static> {
        let Archived { url, sha256, when } = self;
        Archived { url: Cow::Owned(url.into_owned()), sha256, when: when.into_owned() }
    }
}

impl Visit<()> for Archived<'_> {
    fn visit<'e, V: Visitor<'e> + ?Sized>(&'e self, (): (), visitor: &mut V) {
        self.when.visit(TimeRole::Archived, visitor);
    }
}

/// What a piece of evidence does for one claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = r#"a claim and what is done for it, as {"claim":"…","bearing":"supports"}"#
)]
pub struct BearsOn<'a> {
    /// The claim.
    pub claim: ClaimId<'a>,
    /// What it does for it.
    pub bearing: Bearing,
}

impl BearsOn<'_> {
    /// The same, owning its text.
    pub fn into_owned(self) -> BearsOn<'static> {
        BearsOn { claim: self.claim.into_owned(), bearing: self.bearing }
    }
}

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256(pub [u8; 32]);

/// A text is not 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{text:?} is not a SHA-256; write 64 hexadecimal digits")]
pub struct Sha256Error {
    text: String,
}

impl FromStr for Sha256 {
    type Err = Sha256Error;
    fn from_str(text: &str) -> Result<Self, Sha256Error> {
        let error = || Sha256Error { text: text.to_owned() };
        let digits: Vec<u8> = text
            .chars()
            .map(|c| c.to_digit(16).map(|digit| digit as u8))
            .collect::<Option<_>>()
            .ok_or_else(error)?;
        let pairs: Vec<u8> =
            digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        match <[u8; 32]>::try_from(pairs) {
            Ok(bytes) if digits.len() == 64 => Ok(Sha256(bytes)),
            _ => Err(error()),
        }
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Sha256 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
