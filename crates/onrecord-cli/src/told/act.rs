//! One event in a sentence: who did what, on whose behalf, answering what.

use onrecord::{
    ActorId, Basis, Bearing, Carrier, Content, CorrectionManner, Event, Ref, StatementManner, Subject,
};

use super::names::{how_far, listed, spaced};
use crate::texts::Texts;

/// An event in words.
pub(crate) struct Told {
    /// Who did what.
    pub(crate) line: String,
    /// What belongs to it: what it answers, accuses, rests on.
    pub(crate) details: Vec<String>,
    /// The name it brought in, to ask for more by.
    pub(crate) slug: Option<String>,
}

impl Told {
    /// The first line, with the slug.
    pub(crate) fn first_line(&self) -> String {
        match &self.slug {
            Some(slug) => format!("{} [{slug}]", self.line),
            None => self.line.clone(),
        }
    }
}

/// Puts an event into words.
pub(crate) fn tell(event: &Event<'_>, texts: &Texts) -> Told {
    let mut teller = Teller { texts, details: Vec::new() };
    let line = teller.line(&event.content);
    let slug = event.defines().and_then(|name| name.slug().map(str::to_owned));
    Told { line, details: teller.details, slug }
}

struct Teller<'t> {
    texts: &'t Texts,
    details: Vec<String>,
}

