//! Who has not answered, in words.

use onrecord::views::{Owed, SilenceRow};

use super::{Wording, date, words};
use crate::texts::Texts;

/// Whose silence it is.
pub fn title(texts: &Texts, row: &SilenceRow) -> Wording {
    words![texts.actor(&row.actor), " ", Wording::slug(row.actor.clone()), " has not answered"]
}

/// Why an answer is owed, since when, and how often it was asked for.
pub fn why(row: &SilenceRow) -> Wording {
    let owed = match row.owed {
        Owed::Accused => "accused (",
        Owed::Asked => "asked (",
    };
    let since = match date::inline(row.since.as_ref()) {
        since if since.is_empty() => "no date".into(),
        since => since,
    };
    let requests = match row.requests {
        0 => "not asked as far as the record shows".into(),
        1 => "asked for comment once, no reply on record".into(),
        count => words!["asked for comment ", count, " times, no reply on record"],
    };
    words![owed, row.position, "), ", since, "; ", requests]
}
