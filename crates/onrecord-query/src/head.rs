//! What an answer says of itself before its rows: which view, of which record, at which moment.

use onrecord::{Head, Reading};
use serde::Serialize;

use crate::moment::{ResolvedMoment, Said};
use crate::query::Filter;

/// Which record an answer is of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RecordHead {
    /// The position of its last event.
    pub head: u64,
    /// The hash that stands for all of it.
    pub hash: String,
}

impl From<&Head> for RecordHead {
    fn from(head: &Head) -> RecordHead {
        RecordHead { head: head.position, hash: head.hash.to_string() }
    }
}

/// What an answer says of itself before its rows.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AnswerHead {
    /// The name of the view.
    pub view: &'static str,
    /// The version of its rows.
    pub version: u32,
    /// The record.
    pub record: RecordHead,
    /// How many events were known at the moment that was asked for.
    pub known: u64,
    /// The limit on when acts were said.
    pub said: Option<Said>,
    /// Which rows were asked for; left out where all were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filters: Option<Filter>,
}

impl AnswerHead {
    /// What an answer of a view says of itself, where all rows are asked for.
    pub fn new(record: &Reading, view: &'static str, version: u32, moment: &ResolvedMoment) -> AnswerHead {
        AnswerHead {
            view,
            version,
            record: RecordHead::from(&record.head()),
            known: moment.moment.known,
            said: moment.said.clone(),
            filters: None,
        }
    }
}
