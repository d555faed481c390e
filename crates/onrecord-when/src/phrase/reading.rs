//! What came of a phrase: expression, bounds, and how sure one may be.

use std::fmt;

use crate::bounds::Bounds;
use crate::edtf::Edtf;
use crate::tick::Tick;

/// What a phrase comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The EDTF form, where one exists. Where it says less than the phrase does, [`bounds`](Self::bounds) says the rest.
    pub edtf: Option<Edtf>,
    /// What is known of start and end; unknown throughout where the phrase is not resolved or not understood.
    pub bounds: Bounds,
    /// The phrase is vague ("about", "several", "two years ago"): a documented width is in the bounds, or a `~` in the EDTF
    /// form, which [`Edtf::widened_bounds`] makes a width of.
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

/// How a phrase was read; its `Display` is a clause for a person, made only when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub(super) how: How,
    pub(super) language: &'static str,
    /// Words after the date were taken as a remark.
    pub(super) remark: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Unreadable,
    NoSuchDay,
    Waiting,
    Absolute,
    Hung { from: Tick, to: Tick, future: bool, chosen: bool },
    HalfHung,
    Turned,
}

impl Reading {
    /// The reading of what could not be read: nothing is claimed.
    pub fn unreadable() -> Reading {
        Reading::without_time(Explanation::unreadable())
    }

    pub(super) fn without_time(explanation: Explanation) -> Reading {
        Reading {
            edtf: None,
            bounds: Bounds::UNKNOWN,
            approximate: false,
            needs_anchor: false,
            understood: false,
            explanation,
            alternative: None,
        }
    }
}

impl Explanation {
    pub(super) fn unreadable() -> Explanation {
        Explanation { how: How::Unreadable, language: "", remark: false }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.how {
            How::Unreadable => f.write_str("not read as a time; it is kept as a phrase, without a date")?,
            How::NoSuchDay => f.write_str("there is no such day; it is kept as a phrase, without a date")?,
            How::Waiting => f.write_str("it hangs from a date that is not known, and waits for it")?,
            How::Absolute => f.write_str("it stands by itself")?,
            How::Hung { from, to, future, chosen } => write_hung(f, from, to, future, chosen)?,
            How::HalfHung => f.write_str("seen from a date that is known on one side only")?,
            How::Turned => f.write_str("read with day and month the other way round")?,
        }
        if self.remark {
            f.write_str("; what follows it was taken as a remark")?;
        }
        if !self.language.is_empty() {
            write!(f, " ({})", self.language)?;
        }
        Ok(())
    }
}

fn write_hung(f: &mut fmt::Formatter<'_>, from: Tick, to: Tick, future: bool, chosen: bool) -> fmt::Result {
    f.write_str(match (chosen, future) {
        (true, true) => "the next one after ",
        (true, false) => "the last one by ",
        (false, _) => "seen from ",
    })?;
    if from == to { write!(f, "{from}") } else { write!(f, "some day from {from} to {to}") }
}
