//! What outlets do: they publish, repeat, correct and take back; and what others make of it.

use onrecord_core::{
    Basis, Bearing, BearsOn, ClaimContradicted, ClaimCorroborated, ClaimRepeated, Content, CorrectionManner,
    Credibility, DateEstablished, EvidenceAssessed, EvidenceId, EvidenceSurfaced, Finding,
    InformationAssessed, Ref, ReportCorrected, ReportId, ReportPublished, ReportWithdrawn, SourceId,
    SourceIdentified, VerdictPublished,
};

use crate::newsroom::{Newsroom, Report};
use crate::opening::slug;
use crate::text::text;

/// The longest chain of reports that cite one another.
const DEPTH_MAX: u32 = 8;
const CITES_MAX: usize = 3;

impl Newsroom {
    pub(crate) fn report_published(&mut self) -> Content<'static> {
        let claim = self.claim();
        let by = self.actor();
        let id = slug(format!("{by}-{}", self.made), ReportId::new);
        let story = self.story(claim.story);
        let mut published =
            ReportPublished::new(story, id.clone(), text(&mut self.random)).by(by.clone()).url(format!(
                "https://{by}.example/news/{:08x}/{}",
                self.random.below(u32::MAX as usize),
                self.made
            ));
        let depth = self.cite(claim.story, &id, &mut published);
        published.said = self.calendar.said(&mut self.random, None);
        self.stories[claim.story].reports.push(Report { id, by, depth });
        published.into()
    }

    /// Lets a report cite up to three things; says how deep the chain below it is, itself counted.
    fn cite(
        &mut self,
        story: usize,
        id: &ReportId<'static>,
        published: &mut ReportPublished<'static>,
    ) -> u32 {
        let mut depth = 1;
        for number in 0..self.random.below(CITES_MAX + 1) {
            let cited = match self.report(story).filter(|report| report.depth < DEPTH_MAX) {
                Some(report) if self.random.chance(700) => {
                    depth = depth.max(report.depth + 1);
                    Basis::Report(report.id)
                }
                _ if self.random.chance(400) => {
                    let source = slug(format!("source-{number}-of-{id}"), SourceId::new);
                    self.sources.push((self.story(story), source.clone()));
                    Basis::Unnamed(source)
                }
                _ => Basis::Actor(self.actor()),
            };
            if !published.cites.contains(&cited) {
                published.cites.extend([cited]);
            }
        }
        depth
    }

    pub(crate) fn claim_repeated(&mut self) -> Content<'static> {
        let claim = self.claim();
        let carrier = self.report(claim.story);
        let by = carrier.as_ref().map_or_else(|| self.actor(), |report| report.by.clone());
        let basis = self.report(claim.story).map_or(Basis::Unstated, |report| Basis::Report(report.id));
        let said = self.calendar.said(&mut self.random, carrier.as_ref().map(|report| &report.id));
        let repeated = ClaimRepeated::new(self.story(claim.story), claim.id);
        let mut repeated = repeated.by(by).basis([basis]).wording(text(&mut self.random));
        repeated.in_report = carrier.map(|report| report.id.into());
        repeated.said = said;
        repeated.into()
    }

    pub(crate) fn report_corrected(&mut self) -> Content<'static> {
        let story = self.random.below(self.stories.len());
        let Some(report) = self.report(story) else { return self.report_published() };
        let manner = self.random.pick(CorrectionManner::ALL);
        let corrected = ReportCorrected::new(self.story(story), report.id, manner, text(&mut self.random));
        let mut corrected = corrected.by(report.by);
        corrected.said = self.calendar.said(&mut self.random, None);
        corrected.into()
    }

    pub(crate) fn report_withdrawn(&mut self) -> Content<'static> {
        let story = self.random.below(self.stories.len());
        let Some(report) = self.stories[story].reports.take() else { return self.report_published() };
        let mut withdrawn = ReportWithdrawn::new(self.story(story), report.id).by(report.by);
        withdrawn.said = self.calendar.said(&mut self.random, None);
        withdrawn.into()
    }

    /// Somebody finds a claim borne out, or finds something that speaks against it.
    pub(crate) fn claim_found(&mut self) -> Content<'static> {
        let claim = self.claim();
        let basis = self.report(claim.story).map_or(Basis::Unstated, |report| Basis::Report(report.id));
        let (by, said) = (self.actor(), self.calendar.said(&mut self.random, None));
        let story = self.story(claim.story);
        if self.random.chance(500) {
            let mut found = ClaimCorroborated::new(story, claim.id, [basis]).by(by);
            found.said = said;
            return found.into();
        }
        let mut found = ClaimContradicted::new(story, claim.id, [basis]).by(by);
        found.said = said;
        found.into()
    }

    pub(crate) fn evidence_surfaced(&mut self) -> Content<'static> {
        let claim = self.claim();
        let id = slug(format!("image-{}", self.made), EvidenceId::new);
        let story = self.story(claim.story);
        let bears_on = BearsOn { claim: claim.id, bearing: self.random.pick(Bearing::ALL) };
        let surfaced = EvidenceSurfaced::new(story.clone(), id.clone(), "image", text(&mut self.random));
        let url = format!("https://images.example/{:016x}", self.random.next());
        let mut surfaced = surfaced.by(self.actor()).url(url).bears_on([bears_on]);
        surfaced.said = self.calendar.said(&mut self.random, None);
        self.evidence.push((story, id));
        surfaced.into()
    }

    pub(crate) fn evidence_assessed(&mut self) -> Content<'static> {
        let Some((story, evidence)) = self.evidence.take() else { return self.evidence_surfaced() };
        let finding = self.random.pick(Finding::ALL);
        let mut assessed = EvidenceAssessed::new(story, evidence, finding).by(self.actor());
        assessed.said = self.calendar.said(&mut self.random, None);
        assessed.into()
    }

    pub(crate) fn verdict_published(&mut self) -> Content<'static> {
        let claim = self.claim();
        let rating = self.random.pick(&["true", "mostly true", "half true", "false", "unproven"]);
        let by = self.actor();
        let url = format!("https://{by}.example/checks/{}", self.made);
        let published = VerdictPublished::new(self.story(claim.story), claim.id, by, rating);
        let mut published = published.scale("five grades").url(url);
        published.said = self.calendar.said(&mut self.random, None);
        published.into()
    }

    pub(crate) fn information_assessed(&mut self) -> Content<'static> {
        let claim = self.claim();
        let grade = 1 + self.random.below(6) as u8;
        let credibility = Credibility::new(grade).unwrap_or(Credibility::CONFIRMED);
        InformationAssessed::new(self.story(claim.story), claim.id, credibility).into()
    }

    /// A source turns out to be an actor; where none is unnamed, the day of a report is established.
    pub(crate) fn source_identified(&mut self) -> Content<'static> {
        if let Some((story, source)) = self.sources.take() {
            return SourceIdentified::new(story, source, Basis::Actor(self.actor())).into();
        }
        let story = self.random.below(self.stories.len());
        match (self.report(story), self.calendar.today()) {
            (Some(report), Some(today)) => {
                DateEstablished::new(self.story(story), Ref::Report(report.id), today).into()
            }
            _ => self.report_published(),
        }
    }
}
