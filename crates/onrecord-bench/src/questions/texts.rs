//! The texts that are searched and fetched: names, what is alleged, and what was quoted.

use onrecord_core::{Content, Event};

/// The text of an event: a name or a title, what is alleged, or a quotation. No event has two of them.
pub(super) fn text_of<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match &event.content {
        Content::StoryOpened(opened) => Some(&opened.title),
        Content::ActorIntroduced(introduced) => Some(&introduced.name),
        Content::ReportPublished(published) => Some(&published.title),
        Content::ClaimMade(made) => Some(&made.text),
        Content::ClaimRepeated(repeated) => repeated.wording.as_deref(),
        Content::DenialIssued(issued) => issued.quote.as_deref(),
        Content::StatementMade(made) => made.quote.as_deref(),
        _ => None,
    }
}

/// Whether a text has a word, whatever the case: the words are what stands between other characters than letters and digits.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|found| found.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_word_is_found_whole_and_in_either_case() {
        assert!(has_word("Harwick herald 0", "harwick"));
        assert!(has_word("the auditors; the board", "auditors"));
        assert!(!has_word("harwick herald 10", "0"));
    }
}
