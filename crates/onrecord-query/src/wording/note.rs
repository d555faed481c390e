//! What the record-keeper noted, in a sentence.

use onrecord::{Basis, Content, Ref, Relation};

use super::names::spaced;
use super::{Span, Wording, date, words};
use crate::texts::Texts;

/// Puts a note into words.
pub(super) fn note(content: &Content<'_>, texts: &Texts) -> Wording {
    match content {
        Content::StoryOpened(it) => words!["Story opened: ", Wording::foreign(&*it.title)],
        Content::ActorIntroduced(it) => {
            let actor =
                Span::Name { of: Ref::Actor(it.actor.clone().into_owned()), text: it.name.to_string() };
            let body = it.speaks_for.as_ref().map(|body| words![", speaks for ", texts.actor(body)]);
            words!["Introduced: ", actor, ", ", it.actor_kind.as_str(), body]
        }
        Content::ActorsMerged(it) => {
            let (actor, into) = (texts.actor(&it.actor), texts.actor(&it.into));
            words![actor, " and ", into.clone(), " are one actor, recorded as ", into]
        }
        Content::ClaimsLinked(it) => {
            let (one, other) = (texts.claim_with_slug(&it.claim), texts.claim_with_slug(&it.other));
            words!["Linked: ", one, " ", related(it.relation), " ", other]
        }
        Content::DateEstablished(it) => {
            words!["Date established: ", texts.name(&it.of), ": ", date::as_given(&it.when)]
        }
        Content::SourceIdentified(it) => {
            let source = texts.basis(&Basis::Unnamed(it.source.0.clone()));
            words!["Source identified: ", source, " is ", texts.basis(&it.is)]
        }
        Content::SourceAssessed(it) => {
            words![texts.actor(&it.actor), " graded ", it.reliability.as_str(), " for reliability"]
        }
        Content::InformationAssessed(it) => {
            let grade = u64::from(it.credibility.get());
            words![texts.claim_with_slug(&it.claim), " graded ", grade, " for credibility"]
        }
        Content::JudgementRecorded(it) => {
            let (likelihood, confidence) = (spaced(it.likelihood.as_str()), it.confidence.as_str());
            words![
                texts.claim_with_slug(&it.claim),
                " judged ",
                likelihood,
                ", with ",
                confidence,
                " confidence"
            ]
        }
        Content::EventWithdrawn(it) => {
            words!["Withdrawn from the record: ", texts.name(&it.of), ": ", Wording::foreign(&*it.reason)]
        }
        other => spaced(other.kind().as_str()),
    }
}

fn related(relation: Relation) -> &'static str {
    match relation {
        Relation::SameAs => "alleges the same as",
        Relation::Narrows => "narrows",
        Relation::Contradicts => "contradicts",
        Relation::Supersedes => "supersedes",
    }
}
