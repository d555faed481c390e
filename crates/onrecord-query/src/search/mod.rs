//! Search by words: which events hold them in a name, a claim, a quote, a title or a description.
//!
//! The index is built in memory from the events, and extended by those that came since. It holds for each word the
//! positions of the events, and no texts. What was withdrawn is left out when it is asked, so one index answers for every
//! moment.

mod fold;
mod postings;

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use onrecord::{AsOf, Content, Event, Kind, Moment, Position, Reading, Ref, StoryId};
use serde::Serialize;

use crate::error::QueryError;
use crate::names::text_of;
use crate::texts::Texts;
use postings::Postings;

/// So many words of a query are searched for; the others are passed over.
const WORDS_MAX: usize = 64;

/// Where each word of a record stands.
#[derive(Clone, Default, Debug)]
pub struct SearchIndex {
    head: u64,
    words: BTreeMap<Box<str>, Postings>,
}

/// An event in which words were found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Hit {
    /// The event.
    pub position: Position,
    /// Its kind.
    #[serde(serialize_with = "kind_word")]
    pub event: Kind,
    /// Its story; none for notes on actors.
    pub story: Option<StoryId<'static>>,
    /// What it brought into the record.
    pub defines: Option<Ref<'static>>,
    /// How many of the words it holds.
    pub matched: u32,
    /// The text that it brings: a name, a claim, a title, the words of somebody.
    pub text: Option<String>,
}

fn kind_word<S: serde::Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.as_str())
}

impl SearchIndex {
    /// The index of an empty record.
    pub fn new() -> SearchIndex {
        SearchIndex::default()
    }

    /// The position up to which events have been taken in.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// How many different words stand in the record.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// About how many bytes of memory the words and their positions take.
    pub fn bytes(&self) -> usize {
        let entry = size_of::<(Box<str>, Postings)>();
        self.words.iter().map(|(word, postings)| entry + word.len() + postings.bytes()).sum()
    }

    /// Takes in the events that came since.
    ///
    /// # Errors
    /// [`QueryError::Record`] where an event cannot be read.
    pub fn extend(&mut self, record: &Reading) -> Result<(), QueryError> {
        let next = Position::FIRST.after(self.head);
        record.replay(next, |recorded| {
            self.add(recorded.position, &recorded.event);
            Ok::<(), onrecord::Error>(())
        })?;
        Ok(())
    }

    fn add(&mut self, position: Position, event: &Event<'_>) {
        self.head = position.get();
        let words = &mut self.words;
        each_text(event, |text| {
            fold::words(text, |word| match words.get_mut(word) {
                Some(postings) => postings.add(position),
                None => words.entry(word.into()).or_default().add(position),
            });
        });
    }

    /// The positions of the events that hold any of the words of `query`, those that hold most of them first, and of those
    /// the latest first. The last word may be the beginning of one. Nothing is asked of the record.
    pub fn positions(&self, query: &str, at: &AsOf<'_>) -> Vec<(Position, u32)> {
        let mut words = Vec::new();
        fold::words(query, |word| words.push(word.to_owned()));
        words.truncate(WORDS_MAX);
        let last = words.pop();
        words.sort_unstable();
        words.dedup();
        let mut found: HashMap<Position, u64> = HashMap::new();
        for (place, word) in words.iter().enumerate() {
            let postings = self.words.get(word.as_str()).into_iter();
            postings.flat_map(Postings::positions).for_each(|at| *found.entry(at).or_default() |= 1 << place);
        }
        let beginning = last.iter().flat_map(|beginning| self.beginning_with(beginning));
        beginning.flat_map(Postings::positions).for_each(|at| *found.entry(at).or_default() |= 1 << 63);
        let counted = found.into_iter().filter(|(position, _)| at.act(*position).is_some());
        let mut counted: Vec<(Position, u32)> =
            counted.map(|(position, words)| (position, words.count_ones())).collect();
        counted.sort_unstable_by(|(a, in_a), (b, in_b)| in_b.cmp(in_a).then(b.cmp(a)));
        counted
    }

    /// At most `limit` events that hold words of `query`, as [`SearchIndex::positions`] ranks them, with their texts.
    ///
    /// # Errors
    /// [`QueryError::Record`] where an event cannot be read.
    pub fn search(
        &self,
        record: &Reading,
        query: &str,
        moment: Moment,
        limit: usize,
    ) -> Result<Vec<Hit>, QueryError> {
        let at = AsOf::new(record.index(), moment);
        let mut ranked = at.checked(self.positions(query, &at))?;
        ranked.truncate(limit);
        let texts = Texts::fetch(record, moment.known, ranked.iter().map(|(position, _)| *position), [])?;
        let hits = ranked.into_iter().filter_map(|(position, matched)| {
            let event = texts.event(position)?;
            Some(Hit {
                position,
                event: event.kind(),
                story: event.story().map(StoryId::into_owned),
                defines: event.defines().map(Ref::into_owned),
                matched,
                text: text_of(event).map(|text| text.into_owned()),
            })
        });
        Ok(hits.collect())
    }

    fn beginning_with<'s>(&'s self, beginning: &'s str) -> impl Iterator<Item = &'s Postings> {
        let from = (Bound::Included(beginning), Bound::Unbounded);
        let words = self.words.range::<str, _>(from);
        words.take_while(move |(word, _)| word.starts_with(beginning)).map(|(_, postings)| postings)
    }
}

/// Shows `take` every text of an event that people search for.
fn each_text(event: &Event<'_>, mut take: impl FnMut(&str)) {
    if let Some(text) = text_of(event) {
        take(&text);
    }
    if let Content::ClaimMade(it) = &event.content {
        it.place.iter().for_each(|place| take(place));
    }
    // What is named by slug alone is found by the slug.
    if let Some(slug) = event.defines().as_ref().and_then(Ref::slug) {
        take(slug);
    }
}
