//! How the things a record names stand within a sentence.

use onrecord::rows::BasisRef;
use onrecord::{ActorId, Basis, ClaimId, Extent, Ref, ReportId, Subject};

use super::{Span, Wording, words};
use crate::texts::Texts;

impl Texts {
    /// An actor by name; by slug where nobody introduced it.
    pub fn actor(&self, actor: &ActorId<'_>) -> Wording {
        self.span(Ref::Actor(actor.borrowed()))
    }

    /// An actor by name, or that it is not named.
    pub(crate) fn somebody(&self, actor: Option<&ActorId<'_>>) -> Wording {
        actor.map_or_else(|| "someone not named".into(), |actor| self.actor(actor))
    }

    /// What a claim alleges.
    pub fn claim(&self, claim: &ClaimId<'_>) -> Wording {
        self.span(Ref::Claim(claim.borrowed()))
    }

    /// What a claim alleges, and its slug.
    pub fn claim_with_slug(&self, claim: &ClaimId<'_>) -> Wording {
        words![self.claim(claim), " ", Wording::slug(claim.clone().into_owned())]
    }

    /// The title of a report, and who published it.
    pub(crate) fn report(&self, report: &ReportId<'_>) -> Wording {
        let reference = Ref::Report(report.borrowed());
        let publisher = self.definition(&reference).and_then(|event| event.by());
        words![self.span(reference), publisher.map(|by| words![" (", self.actor(&by), ")"])]
    }

    /// Anything with a name, as it stands within a sentence.
    pub fn name(&self, reference: &Ref<'_>) -> Wording {
        let kind: &'static str = match reference {
            Ref::Actor(_) | Ref::Claim(_) | Ref::Evidence(_) => "",
            Ref::Report(report) => return words!["the report ", self.report(report)],
            Ref::Story(_) => "the story ",
            Ref::Denial(_) => "the denial ",
            Ref::Statement(_) => "the statement ",
            Ref::Unnamed(source) => {
                return words!["an unnamed source (", Wording::foreign(source.to_string()), ")"];
            }
            Ref::Event(_) => "the event ",
        };
        let known =
            self.plain_name(reference).is_some() || matches!(reference, Ref::Actor(_) | Ref::Claim(_));
        match known {
            true => words![kind, self.span(reference.borrowed())],
            false => words![kind, Wording::slug(reference.clone().into_owned())],
        }
    }

    /// What an answer answers.
    pub(crate) fn subject(&self, subject: &Subject<'_>) -> Wording {
        self.name(&subject.to_ref())
    }

    /// What something rests on.
    pub(crate) fn basis(&self, basis: &Basis<'_>) -> Wording {
        basis.to_ref().map_or_else(|| "an unstated source".into(), |named| self.name(&named))
    }

    /// Anything by its name alone; by its slug where it has none.
    pub(crate) fn bare_name(&self, reference: &Ref<'_>) -> Wording {
        match reference {
            Ref::Report(report) => self.report(report),
            Ref::Story(_) => self.span(reference.borrowed()),
            _ => self.name(reference),
        }
    }

    /// What something in a row rests on.
    pub(crate) fn basis_ref(&self, basis: &BasisRef) -> Wording {
        basis.stated().map_or_else(|| "an unstated source".into(), |named| self.name(named))
    }

    fn span(&self, reference: Ref<'_>) -> Wording {
        let text = self.name_or_slug(&reference);
        Span::Name { of: reference.into_owned(), text }.into()
    }
}

/// A word of a closed vocabulary, or the name of a field, as people write it.
pub fn spaced(word: &'static str) -> Wording {
    Wording::joined(word.split('_').map(Wording::from), " ")
}

/// How much of something is denied or confirmed: what stands before and after its name.
pub(crate) fn how_much(extent: Extent) -> (&'static str, &'static str) {
    match extent {
        Extent::Full => ("", ""),
        Extent::Partial => ("part of ", ""),
        Extent::Unspecific => ("", ", without saying which part"),
    }
}
