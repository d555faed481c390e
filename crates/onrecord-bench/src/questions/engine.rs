//! The engine asked, through its public interface: views over the whole record, filtered by hand.

use std::path::Path;

use onrecord::views::{Actors, ClaimRow, Claims, OriginRow, Origins, Silence, Timeline, TimelineRow};
use onrecord::when::Bounds;
use onrecord::{
    ActorId, AsOf, Change, ClaimId, IndexError, Moment, Position, Projection, Record, Ref, Version,
};

use super::texts::{has_word, text_of};
use super::{PAGE, Question, Side, Subjects};
use crate::failure::Failure;

type Act = Version<Position, TimelineRow>;
type Claim = Version<ClaimId<'static>, ClaimRow>;
type Origin = Version<ClaimId<'static>, OriginRow>;

/// A record, opened to read.
pub struct Engine {
    record: Record,
}

/// What the engine answers.
#[derive(Clone, PartialEq, Debug)]
pub enum Rows {
    /// Acts.
    Acts(Vec<Act>),
    /// Claims.
    Claims(Vec<Claim>),
    /// One claim, and what it rests on.
    ClaimInDepth(Vec<Claim>, Vec<Origin>),
    /// What changed in the timeline, and how many rows of the other views did.
    Changes(Vec<Change<Position, TimelineRow>>, usize),
}

impl Engine {
    /// Opens the record in a folder.
    ///
    /// # Errors
    /// [`Failure::Engine`].
    pub fn open(folder: &Path) -> Result<Engine, Failure> {
        Ok(Engine { record: Record::read(folder)? })
    }

    /// When each act took place, as far as the record tells at its head.
    pub fn bounds(&self) -> impl Fn(Position) -> Bounds {
        let at = AsOf::new(self.record.index(), self.head());
        move |position| at.act(position).map_or(Bounds::UNKNOWN, |act| act.dated().bounds())
    }

    fn head(&self) -> Moment {
        Moment::known(self.record.head().position)
    }

    fn acts(&self, limit: usize, admits: impl Fn(&TimelineRow) -> bool) -> Result<Rows, IndexError> {
        let view = self.record.view(&Timeline);
        let rows = view.each_row(self.head()).filter(|row| row.as_ref().map_or(true, |row| admits(&row.row)));
        rows.take(limit).collect::<Result<_, _>>().map(Rows::Acts)
    }

    /// The acts of an actor and of all that were merged with it.
    fn acts_of(&self, actor: &ActorId<'_>) -> Result<Rows, IndexError> {
        let at = AsOf::new(self.record.index(), self.head());
        let merged = |actor: &ActorId<'_>| at.name(&Ref::Actor(actor.borrowed())).map(|name| at.merged(name));
        let wanted = merged(actor);
        let speaks = |speaker: &Option<ActorId<'_>>| speaker.as_ref().and_then(merged);
        self.acts(usize::MAX, |row| {
            let speakers = [speaks(&row.by), speaks(&row.on_behalf_of)];
            speakers.into_iter().flatten().any(|speaker| Some(speaker) == wanted)
        })
    }

    /// The acts with a word, in the order of the record.
    fn search(&self, word: &str, limit: usize) -> Result<Rows, Failure> {
        let (view, head) = (self.record.view(&Timeline), self.head());
        let mut found = Vec::new();
        let searched = self.record.replay(Position::FIRST, |recorded| {
            if text_of(&recorded.event).is_some_and(|text| has_word(text, word)) {
                found.extend(view.row(&recorded.position, head).map_err(onrecord::Error::from)?);
            }
            if found.len() < limit { Ok(()) } else { Err(Stop(None)) }
        });
        match searched {
            Err(Stop(Some(failure))) => Err(failure),
            Ok(()) | Err(Stop(None)) => Ok(Rows::Acts(found)),
        }
    }

    fn diff(&self, events_back: u64) -> Result<Rows, IndexError> {
        let head = self.head();
        let from = Moment::known(head.known.saturating_sub(events_back));
        let acts = self.record.view(&Timeline).diff(from, head)?;
        let others = self.changed(&Claims, from)?
            + self.changed(&Actors, from)?
            + self.changed(&Silence, from)?
            + self.changed(&Origins, from)?;
        Ok(Rows::Changes(acts, others))
    }

    fn changed<P: Projection>(&self, projection: &P, from: Moment) -> Result<usize, IndexError> {
        Ok(self.record.view(projection).diff(from, self.head())?.len())
    }
}

