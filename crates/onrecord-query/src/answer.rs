//! The answer to a query: its rows one by one, each computed when it is asked for, and what a reader needs beside them.

use std::collections::VecDeque;

use onrecord::when::SortKey;
use onrecord::{
    AsOf, Materialize, MaterializedRows, Moment, Position, Projection, Reading, RowKey, StoryId, Version,
    View,
};

use crate::error::QueryError;
use crate::head::AnswerHead;
use crate::moment::ResolvedMoment;
use crate::query::{Filter, Page, Query, SortBy};
use crate::views::{QueryView, time_of};

/// The rows that answer a query, in order.
pub struct Answer<'r, P: QueryView> {
    record: &'r Reading,
    head: AnswerHead,
    moment: ResolvedMoment,
    view: View<'r, P>,
    at: AsOf<'r>,
    filter: Filter,
    keys: Keys<P::Key>,
    limit: Option<u64>,
    rows_given: u64,
    kept: Option<&'r dyn KeptRows<P>>,
    rows_computed: u64,
    last: Option<P::Key>,
    next: Option<P::Key>,
}

/// Rows that are kept in all their versions.
pub trait KeptRows<P: QueryView> {
    /// The row of `key` as known at a position; `None` where it is not kept. There may be no row at that position.
    ///
    /// # Errors
    /// What is wrong with what is kept.
    fn row(&self, key: &P::Key, known: u64) -> Result<Option<Option<RowOf<P>>>, QueryError>;
}

impl<P: QueryView + Materialize> KeptRows<P> for MaterializedRows<P> {
    fn row(&self, key: &P::Key, known: u64) -> Result<Option<Option<RowOf<P>>>, QueryError> {
        Ok(MaterializedRows::row(self, key, known)?)
    }
}

/// The keys that are left to look at.
enum Keys<K> {
    /// All are known, and in order.
    Sorted(std::vec::IntoIter<K>),
    /// They are found by going through events one after the other.
    InTurn { anchors: Anchors, pending: VecDeque<K> },
}

/// The events that are left to look at.
enum Anchors {
    Every {
        next: u64,
        last: u64,
    },
    Listed(std::vec::IntoIter<Position>),
    /// Those of a story, or of the whole record, in order of time.
    ByTime {
        story: Option<StoryId<'static>>,
        last: Option<Position>,
        at_hand: VecDeque<Position>,
    },
}

/// How many events are fetched at a time of a kept order.
const EVENTS_AT_HAND: usize = 256;

impl Anchors {
    fn next(&mut self, record: &Reading) -> Result<Option<Position>, QueryError> {
        Ok(match self {
            Anchors::Listed(positions) => positions.next(),
            Anchors::Every { next, last } if *next <= *last => {
                let position = Position::new(*next);
                *next += 1;
                position
            }
            Anchors::Every { .. } => None,
            Anchors::ByTime { story, last, at_hand } => {
                if at_hand.is_empty() {
                    at_hand.extend(record.in_order_of_time(story.as_ref(), *last, EVENTS_AT_HAND)?);
                }
                *last = at_hand.front().copied().or(*last);
                at_hand.pop_front()
            }
        })
    }
}

/// A row of a view, with its positions.
pub type RowOf<P> = Version<<P as Projection>::Key, <P as Projection>::Row>;

/// A key in an order: by time, then by key.
type Placed<K> = (Option<SortKey>, K);

