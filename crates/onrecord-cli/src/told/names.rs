//! What people call the things that events refer to by slug.

use onrecord::rows::BasisRef;
use onrecord::{ActorId, Basis, ClaimId, Content, Extent, Ref, Subject};

use crate::texts::Texts;

impl Texts {
    /// An actor's name; the slug where nobody introduced it.
    pub(crate) fn actor(&self, actor: &ActorId<'_>) -> String {
        match self.definition(&Ref::Actor(actor.borrowed())).map(|event| &event.content) {
            Some(Content::ActorIntroduced(it)) => it.name.to_string(),
            _ => actor.to_string(),
        }
    }

    /// What a claim alleges.
    pub(crate) fn claim(&self, claim: &ClaimId<'_>) -> String {
        match self.definition(&Ref::Claim(claim.borrowed())).map(|event| &event.content) {
            Some(Content::ClaimMade(it)) => it.text.to_string(),
            _ => claim.to_string(),
        }
    }

    /// Anything with a name, as it stands within a sentence.
    pub(crate) fn name(&self, reference: &Ref<'_>) -> String {
        let defined = self.definition(reference).map(|event| &event.content);
        match (reference, defined) {
            (Ref::Actor(actor), _) => self.actor(actor),
            (Ref::Claim(claim), _) => self.claim(claim),
            (Ref::Story(_), Some(Content::StoryOpened(it))) => format!("the story \"{}\"", it.title),
            (Ref::Report(_), Some(Content::ReportPublished(it))) => match &it.by {
                Some(by) => format!("\"{}\" ({})", it.title, self.actor(by)),
                None => format!("\"{}\"", it.title),
            },
            (Ref::Evidence(_), Some(Content::EvidenceSurfaced(it))) => {
                format!("{} ({})", it.medium, it.description)
            }
            (Ref::Denial(id), Some(Content::DenialIssued(it))) => {
                let quote = it.quote.as_ref().map_or_else(|| id.to_string(), |quote| format!("\"{quote}\""));
                format!("the denial {quote}")
            }
            (Ref::Statement(id), Some(Content::StatementMade(it))) => {
                let quote = it.quote.as_ref().map_or_else(|| id.to_string(), |quote| format!("\"{quote}\""));
                format!("the statement {quote}")
            }
            (Ref::Unnamed(id), _) => format!("a source not named ({id})"),
            (Ref::Event(id), _) => format!("the event {id}"),
            (named, _) => format!("{} {}", named.sort(), named.slug().unwrap_or_default()),
        }
    }

    /// A name with what sort of thing it is before it, where the name does not tell.
    pub(crate) fn sorted_name(&self, reference: &Ref<'_>) -> String {
        let name = self.name(reference);
        match reference {
            Ref::Report(_) | Ref::Claim(_) => format!("the {} {name}", reference.sort()),
            _ => name,
        }
    }

    /// What an answer answers.
    pub(crate) fn subject(&self, subject: &Subject<'_>) -> String {
        self.sorted_name(&subject.to_ref())
    }

    /// What something rests on.
    pub(crate) fn basis(&self, basis: &Basis<'_>) -> String {
        basis.to_ref().map_or_else(|| "a source not stated".to_owned(), |named| self.sorted_name(&named))
    }

    /// What a row shows as rested on.
    pub(crate) fn rested_on(&self, basis: &BasisRef) -> String {
        basis.stated().map_or_else(|| "a source not stated".to_owned(), |named| self.sorted_name(named))
    }

    /// The name of what `sort:slug` stands for; the text itself where it is neither that nor `unstated`.
    pub(crate) fn name_of(&self, text: &str) -> String {
        match Ref::parse(text) {
            Ok(reference) => self.sorted_name(&reference),
            Err(_) if text == "unstated" => "a source not stated".to_owned(),
            Err(_) => text.to_owned(),
        }
    }
}

/// Several names in a sentence: "a, b and c".
pub(crate) fn listed(names: impl IntoIterator<Item = String>) -> String {
    let mut names: Vec<String> = names.into_iter().collect();
    match (names.pop(), names.len()) {
        (None, _) => String::new(),
        (Some(only), 0) => only,
        (Some(last), _) => format!("{} and {last}", names.join(", ")),
    }
}

/// A word of a closed vocabulary as people write it.
pub(crate) fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

/// How much of something is denied or acknowledged.
pub(crate) fn how_far(extent: Extent) -> &'static str {
    match extent {
        Extent::Full => "all of it",
        Extent::Partial => "part of it",
        Extent::Unspecific => "without saying what of it",
    }
}
