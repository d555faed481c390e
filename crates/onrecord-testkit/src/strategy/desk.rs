//! The record as it comes to be: what is on it so far, and how a move finds what it is about.

use onrecord_core::{
    ActorId, ActorIntroduced, ActorKind, Basis, ClaimId, ClaimMade, Content, DenialId, DenialIssued, Event,
    EventId, EvidenceId, EvidenceSurfaced, Extent, Holdings, Ref, ReportId, ReportPublished, Sort, SourceId,
    StatementId, StoryId, StoryOpened, Subject, validate,
};
use onrecord_index::RecordIndex;

use super::moves::Move;
use crate::folded::in_memory;

/// A record that grows by moves.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) graph: RecordIndex,
    pub(super) events: Vec<Event<'static>>,
}

impl Desk {
    /// The record that `moves` make.
    pub(super) fn take(moves: &[Move]) -> Vec<Event<'static>> {
        let mut desk = Desk::default();
        for each in moves {
            if let Some(content) = desk.content(each) {
                desk.record(content, each.shape.is_multiple_of(8));
            }
        }
        desk.events
    }

    /// Takes the event in, if it fits and is new.
    fn record(&mut self, content: impl Into<Content<'static>>, with_given_id: bool) {
        let derived = Event::derived(content);
        let event = match with_given_id {
            true => Event::new(given_id(self.events.len()), derived.content),
            false => derived,
        };
        let is_new = in_memory(self.graph.position_of(event.id)).is_none();
        if is_new && validate(&event, &self.graph).is_ok() {
            in_memory(self.graph.apply(&event));
            self.events.push(event);
        }
    }

    /// The names of one sort that stand, in the order in which they came.
    fn names(&self, sort: Sort) -> Vec<Ref<'static>> {
        let names = self.graph.names().map(|named| in_memory(named).1).filter(|name| name.sort() == sort);
        let stands = |name: &Ref<'_>| in_memory(Holdings::find(&self.graph, name)).is_some();
        names.filter(stands).map(Ref::into_owned).collect()
    }

    /// The first slug `word-1`, `word-2`, ... that nothing standing has. A name that was withdrawn comes round again.
    pub(super) fn free(&self, sort: Sort, word: &str) -> String {
        let taken = self.names(sort);
        let is_free = |slug: &String| taken.iter().all(|name| name.slug() != Some(slug.as_str()));
        (1..).map(|number| format!("{word}-{number}")).find(is_free).unwrap_or_default()
    }

    pub(super) fn source(&self, pick: u8) -> SourceId<'static> {
        slug(format!("source-{}", pick % 3 + 1), SourceId::new)
    }

    pub(super) fn subject(&mut self, pick: u8) -> Subject<'static> {
        match pick {
            0..=2 => Subject::Claim(self.claim(pick)),
            _ => Subject::Report(self.report(pick - 3)),
        }
    }

    pub(super) fn basis(&mut self, pick: u8, which: u8) -> Basis<'static> {
        match which % 6 {
            0 => Basis::Unstated,
            1 => Basis::Unnamed(self.source(pick)),
            2 => Basis::Report(self.report(pick)),
            3 => Basis::Actor(self.actor(pick)),
            4 => Basis::Claim(self.claim(pick)),
            _ => Basis::Evidence(self.evidence(pick)),
        }
    }

    /// A report to hang a phrase from, if there is one.
    pub(super) fn anchor(&self, pick: u8) -> Option<ReportId<'static>> {
        match choose(self.names(Sort::Report), pick)? {
            Ref::Report(report) => Some(report),
            _ => None,
        }
    }

    /// The events that stand and satisfy `wanted`, by their index.
    pub(super) fn standing(&self, wanted: impl Fn(&Event<'_>) -> bool) -> Vec<usize> {
        let stands = crate::references::standing(&self.events);
        (0..self.events.len()).filter(|&index| stands[index] && wanted(&self.events[index])).collect()
    }
}

/// Finds the name that a move picks; where there is none of the sort, brings one in first.
macro_rules! finders {
    ($($find:ident: $Id:ident of $Sort:ident, else $word:literal by |$desk:ident, $id:ident| $content:expr;)*) => {
        impl Desk {$(
            pub(super) fn $find(&mut self, pick: u8) -> $Id<'static> {
                if let Some(Ref::$Sort(found)) = choose(self.names(Sort::$Sort), pick) {
                    return found;
                }
                let $id = slug(self.free(Sort::$Sort, $word), $Id::new);
                let $desk = &mut *self;
                let content = { let $id = $id.clone(); $content };
                self.record(content, false);
                $id
            }
        )*}
    };
}

finders! {
    story: StoryId of Story, else "story" by |_desk, story| StoryOpened::new(story, "what it is about");
    actor: ActorId of Actor, else "actor" by |_desk, actor| ActorIntroduced::new(actor, "Somebody", ActorKind::Person);
    report: ReportId of Report, else "report"
        by |desk, report| ReportPublished::new(desk.story(0), report, "a headline");
    claim: ClaimId of Claim, else "claim" by |desk, claim| ClaimMade::new(desk.story(0), claim, "what is alleged");
    evidence: EvidenceId of Evidence, else "evidence"
        by |desk, evidence| EvidenceSurfaced::new(desk.story(0), evidence, "image", "what it shows");
    denial: DenialId of Denial, else "denial" by |desk, denial| {
        DenialIssued::new(desk.story(0), denial, desk.actor(0), [desk.subject(0)], Extent::Full)
    };
}

impl Desk {
    pub(super) fn statement(&self) -> StatementId<'static> {
        slug(self.free(Sort::Statement, "statement"), StatementId::new)
    }
}

/// Makes a slug of letters, digits and hyphens, which never fails.
pub(super) fn slug<T, E>(text: String, new: impl FnOnce(String) -> Result<T, E>) -> T {
    new(text).unwrap_or_else(|_| unreachable!("letters, digits and hyphens are a slug"))
}

pub(super) fn choose<T>(mut from: Vec<T>, pick: u8) -> Option<T> {
    match from.len() {
        0 => None,
        len => Some(from.swap_remove(usize::from(pick) % len)),
    }
}

fn given_id(number: usize) -> EventId {
    let mut bytes = [0; 16];
    bytes[6] = 0x40;
    bytes[8] = 0x80;
    bytes[15] = number as u8;
    EventId::from_bytes(bytes)
}
