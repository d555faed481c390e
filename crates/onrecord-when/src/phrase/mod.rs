//! What does a phrase say about time, and what does it come to once its anchor is known?

mod reading;

use crate::bounds::Bounds;
pub use reading::{Explanation, Reading};

/// A phrase, read once; [`resolve`](Self::resolve) may then be asked for any anchor.
#[derive(Clone, Debug)]
pub struct Phrase<'t> {
    text: &'t str,
}

impl<'t> Phrase<'t> {
    /// Reads a phrase in any of the languages known, English first.
    pub fn parse(text: &'t str) -> Phrase<'t> {
        Phrase { text }
    }

    /// Reads a phrase and resolves it against its anchor: the date of the text in which it was said.
    pub fn read(text: &str, anchor: Option<&Bounds>) -> Reading {
        Phrase::parse(text).resolve(anchor)
    }

    /// The phrase as said.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// What the phrase comes to, hung from `anchor`.
    pub fn resolve(&self, _anchor: Option<&Bounds>) -> Reading {
        Reading::unreadable()
    }
}