impl Teller<'_> {
    fn line(&mut self, content: &Content<'_>) -> String {
        match content {
            Content::ReportPublished(it) => {
                self.resting_on(&it.cites);
                self.details.extend(it.url.as_ref().map(ToString::to_string));
                let title = format!("\"{}\"", it.title);
                self.did(it.by.as_ref(), "published", "Published, by whom is not on record:", &title)
            }
            Content::ClaimMade(it) => {
                self.details.extend(it.about.as_ref().map(|about| format!("about: \"{about}\"")));
                self.details.extend(it.place.as_ref().map(|place| format!("place: {place}")));
                let accused = it.accuses.iter().map(|actor| self.texts.actor(actor));
                self.add("accusing", accused.collect());
                self.carried("in", it.in_report.as_ref());
                self.resting_on(&it.basis);
                self.details.extend(it.part_of.as_ref().map(|whole| format!("part of [{}]", whole.0)));
                self.did(it.by.as_ref(), "claimed:", "Claimed, by whom is not on record:", &it.text)
            }
            Content::ClaimRepeated(it) => {
                let claim = self.texts.claim(&it.claim);
                if let Some(wording) = &it.wording {
                    self.details.push(format!("in these words: \"{wording}\""));
                }
                self.carried("in", it.in_report.as_ref());
                self.resting_on(&it.basis);
                let claim = format!("{claim} [{}]", it.claim);
                self.did(it.by.as_ref(), "repeated:", "Repeated, by whom is not on record:", &claim)
            }
            Content::DenialIssued(it) => {
                self.answering(&it.answers);
                self.carried("known from", it.in_report.as_ref());
                let denied = format!("denied {}", how_far(it.extent));
                quoted(&self.speaker(&it.by, it.on_behalf_of.as_ref()), &denied, it.quote.as_deref())
            }
            Content::StatementMade(it) => {
                self.answering(&it.answers);
                self.carried("known from", it.in_report.as_ref());
                let speaker = self.speaker(&it.by, it.on_behalf_of.as_ref());
                quoted(&speaker, stated(it.manner), it.quote.as_deref())
            }
            Content::CommentRequested(it) => {
                self.add("about", it.about.iter().map(|subject| self.texts.subject(subject)).collect());
                self.details.extend(it.deadline.as_ref().map(|by| format!("to answer by \"{by}\"")));
                let of = self.texts.actor(&it.of);
                match &it.by {
                    Some(by) => format!("{} asked {of} to comment", self.texts.actor(by)),
                    None => format!("{of} was asked to comment"),
                }
            }
            Content::CommentDeclined(it) => {
                self.answering(&it.answers);
                format!("{} declined to comment", self.texts.actor(&it.by))
            }
            Content::ClaimAcknowledged(it) => {
                self.answering(&it.answers);
                let speaker = self.speaker(&it.by, it.on_behalf_of.as_ref());
                format!("{speaker} acknowledged {}", how_far(it.extent))
            }
            Content::ClaimCorroborated(it) => {
                self.resting_on(&it.basis);
                let claim = self.texts.claim(&it.claim);
                self.did(it.by.as_ref(), "found borne out:", "Found borne out:", &claim)
            }
            Content::ClaimContradicted(it) => {
                self.resting_on(&it.basis);
                let claim = self.texts.claim(&it.claim);
                self.did(it.by.as_ref(), "found something against:", "Something was found against:", &claim)
            }
            Content::EvidenceSurfaced(it) => {
                for bearing in &it.bears_on {
                    let claim = self.texts.claim(&bearing.claim);
                    self.details.push(format!("{}: {claim} [{}]", bears(bearing.bearing), bearing.claim));
                }
                let what = format!("{}: {}", it.medium, it.description);
                self.did(it.by.as_ref(), "brought to light", "Came to light:", &what)
            }
            Content::EvidenceAssessed(it) => {
                let what = self.texts.name(&Ref::Evidence(it.evidence.borrowed()));
                let found = format!("{what}: found {}", it.finding);
                self.did(it.by.as_ref(), "examined", "Examined:", &found)
            }
            other => self.undone(other),
        }
    }

    /// What was taken back, changed or looked into.
    fn undone(&mut self, content: &Content<'_>) -> String {
        let report = |id: &onrecord::ReportId<'_>| self.texts.name(&Ref::Report(id.borrowed()));
        match content {
            Content::ClaimRetracted(it) => {
                let claim = self.texts.claim(&it.claim);
                self.did(it.by.as_ref(), "took back the claim:", "Taken back by its maker:", &claim)
            }
            Content::DenialWithdrawn(it) => {
                let denial = self.texts.name(&Ref::Denial(it.denial.borrowed()));
                self.did(it.by.as_ref(), "took back", "Taken back:", &denial)
            }
            Content::ReportCorrected(it) => {
                let (active, passive) = corrected(it.manner);
                let what = format!("{}: {}", report(&it.report), it.text);
                self.did(it.by.as_ref(), active, passive, &what)
            }
            Content::ReportHeld(it) => {
                self.did(it.by.as_ref(), "put on hold", "Put on hold:", &report(&it.report))
            }
            Content::ReportReleased(it) => {
                self.did(it.by.as_ref(), "released", "Released:", &report(&it.report))
            }
            Content::ReportWithdrawn(it) => {
                self.did(it.by.as_ref(), "withdrew", "Withdrawn:", &report(&it.report))
            }
            Content::VerdictPublished(it) => {
                self.details.push(format!("on: {} [{}]", self.texts.claim(&it.claim), it.claim));
                self.details.extend(it.url.as_ref().map(ToString::to_string));
                let scale = it.scale.as_ref().map_or_else(String::new, |scale| format!(" (of: {scale})"));
                format!("{} gave the verdict \"{}\"{scale}", self.texts.actor(&it.by), it.rating)
            }
            Content::InvestigationOpened(it) => {
                self.add("into", it.about.iter().map(|subject| self.texts.subject(subject)).collect());
                format!("{} opened an investigation", self.texts.actor(&it.by))
            }
            Content::InvestigationClosed(it) => {
                self.add("into", it.about.iter().map(|subject| self.texts.subject(subject)).collect());
                format!("{} closed its investigation: {}", self.texts.actor(&it.by), it.outcome)
            }
            other => self.note(other),
        }
    }

    /// What the record-keeper noted.
    fn note(&mut self, content: &Content<'_>) -> String {
        match content {
            Content::StoryOpened(it) => format!("Story: {}", it.title),
            Content::ActorIntroduced(it) => {
                let body = it.speaks_for.as_ref().map(|body| self.texts.actor(body));
                let body = body.map_or_else(String::new, |body| format!(", speaking for {body}"));
                format!("{}: {}{body}", it.name, it.actor_kind)
            }
            Content::ActorsMerged(it) => {
                let (actor, into) = (self.texts.actor(&it.actor), self.texts.actor(&it.into));
                format!("{actor} and {into} are one, from here on {into}")
            }
            Content::ClaimsLinked(it) => {
                format!("Linked: [{}] {} [{}]", it.claim, spaced(it.relation.as_str()), it.other)
            }
            Content::DateEstablished(it) => {
                format!("Date established: {} is of {}", self.texts.sorted_name(&it.of), it.when)
            }
            Content::SourceIdentified(it) => {
                format!("Source identified: {} is {}", it.source.0, self.texts.basis(&it.is))
            }
            Content::SourceAssessed(it) => {
                format!("{} graded {} for reliability", self.texts.actor(&it.actor), it.reliability)
            }
            Content::InformationAssessed(it) => {
                format!("[{}] graded {} for credibility", it.claim, it.credibility.get())
            }
            Content::JudgementRecorded(it) => {
                let likely = spaced(it.likelihood.as_str());
                format!("[{}] judged {likely}, with {} confidence", it.claim, it.confidence)
            }
            Content::EventWithdrawn(it) => {
                let what = self.texts.sorted_name(&it.of);
                format!("Withdrawn from the record: {what}: {}", it.reason)
            }
            other => spaced(other.kind().as_str()),
        }
    }

    /// "Le Monde published …", or the same where nobody is known to have done it.
    fn did(&self, by: Option<&ActorId<'_>>, active: &str, passive: &str, what: &str) -> String {
        match by {
            Some(by) => format!("{} {active} {what}", self.texts.actor(by)),
            None => format!("{passive} {what}"),
        }
    }

    fn speaker(&self, by: &ActorId<'_>, on_behalf_of: Option<&ActorId<'_>>) -> String {
        match on_behalf_of {
            Some(body) => format!("{}, on behalf of {},", self.texts.actor(by), self.texts.actor(body)),
            None => self.texts.actor(by),
        }
    }

    fn answering(&mut self, answers: &[Subject<'_>]) {
        self.add("answering", answers.iter().map(|subject| self.texts.subject(subject)).collect());
    }

    fn carried(&mut self, how: &str, report: Option<&Carrier<'_>>) {
        self.details.extend(report.map(|report| format!("{how} [{}]", report.0)));
    }

    fn resting_on(&mut self, basis: &[Basis<'_>]) {
        let sources = basis.iter().map(|basis| match basis {
            Basis::Unstated => "not stated".to_owned(),
            Basis::Unnamed(source) => format!("not named ({source})"),
            Basis::Report(report) => format!("[{report}]"),
            Basis::Claim(claim) => format!("[{claim}]"),
            named => self.texts.basis(named),
        });
        let sources = listed(sources);
        if !sources.is_empty() {
            self.details.push(format!("source: {sources}"));
        }
    }

    fn add(&mut self, how: &str, names: Vec<String>) {
        if !names.is_empty() {
            self.details.push(format!("{how} {}", listed(names)));
        }
    }
}

fn quoted(speaker: &str, did: &str, quote: Option<&str>) -> String {
    match quote {
        Some(quote) => format!("{speaker} {did}: \"{quote}\""),
        None => format!("{speaker} {did}"),
    }
}

fn stated(manner: StatementManner) -> &'static str {
    match manner {
        StatementManner::PolicyLine => "stated a policy",
        StatementManner::Deflection => "turned to something else",
        StatementManner::CounterAccusation => "accused in turn",
        StatementManner::Context => "commented",
        StatementManner::Pledge => "made a pledge",
    }
}

fn corrected(manner: CorrectionManner) -> (&'static str, &'static str) {
    match manner {
        CorrectionManner::Correction => ("corrected", "Corrected:"),
        CorrectionManner::Corrective => ("sent a corrective of", "A corrective was sent of"),
        CorrectionManner::Refile => ("sent again", "Sent again:"),
    }
}

fn bears(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::Supports => "said to support",
        Bearing::Undermines => "said to undermine",
        Bearing::Context => "belonging beside",
    }
}
