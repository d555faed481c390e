//! One event in a sentence: who did what, on whose behalf, answering what.

use onrecord::{
    ActorId, ActorKind, Basis, Bearing, Carrier, Content, CorrectionManner, Event, Extent, Ref,
    StatementManner, Subject,
};

use super::names::how_much;
use super::{Wording, date, note, words};
use crate::texts::Texts;

/// An event in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventWording {
    /// Who did what.
    pub sentence: Wording,
    /// What belongs to it: what it accuses, rests on, was known from.
    pub details: Vec<Wording>,
    /// What it brought into the record, to ask for more by.
    pub defines: Option<Ref<'static>>,
}

impl EventWording {
    /// The sentence, and the slug of what it brought in.
    pub fn with_slug(&self) -> Wording {
        let slug = self.defines.clone().filter(|defined| defined.slug().is_some());
        words![self.sentence.clone(), slug.map(|defined| words![" ", Wording::slug(defined)])]
    }
}

/// Puts an event into words.
pub fn event(event: &Event<'_>, texts: &Texts) -> EventWording {
    let mut writer = Writer { texts, details: Vec::new() };
    let sentence = writer.sentence(&event.content);
    let defines = event.defines().map(Ref::into_owned);
    EventWording { sentence, details: writer.details, defines }
}

struct Writer<'t> {
    texts: &'t Texts,
    details: Vec<Wording>,
}

