//! What is on record at one moment: a journal up to a head, and the index of just that. It never changes, whoever appends
//! meanwhile.

use std::ops::ControlFlow;
use std::sync::Arc;

use onrecord_core::journal::{Blobs, Hash, Head, Journal, UNTIMED};
use onrecord_core::{Event, Position, RecordedAt, Ref, StoryId};
use onrecord_index::{Moment, RecordIndex};
use onrecord_projection::{Projection, View};

use crate::error::Error;
use crate::fold::{each_commit, event_of, fold_up_to};
use crate::known::{Known, KnownError};
use crate::orders::Orders;
use crate::subscription::Subscription;

/// A record as it was when this was made, to be looked at from any thread.
///
/// A clone costs next to nothing. What others append meanwhile is not seen, and waits for nobody who looks.
///
/// ```
/// use onrecord::{Expect, Record, StoryId, StoryOpened, new_event};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut record = Record::in_memory();
/// let before = record.reading();
/// let story: StoryId<'_> = "harbour".parse()?;
/// record.append([new_event(StoryOpened::new(&story, "Crates at the harbour"))], Expect::Any)?;
/// assert_eq!((before.head().position, record.head().position), (0, 1));
/// assert_eq!((before.story_version(&story)?, record.story_version(&story)?), (0, 1));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Reading {
    pub(crate) journal: Arc<dyn Journal>,
    /// Where snapshots are kept, if anywhere.
    pub(crate) blobs: Option<Arc<dyn Blobs>>,
    pub(crate) head: Head,
    pub(crate) index: RecordIndex,
    /// The orders in time that were asked for: one set for all readings of a record.
    pub(crate) orders: Arc<Orders>,
}

/// An event as it stands in a record.
#[derive(Clone, PartialEq, Debug)]
pub struct Recorded<'a> {
    /// Its position.
    pub position: Position,
    /// When its commit was recorded; `None` for plain lines.
    pub recorded_at: Option<RecordedAt>,
    /// The hash of its commit.
    pub commit: Hash,
    /// The number of the [schema](onrecord_core::Schema) of its payload.
    pub schema: u16,
    /// The event.
    pub event: Event<'a>,
}

impl Reading {
    /// The end of the record: its last position, and the hash that stands for all of it.
    pub fn head(&self) -> Head {
        self.head
    }

    /// The index: every event without its texts.
    pub fn index(&self) -> &RecordIndex {
        &self.index
    }

    /// How many events belong to a story: the version that [`Expect::StoryVersion`](crate::Expect::StoryVersion) asks for.
    ///
    /// # Errors
    /// [`Error::Index`].
    pub fn story_version(&self, story: &StoryId<'_>) -> Result<u64, Error> {
        Ok(self.index.story_version(story)?)
    }

    /// Whether nothing can be written to the record through this handle.
    pub fn is_read_only(&self) -> bool {
        self.journal.is_read_only()
    }

    /// The journal that holds the commits.
    pub fn journal(&self) -> &Arc<dyn Journal> {
        &self.journal
    }

    /// Asks a projection for its view of this record.
    ///
    /// One that [reads texts](Projection::READS_TEXTS) must have been shown them; see [`Reading::show_texts`].
    pub fn view<'r, P: Projection>(&'r self, projection: &'r P) -> View<'r, P> {
        View::new(&self.index, projection)
    }

    /// Shows a projection every event from `from` on.
    ///
    /// # Errors
    /// As [`Reading::replay`].
    pub fn show_texts<P: Projection>(&self, projection: &mut P, from: Position) -> Result<(), Error> {
        self.replay(from, |recorded| {
            projection.apply(recorded.position, &recorded.event);
            Ok(())
        })
    }

    /// Follows a view: its rows now, and its changes as events come in.
    ///
    /// # Errors
    /// As [`Reading::replay`], where the projection reads texts.
    pub fn subscribe<P: Projection>(&self, projection: P) -> Result<Subscription<P>, Error> {
        Subscription::new(self, projection, self.head.position)
    }

