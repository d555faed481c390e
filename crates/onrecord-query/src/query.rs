//! What can be asked of a record: a view, a moment, which rows, and which page of them.

use onrecord::when::Edtf;
use onrecord::{ActorId, ClaimId, Kind, Reading, Ref, StoryId};
use serde::{Serialize, Serializer};

use crate::error::QueryError;
use crate::moment::MomentQuery;
use crate::target;

/// A question to one view.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Query {
    /// The moment.
    pub moment: MomentQuery,
    /// Which rows.
    pub filter: Filter,
    /// Which of those.
    pub page: Page,
}

/// Which rows of a view are asked for: those that pass every part that is given. A view takes the parts that mean something
/// for its rows, and refuses the others.
#[derive(Clone, PartialEq, Default, Debug, Serialize)]
pub struct Filter {
    /// Only this story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<StoryId<'static>>,
    /// Only rows of these headlines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headlines: Vec<String>,
    /// Only this actor, under any name that was merged with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorId<'static>>,
    /// Only this claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimId<'static>>,
    /// Only these kinds of events.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "words")]
    pub kinds: Vec<Kind>,
    /// Only acts that may have taken place at this date or later.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "text")]
    pub from: Option<Edtf>,
    /// Only acts that may have taken place by the end of this date.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "text")]
    pub until: Option<Edtf>,
    /// Only acts that may have taken place within this date or interval.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "text")]
    pub period: Option<Edtf>,
    /// Only claims to which no answer is on record though somebody was accused or asked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unanswered: bool,
}

fn words<S: Serializer>(kinds: &[Kind], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(kinds.iter().map(|kind| kind.as_str()))
}

fn text<S: Serializer>(edtf: &Option<Edtf>, serializer: S) -> Result<S::Ok, S::Error> {
    edtf.as_ref().map(ToString::to_string).serialize(serializer)
}

/// One page of rows.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Page {
    /// At most so many rows; all of them if left out.
    pub limit: Option<u64>,
    /// Only rows after the one with this key, as an answer named it.
    pub after: Option<String>,
    /// The order of the rows; that of the view if left out.
    pub sort: Option<SortBy>,
}

/// The orders of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SortBy {
    /// When the act took place that the row is about, or that brought about what it is about; undated ones last.
    Time,
    /// By key: claims and actors by slug, acts by position.
    Key,
    /// In the order of the record.
    Recorded,
}

impl SortBy {
    /// Every order.
    pub const ALL: &'static [SortBy] = &[SortBy::Time, SortBy::Key, SortBy::Recorded];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            SortBy::Time => "time",
            SortBy::Key => "key",
            SortBy::Recorded => "recorded",
        }
    }
}

/// A part of a [`Filter`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FilterPart {
    /// [`Filter::story`].
    Story,
    /// [`Filter::headlines`].
    Headlines,
    /// [`Filter::actor`].
    Actor,
    /// [`Filter::claim`].
    Claim,
    /// [`Filter::kinds`].
    Kinds,
    /// [`Filter::from`], [`Filter::until`] and [`Filter::period`].
    Period,
    /// [`Filter::unanswered`].
    Unanswered,
}

impl FilterPart {
    const fn as_str(self) -> &'static str {
        match self {
            FilterPart::Story => "story",
            FilterPart::Headlines => "headline",
            FilterPart::Actor => "actor",
            FilterPart::Claim => "claim",
            FilterPart::Kinds => "kind",
            FilterPart::Period => "period",
            FilterPart::Unanswered => "unanswered",
        }
    }
}

impl Filter {
    /// Whether every row passes.
    pub fn is_empty(&self) -> bool {
        self.parts().next().is_none()
    }

    /// The parts that are given.
    pub fn parts(&self) -> impl Iterator<Item = FilterPart> {
        let Filter { story, headlines, actor, claim, kinds, from, until, period, unanswered } = self;
        let given = [
            (FilterPart::Story, story.is_some()),
            (FilterPart::Headlines, !headlines.is_empty()),
            (FilterPart::Actor, actor.is_some()),
            (FilterPart::Claim, claim.is_some()),
            (FilterPart::Kinds, !kinds.is_empty()),
            (FilterPart::Period, [from, until, period].iter().any(|date| date.is_some())),
            (FilterPart::Unanswered, *unanswered),
        ];
        given.into_iter().filter(|(_, given)| *given).map(|(part, _)| part)
    }

    /// Checks that the view takes every part, and that everything that is named was ever on record.
    pub(crate) fn check(
        &self,
        record: &Reading,
        view: &'static str,
        taken: &[FilterPart],
    ) -> Result<(), QueryError> {
        if let Some(part) = self.parts().find(|part| !taken.contains(part)) {
            let taken: Vec<&str> = taken.iter().map(|part| part.as_str()).collect();
            let (part, taken) = (part.as_str(), taken.join(", "));
            let problem = format!("{view} cannot be filtered by {part}; it can by {taken}");
            return Err(QueryError::bad_input("filter", problem));
        }
        let story = self.story.as_ref().map(|story| Ref::Story(story.borrowed()));
        let actor = self.actor.as_ref().map(|actor| Ref::Actor(actor.borrowed()));
        let claim = self.claim.as_ref().map(|claim| Ref::Claim(claim.borrowed()));
        [story, actor, claim].iter().flatten().try_for_each(|reference| target::check(record, reference))
    }
}