impl<'r, P: QueryView> Answer<'r, P> {
    /// Puts `query` to a view of `record`. No row is computed yet.
    ///
    /// # Errors
    /// [`QueryError`] where the moment, a name, a part of the filter or the page is none of this record or view.
    pub fn new(record: &'r Reading, projection: &'r P, query: &Query) -> Result<Answer<'r, P>, QueryError> {
        query.filter.check(record, P::NAME, P::FILTERS)?;
        Answer::with(record, projection, query, |at| match by_time::<P>(record, query, at)? {
            Some(kept) => Ok(kept),
            None => keys(projection, &query.filter, &query.page, at),
        })
    }

    /// Asks for the row of `key` alone; the filter and the page of the query play no part.
    ///
    /// # Errors
    /// As [`Answer::new`].
    pub fn of_row(
        record: &'r Reading,
        projection: &'r P,
        key: P::Key,
        query: &Query,
    ) -> Result<Answer<'r, P>, QueryError> {
        let query = Query { moment: query.moment.clone(), ..Query::default() };
        Answer::with(record, projection, &query, |_| Ok(Keys::Sorted(vec![key].into_iter())))
    }

    fn with(
        record: &'r Reading,
        projection: &'r P,
        query: &Query,
        keys: impl FnOnce(&AsOf<'r>) -> Result<Keys<P::Key>, QueryError>,
    ) -> Result<Answer<'r, P>, QueryError> {
        let moment = query.moment.resolve(record)?;
        let at = AsOf::new(record.index(), moment.moment);
        let keys = keys(&at)?;
        let filters = Some(query.filter.clone()).filter(|filter| !filter.is_empty());
        let head = AnswerHead { filters, ..AnswerHead::new(record, P::NAME, P::VERSION, &moment) };
        Ok(Answer {
            record,
            head,
            moment,
            view: record.view(projection),
            at,
            filter: query.filter.clone(),
            keys,
            limit: query.page.limit,
            rows_given: 0,
            kept: None,
            rows_computed: 0,
            last: None,
            next: None,
        })
    }

    /// Looks rows up among those that are kept in all their versions, where the question is of no moment of saying. What is
    /// not kept is computed as before.
    #[must_use]
    pub fn looked_up_in(self, kept: &'r dyn KeptRows<P>) -> Answer<'r, P> {
        let kept = (self.at.moment().said.is_none()).then_some(kept);
        Answer { kept, ..self }
    }

    /// What the answer says of itself before its rows.
    pub fn head(&self) -> &AnswerHead {
        &self.head
    }

    /// The moment that was asked for.
    pub fn moment(&self) -> &ResolvedMoment {
        &self.moment
    }

    /// The record as seen at that moment.
    pub fn at(&self) -> &AsOf<'r> {
        &self.at
    }

    /// Whether the query asked for a page rather than for all rows.
    pub fn is_page(&self) -> bool {
        self.limit.is_some()
    }

    /// How many rows were computed so far: the work done.
    pub fn rows_computed(&self) -> u64 {
        self.rows_computed
    }

    /// The key after which the next page begins. Known once all rows were given; `None` where no row is left.
    pub fn next_key(&self) -> Option<String> {
        self.next.as_ref().map(RowKey::to_text)
    }

    /// The next row.
    ///
    /// # Errors
    /// [`QueryError::Damaged`] where the index cannot be read.
    pub fn next_row(&mut self) -> Result<Option<RowOf<P>>, QueryError> {
        if self.next.is_some() {
            return Ok(None);
        }
        while let Some(key) = self.next_candidate()? {
            self.rows_computed += 1;
            let row = self.row(&key)?.filter(|row| P::admits(&self.filter, &row.row));
            let Some(row) = row else { continue };
            // One row more than the page holds is computed, so that a page says exactly whether another one follows.
            if self.limit == Some(self.rows_given) {
                self.next = self.last.take();
                return Ok(None);
            }
            self.rows_given += 1;
            self.last = Some(key);
            return Ok(Some(row));
        }
        Ok(None)
    }

    /// The row of `key`: looked up, where it is kept, else computed.
    fn row(&self, key: &P::Key) -> Result<Option<RowOf<P>>, QueryError> {
        if let Some(kept) = self.kept
            && let Some(row) = kept.row(key, self.at.moment().known)?
        {
            return Ok(row);
        }
        Ok(self.view.row_at(key, &self.at)?)
    }

    /// The row that was asked for.
    ///
    /// # Errors
    /// [`QueryError::NotFound`] where there is none at that moment; else as [`Answer::next_row`].
    pub fn only_row(&mut self) -> Result<RowOf<P>, QueryError> {
        let none = || QueryError::not_found(format!("{} has no such row at that moment", P::NAME));
        self.next_row()?.ok_or_else(none)
    }

    /// Up to `count` more rows.
    ///
    /// # Errors
    /// As [`Answer::next_row`].
    pub fn next_rows(&mut self, count: usize) -> Result<Vec<RowOf<P>>, QueryError> {
        let mut rows = Vec::new();
        while rows.len() < count
            && let Some(row) = self.next_row()?
        {
            rows.push(row);
        }
        Ok(rows)
    }

    fn next_candidate(&mut self) -> Result<Option<P::Key>, QueryError> {
        let (anchors, pending) = match &mut self.keys {
            Keys::Sorted(keys) => return Ok(keys.next()),
            Keys::InTurn { anchors, pending } => (anchors, pending),
        };
        while pending.is_empty() {
            let Some(position) = anchors.next(self.record)? else { break };
            let keys = self
                .at
                .act(position)
                .map_or_else(Vec::new, |act| self.view.projection().keys_at(&act, &self.filter));
            pending.extend(self.at.checked(keys)?);
        }
        Ok(pending.pop_front())
    }
}

