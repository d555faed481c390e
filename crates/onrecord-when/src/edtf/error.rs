//! Where an EDTF expression goes wrong, and what would be right there.

use std::borrow::Cow;

use thiserror::Error;

/// What was found where an EDTF expression went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("at byte {offset}: found {}, expected {expected}", shown(.found))]
pub struct EdtfError {
    /// The byte at which the wrong part begins; the length of the text where something is missing at its end.
    pub offset: usize,
    /// The wrong part, as written; empty at the end of the text.
    pub found: String,
    /// What would be right there.
    pub expected: Cow<'static, str>,
}

fn shown(found: &str) -> String {
    if found.is_empty() { "the end".to_owned() } else { format!("{found:?}") }
}
