//! A story in a line: what belongs to it.

use super::{Wording, words};
use crate::stories::Story;
use crate::texts::Texts;
use onrecord::Ref;

/// The title of a story, and its slug.
pub fn title(texts: &Texts, story: &Story) -> Wording {
    let name = texts.name_or_slug(&Ref::Story(story.story.borrowed()));
    words![Wording::foreign(name), " ", Wording::slug(story.story.clone())]
}

/// "42 events: 29 acts, 16 claims, 3 reports, 1 denial; last #42".
pub fn counts(story: &Story) -> Wording {
    let counted = |count: u64, one: &'static str, many: &'static str| {
        words![count, " ", if count == 1 { one } else { many }]
    };
    let kinds = [
        counted(story.acts, "act", "acts"),
        counted(story.claims, "claim", "claims"),
        counted(story.reports, "report", "reports"),
        counted(story.denials, "denial", "denials"),
    ];
    let events = counted(story.events, "event", "events");
    words![events, ": ", Wording::joined(kinds, ", "), "; last ", story.last]
}