impl Writer<'_> {
    fn sentence(&mut self, content: &Content<'_>) -> Wording {
        match content {
            Content::ReportPublished(it) => {
                self.sources(&it.cites);
                self.link(it.url.as_deref());
                words![self.somebody(it.by.as_ref()), " published ", Wording::quote(&*it.title)]
            }
            Content::ClaimMade(_) | Content::ClaimRepeated(_) => self.allegation(content),
            Content::DenialIssued(it) => {
                self.carried("known from ", it.in_report.as_ref());
                let speaker = self.speaker(&it.by, it.on_behalf_of.as_ref());
                words![speaker, " denied ", self.extent(it.extent, &it.answers), said(it.quote.as_deref())]
            }
            Content::ClaimAcknowledged(it) => {
                let speaker = self.speaker(&it.by, it.on_behalf_of.as_ref());
                words![speaker, " confirmed ", self.extent(it.extent, &it.answers)]
            }
            Content::StatementMade(it) => {
                self.carried("known from ", it.in_report.as_ref());
                let speaker = self.speaker(&it.by, it.on_behalf_of.as_ref());
                let stated = stated(it.manner, self.subjects(&it.answers));
                words![speaker, " ", stated, said(it.quote.as_deref())]
            }
            Content::CommentRequested(it) => {
                self.add("to answer by ", it.deadline.as_ref().map(date::as_given).into());
                let by = it.by.as_ref().map(|by| words![" by ", self.texts.actor(by)]);
                words![self.texts.actor(&it.of), " was asked for comment on ", self.subjects(&it.about), by]
            }
            Content::CommentDeclined(it) => {
                words![self.texts.actor(&it.by), " declined to comment on ", self.subjects(&it.answers)]
            }
            Content::VerdictPublished(it) => {
                self.link(it.url.as_deref());
                let scale = it.scale.as_deref().map(|scale| words![" on the scale ", Wording::quote(scale)]);
                let claim = self.texts.claim_with_slug(&it.claim);
                words![self.texts.actor(&it.by), " rated ", claim, " ", Wording::quote(&*it.rating), scale]
            }
            Content::InvestigationOpened(it) => {
                let what = self.subjects(&it.about);
                words![self.texts.actor(&it.by), " opened an investigation into ", what]
            }
            Content::InvestigationClosed(it) => {
                self.add("into ", self.subjects(&it.about));
                let outcome = Wording::foreign(&*it.outcome);
                words![self.texts.actor(&it.by), " closed its investigation: ", outcome]
            }
            other => self.examination(other),
        }
    }

    /// A claim made, or made again.
    fn allegation(&mut self, content: &Content<'_>) -> Wording {
        match content {
            Content::ClaimMade(it) => {
                self.add("about ", it.about.as_ref().map(date::as_given).into());
                self.add("place: ", it.place.as_deref().map(Wording::foreign).into());
                let accused = it.accuses.iter().map(|actor| self.texts.actor(actor));
                self.add("accusing ", Wording::listed(accused));
                let verb = self.carried_by(it.by.as_ref(), it.in_report.as_ref());
                self.sources(&it.basis);
                let whole = it.part_of.as_ref().map(|whole| Wording::slug(whole.0.clone().into_owned()));
                self.add("part of ", whole.into());
                words![verb, self.texts.claim(&it.claim)]
            }
            Content::ClaimRepeated(it) => {
                self.add("in these words: ", it.wording.as_deref().map(Wording::quote).into());
                self.carried("in ", it.in_report.as_ref());
                self.sources(&it.basis);
                words![self.somebody(it.by.as_ref()), " repeated ", self.texts.claim_with_slug(&it.claim)]
            }
            _ => Wording::new(),
        }
    }

    /// What was found, and what was taken back or changed.
    fn examination(&mut self, content: &Content<'_>) -> Wording {
        match content {
            Content::ClaimCorroborated(it) => {
                self.sources(&it.basis);
                let claim = self.texts.claim_with_slug(&it.claim);
                words![self.somebody(it.by.as_ref()), " found evidence for ", claim]
            }
            Content::ClaimContradicted(it) => {
                self.sources(&it.basis);
                let claim = self.texts.claim_with_slug(&it.claim);
                words![self.somebody(it.by.as_ref()), " found evidence against ", claim]
            }
            Content::EvidenceSurfaced(it) => {
                for bearing in &it.bears_on {
                    self.details
                        .push(words![bears(bearing.bearing), self.texts.claim_with_slug(&bearing.claim)]);
                }
                self.link(it.url.as_deref());
                let (medium, shown) = (Wording::foreign(&*it.medium), Wording::foreign(&*it.description));
                words![self.somebody(it.by.as_ref()), " published ", medium, ": ", shown]
            }
            Content::EvidenceAssessed(it) => {
                let what = self.texts.name(&Ref::Evidence(it.evidence.borrowed()));
                words![self.somebody(it.by.as_ref()), " examined ", what, ": found ", it.finding.as_str()]
            }
            Content::ClaimRetracted(it) => {
                let by = self.by_or(it.by.as_ref(), "The maker of the claim");
                words![by, " retracted ", self.texts.claim_with_slug(&it.claim)]
            }
            Content::DenialWithdrawn(it) => {
                let denial = self.texts.name(&Ref::Denial(it.denial.borrowed()));
                words![self.by_or(it.by.as_ref(), "The speaker"), " withdrew ", denial]
            }
            Content::ReportCorrected(it) => {
                let changed = Wording::foreign(&*it.text);
                words![
                    self.publisher(it.by.as_ref()),
                    corrected(it.manner),
                    self.texts.report(&it.report),
                    ": ",
                    changed
                ]
            }
            Content::ReportHeld(it) => {
                words![self.publisher(it.by.as_ref()), " put ", self.texts.report(&it.report), " on hold"]
            }
            Content::ReportReleased(it) => {
                words![self.publisher(it.by.as_ref()), " released ", self.texts.report(&it.report), " again"]
            }
            Content::ReportWithdrawn(it) => {
                words![self.publisher(it.by.as_ref()), " withdrew ", self.texts.report(&it.report)]
            }
            other => note::note(other, self.texts),
        }
    }

    /// Who made a claim, and whether in a voice of their own: what stands before the claim.
    fn carried_by(&mut self, by: Option<&ActorId<'_>>, carrier: Option<&Carrier<'_>>) -> Wording {
        match (by, carrier) {
            (Some(by), Some(_)) if self.is_outlet(by) => {
                self.carried("in ", carrier);
                words![self.texts.actor(by), " reported "]
            }
            (Some(by), _) => {
                self.carried("in ", carrier);
                words![self.texts.actor(by), " said "]
            }
            (None, Some(report)) => {
                words!["Someone not named in ", self.texts.report(&report.0), " said "]
            }
            (None, None) => "Someone not named said ".into(),
        }
    }

    fn is_outlet(&self, actor: &ActorId<'_>) -> bool {
        let introduced = self.texts.definition(&Ref::Actor(actor.borrowed())).map(|event| &event.content);
        let kind = match introduced {
            Some(Content::ActorIntroduced(it)) => Some(it.actor_kind),
            _ => None,
        };
        matches!(kind, Some(ActorKind::Outlet | ActorKind::Agency))
    }

    fn somebody(&self, by: Option<&ActorId<'_>>) -> Wording {
        self.by_or(by, "Someone not named")
    }

    fn publisher(&self, by: Option<&ActorId<'_>>) -> Wording {
        self.by_or(by, "The publisher")
    }

    fn by_or(&self, by: Option<&ActorId<'_>>, otherwise: &'static str) -> Wording {
        by.map_or_else(|| otherwise.into(), |by| self.texts.actor(by))
    }

    fn speaker(&self, by: &ActorId<'_>, on_behalf_of: Option<&ActorId<'_>>) -> Wording {
        let body = on_behalf_of.map(|body| words![", on behalf of ", self.texts.actor(body), ","]);
        words![self.texts.actor(by), body]
    }

    /// "part of ‹claim›", "“title”, without saying which part".
    fn extent(&self, extent: Extent, subjects: &[Subject<'_>]) -> Wording {
        let (before, after) = how_much(extent);
        words![before, self.subjects(subjects), after]
    }

    fn subjects(&self, subjects: &[Subject<'_>]) -> Wording {
        Wording::listed(subjects.iter().map(|subject| self.texts.subject(subject)))
    }

    fn carried(&mut self, how: &'static str, report: Option<&Carrier<'_>>) {
        self.add(how, report.map(|report| Wording::slug(report.0.clone().into_owned())).into());
    }

    fn link(&mut self, url: Option<&str>) {
        self.add("", url.map(Wording::foreign).into());
    }

    fn sources(&mut self, basis: &[Basis<'_>]) {
        let sources = basis.iter().map(|basis| match basis {
            Basis::Unstated => "not stated".into(),
            Basis::Unnamed(source) => words!["not named (", Wording::foreign(source.to_string()), ")"],
            Basis::Report(report) => Wording::slug(report.clone().into_owned()),
            Basis::Claim(claim) => Wording::slug(claim.clone().into_owned()),
            named => self.texts.basis(named),
        });
        self.add("source: ", Wording::listed(sources));
    }

    fn add(&mut self, how: &'static str, what: Wording) {
        self.details.extend(Some(what.within(how, "")).filter(|detail| !detail.is_empty()));
    }
}

/// The words used, after what was done with them.
fn said(quote: Option<&str>) -> Wording {
    quote.map_or_else(Wording::new, |quote| words![": ", Wording::quote(quote)])
}

/// What a statement did, and in answer to what.
fn stated(manner: StatementManner, subjects: Wording) -> Wording {
    let did = match manner {
        StatementManner::Deflection if subjects.is_empty() => "responded without addressing the matter",
        StatementManner::Deflection => return words!["responded without addressing ", subjects],
        StatementManner::PolicyLine => "restated its policy",
        StatementManner::CounterAccusation => "made an accusation in return",
        StatementManner::Context => "added context",
        StatementManner::Pledge => "made a promise",
    };
    words![did, subjects.within(" in answer to ", "")]
}

fn corrected(manner: CorrectionManner) -> &'static str {
    match manner {
        CorrectionManner::Correction => " corrected ",
        CorrectionManner::Corrective => " sent a corrective of ",
        CorrectionManner::Refile => " sent again ",
    }
}

fn bears(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::Supports => "said to support ",
        Bearing::Undermines => "said to undermine ",
        Bearing::Context => "background to ",
    }
}
