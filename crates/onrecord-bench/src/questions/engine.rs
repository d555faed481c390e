//! The engine asked as an embedder asks it: pages and rows through queries, words through the index of words, and the
//! ledger from the rows that are kept.

use std::borrow::Cow;
use std::path::Path;

use onrecord::views::{
    Actors, ClaimRow, Claims, Ledger, LedgerRow, OriginRow, Origins, Silence, Timeline, TimelineRow,
};
use onrecord::when::Bounds;
use onrecord::{
    ActorId, AsOf, Change, ClaimId, IndexError, MaterializedRows, Moment, Position, Projection, Record,
    Version,
};
use onrecord_query::{Answer, Filter, Page, Query, SearchIndex, text_of};

use super::{PAGE, Question, Side, Subjects};
use crate::failure::Failure;
use crate::stopwatch::{milliseconds, timed};

type Act = Version<Position, TimelineRow>;
type Claim = Version<ClaimId<'static>, ClaimRow>;
type Kept = Version<ClaimId<'static>, LedgerRow>;
type Origin = Version<ClaimId<'static>, OriginRow>;

/// A record, opened to read, with its words indexed and its ledger kept.
pub struct Engine {
    record: Record,
    words: SearchIndex,
    words_took: f64,
    ledger: MaterializedRows<Ledger>,
}

/// What the engine answers.
#[derive(Clone, PartialEq, Debug)]
pub enum Rows {
    /// Acts.
    Acts(Vec<Act>),
    /// One claim.
    Claim(Vec<Claim>),
    /// One claim, and what it rests on.
    ClaimInDepth(Vec<Claim>, Vec<Origin>),
    /// All claims.
    Ledger(Vec<Kept>),
    /// What changed in the timeline, and how many rows of the other views did.
    Changes(Vec<Change<Position, TimelineRow>>, usize),
}

impl Engine {
    /// Opens the record in a folder, takes in all its words, and builds of its ledger what is not kept beside it.
    ///
    /// # Errors
    /// [`Failure::Engine`] and [`Failure::Query`].
    pub fn open(folder: &Path) -> Result<Engine, Failure> {
        let record = Record::read(folder)?;
        let mut words = SearchIndex::new();
        let (extended, took) = timed(|| words.extend(&record));
        extended?;
        let mut ledger = record.materialized(Ledger)?;
        ledger.build_all(&record, |_| true)?;
        Ok(Engine { record, words, words_took: milliseconds(took), ledger })
    }

    /// How many milliseconds it took to index all words, and how many bytes the index takes for each event.
    pub fn words(&self) -> (f64, f64) {
        (self.words_took, self.words.bytes() as f64 / self.head().known.max(1) as f64)
    }

    /// When each act took place, as far as the record tells at its head.
    pub fn bounds(&self) -> impl Fn(Position) -> Bounds {
        let at = AsOf::new(self.record.index(), self.head());
        move |position| at.act(position).map_or(Bounds::UNKNOWN, |act| act.dated().bounds())
    }

    fn head(&self) -> Moment {
        Moment::known(self.record.head().position)
    }

    /// The acts that pass a filter, in the order of time.
    fn acts(&self, filter: Filter, limit: Option<u64>) -> Result<Rows, Failure> {
        let page = Page { limit, ..Page::default() };
        let query = Query { filter, page, ..Query::default() };
        let mut answer = Answer::new(&self.record, &Timeline, &query)?;
        Ok(Rows::Acts(answer.next_rows(usize::MAX)?))
    }

    /// The acts with a word or with one that begins so, the latest first.
    fn search(&self, word: &str, limit: usize) -> Result<Rows, IndexError> {
        let (view, at) = (self.record.view(&Timeline), AsOf::new(self.record.index(), self.head()));
        let found = at.checked(self.words.positions(word, &at, limit))?;
        let rows = found.iter().filter_map(|(position, _)| view.row_at(position, &at).transpose());
        rows.collect::<Result<_, _>>().map(Rows::Acts)
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

impl Side for Engine {
    type Answer = Rows;

    const NAME: &'static str = "onrecord";

    fn ask(&self, question: Question, subjects: &Subjects) -> Result<Rows, Failure> {
        let Subjects { story, actor, claim } = subjects;
        let (head, page) = (self.head(), Some(PAGE as u64));
        let of_story = || Filter { story: Some(story.clone()), ..Filter::default() };
        Ok(match question {
            Question::Story => self.acts(of_story(), None)?,
            Question::Actor => self.acts(Filter { actor: Some(actor.clone()), ..Filter::default() }, None)?,
            Question::FirstOfStory => self.acts(of_story(), page)?,
            Question::First => self.acts(Filter::default(), page)?,
            Question::Name | Question::RareWord | Question::FrequentWord => {
                let (word, limit) = question.word().unwrap_or_default();
                self.search(word, limit)?
            }
            Question::Claim => Rows::Claim(self.record.view(&Claims).row(claim, head)?.into_iter().collect()),
            Question::ClaimInDepth => {
                let row = self.record.view(&Claims).row(claim, head)?;
                let origins = self.record.view(&Origins).row(claim, head)?;
                Rows::ClaimInDepth(row.into_iter().collect(), origins.into_iter().collect())
            }
            Question::Ledger => Rows::Ledger(self.ledger.rows(head.known)?),
            Question::LastEvent | Question::LastThousand => self.diff(question.events_back())?,
        })
    }

    fn texts(&self, answer: &Rows) -> Result<Vec<String>, Failure> {
        let Rows::Acts(acts) = answer else { return Ok(Vec::new()) };
        let mut positions: Vec<Position> = acts.iter().map(|act| act.key).collect();
        positions.sort_unstable();
        let mut texts = Vec::new();
        self.record.events(&positions, |_, event| texts.extend(text_of(&event).map(Cow::into_owned)))?;
        Ok(texts)
    }

    fn row_count(answer: &Rows) -> usize {
        match answer {
            Rows::Acts(acts) => acts.len(),
            Rows::Claim(claims) => claims.len(),
            Rows::Ledger(claims) => claims.len(),
            Rows::ClaimInDepth(claim, origins) => claim.len() + origins.len(),
            Rows::Changes(acts, others) => acts.len() + others,
        }
    }

    fn lines(answer: &Rows) -> Vec<String> {
        match answer {
            Rows::Acts(acts) => acts.iter().map(act).collect(),
            Rows::Claim(claims) => claims.iter().map(claim).collect(),
            Rows::Ledger(claims) => claims.iter().map(kept).collect(),
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
    claim_line(&row.claim, row.first.position, story, row.first.by.as_ref(), row.appearances.total)
}

/// The same of the ledger.
fn kept(claim: &Kept) -> String {
    let row = &claim.row;
    let story = row.story.as_ref().map(|story| story.as_str());
    claim_line(&row.claim, row.text_of.0, story, row.by.as_ref(), row.appearances.total)
}

fn claim_line(
    claim: &ClaimId<'_>,
    made: Position,
    story: Option<&str>,
    by: Option<&ActorId<'_>>,
    appearances: u32,
) -> String {
    let by = by.map(|actor| actor.as_str());
    format!("claim:{claim} #{made} {story:?} {by:?}, {appearances} appearances")
}
