//! What a sentence is made of: spans that say what each piece is, so that a word is never taken for a name and what
//! somebody else wrote is never taken for ours.
//!
//! How a span looks is decided by whoever shows it: a terminal, a page, a report. [`Wording`]'s `Display` is the plain
//! text, with claims in ‹ ›, quotes in “ ” and events as `#34`.

use std::fmt::{self, Display, Write};

use onrecord::{Position, Ref};
use serde::Serialize;

/// One piece of a sentence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "span")]
pub enum Span {
    /// Our own words. They are part of the program: nothing from a record can become one.
    Text {
        /// The words.
        text: &'static str,
    },
    /// A number.
    Count {
        /// The number.
        count: u64,
    },
    /// A date in our own words.
    Date {
        /// The date.
        text: String,
    },
    /// Something the record names: an actor, a claim, a report. What sort of thing it is, the reference says.
    Name {
        /// What is named.
        of: Ref<'static>,
        /// Its name, the title of a report, or the text of a claim; the slug where none is on record.
        text: String,
    },
    /// The reference itself, to ask for more by.
    Slug {
        /// The reference.
        of: Ref<'static>,
    },
    /// One event.
    Event {
        /// Where it stands.
        position: Position,
    },
    /// Words that somebody used.
    Quote {
        /// The words.
        text: String,
    },
    /// Anything else that somebody wrote: a place, a description, an address.
    Foreign {
        /// The text.
        text: String,
    },
}

impl Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Span::Text { text } => f.write_str(text),
            Span::Count { count } => count.fmt(f),
            Span::Date { text } | Span::Foreign { text } => f.write_str(text),
            Span::Name { of: Ref::Claim(_), text } => write!(f, "‹{text}›"),
            Span::Name { of: Ref::Report(_) | Ref::Story(_), text } => write!(f, "“{text}”"),
            Span::Name { text, .. } => f.write_str(text),
            Span::Slug { of } => write!(f, "[{}]", of.slug().unwrap_or(&of.to_string())),
            Span::Event { position } => write!(f, "#{position}"),
            Span::Quote { text } => write!(f, "“{text}”"),
        }
    }
}

/// A sentence, or part of one.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
#[serde(transparent)]
pub struct Wording(Vec<Span>);

impl Wording {
    /// Nothing said.
    pub const fn new() -> Wording {
        Wording(Vec::new())
    }

    /// The pieces, in their order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds `more` at the end.
    pub fn push(&mut self, more: impl Into<Wording>) {
        self.0.extend(more.into().0);
    }

    /// The same with `before` and `after` around it; nothing where nothing is said.
    #[must_use]
    pub fn within(self, before: &'static str, after: &'static str) -> Wording {
        if self.is_empty() { self } else { Wording::from_iter([before.into(), self, after.into()]) }
    }

    /// Several in one, with `between` between them.
    pub fn joined(parts: impl IntoIterator<Item = Wording>, between: &'static str) -> Wording {
        let mut joined = Wording::new();
        for part in parts {
            if !joined.is_empty() {
                joined.push(between);
            }
            joined.push(part);
        }
        joined
    }

    /// Several in a sentence: "a, b and c".
    pub fn listed(parts: impl IntoIterator<Item = Wording>) -> Wording {
        let mut parts: Vec<Wording> = parts.into_iter().collect();
        match (parts.pop(), parts.len()) {
            (None, _) => Wording::new(),
            (Some(only), 0) => only,
            (Some(last), _) => Wording::from_iter([Wording::joined(parts, ", "), " and ".into(), last]),
        }
    }

    /// Events one after the other: "#3, #4".
    pub fn events(positions: &[Position]) -> Wording {
        Wording::joined(positions.iter().map(|position| (*position).into()), ", ")
    }

    /// A reference in brackets, to ask for more by.
    pub fn slug(of: impl Into<Ref<'static>>) -> Wording {
        Span::Slug { of: of.into() }.into()
    }

    /// Words that somebody used.
    pub fn quote(text: impl Into<String>) -> Wording {
        Span::Quote { text: text.into() }.into()
    }

    /// Anything else that somebody wrote.
    pub fn foreign(text: impl Into<String>) -> Wording {
        Span::Foreign { text: text.into() }.into()
    }
}

impl Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.0.iter().try_for_each(|span| write!(text, "{span}"))?;
        f.pad(&text)
    }
}

impl From<Span> for Wording {
    fn from(span: Span) -> Wording {
        Wording(vec![span])
    }
}

impl From<&'static str> for Wording {
    fn from(text: &'static str) -> Wording {
        if text.is_empty() { Wording::new() } else { Span::Text { text }.into() }
    }
}

impl From<Position> for Wording {
    fn from(position: Position) -> Wording {
        Span::Event { position }.into()
    }
}

impl From<u64> for Wording {
    fn from(count: u64) -> Wording {
        Span::Count { count }.into()
    }
}

impl From<u32> for Wording {
    fn from(count: u32) -> Wording {
        u64::from(count).into()
    }
}

impl From<usize> for Wording {
    fn from(count: usize) -> Wording {
        (count as u64).into()
    }
}

impl<W: Into<Wording>> From<Option<W>> for Wording {
    fn from(wording: Option<W>) -> Wording {
        wording.map_or_else(Wording::new, Into::into)
    }
}

impl FromIterator<Wording> for Wording {
    fn from_iter<I: IntoIterator<Item = Wording>>(parts: I) -> Wording {
        let mut whole = Wording::new();
        parts.into_iter().for_each(|part| whole.push(part));
        whole
    }
}

/// A sentence of its pieces, each of which can become a [`Wording`].
macro_rules! words {
    ($($piece:expr),* $(,)?) => {
        <$crate::wording::Wording as FromIterator<$crate::wording::Wording>>::from_iter([$($crate::wording::Wording::from($piece)),*])
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wording: &Wording, expected: &str) {
        assert_eq!(wording.to_string(), expected);
    }

    #[test]
    fn lists_read_as_in_a_sentence() {
        check(&Wording::listed([]), "");
        check(&Wording::listed(["a".into()]), "a");
        check(&Wording::listed(["a".into(), "b".into(), "c".into()]), "a, b and c");
    }

    #[test]
    fn what_others_wrote_stays_apart_from_our_words() {
        let wording = words!["held", " ", Wording::foreign("held"), " ", Wording::quote("held")];
        check(&wording, "held held “held”");
        let ours = wording.spans().iter().filter(|span| matches!(span, Span::Text { text: "held" }));
        assert_eq!(ours.count(), 1);
    }
}
