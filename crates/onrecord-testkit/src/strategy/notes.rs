//! What the record-keeper notes, and what it takes back.

use onrecord_core::*;

use super::desk::{Desk, choose, slug};
use super::moves::Move;
use super::time::{date, said};
use crate::folded::in_memory;

impl Desk {
    /// What the record-keeper notes.
    pub(super) fn note(&mut self, each: &Move) -> Option<Content<'static>> {
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
            .filter(|&index| in_memory(self.graph.referrers(Position::FIRST.after(index as u64))).is_empty())
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
