//! What has happened so far in a sample, as far as what comes next may refer to it.

use std::collections::VecDeque;

use onrecord_core::{
    ActorId, ClaimId, Content, DenialId, Event, EventId, EvidenceId, Ref, ReportId, SourceId, StoryId,
};

use crate::calendar::Calendar;
use crate::random::Random;

/// How many of the latest things of one sort are still spoken of.
const RECENT_MAX: usize = 32;

/// The state of the generator.
#[derive(Debug)]
pub(crate) struct Newsroom {
    pub(crate) random: Random,
    pub(crate) calendar: Calendar,
    pub(crate) scale: Scale,
    pub(crate) made: u64,
    pub(crate) actors: Vec<ActorId<'static>>,
    pub(crate) stories: Vec<Story>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) denials: Recent<(StoryId<'static>, DenialId<'static>)>,
    pub(crate) evidence: Recent<(StoryId<'static>, EvidenceId<'static>)>,
    pub(crate) sources: Recent<(StoryId<'static>, SourceId<'static>)>,
    /// Events to which nothing refers, and which turn out to be mistakes.
    pub(crate) mistakes: Recent<Ref<'static>>,
}

/// How much there is to be told of in the whole record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    pub(crate) events: u64,
    pub(crate) stories: u64,
    pub(crate) actors: u64,
    pub(crate) claims: u64,
}

#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) id: StoryId<'static>,
    pub(crate) reports: Recent<Report>,
}

#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) id: ReportId<'static>,
    pub(crate) by: ActorId<'static>,
    /// How many reports deep the longest chain of citations below it is, itself counted.
    pub(crate) depth: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) id: ClaimId<'static>,
    pub(crate) story: usize,
    /// Whom it accuses, and who is asked about it.
    pub(crate) accused: usize,
}

impl Newsroom {
    pub(crate) fn new(seed: u64, events: u64) -> Newsroom {
        let scale = Scale {
            events,
            stories: (events / 5_000).max(1),
            actors: (events / 200).max(4),
            claims: (events / 50).max(1),
        };
        Newsroom {
            random: Random::new(seed),
            calendar: Calendar::new(),
            scale,
            made: 0,
            actors: Vec::new(),
            stories: Vec::new(),
            claims: Vec::new(),
            denials: Recent::default(),
            evidence: Recent::default(),
            sources: Recent::default(),
            mistakes: Recent::default(),
        }
    }

    pub(crate) fn next_event(&mut self) -> Event<'static> {
        let content = self.opening().unwrap_or_else(|| self.act());
        self.made += 1;
        let event = Event::new(self.event_id(), content);
        self.note_mistake(&event);
        event
    }

    /// What people do, in the proportions in which they do it.
    fn act(&mut self) -> Content<'static> {
        match self.random.below(1_000) {
            0..380 => self.report_published(),
            380..615 => self.claim_repeated(),
            615..705 => self.denial_issued(),
            705..785 => self.statement_made(),
            785..865 => self.comment_requested(),
            865..885 => self.comment_declined(),
            885..915 => self.report_corrected(),
            915..935 => self.claim_found(),
            935..945 => self.claim_acknowledged(),
            945..955 => self.evidence_surfaced(),
            955..960 => self.evidence_assessed(),
            960..970 => self.verdict_published(),
            970..978 => self.information_assessed(),
            978..983 => self.denial_withdrawn(),
            983..987 => self.report_withdrawn(),
            987..991 => self.source_identified(),
            _ => self.event_withdrawn(),
        }
    }

    /// Any actor.
    pub(crate) fn actor(&mut self) -> ActorId<'static> {
        let index = self.random.below(self.actors.len());
        self.actors[index].clone()
    }

    /// A claim: every other time one of the latest.
    pub(crate) fn claim(&mut self) -> Claim {
        const LATEST: usize = 200;
        let count = self.claims.len();
        let from = if self.random.chance(500) { count.saturating_sub(LATEST) } else { 0 };
        self.claims[from + self.random.below(count - from)].clone()
    }

    /// One of the latest reports of a story.
    pub(crate) fn report(&mut self, story: usize) -> Option<Report> {
        self.stories[story].reports.any(&mut self.random).cloned()
    }

    pub(crate) fn story(&self, index: usize) -> StoryId<'static> {
        self.stories[index].id.clone()
    }

    /// An id as a sender would give it: random, and marked as such (RFC 9562, version 4).
    fn event_id(&mut self) -> EventId {
        let mut bytes = self.random.bytes();
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        EventId::from_bytes(bytes)
    }

    /// Some repetitions and questions were recorded by mistake. Nothing can refer to them, so they can be withdrawn.
    fn note_mistake(&mut self, event: &Event<'static>) {
        let is_nameless = matches!(event.content, Content::ClaimRepeated(_) | Content::CommentRequested(_));
        if is_nameless && self.random.chance(40) {
            self.mistakes.push(Ref::Event(event.id));
        }
    }
}

/// The latest few things of one sort.
#[derive(Debug)]
pub(crate) struct Recent<T>(VecDeque<T>);

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Recent(VecDeque::new())
    }
}

impl<T> Recent<T> {
    pub(crate) fn push(&mut self, latest: T) {
        if self.0.len() == RECENT_MAX {
            self.0.pop_front();
        }
        self.0.push_back(latest);
    }

    /// Takes the oldest out.
    pub(crate) fn take(&mut self) -> Option<T> {
        self.0.pop_front()
    }

    pub(crate) fn any(&self, random: &mut Random) -> Option<&T> {
        match self.0.len() {
            0 => None,
            count => self.0.get(random.below(count)),
        }
    }
}
