//! What does a phrase say about time, and what does it come to once its anchor is known?
//!
//! `token` cuts a phrase into pieces, `grammar` matches them against the rules of a language (`lang`), `build` makes a `meaning`
//! of what matched, `stretch` and `resolve` see that meaning from a day.

mod build;
mod count;
mod feast;
mod first;
mod found;
mod grammar;
mod hang;
mod lang;
mod meaning;
mod numeric;
mod reading;
mod resolve;
mod stretch;
mod terminal;
mod token;
mod unit;

use std::borrow::Cow;

use crate::bounds::Bounds;
use found::Value;
use grammar::Grammar;
use meaning::Meaning;
pub use reading::{Explanation, Reading};
use token::Token;

/// A phrase, read once; [`resolve`](Self::resolve) may then be asked for any anchor, and costs little.
///
/// ```
/// use onrecord_when::{Edtf, Phrase};
///
/// let article: Edtf = "2023-02-10".parse()?;
/// let phrase = Phrase::parse("on Thursday");
/// assert!(phrase.resolve(None).needs_anchor);
/// let reading = phrase.resolve(Some(&article.bounds()));
/// assert_eq!(reading.edtf, Some("2023-02-09".parse()?));
/// # Ok::<(), onrecord_when::EdtfError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Phrase<'t> {
    text: Cow<'t, str>,
    meaning: Option<Meaning>,
    language: &'static str,
    remark: bool,
}

impl<'t> Phrase<'t> {
    /// Reads a phrase in any of the languages known, English first.
    pub fn parse(text: &'t str) -> Phrase<'t> {
        let normal = token::normal(text);
        let said = Cow::Borrowed(text);
        let unread = Phrase { text: said.clone(), meaning: None, language: "", remark: false };
        let read = |grammar: &Grammar| {
            let tokens = token::tokens(&normal, grammar.language.ordinal_endings)?;
            let (meaning, remark) = read_whole(grammar, &tokens).or_else(|| read_head(grammar, &tokens))?;
            Some(Phrase {
                text: said.clone(),
                meaning: Some(meaning),
                language: grammar.language.name,
                remark,
            })
        };
        lang::grammars().iter().find_map(read).unwrap_or(unread)
    }

    /// Reads a phrase and resolves it against its anchor: the date of the text in which it was said.
    ///
    /// What was said is read as past where it could be past or future; the future reading is the
    /// [`alternative`](Reading::alternative). An anchor that is itself only known within limits widens the bounds.
    pub fn read(text: &str, anchor: Option<&Bounds>) -> Reading {
        Phrase::parse(text).resolve(anchor)
    }

    /// The phrase as said.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same phrase, owning its text: to be kept, and resolved again.
    pub fn into_owned(self) -> Phrase<'static> {
        Phrase { text: Cow::Owned(self.text.into_owned()), ..self }
    }

    /// Whether the phrase could be read.
    pub fn is_understood(&self) -> bool {
        self.meaning.is_some()
    }

    /// What the phrase comes to, hung from `anchor`.
    pub fn resolve(&self, anchor: Option<&Bounds>) -> Reading {
        match &self.meaning {
            Some(meaning) => hang::hang(meaning, anchor, self.language, self.remark),
            None => Reading::unreadable(),
        }
    }
}

fn read_whole(grammar: &Grammar, tokens: &[Token<'_>]) -> Option<(Meaning, bool)> {
    match grammar.read("phrase", tokens)? {
        Value::Meaning(meaning) => Some((*meaning, false)),
        _ => None,
    }
}

/// A date that stands by itself, and after it a remark: in brackets, after a semicolon, or in words after a comma.
fn read_head(grammar: &Grammar, tokens: &[Token<'_>]) -> Option<(Meaning, bool)> {
    let cut = tokens.iter().position(|token| matches!(token, Token::Sign(',' | ';' | '(')))?;
    let in_words = matches!(tokens.get(cut + 1), Some(Token::Word(_)));
    if tokens[cut] == Token::Sign(',') && !in_words {
        return None;
    }
    let (meaning, _) = read_whole(grammar, &tokens[..cut])?;
    let absolute = hang::stands_alone(&meaning);
    absolute.then_some((meaning, true))
}
