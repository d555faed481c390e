//! What came of a phrase: expression, bounds, and how sure one may be.

use std::borrow::Cow;
use std::fmt;

use crate::bounds::Bounds;
use crate::edtf::Edtf;

/// What a phrase comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The EDTF form, where one exists. Where it says less than the phrase does, [`bounds`](Self::bounds) says the rest.
    pub edtf: Option<Edtf>,
    /// What is known of start and end; unknown throughout where the phrase is not resolved or not understood.
    pub bounds: Bounds,
    /// The phrase is vague ("about", "several", "recently"): the bounds include a documented width, or the EDTF form a `~`.
    pub approximate: bool,
    /// The phrase hangs from an anchor that is not known; it resolves when one is given.
    pub needs_anchor: bool,
    /// Whether the phrase could be read at all. Where it could not, nothing is claimed.
    pub understood: bool,
    /// How it was read, for a person.
    pub explanation: Explanation,
    /// The reading that was set aside: the future one, or the other order of day and month.
    pub alternative: Option<Box<Reading>>,
}

impl Reading {
    /// The reading of a phrase that could not be read.
    pub fn unreadable() -> Reading {
        Reading {
            edtf: None,
            bounds: Bounds::UNKNOWN,
            approximate: false,
            needs_anchor: false,
            understood: false,
            explanation: Explanation::of("this could not be read as a time; it is kept as a phrase"),
            alternative: None,
        }
    }
}

/// How a phrase was read; its `Display` is a clause for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    text: Cow<'static, str>,
}

impl Explanation {
    pub(crate) fn of(text: impl Into<Cow<'static, str>>) -> Explanation {
        Explanation { text: text.into() }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
