//! How do the rules of a language match the pieces of a phrase?
//!
//! A rule is a pattern of symbols and what it makes of them. Every way to match is tried, shortest rules' order first, and
//! remembered for each place, so that a phrase is read in time that its length bounds.

use std::rc::Rc;

use super::build::Make;
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
    words: Vec<(&'static str, Sense)>,
    names: Vec<&'static str>,
    rules: Vec<Vec<Rule>>,
}

struct Rule {
    symbols: Vec<Symbol>,
    make: Make,
}

struct Symbol {
    kind: Kind,
    optional: bool,
}

enum Kind {
    Words(Vec<&'static str>),
    Made(usize),
    Terminal(Terminal),
    Separator,
}

impl Grammar {
    pub(super) fn new(language: &'static Language) -> Grammar {
        let mut words = language.words.to_vec();
        words.sort_by_key(|(word, _)| *word);
        let mut names = Vec::new();
        for (name, _, _) in language.rules {
            if !names.contains(name) {
                names.push(*name);
            }
        }
        let mut rules: Vec<Vec<Rule>> = names.iter().map(|_| Vec::new()).collect();
        for (name, pattern, make) in language.rules {
            let symbols = pattern.split(' ').map(|symbol| Symbol::read(symbol, &names)).collect();
            if let Some(place) = names.iter().position(|known| known == name) {
                rules[place].push(Rule { symbols, make: *make });
            }
        }
        Grammar { language, words, names, rules }
    }

    pub(super) fn senses(&self, word: &str) -> impl Iterator<Item = Sense> {
        let from = self.words.partition_point(|(known, _)| *known < word);
        self.words[from..].iter().take_while(move |(known, _)| *known == word).map(|(_, sense)| *sense)
    }

    /// What the whole of the pieces makes, as `name`.
    pub(super) fn read(&self, name: &str, tokens: &[Token<'_>]) -> Option<Value> {
        let made = self.names.iter().position(|known| *known == name)?;
        let seen = vec![None; self.rules.len() * (tokens.len() + 1)];
        let mut matcher = Matcher { grammar: self, tokens, seen };
        let found = matcher.made(made, 0);
        found.iter().find(|(end, _)| *end == tokens.len()).map(|(_, value)| value.clone())
    }
}

impl Symbol {
    fn read(text: &'static str, names: &[&'static str]) -> Symbol {
        let (text, optional) = match text.strip_suffix('?') {
            Some(rest) if !rest.is_empty() => (rest, true),
            _ => (text, false),
        };
        let kind = match text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) {
            _ if text == "~" => Kind::Separator,
            Some(name) => match names.iter().position(|known| *known == name) {
                Some(place) => Kind::Made(place),
                None => Kind::Terminal(Terminal::named(name)),
            },
            None => Kind::Words(text.split('|').collect()),
        };
        Symbol { optional: optional || matches!(kind, Kind::Separator), kind }
    }
}

type Found = Rc<Vec<(usize, Value)>>;

struct Matcher<'g, 't> {
    grammar: &'g Grammar,
    tokens: &'g [Token<'t>],
    seen: Vec<Option<Found>>,
}

impl Matcher<'_, '_> {
    /// Everything that rule set `name` makes from `at`, one for each place it may end at.
    fn made(&mut self, name: usize, at: usize) -> Found {
        let place = name * (self.tokens.len() + 1) + at;
        if let Some(found) = &self.seen[place] {
            return Rc::clone(found);
        }
        // A rule that begins with what it makes finds nothing rather than itself.
        self.seen[place] = Some(Rc::new(Vec::new()));
        let grammar = self.grammar;
        let mut found = Vec::new();
        for rule in &grammar.rules[name] {
            self.sequence(&rule.symbols, at, &mut Vec::new(), rule.make, &mut found);
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
        let from = self.after_comma(at, symbol);
        match &symbol.kind {
            Kind::Words(words) => {
                if self.tokens.get(from).is_some_and(|token| words.iter().any(|word| is(token, word))) {
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

    /// A comma between two symbols is passed over, unless it is asked for.
    fn after_comma(&self, at: usize, symbol: &Symbol) -> usize {
        let wanted = matches!(&symbol.kind, Kind::Words(words) if words.contains(&","));
        let comma = at > 0 && self.tokens.get(at) == Some(&Token::Sign(','));
        if comma && !wanted { at + 1 } else { at }
    }
}

fn is(token: &Token<'_>, word: &str) -> bool {
    match token {
        Token::Word(text) => *text == word,
        Token::Sign(sign) => word.chars().eq([*sign]),
        Token::Number { .. } => false,
    }
}
