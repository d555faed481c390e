//! What the phrases of a record come to: each is parsed once, and resolved for every anchor it hangs from.

use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;
use onrecord_when::{Bounds, Phrase, Reading};

/// The most phrases that are kept: people say when in a few hundred ways.
const PHRASES_MAX: usize = 4_096;

/// The phrases parsed so far.
#[derive(Default)]
pub(crate) struct Phrases(Mutex<HashMap<String, Phrase<'static>>>);

impl Phrases {
    /// What `text` comes to, hung from `anchor`.
    pub(crate) fn read(&self, text: &str, anchor: Option<&Bounds>) -> Reading {
        let mut parsed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(phrase) = parsed.get(text) {
            return phrase.resolve(anchor);
        }
        if parsed.len() == PHRASES_MAX {
            parsed.clear();
        }
        let phrase = Phrase::parse(text).into_owned();
        let reading = phrase.resolve(anchor);
        parsed.insert(text.to_owned(), phrase);
        reading
    }
}
