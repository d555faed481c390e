//! Which words, numbers and signs is a phrase made of?

/// One piece of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A run of letters, lower case.
    Word(&'t str),
    /// A run of digits, how many there are, and whether an ordinal ending ("th") stood at it.
    Number { value: u32, digits: u8, ordinal: bool },
    /// Any other sign that is not a blank.
    Sign(char),
}

/// More pieces than this are not a phrase about time.
pub(super) const TOKENS_MAX: usize = 24;

/// Brings dashes, quotes and letters into one form. Full stops of abbreviations go, so that "b.c." is "bc".
pub(super) fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => normal.push('-'),
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => normal.push('\''),
            '.' if ends_in_initial(&normal) => {}
            _ => normal.extend(letter.to_lowercase()),
        }
    }
    normal
}

/// The last letter stands alone, as in "b.c." or "c. 1860".
fn ends_in_initial(text: &str) -> bool {
    let mut letters = text.chars().rev();
    letters.next().is_some_and(char::is_alphabetic)
}

/// Cuts a normal text into pieces, `None` where there are too many. Ordinal endings are given by the language.
///
/// A hyphen with a blank beside it is a dash, which may part two dates but not the numbers of one.
pub(super) fn tokens<'t>(text: &'t str, endings: &[&str]) -> Option<Vec<Token<'t>>> {
    let mut tokens = Vec::with_capacity(8);
    let mut rest = text.trim();
    let mut blank_before = false;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if first.is_ascii_digit() => run(rest, |letter| letter.is_ascii_digit()),
            _ if first.is_alphabetic() => run(rest, char::is_alphabetic),
            _ => first.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        if first.is_whitespace() {
            blank_before = true;
            continue;
        }
        let token = match first {
            '-' if blank_before || rest.starts_with(char::is_whitespace) => Token::Sign('–'),
            _ if first.is_ascii_digit() => {
                let (token, after) = number(piece, rest, endings);
                rest = after;
                token
            }
            _ if first.is_alphabetic() => Token::Word(piece),
            _ => Token::Sign(first),
        };
        tokens.push(token);
        blank_before = false;
        if tokens.len() > TOKENS_MAX {
            return None;
        }
    }
    Some(tokens)
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !of(letter)).unwrap_or(text.len())
}

fn number<'t>(piece: &str, rest: &'t str, endings: &[&str]) -> (Token<'t>, &'t str) {
    let value = piece.parse().unwrap_or(u32::MAX);
    let digits = piece.len().min(255) as u8;
    let word = &rest[..run(rest, char::is_alphabetic)];
    let ordinal = endings.contains(&word);
    let rest = if ordinal { &rest[word.len()..] } else { rest };
    (Token::Number { value, digits, ordinal }, rest)
}
