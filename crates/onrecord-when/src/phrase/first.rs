//! Which rules can begin with a given piece of a phrase? All others are passed over unread.

use super::grammar::{Kind, Rule, Sense};
use super::terminal::Terminal;
use super::token::Token;

/// A set of beginnings: words by their place in the language's list, and terminals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Beginnings {
    bits: Vec<u64>,
}

impl Beginnings {
    pub(super) fn none(words: usize) -> Beginnings {
        Beginnings { bits: vec![0; (words + Terminal::ALL.len()).div_ceil(64)] }
    }

    fn insert(&mut self, place: usize) {
        if let Some(bits) = self.bits.get_mut(place / 64) {
            *bits |= 1 << (place % 64);
        }
    }

    pub(super) fn insert_word(&mut self, word: usize) {
        self.insert(Terminal::ALL.len() + word);
    }

    fn insert_terminal(&mut self, terminal: Terminal) {
        self.insert(terminal as usize);
    }

    fn insert_everything(&mut self) {
        self.bits.fill(u64::MAX);
    }

    pub(super) fn add(&mut self, other: &Beginnings) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(bits, more)| *bits |= more);
    }

    pub(super) fn meets(&self, other: &Beginnings) -> bool {
        self.bits.iter().zip(&other.bits).any(|(bits, more)| bits & more != 0)
    }

    /// What a piece may begin, besides itself as a word.
    pub(super) fn insert_token(&mut self, token: &Token<'_>, senses: impl Iterator<Item = Sense> + Clone) {
        for terminal in Terminal::ALL {
            if terminal.may_begin(token, senses.clone()) {
                self.insert_terminal(terminal);
            }
        }
    }
}

/// The beginnings of every rule, found by letting them grow until they no longer do.
pub(super) fn grow(rules: &mut [Vec<Rule>], words: usize) {
    let mut made: Vec<Beginnings> = rules.iter().map(|_| Beginnings::none(words)).collect();
    loop {
        let before = made.clone();
        for (place, set) in rules.iter_mut().enumerate() {
            for rule in set {
                rule.begins = of_rule(rule, &made, words);
                made[place].add(&rule.begins);
            }
        }
        if made == before {
            return;
        }
    }
}

/// The beginnings of its symbols up to the first that must be there.
fn of_rule(rule: &Rule, made: &[Beginnings], words: usize) -> Beginnings {
    let mut begins = Beginnings::none(words);
    for symbol in &rule.symbols {
        match &symbol.kind {
            Kind::Words(places) => places.iter().for_each(|word| begins.insert_word(*word)),
            Kind::Made(name) => begins.add(&made[*name]),
            Kind::Terminal(terminal) => begins.insert_terminal(*terminal),
            Kind::Separator => begins.insert_everything(),
        }
        if !symbol.optional {
            return begins;
        }
    }
    begins.insert_everything();
    begins
}
