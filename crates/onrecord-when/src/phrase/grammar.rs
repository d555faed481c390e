//! How do the rules of a language match the pieces of a phrase?
//!
//! A rule is a pattern of symbols and what it makes of them. Every way to match is tried, shortest rules' order first, and
//! remembered for each place, so that a phrase is read in time that its length bounds.

use std::rc::Rc;

use super::build::Make;
use super::first::{self, Beginnings};
use super::found::Value;
use super::terminal::Terminal;
use super::token::Token;

/// A language: its words, its rules, its ordinal endings ("th").
pub(super) struct Language {
    pub(super) name: &'static str,
    pub(super) ordinal_endings: &'static [&'static str],
    pub(super) number_joiner: &'static str,
    pub(super) words: &'static [(&'static str, Sense)],
    /// What it makes, from which pattern, and how. A pattern is words and signs as they stand, `a|b` for either, `<name>` for
    /// something another rule or a terminal makes, `~` for a separator that may be missing; `?` after one makes it optional.
    pub(super) rules: &'static [(&'static str, &'static str, Make)],
}

/// What a single word may stand for. A word may be listed with several senses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    Month(u8),
    /// Monday is 0.
    Weekday(u8),
    /// The code of ISO 8601-2.
    Season(u8),
    Unit(super::meaning::Unit),
    /// The same in the plural.
    Units(super::meaning::Unit),
    Cardinal(u32),
    /// "hundred", "thousand".
    Times(u32),
    Ordinal(u8),
    /// "nineties" is 90.
    Decade(u8),
    /// "last" is -1, "this" 0, "next" 1.
    Relative(i8),
    /// "several": at least and at most.
    Vague(u8, u8),
    /// "yesterday" is -1.
    Day(i8),
}

