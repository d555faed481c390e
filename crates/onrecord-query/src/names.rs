//! What people call the things that events refer to by slug.

use std::borrow::Cow;

use onrecord::{Content, Event, Position, Ref};

use crate::texts::Texts;

impl Texts {
    /// The name of something as its definition gives it: the name of an actor, the text of a claim, the title of a report
    /// or a story, the description of evidence, the words of a denial or a statement.
    pub fn plain_name(&self, reference: &Ref<'_>) -> Option<String> {
        self.definition(reference).and_then(name_given).map(Cow::into_owned)
    }

    /// The text that an event brings: what it names, or the words that were used in it.
    pub fn text_at(&self, position: Position) -> Option<String> {
        self.event(position).and_then(|event| text_of(event)).map(Cow::into_owned)
    }

    /// The same, or the slug where the record gives no name.
    pub fn name_or_slug(&self, reference: &Ref<'_>) -> String {
        let slug = || reference.slug().map_or_else(|| reference.to_string(), str::to_owned);
        self.plain_name(reference).unwrap_or_else(slug)
    }
}

/// The name that an event gives to what it brings in.
fn name_given<'e>(event: &'e Event<'_>) -> Option<Cow<'e, str>> {
    Some(match &event.content {
        Content::StoryOpened(it) => Cow::Borrowed(&*it.title),
        Content::ActorIntroduced(it) => Cow::Borrowed(&*it.name),
        Content::ReportPublished(it) => Cow::Borrowed(&*it.title),
        Content::ClaimMade(it) => Cow::Borrowed(&*it.text),
        Content::EvidenceSurfaced(it) => Cow::Owned(format!("{} ({})", it.medium, it.description)),
        Content::DenialIssued(it) => Cow::Borrowed(it.quote.as_deref()?),
        Content::StatementMade(it) => Cow::Borrowed(it.quote.as_deref()?),
        _ => return None,
    })
}

/// The text of an event that is worth showing beside a row.
pub(crate) fn text_of<'e>(event: &'e Event<'_>) -> Option<Cow<'e, str>> {
    name_given(event).or_else(|| {
        Some(Cow::Borrowed(match &event.content {
            Content::ClaimRepeated(it) => it.wording.as_deref()?,
            Content::ReportCorrected(it) => &*it.text,
            Content::VerdictPublished(it) => &*it.rating,
            Content::InvestigationClosed(it) => &*it.outcome,
            Content::EventWithdrawn(it) => &*it.reason,
            _ => return None,
        }))
    })
}
