//! The questions that are put to the engine and to SQLite over the same events, and what the two must answer alike.

mod dates;
mod engine;
mod fill;
mod sql;
mod sqlite;
mod texts;

use onrecord_core::{ActorId, ClaimId, StoryId};

use crate::failure::Failure;

pub use engine::{Engine, Rows};
pub use sql::write_sql;
pub use sqlite::{SqlRows, Sqlite};

/// How many rows a first page has.
pub const PAGE: usize = 50;

/// A word in the name of one actor, and in no other text of a sample.
const NAME: &str = "0";

/// A word in the names of one actor in sixteen, and in no other text of a sample.
const RARE_WORD: &str = "harwick";

/// A word in one text in six.
const FREQUENT_WORD: &str = "auditors";

/// One question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    /// The timeline of one story.
    Story,
    /// The timeline of one actor: what it did, and what was done on its behalf.
    Actor,
    /// The first acts of a story, in the order of time.
    FirstOfStory,
    /// The first acts of all, in the order of time.
    First,
    /// The acts with a word that is in the name of one actor.
    Name,
    /// The acts with a word that is in few texts.
    RareWord,
    /// The first acts on record with a word that is in many texts.
    FrequentWord,
    /// One claim: its row.
    Claim,
    /// One claim, and what it rests on.
    ClaimInDepth,
    /// All claims.
    Ledger,
    /// What the last event changed, in every view.
    LastEvent,
    /// What the last thousand events changed, in every view.
    LastThousand,
}

/// How much of what the engine answers is in the answer of SQLite.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Equivalent {
    /// All of it: the same rows with the same columns.
    Whole,
    /// The acts that the answer rests on, or some of its columns. Nothing is derived from them.
    Part,
}

impl Question {
    /// All of them, in the order of the table.
    pub const ALL: &'static [Question] = &[
        Question::Story,
        Question::Actor,
        Question::FirstOfStory,
        Question::First,
        Question::Name,
        Question::RareWord,
        Question::FrequentWord,
        Question::Claim,
        Question::ClaimInDepth,
        Question::Ledger,
        Question::LastEvent,
        Question::LastThousand,
    ];

    /// The name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Question::Story => "timeline of one story",
            Question::Actor => "timeline of one actor",
            Question::FirstOfStory => "first 50 of a story",
            Question::First => "first 50 of all",
            Question::Name => "search for a name",
            Question::RareWord => "search for a rare word",
            Question::FrequentWord => "search for a frequent word, first 50",
            Question::Claim => "one claim",
            Question::ClaimInDepth => "one claim in depth",
            Question::Ledger => "whole ledger",
            Question::LastEvent => "diff of the last event",
            Question::LastThousand => "diff of the last 1,000 events",
        }
    }

    /// How much of the answer SQLite gives.
    pub const fn equivalent(self) -> Equivalent {
        match self {
            Question::Story
            | Question::Actor
            | Question::FirstOfStory
            | Question::First
            | Question::Name
            | Question::RareWord
            | Question::FrequentWord => Equivalent::Whole,
            Question::Claim
            | Question::ClaimInDepth
            | Question::Ledger
            | Question::LastEvent
            | Question::LastThousand => Equivalent::Part,
        }
    }

    /// Whether the texts of the rows are fetched as well, and measured apart.
    pub const fn has_texts(self) -> bool {
        matches!(
            self,
            Question::Story | Question::Actor | Question::FirstOfStory | Question::First | Question::RareWord
        )
    }

    /// How many events back the earlier moment of a diff lies; 0 for what is no diff.
    const fn events_back(self) -> u64 {
        match self {
            Question::LastEvent => 1,
            Question::LastThousand => 1_000,
            _ => 0,
        }
    }

    /// The word of a search, and how many acts are wanted.
    const fn word(self) -> Option<(&'static str, usize)> {
        match self {
            Question::Name => Some((NAME, usize::MAX)),
            Question::RareWord => Some((RARE_WORD, usize::MAX)),
            Question::FrequentWord => Some((FREQUENT_WORD, PAGE)),
            _ => None,
        }
    }
}

/// What is asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subjects {
    /// The story whose number of acts is nearest to 4,185.
    pub story: StoryId<'static>,
    /// The actor whose number of acts is nearest to 187.
    pub actor: ActorId<'static>,
    /// The claim whose number of mentions is nearest to 50.
    pub claim: ClaimId<'static>,
}

/// One that answers.
pub trait Side {
    /// The rows as it gives them.
    type Answer;

    /// The name in the table.
    const NAME: &'static str;

    /// Answers a question with all its rows and columns, without texts.
    ///
    /// # Errors
    /// [`Failure`] of the side.
    fn ask(&self, question: Question, subjects: &Subjects) -> Result<Self::Answer, Failure>;

    /// The texts of the acts in an answer, in the order of the record.
    ///
    /// # Errors
    /// [`Failure`] of the side.
    fn texts(&self, answer: &Self::Answer) -> Result<Vec<String>, Failure>;

    /// How many rows an answer has.
    fn row_count(answer: &Self::Answer) -> usize;

    /// What both sides must answer alike, row by row, in order.
    fn lines(answer: &Self::Answer) -> Vec<String>;
}