    /// Follows a view from an earlier position on: its rows there, and all changes since.
    ///
    /// # Errors
    /// [`Error::Beyond`] for a position that is not on record, and as [`Reading::subscribe`].
    pub fn subscribe_from<P: Projection>(
        &self,
        projection: P,
        position: u64,
    ) -> Result<Subscription<P>, Error> {
        Subscription::new(self, projection, position)
    }

    /// The moment at which `known` is known.
    ///
    /// # Errors
    /// [`KnownError::Beyond`] for a position not on record, [`KnownError::Untimed`] for a time where commits have none.
    pub fn moment(&self, known: Known) -> Result<Moment, KnownError> {
        let head = self.head();
        match known {
            Known::Position(position) if position > head.position => {
                Err(KnownError::Beyond { position, head: head.position })
            }
            Known::Position(position) => Ok(Moment::known(position)),
            Known::Time(_) if head.recorded_at == UNTIMED && head.position > 0 => Err(KnownError::Untimed),
            Known::Time(time) => {
                let position = self.journal.position_at(time);
                position
                    .map(|position| Moment::known(position.min(head.position)))
                    .map_err(|error| KnownError::Unreadable { text: error.to_string() })
            }
        }
    }

    /// The event at `position`, with its texts.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`].
    pub fn event(&self, position: Position) -> Result<Option<Event<'static>>, Error> {
        let mut found = None;
        self.events(&[position], |_, event| found = Some(event.into_owned()))?;
        Ok(found)
    }

    /// Shows `visit` the events at `positions`, with their texts. Ascending positions are read in one pass.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`], after the events before it were shown.
    pub fn events(
        &self,
        positions: &[Position],
        mut visit: impl FnMut(Position, Event<'_>),
    ) -> Result<(), Error> {
        let (mut outcome, head) = (Ok(()), self.head.position);
        self.journal.events(positions, &mut |payload| match (&outcome, event_of(&payload)) {
            (Err(_), _) => {}
            // The journal may have got further than this.
            _ if payload.position.get() > head => {}
            (Ok(()), Ok(event)) => visit(payload.position, event),
            (Ok(()), Err(error)) => outcome = Err(error),
        })?;
        outcome
    }

    /// Shows `visit` the events that bring something in or mention it, in order: all of one story, or of one claim. Withdrawn
    /// events are among them. Where they are is known from the index, so nothing else is read.
    ///
    /// # Errors
    /// As [`Reading::events`].
    pub fn stream(&self, of: &Ref<'_>, visit: impl FnMut(Position, Event<'_>)) -> Result<(), Error> {
        self.events(&self.index.mentioning(of)?, visit)
    }

    /// Reads events from `from` to the head, in order, each borrowed from the buffer it was read into.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`], or what `visit` returns; all events before it were shown.
    pub fn replay<E: From<Error>>(
        &self,
        from: Position,
        mut visit: impl FnMut(Recorded<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if from.get() > self.head().position {
            return Ok(());
        }
        let head = self.head().position;
        each_commit(&*self.journal, from, |commit| {
            let recorded_at = Some(commit.recorded_at).filter(|time| *time != UNTIMED);
            for payload in commit.events_from(from) {
                let event = event_of(&payload)?;
                let (position, schema) = (payload.position, payload.schema);
                visit(Recorded { position, recorded_at, commit: commit.hash, schema, event })?;
            }
            // The journal may have got further than this.
            Ok(if commit.last.get() < head { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })
    }

    /// Folds every event anew: the same index as [`Reading::index`], in memory, without a snapshot under it.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Event`].
    pub fn fold_anew(&self) -> Result<RecordIndex, Error> {
        let mut index = RecordIndex::new();
        fold_up_to(&mut index, &*self.journal, self.head().position)?;
        Ok(index)
    }
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("head", &self.head).finish_non_exhaustive()
    }
}
