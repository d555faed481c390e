//! What a move says: one event of every kind, about what is on record.

use onrecord_core::*;

use super::desk::{Desk, choose, slug};
use super::fields::{archived, sha256};
use super::moves::Move;
use super::time::{date, said};

/// Sets an optional field where the move has it.
macro_rules! with {
    ($content:ident, $($set:ident($value:expr) if $given:expr;)*) => {
        $(let $content = if $given { $content.$set($value) } else { $content };)*
    };
}

/// Sets when an act was said, where the move says so.
macro_rules! dated {
    ($desk:ident, $each:ident, $content:expr) => {{
        let content = $content;
        match said($each.said, $desk.anchor($each.picks[3])) {
            Some(when) => content.said(when).into(),
            None => content.into(),
        }
    }};
}

impl Desk {
    /// What the move says; `None` where there is nothing to say it about.
    pub(super) fn content(&mut self, each: &Move) -> Option<Content<'static>> {
        use Kind::*;
        Some(match each.kind {
            StoryOpened | ActorIntroduced | ActorsMerged | ClaimsLinked | DateEstablished
            | SourceIdentified | SourceAssessed | InformationAssessed | JudgementRecorded
            | EventWithdrawn => {
                return self.note(each);
            }
            DenialIssued | StatementMade | CommentRequested | CommentDeclined | ClaimAcknowledged => {
                self.answer(each)
            }
            ReportPublished | ReportCorrected | ReportHeld | ReportReleased | ReportWithdrawn => {
                self.on_report(each)
            }
            _ => self.on_claim(each),
        })
    }

    fn on_report(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, _] = each.picks;
        let story = self.story(0);
        match each.kind {
            Kind::ReportPublished => {
                let bases = [self.basis(b, each.shape), self.basis(c, each.shape / 6)];
                let cited = bases.into_iter().take(usize::from(each.shape % 3));
                let report = slug(self.free(Sort::Report, "report"), ReportId::new);
                let content = ReportPublished::new(story, report, "a headline").cites(cited);
                with! { content,
                    by(self.actor(a)) if each.has(0);
                    url("https://news.example/1") if each.has(5);
                    lang("en") if each.has(6);
                    archived(archived(b)) if each.has(7);
                }
                dated!(self, each, content)
            }
            Kind::ReportCorrected => {
                let manner = each.word(CorrectionManner::ALL);
                let content = ReportCorrected::new(story, self.report(a), manner, "what was changed");
                with! { content, by(self.actor(b)) if each.has(3); }
                dated!(self, each, content)
            }
            Kind::ReportHeld => {
                let content = ReportHeld::new(story, self.report(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
            Kind::ReportReleased => {
                let content = ReportReleased::new(story, self.report(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
            _ => {
                let content = ReportWithdrawn::new(story, self.report(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
        }
    }

    fn on_claim(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, d] = each.picks;
        let story = self.story(0);
        match each.kind {
            Kind::ClaimMade => self.claim_made(each),
            Kind::ClaimRepeated => {
                let basis = [self.basis(c, each.shape)].into_iter().filter(|_| each.has(2));
                let content = ClaimRepeated::new(story, self.claim(a)).basis(basis);
                with! { content,
                    by(self.actor(b)) if each.has(0);
                    in_report(self.report(d)) if each.has(1);
                    wording("in other words") if each.has(3);
                }
                dated!(self, each, content)
            }
            Kind::ClaimCorroborated => {
                let content = ClaimCorroborated::new(story, self.claim(a), [self.basis(c, each.shape)]);
                with! { content, by(self.actor(b)) if each.has(3); }
                dated!(self, each, content)
            }
            Kind::ClaimContradicted => {
                let content = ClaimContradicted::new(story, self.claim(a), [self.basis(c, each.shape)]);
                with! { content, by(self.actor(b)) if each.has(3); }
                dated!(self, each, content)
            }
            Kind::ClaimRetracted => {
                let content = ClaimRetracted::new(story, self.claim(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
            Kind::VerdictPublished => {
                let content = VerdictPublished::new(story, self.claim(a), self.actor(b), "false");
                with! { content,
                    scale("true or false") if each.has(0);
                    url("https://checks.example/1") if each.has(1);
                }
                dated!(self, each, content)
            }
            Kind::DenialWithdrawn => {
                let content = DenialWithdrawn::new(story, self.denial(a));
                with! { content, by(self.actor(b)) if each.has(0); }
                dated!(self, each, content)
            }
            Kind::EvidenceSurfaced => {
                let bearing = each.word(Bearing::ALL);
                let bears_on = BearsOn { claim: self.claim(a), bearing };
                let evidence = slug(self.free(Sort::Evidence, "evidence"), EvidenceId::new);
                let content = EvidenceSurfaced::new(story, evidence, "image", "what it shows")
                    .bears_on([bears_on].into_iter().filter(|_| each.has(2)));
                with! { content,
                    by(self.actor(b)) if each.has(3);
                    url("https://images.example/1") if each.has(4);
                    sha256(sha256(c)) if each.has(5);
                }
                dated!(self, each, content)
            }
            Kind::EvidenceAssessed => {
                let content = EvidenceAssessed::new(story, self.evidence(a), each.word(Finding::ALL));
                with! { content, by(self.actor(b)) if each.has(3); }
                dated!(self, each, content)
            }
            Kind::InvestigationOpened => {
                dated!(self, each, InvestigationOpened::new(story, self.actor(b), [self.subject(a)]))
            }
            _ => {
                let (actor, subject) = (self.actor(b), self.subject(a));
                dated!(self, each, InvestigationClosed::new(story, actor, [subject], "nothing came of it"))
            }
        }
    }

    fn claim_made(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, d] = each.picks;
        let accused = [self.actor(a)].into_iter().filter(|_| each.has(0));
        let basis = [self.basis(c, each.shape / 2)].into_iter().filter(|_| each.has(2));
        let whole = self.names_claims().then(|| self.claim(d));
        let story = self.story(b / 2);
        let claim = slug(self.free(Sort::Claim, "claim"), ClaimId::new);
        let content = ClaimMade::new(story, claim, "what is alleged").accuses(accused).basis(basis);
        let content = match whole {
            Some(whole) if each.has(4) => content.part_of(whole),
            _ => content,
        };
        with! { content,
            by(self.actor(b)) if each.has(1);
            in_report(self.report(d)) if each.has(3);
            about(date(c)) if each.has(5);
            place("at the harbour") if each.has(6);
            lang("en") if each.has(7);
        }
        dated!(self, each, content)
    }

    fn names_claims(&self) -> bool {
        !self.standing(|event| event.kind() == Kind::ClaimMade).is_empty()
    }

    fn answer(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, d] = each.picks;
        let story = self.story(0);
        match each.kind {
            Kind::DenialIssued => {
                let (by, subject) = (self.actor(b), self.subject(a));
                let denial = slug(self.free(Sort::Denial, "denial"), DenialId::new);
                let content = DenialIssued::new(story, denial, by, [subject], each.word(Extent::ALL));
                with! { content,
                    on_behalf_of(self.actor(c)) if each.has(2);
                    quote("not accurate") if each.has(3);
                    in_report(self.report(d)) if each.has(4);
                }
                dated!(self, each, content)
            }
            Kind::StatementMade => {
                let (by, subject, statement) = (self.actor(b), self.subject(a), self.statement());
                let manner = each.word(StatementManner::ALL);
                let answered = [subject].into_iter().filter(|_| !each.has(7));
                let content = StatementMade::new(story, statement, by, manner).answers(answered);
                with! { content,
                    on_behalf_of(self.actor(c)) if each.has(2);
                    quote("our policy has not changed") if each.has(3);
                    in_report(self.report(d)) if each.has(4);
                }
                dated!(self, each, content)
            }
            Kind::CommentRequested => {
                let content = CommentRequested::new(story, self.actor(b), [self.subject(a)]);
                with! { content,
                    by(self.actor(c)) if each.has(0);
                    deadline(date(d)) if each.has(1);
                }
                dated!(self, each, content)
            }
            Kind::CommentDeclined => {
                dated!(self, each, CommentDeclined::new(story, self.actor(b), [self.subject(a)]))
            }
            _ => self.acknowledgement(each),
        }
    }

    /// An acknowledgement; at times of what the same actor denies.
    fn acknowledgement(&mut self, each: &Move) -> Content<'static> {
        let [a, b, c, _] = each.picks;
        let extent = each.word(Extent::ALL);
        let denials = self.standing(|event| event.kind() == Kind::DenialIssued).into_iter();
        let denials: Vec<DenialIssued<'static>> = denials
            .filter_map(|index| match &self.events[index].content {
                Content::DenialIssued(denial) => Some(denial.clone()),
                _ => None,
            })
            .collect();
        let story = self.story(0);
        let content = match choose(denials, a).filter(|_| each.has(3)) {
            Some(denial) => ClaimAcknowledged::new(story, denial.by, denial.answers, extent),
            None => ClaimAcknowledged::new(story, self.actor(b), [self.subject(a)], extent),
        };
        with! { content, on_behalf_of(self.actor(c)) if each.has(2); }
        dated!(self, each, content)
    }

    /// What the record-keeper notes.
    fn note(&mut self, each: &Move) -> Option<Content<'static>> {
        let [a, b, c, _] = each.picks;
        Some(match each.kind {
            Kind::StoryOpened => {
                let story = slug(self.free(Sort::Story, "story"), StoryId::new);
                StoryOpened::new(story, "what it is about").into()
            }
            Kind::ActorIntroduced => {
                let body = self.anybody(a).filter(|_| each.has(0));
                let actor = slug(self.free(Sort::Actor, "actor"), ActorId::new);
                let content = ActorIntroduced::new(actor, "Somebody", each.word(ActorKind::ALL));
                match body {
                    Some(body) => content.speaks_for(body).into(),
                    None => content.into(),
                }
            }
            Kind::ActorsMerged => ActorsMerged::new(self.actor(a), self.actor(b)).into(),
            Kind::ClaimsLinked => {
                let relation = each.word(Relation::ALL);
                ClaimsLinked::new(self.story(0), self.claim(a), relation, self.claim(b)).into()
            }
            Kind::DateEstablished => self.date_established(each)?,
            Kind::SourceIdentified => self.source_identified(each),
            Kind::SourceAssessed => SourceAssessed::new(self.actor(a), each.word(Reliability::ALL)).into(),
            Kind::InformationAssessed => {
                let credibility = Credibility::new(each.shape % 6 + 1)?;
                InformationAssessed::new(self.story(0), self.claim(a), credibility).into()
            }
            Kind::JudgementRecorded => {
                let (likelihood, confidence) =
                    (each.word(Likelihood::ALL), Confidence::ALL[usize::from(b % 3)]);
                JudgementRecorded::new(self.story(0), self.claim(a), likelihood, confidence).into()
            }
            _ => self.event_withdrawn(each, c)?,
        })
    }

    fn anybody(&mut self, pick: u8) -> Option<ActorId<'static>> {
        let introduced = self.standing(|event| event.kind() == Kind::ActorIntroduced);
        (!introduced.is_empty()).then(|| self.actor(pick))
    }

    /// A date for an act, more often for one that has none; at times a second one for the same.
    fn date_established(&mut self, each: &Move) -> Option<Content<'static>> {
        let [a, b, c, _] = each.picks;
        let is_sought = |event: &Event<'_>| {
            let is_dated = matches!(event.said(), Some(When::Edtf(_)));
            event.by().is_some() || event.kind() == Kind::ReportPublished || (each.has(0) && !is_dated)
        };
        let of = self.called(choose(self.standing(is_sought), a)?, each.has(1));
        let when = match c {
            4 => said(14, self.anchor(b))?,
            _ => date(b),
        };
        Some(DateEstablished::new(self.story(0), of, when).into())
    }

    /// A source turns out to be something known; at times a report that cites it, which closes a ring.
    fn source_identified(&mut self, each: &Move) -> Content<'static> {
        let [a, b, ..] = each.picks;
        let citing = self.standing(|event| event.kind() == Kind::ReportPublished).into_iter();
        let rings: Vec<(SourceId<'static>, ReportId<'static>)> = citing
            .filter_map(|index| match &self.events[index].content {
                Content::ReportPublished(report) => Some(report),
                _ => None,
            })
            .flat_map(|report| report.cites.iter().map(move |cited| (cited, &report.report)))
            .filter_map(|(cited, report)| match cited {
                Basis::Unnamed(source) => Some((source.clone(), report.clone())),
                _ => None,
            })
            .collect();
        let story = self.story(0);
        match choose(rings, a).filter(|_| each.has(0)) {
            Some((source, report)) => SourceIdentified::new(story, source, Basis::Report(report)),
            None => SourceIdentified::new(story, self.source(a), self.basis(b, each.shape / 2)),
        }
        .into()
    }

    /// The withdrawal of an event to which none refers; at times of a withdrawal.
    fn event_withdrawn(&mut self, each: &Move, pick: u8) -> Option<Content<'static>> {
        let free = self.standing(|event| match each.has(0) && each.has(1) {
            true => event.kind() == Kind::EventWithdrawn,
            false => event.kind() != Kind::EventWithdrawn,
        });
        let free: Vec<usize> = free
            .into_iter()
            .rev()
            .filter(|&index| self.outline.referrers(Position::FIRST.after(index as u64)).is_empty())
            .collect();
        let index = choose(free, pick)?;
        let content = EventWithdrawn::new(self.called(index, each.has(2)), "recorded by mistake");
        Some(match self.events[index].story() {
            Some(story) if each.has(3) => content.story(story.into_owned()).into(),
            _ => content.into(),
        })
    }

    /// The event at `index`, by what it brought in or by its id.
    fn called(&self, index: usize, by_name: bool) -> Ref<'static> {
        let event = &self.events[index];
        match event.defines().filter(|_| by_name) {
            Some(name) => name.into_owned(),
            None => Ref::Event(event.id),
        }
    }
}