/// A language made ready for matching.
pub(super) struct Grammar {
    pub(super) language: &'static Language,
    senses: Vec<(&'static str, Sense)>,
    /// Every word and sign that stands in a pattern, in order.
    words: Vec<&'static str>,
    names: Vec<&'static str>,
    rules: Vec<Vec<Rule>>,
}

pub(super) struct Rule {
    pub(super) symbols: Vec<Symbol>,
    pub(super) begins: Beginnings,
    make: Make,
}

pub(super) struct Symbol {
    pub(super) kind: Kind,
    pub(super) optional: bool,
}

pub(super) enum Kind {
    /// Any of these, by their places in the list of words.
    Words(Vec<usize>),
    /// What the rules of this place make.
    Made(usize),
    Terminal(Terminal),
    Separator,
}

impl Grammar {
    pub(super) fn new(language: &'static Language) -> Grammar {
        let mut senses = language.words.to_vec();
        senses.sort_by_key(|(word, _)| *word);
        let mut words: Vec<&str> =
            language.rules.iter().flat_map(|(_, pattern, _)| literals(pattern)).collect();
        words.sort_unstable();
        words.dedup();
        let mut names: Vec<&str> = language.rules.iter().map(|(name, _, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        let mut rules: Vec<Vec<Rule>> = names.iter().map(|_| Vec::new()).collect();
        for (name, pattern, make) in language.rules {
            let symbols = pattern.split(' ').map(|symbol| Symbol::read(symbol, &names, &words)).collect();
            if let Ok(place) = names.binary_search(name) {
                rules[place].push(Rule { symbols, begins: Beginnings::none(words.len()), make: *make });
            }
        }
        first::grow(&mut rules, words.len());
        Grammar { language, senses, words, names, rules }
    }

    pub(super) fn senses(&self, word: &str) -> impl Iterator<Item = Sense> + Clone {
        let from = self.senses.partition_point(|(known, _)| *known < word);
        self.senses[from..].iter().take_while(move |(known, _)| *known == word).map(|(_, sense)| *sense)
    }

    /// What the whole of the pieces makes, as `name`.
    pub(super) fn read(&self, name: &str, tokens: &[Token<'_>]) -> Option<Value> {
        let made = self.names.binary_search(&name).ok()?;
        let seen = vec![None; self.rules.len() * (tokens.len() + 1)];
        let words: Vec<Option<usize>> = tokens.iter().map(|token| self.word(token)).collect();
        let begins = self.begins(tokens, &words);
        let mut matcher = Matcher { grammar: self, tokens, words, begins, seen };
        let found = matcher.made(made, 0);
        found.iter().find(|(end, _)| *end == tokens.len()).map(|(_, value)| value.clone())
    }

    /// The place of a piece in the list of words, if it stands there.
    fn word(&self, token: &Token<'_>) -> Option<usize> {
        let mut buffer = [0; 4];
        let text = match token {
            Token::Word(text) => text,
            Token::Sign(sign) => &*sign.encode_utf8(&mut buffer),
            Token::Number { .. } => return None,
        };
        self.words.binary_search(&text).ok()
    }

    /// What may begin at each piece. A comma may be passed over, so what follows it may begin there too.
    fn begins(&self, tokens: &[Token<'_>], words: &[Option<usize>]) -> Vec<Beginnings> {
        let mut all: Vec<Beginnings> = Vec::with_capacity(tokens.len());
        for (token, word) in tokens.iter().zip(words).rev() {
            let mut begins = Beginnings::none(self.words.len());
            word.iter().for_each(|word| begins.insert_word(*word));
            match token {
                Token::Word(text) => begins.insert_token(token, self.senses(text)),
                Token::Number { .. } => begins.insert_token(token, self.senses("")),
                Token::Sign(',') => all.last().into_iter().for_each(|after| begins.add(after)),
                Token::Sign(_) => {}
            }
            all.push(begins);
        }
        all.reverse();
        all
    }
}

/// The words and signs of a pattern.
fn literals(pattern: &'static str) -> impl Iterator<Item = &'static str> {
    let symbols = pattern.split(' ').map(|symbol| unmarked(symbol).0);
    symbols.filter(|symbol| *symbol != "~" && !is_name(symbol)).flat_map(|symbol| symbol.split('|'))
}

fn is_name(symbol: &str) -> bool {
    symbol.len() > 2 && symbol.starts_with('<') && symbol.ends_with('>')
}

/// A symbol without the mark that makes it optional.
fn unmarked(symbol: &'static str) -> (&'static str, bool) {
    match symbol.strip_suffix('?') {
        Some(rest) if !rest.is_empty() => (rest, true),
        _ => (symbol, false),
    }
}

impl Symbol {
    fn read(symbol: &'static str, names: &[&'static str], words: &[&'static str]) -> Symbol {
        let (text, optional) = unmarked(symbol);
        let kind = match text {
            "~" => Kind::Separator,
            _ if is_name(text) => {
                let name = &text[1..text.len() - 1];
                names.binary_search(&name).map_or_else(|_| Kind::Terminal(Terminal::named(name)), Kind::Made)
            }
            _ => Kind::Words(text.split('|').filter_map(|word| words.binary_search(&word).ok()).collect()),
        };
        Symbol { optional: optional || matches!(kind, Kind::Separator), kind }
    }
}

type Found = Rc<Vec<(usize, Value)>>;

struct Matcher<'g, 't> {
    grammar: &'g Grammar,
    tokens: &'g [Token<'t>],
    words: Vec<Option<usize>>,
    begins: Vec<Beginnings>,
    seen: Vec<Option<Found>>,
}

impl Matcher<'_, '_> {
    /// Everything that the rules of this place make from `at`, one for each place it may end at.
    fn made(&mut self, name: usize, at: usize) -> Found {
        let place = name * (self.tokens.len() + 1) + at;
        if let Some(found) = &self.seen[place] {
            return Rc::clone(found);
        }
        // A rule that begins with what it makes finds nothing rather than itself.
        self.seen[place] = Some(Rc::new(Vec::new()));
        let grammar = self.grammar;
        let (mut found, mut values) = (Vec::new(), Vec::new());
        for rule in &grammar.rules[name] {
            if self.begins.get(at).is_some_and(|begins| begins.meets(&rule.begins)) {
                self.sequence(&rule.symbols, at, &mut values, rule.make, &mut found);
            }
        }
        let found = Rc::new(found);
        self.seen[place] = Some(Rc::clone(&found));
        found
    }

    fn sequence(
        &mut self,
        symbols: &[Symbol],
        at: usize,
        values: &mut Vec<Value>,
        make: Make,
        found: &mut Vec<(usize, Value)>,
    ) {
        let Some((symbol, rest)) = symbols.split_first() else {
            if !found.iter().any(|(end, _)| *end == at)
                && let Some(value) = make.of(values)
            {
                found.push((at, value));
            }
            return;
        };
        let from = self.after_comma(at);
        match &symbol.kind {
            Kind::Words(words) => {
                if self.words.get(from).copied().flatten().is_some_and(|word| words.contains(&word)) {
                    self.sequence(rest, from + 1, values, make, found);
                }
            }
            Kind::Separator => {
                if let Some(Token::Sign('-' | '/' | '.')) = self.tokens.get(from) {
                    self.sequence(rest, from + 1, values, make, found);
                }
            }
            Kind::Terminal(terminal) => {
                for (end, value) in terminal.read(self.grammar, self.tokens, from) {
                    values.push(value);
                    self.sequence(rest, end, values, make, found);
                    values.pop();
                }
            }
            Kind::Made(name) => {
                for (end, value) in self.made(*name, from).iter() {
                    values.push(value.clone());
                    self.sequence(rest, *end, values, make, found);
                    values.pop();
                }
            }
        }
        if symbol.optional {
            self.sequence(rest, at, values, make, found);
        }
    }

    /// A comma between two symbols is passed over.
    fn after_comma(&self, at: usize) -> usize {
        let comma = at > 0 && self.tokens.get(at) == Some(&Token::Sign(','));
        at + usize::from(comma)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lang::grammars;
    use super::*;

    #[test]
    fn every_name_in_a_pattern_is_a_rule_or_a_terminal() {
        for grammar in grammars() {
            for symbol in grammar.rules.iter().flatten().flat_map(|rule| &rule.symbols) {
                assert!(
                    !matches!(symbol.kind, Kind::Terminal(Terminal::Nothing)),
                    "{}",
                    grammar.language.name
                );
            }
        }
    }

    #[test]
    fn every_word_of_a_language_is_in_the_form_phrases_are_brought_to() {
        for grammar in grammars() {
            for (word, _) in &grammar.senses {
                assert_eq!(super::super::token::normal(word), *word);
            }
        }
    }
}