/// Why a search stops before the end of the record: it failed, or it has found what was wanted.
struct Stop(Option<Failure>);

impl From<onrecord::Error> for Stop {
    fn from(error: onrecord::Error) -> Stop {
        Stop(Some(error.into()))
    }
}

impl Side for Engine {
    type Answer = Rows;

    const NAME: &'static str = "onrecord";

    fn ask(&self, question: Question, subjects: &Subjects) -> Result<Rows, Failure> {
        let Subjects { story, actor, claim } = subjects;
        let head = self.head();
        Ok(match question {
            Question::Story => self.acts(usize::MAX, |row| row.story.as_ref() == Some(story))?,
            Question::Actor => self.acts_of(actor)?,
            Question::FirstOfStory => self.acts(PAGE, |row| row.story.as_ref() == Some(story))?,
            Question::First => self.acts(PAGE, |_| true)?,
            Question::Name | Question::RareWord | Question::FrequentWord => {
                let (word, limit) = question.word().unwrap_or_default();
                self.search(word, limit)?
            }
            Question::Claim => {
                Rows::Claims(self.record.view(&Claims).row(claim, head)?.into_iter().collect())
            }
            Question::ClaimInDepth => {
                let row = self.record.view(&Claims).row(claim, head)?;
                let origins = self.record.view(&Origins).row(claim, head)?;
                Rows::ClaimInDepth(row.into_iter().collect(), origins.into_iter().collect())
            }
            Question::Ledger => Rows::Claims(self.record.view(&Claims).rows(head)?),
            Question::LastEvent | Question::LastThousand => self.diff(question.events_back())?,
        })
    }

    fn texts(&self, answer: &Rows) -> Result<Vec<String>, Failure> {
        let Rows::Acts(acts) = answer else { return Ok(Vec::new()) };
        let mut positions: Vec<Position> = acts.iter().map(|act| act.key).collect();
        positions.sort_unstable();
        let mut texts = Vec::new();
        self.record.events(&positions, |_, event| texts.extend(text_of(&event).map(str::to_owned)))?;
        Ok(texts)
    }

    fn row_count(answer: &Rows) -> usize {
        match answer {
            Rows::Acts(acts) => acts.len(),
            Rows::Claims(claims) => claims.len(),
            Rows::ClaimInDepth(claim, origins) => claim.len() + origins.len(),
            Rows::Changes(acts, others) => acts.len() + others,
        }
    }

    fn lines(answer: &Rows) -> Vec<String> {
        match answer {
            Rows::Acts(acts) => acts.iter().map(act).collect(),
            Rows::Claims(claims) => claims.iter().map(claim).collect(),
            Rows::ClaimInDepth(claim, _) => {
                let mut alleged: Vec<Position> =
                    claim.iter().flat_map(|claim| claim.row.appeared.iter().map(|it| it.position)).collect();
                alleged.sort_unstable();
                alleged.iter().map(|position| format!("#{position}")).collect()
            }
            Rows::Changes(acts, _) => {
                let new = acts.iter().filter(|change| change.before.is_none());
                new.filter_map(|change| change.after.as_ref().map(act)).collect()
            }
        }
    }
}

/// An act, as both sides must answer it.
fn act(act: &Act) -> String {
    let row = &act.row;
    let mut refers_to: Vec<String> = row.refers_to.iter().map(ToString::to_string).collect();
    refers_to.sort_unstable();
    let slug = |actor: &Option<ActorId<'_>>| actor.as_ref().map(|actor| actor.as_str().to_owned());
    let story = row.story.as_ref().map(|story| story.as_str());
    let (by, on_behalf_of) = (slug(&row.by), slug(&row.on_behalf_of));
    let (position, id, kind) = (row.position, row.id, row.event.as_str());
    format!("#{position} {id} {kind} {story:?} {by:?} {on_behalf_of:?} {}", refers_to.join(" "))
}

/// A claim, as far as both sides answer it.
fn claim(claim: &Claim) -> String {
    let row = &claim.row;
    let story = row.story.as_ref().map(|story| story.as_str());
    let by = row.first.by.as_ref().map(|actor| actor.as_str());
    let (position, total) = (row.first.position, row.appearances.total);
    format!("claim:{} #{position} {story:?} {by:?}, {total} appearances", row.claim)
}
