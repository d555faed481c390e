//! The closed vocabularies that events use: what kind of actor, how far a denial goes, how sure a judgement is.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::nearest::{did_you_mean, nearest};

/// Declares vocabularies: the word in JSON, and the number in the binary form, given by hand and never reused.
macro_rules! words {
    ($($(#[$doc:meta])* $Name:ident { $($(#[$vdoc:meta])* $Variant:ident = $number:literal $word:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
        pub enum $Name { $($(#[$vdoc])* #[serde(rename = $word)] $Variant),* }

        impl $Name {
            /// Every word of this vocabulary, in order.
            pub const ALL: &'static [$Name] = &[$($Name::$Variant),*];

            /// The word as it stands in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $($Name::$Variant => $word),* }
            }

            /// The number of this word in the binary form.
            pub const fn number(self) -> u8 {
                match self { $($Name::$Variant => $number),* }
            }

            /// The word that has `number` in the binary form.
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some($Name::$Variant),)* _ => None }
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = crate::text::Text::deserialize(deserializer)?;
                let known = $Name::ALL.iter().find(|known| known.as_str() == &*word);
                known.copied().ok_or_else(|| D::Error::custom(no_such_word(&word, &[$($word),*])))
            }
        }
    )*};
}

/// Says which words can stand where `word` does, and which one may have been meant.
fn no_such_word(word: &str, known: &[&str]) -> String {
    let suggestion = did_you_mean(nearest(word, known.iter().copied()));
    format!("{word:?} is not one of the words that can stand here: {}{suggestion}", known.join(", "))
}

words! {
    /// What sort of actor somebody is.
    ActorKind {
        /// One human being.
        Person = 1 "person",
        /// A body that is none of the others.
        Organisation = 2 "organisation",
        /// A state, a ministry, an authority.
        Government = 3 "government",
        /// A newspaper, a broadcaster, a site.
        Outlet = 4 "outlet",
        /// A news agency, whose text others publish.
        Agency = 5 "agency",
        /// An account on a network.
        Account = 6 "account",
        /// People taken together, such as "allies of the US".
        Group = 7 "group",
    }
    /// How much of what it answers a denial or an acknowledgement covers.
    Extent {
        /// All of it.
        Full = 1 "full",
        /// Some of it, and it says which.
        Partial = 2 "partial",
        /// It does not say which ("not accurate").
        Unspecific = 3 "unspecific",
    }
    /// What a statement does, when it neither denies nor acknowledges.
    StatementManner {
        /// Recites a standing policy.
        PolicyLine = 1 "policy_line",
        /// Turns to something else.
        Deflection = 2 "deflection",
        /// Accuses the accuser, or a third party.
        CounterAccusation = 3 "counter_accusation",
        /// Adds background.
        Context = 4 "context",
        /// Promises something.
        Pledge = 5 "pledge",
    }
    /// How a publisher changed what it had published.
    CorrectionManner {
        /// The text was changed, and the report says so.
        Correction = 1 "correction",
        /// An agency sent a corrected version to its clients.
        Corrective = 2 "corrective",
        /// A text was sent again for reasons other than its facts.
        Refile = 3 "refile",
    }
    /// What an examination of a piece of evidence found.
    Finding {
        /// It is what it is said to be.
        Authentic = 1 "authentic",
        /// It was changed.
        Altered = 2 "altered",
        /// It is real, but of another place, time or matter.
        Miscaptioned = 3 "miscaptioned",
        /// It was made up.
        Fabricated = 4 "fabricated",
        /// The examination could not tell.
        Inconclusive = 5 "inconclusive",
    }
    /// What a piece of evidence does for a claim.
    Bearing {
        /// It speaks for the claim.
        Supports = 1 "supports",
        /// It speaks against the claim.
        Undermines = 2 "undermines",
        /// It does neither, but belongs beside it.
        Context = 3 "context",
    }
    /// How one claim stands to another; the two stay two.
    Relation {
        /// Both allege the same thing in other words.
        SameAs = 1 "same_as",
        /// The first alleges more precisely what the other alleges.
        Narrows = 2 "narrows",
        /// Both cannot hold.
        Contradicts = 3 "contradicts",
        /// The first takes the place of the other.
        Supersedes = 4 "supersedes",
    }
    /// Reliability of a source on the Admiralty code, one of its two axes.
    Reliability {
        /// Completely reliable.
        A = 1 "A",
        /// Usually reliable.
        B = 2 "B",
        /// Fairly reliable.
        C = 3 "C",
        /// Not usually reliable.
        D = 4 "D",
        /// Unreliable.
        E = 5 "E",
        /// Reliability cannot be judged.
        F = 6 "F",
    }
    /// How likely a claim is judged to be, in the words of US Intelligence Community Directive 203.
    Likelihood {
        /// 1 to 5 %.
        AlmostNoChance = 1 "almost_no_chance",
        /// 5 to 20 %.
        VeryUnlikely = 2 "very_unlikely",
        /// 20 to 45 %.
        Unlikely = 3 "unlikely",
        /// 45 to 55 %.
        RoughlyEvenChance = 4 "roughly_even_chance",
        /// 55 to 80 %.
        Likely = 5 "likely",
        /// 80 to 95 %.
        VeryLikely = 6 "very_likely",
        /// 95 to 99 %.
        AlmostCertain = 7 "almost_certain",
    }
    /// How well founded a judgement is, apart from how likely it makes the claim.
    Confidence {
        /// Scant or doubtful information.
        Low = 1 "low",
        /// Credible, but not enough for more.
        Moderate = 2 "moderate",
        /// Good information from several sides.
        High = 3 "high",
    }
}

/// Credibility of information on the Admiralty code, its other axis: 1 (confirmed by other independent sources) to 6
/// (truth cannot be judged).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "u8")]
pub struct Credibility(u8);

impl Credibility {
    /// Confirmed by other independent sources.
    pub const CONFIRMED: Credibility = Credibility(1);

    /// The grade `grade`, from 1 to 6; `None` for any other number.
    pub const fn new(grade: u8) -> Option<Credibility> {
        if matches!(grade, 1..=6) { Some(Credibility(grade)) } else { None }
    }

    /// The grade, from 1 to 6.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Credibility {
    type Error = String;
    fn try_from(grade: u8) -> Result<Self, String> {
        i64::from(grade).try_into()
    }
}

impl TryFrom<i64> for Credibility {
    type Error = String;
    fn try_from(grade: i64) -> Result<Self, String> {
        let on_the_code = u8::try_from(grade).ok().and_then(Credibility::new);
        on_the_code
            .ok_or_else(|| format!("credibility {grade} is not on the Admiralty code; it goes from 1 to 6"))
    }
}

impl From<Credibility> for u8 {
    fn from(credibility: Credibility) -> u8 {
        credibility.0
    }
}
