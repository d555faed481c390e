//! Which languages are known? One file each; a new one is a new file and a line here.

mod english;
mod french;

use std::sync::OnceLock;

use super::grammar::{Grammar, Language};

static LANGUAGES: [&Language; 2] = [&english::ENGLISH, &french::FRENCH];

/// The grammars, made ready at first use, in the order they are tried.
pub(super) fn grammars() -> &'static [Grammar] {
    static READY: OnceLock<Vec<Grammar>> = OnceLock::new();
    READY.get_or_init(|| LANGUAGES.iter().map(|language| Grammar::new(language)).collect())
}