/// The keys in the order of time that the record keeps, where it keeps one for this query: of all acts or of those of one
/// story, as they stand at the head. So a page costs what is on it.
fn by_time<P: QueryView>(
    record: &Reading,
    query: &Query,
    at: &AsOf<'_>,
) -> Result<Option<Keys<P::Key>>, QueryError> {
    let (filter, page) = (&query.filter, &query.page);
    let is_at_head = at.moment() == Moment::known(record.head().position);
    let is_kept = P::IS_OF_ACTS && filter.actor.is_none() && filter.claim.is_none();
    if page.sort.unwrap_or(P::SORT) != SortBy::Time || page.limit.is_none() || !is_at_head || !is_kept {
        return Ok(None);
    }
    let after = page.after.as_deref().map(|text| after::<P>(text, at)).transpose()?;
    let anchors = Anchors::ByTime {
        story: filter.story.clone(),
        last: after.map(|(anchor, _)| anchor),
        at_hand: VecDeque::new(),
    };
    Ok(Some(Keys::InTurn { anchors, pending: VecDeque::new() }))
}

/// The keys that may pass `filter`, in the order of the page, after the one that it goes on from.
fn keys<P: QueryView>(
    projection: &P,
    filter: &Filter,
    page: &Page,
    at: &AsOf<'_>,
) -> Result<Keys<P::Key>, QueryError> {
    let after = page.after.as_deref().map(|text| after::<P>(text, at)).transpose()?;
    let anchors = at.checked(P::anchors(filter, at))?;
    let sort = page.sort.unwrap_or(P::SORT);
    if sort == SortBy::Recorded {
        return Ok(recorded(projection, anchors, after, filter, at));
    }
    let time = |anchor| (sort == SortBy::Time).then(|| time_of(anchor, at)).flatten();
    let mut placed: Vec<Placed<P::Key>> = Vec::new();
    let mut place = |act: onrecord::Act<'_>| {
        let keys = projection.keys_at(&act, filter);
        placed.extend(keys.into_iter().map(|key| (time(Some(act.position())), key)));
    };
    match anchors {
        Some(anchors) => anchors.into_iter().filter_map(|anchor| at.act(anchor)).for_each(&mut place),
        None => at.acts().for_each(&mut place),
    }
    if let Some((anchor, key)) = after {
        let after = (time(Some(anchor)), key);
        placed.retain(|placed| *placed > after);
    }
    placed.sort_unstable();
    let keys: Vec<P::Key> = at.checked(placed)?.into_iter().map(|(_, key)| key).collect();
    Ok(Keys::Sorted(keys.into_iter()))
}

/// The keys in the order of the record: those of the event that anchors the last key given, then those of the events after.
fn recorded<P: QueryView>(
    projection: &P,
    anchors: Option<std::collections::BTreeSet<Position>>,
    after: Option<(Position, P::Key)>,
    filter: &Filter,
    at: &AsOf<'_>,
) -> Keys<P::Key> {
    let mut pending = VecDeque::new();
    if let Some((anchor, key)) = &after
        && anchors.as_ref().is_none_or(|anchors| anchors.contains(anchor))
    {
        let same = at.act(*anchor).map_or_else(Vec::new, |act| projection.keys_at(&act, filter));
        pending.extend(same.into_iter().filter(|same| same > key));
    }
    let first = after.map_or(1, |(anchor, _)| anchor.get() + 1);
    let anchors = match anchors {
        None => Anchors::Every { next: first, last: at.moment().known },
        Some(listed) => {
            let left: Vec<Position> = listed.into_iter().filter(|anchor| anchor.get() >= first).collect();
            Anchors::Listed(left.into_iter())
        }
    };
    Keys::InTurn { anchors, pending }
}

/// The key that a page goes on from, and the event that anchors it.
fn after<P: QueryView>(text: &str, at: &AsOf<'_>) -> Result<(Position, P::Key), QueryError> {
    let key = P::Key::from_text(text);
    let found = key.and_then(|key| P::anchor_of(&key, at).map(|anchor| (anchor, key)));
    found.ok_or_else(|| {
        let view = P::NAME;
        let problem =
            format!("{text:?} is no key of {view}; write the key that the page before gave as next");
        QueryError::bad_input("after", problem)
    })
}
