//! Events on their way into a record: validated one by one, and committed together or not at all.

use std::borrow::Borrow;

use onrecord_core::journal::{Batch, Expected, Submission, Ticket};
use onrecord_core::{
    Content, Event, EventId, Position, SCHEMA, Schema, StoryId, ValidateError, decode, encode, encode_as,
    validate,
};
use onrecord_index::{Arrival, IndexError, RecordIndex};
use onrecord_log::span;
use uuid::Uuid;

use crate::appended::Appended;
use crate::error::{AppendError, Error};
use crate::record::Record;
use crate::repeats::{Repeats, written_now};

/// What the caller has seen of a story and builds upon.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expect {
    /// Nothing: append whatever was appended since.
    Any,
    /// The story at this version; see [`Reading::story_version`](crate::Reading::story_version).
    StoryVersion(StoryId<'static>, u64),
}

/// A new event with an id of the engine's making (a UUID of version 7): whatever it says, it was never sent before.
pub fn new_event<'a>(content: impl Into<Content<'a>>) -> Event<'a> {
    Event::new(EventId::from(Uuid::now_v7()), content)
}

/// Events taken in but not yet committed. Dropped, they leave the record as it was.
pub struct Draft<'r> {
    record: &'r mut Record,
    base: u64,
    batch: Batch,
    /// Where each new event begins in the batch, in order.
    starts: Vec<usize>,
    repeats: Repeats,
    known: u64,
    leans: Leans,
}

/// What a draft is built upon.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leans {
    /// Events that are durable.
    OnRecord,
    /// A repeat of an event that is on its way to the disk, so that nobody can say yet whether it is known.
    OnWhatIsUnderWay,
}

/// What a draft comes to, once the journal has it.
pub(crate) struct Submitted {
    /// `None` if nothing is new.
    pub(crate) ticket: Option<Ticket>,
    pub(crate) known: u64,
}

impl<'r> Draft<'r> {
    pub(crate) fn new(record: &'r mut Record, expect: Expect) -> Result<Draft<'r>, AppendError> {
        if record.is_read_only {
            return Err(AppendError::ReadOnly);
        }
        if record.is_behind() || record.index.failure().is_some() {
            record.refresh()?;
        }
        if let Expect::StoryVersion(story, expected) = expect {
            let found = record.story_version(&story)?;
            if found != expected {
                return Err(AppendError::StoryMoved { story, expected, found });
            }
        }
        let base = record.index.head();
        let (starts, repeats, leans) = (Vec::new(), Repeats::default(), Leans::OnRecord);
        Ok(Draft { record, base, batch: Batch::new(), starts, repeats, known: 0, leans })
    }

    /// How many new events have been taken in.
    pub fn event_count(&self) -> u64 {
        self.record.index.head() - self.base
    }

    /// How many events were sent again that are on record already.
    pub fn known_count(&self) -> u64 {
        self.known
    }

    /// Whether nothing was taken in, not even an event already known.
    pub fn is_empty(&self) -> bool {
        self.event_count() == 0 && self.known == 0
    }

    /// Takes in one event.
    ///
    /// # Errors
    /// [`AppendError::Refused`], [`AppendError::TooLarge`], where this very draft holds the id with other content
    /// [`AppendError::OtherContent`], and [`AppendError::Read`]; the draft is then as it was.
    pub fn add(&mut self, event: &Event<'_>) -> Result<(), AppendError> {
        self.add_as(Schema::CURRENT, event)
    }

    /// Takes in events, as one after the other would be. Many together take less time.
    ///
    /// # Errors
    /// As [`Draft::add`], of the first event that is not taken in; the draft then holds those before it.
    pub fn add_all<'e>(
        &mut self,
        events: impl IntoIterator<Item = impl Borrow<Event<'e>>>,
    ) -> Result<(), AppendError> {
        let mut events = events.into_iter();
        let mut group = Vec::with_capacity(RecordIndex::EVENTS_TOGETHER);
        loop {
            group.extend(events.by_ref().take(RecordIndex::EVENTS_TOGETHER));
            if group.is_empty() {
                return Ok(());
            }
            self.add_group(Schema::CURRENT, &group)?;
            group.clear();
        }
    }

    /// Takes in one event, to be written in the schema that it had in the record it came from.
    pub(crate) fn add_as(&mut self, schema: Schema, event: &Event<'_>) -> Result<(), AppendError> {
        self.add_group(schema, std::slice::from_ref(event))
    }

    fn add_group<'e>(
        &mut self,
        schema: Schema,
        events: &[impl Borrow<Event<'e>>],
    ) -> Result<(), AppendError> {
        let mut done = 0;
        match self.try_group(schema, events, &mut done) {
            Err(AppendError::Read(Error::Index(error))) => {
                self.rebuild_index(error)?;
                self.try_group(schema, &events[done..], &mut 0)
            }
            taken_in => taken_in,
        }
    }

    /// Takes in events, and counts those that were `done`.
    fn try_group<'e>(
        &mut self,
        schema: Schema,
        events: &[impl Borrow<Event<'e>>],
        done: &mut usize,
    ) -> Result<(), AppendError> {
        let mut batch = self.record.index.meet(events)?;
        for (arrival, event) in batch.arrivals().zip(events) {
            let event = event.borrow();
            match self.record.index.position_of(event.id)? {
                Some(position) => self.add_again(position, event)?,
                None => self.add_new(schema, event, arrival)?,
            }
            *done += 1;
        }
        Ok(())
    }

    /// Folds the index anew, for the snapshot under it cannot be read, and takes in again what this draft holds.
    ///
    /// While events of others are on their way to the disk, the journal does not give the index: then it stays as it is.
    fn rebuild_index(&mut self, error: IndexError) -> Result<(), AppendError> {
        if self.base != self.record.head().position {
            return Err(error.into());
        }
        self.record.rebuild_index()?;
        for start in &self.starts {
            let Some((kind, schema, bytes)) = self.batch.event(*start) else { continue };
            let position = Position::FIRST.after(self.record.index.head());
            let event = decode(kind, schema, bytes).map_err(|problem| Error::Event { position, problem })?;
            self.record.reading.index.apply(&event)?;
        }
        Ok(())
    }

    fn add_new(
        &mut self,
        schema: Schema,
        event: &Event<'_>,
        arrival: Arrival<'_>,
    ) -> Result<(), AppendError> {
        validate(event, &self.record.index.expecting(&arrival)).map_err(|error| match error {
            ValidateError::Refused(refusal) => {
                let index = self.event_count() + self.known_count();
                AppendError::Refused { index, id: event.id, refusal }
            }
            ValidateError::Holdings(error) => AppendError::from(error),
        })?;
        let (head, start) = (self.record.index.head(), self.batch.bytes());
        self.record.reading.index.take_in(arrival)?;
        let (kind, number) = (event.kind().number(), schema.number());
        if let Err(error) = self.batch.try_push(kind, number, |buffer| encode_as(schema, event, buffer)) {
            self.record.reading.index.truncate(head);
            return Err(error.into());
        }
        self.starts.push(start);
        Ok(())
    }

    /// An event under an id already on record. That it says what is on record is seen by and by, in one pass over the
    /// log for many of them.
    fn add_again(&mut self, position: Position, event: &Event<'_>) -> Result<(), AppendError> {
        let mut sent = Batch::new();
        sent.try_push(event.kind().number(), SCHEMA, |buffer| encode(event, buffer))?;
        match position.get().checked_sub(self.base + 1) {
            None if position.get() > self.record.head().position => self.leans = Leans::OnWhatIsUnderWay,
            None => {
                let journal = &*self.record.journal;
                self.repeats.add(position, event.id, &sent, journal).map_err(Error::from)?;
            }
            Some(index) if self.says(index, &sent) => {}
            Some(_) => return Err(AppendError::OtherContent { id: event.id, position }),
        }
        self.known += 1;
        Ok(())
    }

    /// Whether the new event numbered `index` from 0 is what the only event of `sent` is.
    fn says(&self, index: u64, sent: &Batch) -> bool {
        let start = usize::try_from(index).ok().and_then(|index| self.starts.get(index));
        start.and_then(|start| self.batch.event(*start)).is_some_and(|(kind, schema, bytes)| match schema {
            SCHEMA => sent.event(0) == Some((kind, schema, bytes)),
            _ => sent.event(0) == written_now(kind, schema, bytes).event(0),
        })
    }

    pub(crate) fn leans(&self) -> Leans {
        self.leans
    }

    /// Whether the event with this id was on record before this draft.
    pub(crate) fn was_on_record(&self, id: EventId) -> Result<bool, Error> {
        Ok(self.record.index.position_of(id)?.is_some_and(|position| position.get() <= self.base))
    }

    /// What was sent again so far.
    pub(crate) fn repeats(&self) -> &Repeats {
        &self.repeats
    }

    /// Commits what was taken in, durably: when this returns, it is on the disk. If nothing is new, nothing is written.
    ///
    /// # Errors
    /// [`AppendError`]; the record is then as it was before the draft, but for [`AppendError::Journal`], where only
    /// opening it again tells.
    pub fn commit(mut self) -> Result<Appended, AppendError> {
        let Submitted { ticket, known } = self.put_in()?;
        let accepted = ticket.map(Ticket::wait).transpose()?;
        if let Some(accepted) = &accepted {
            self.record.note(accepted)?;
        }
        self.base = self.record.index.head();
        self.record.save_snapshot_if_due();
        Ok(Appended::new(accepted, known, self.record))
    }

    /// Gives what was taken in to the journal. It stays in the index, and is durable once the ticket was waited for.
    pub(crate) fn submit(mut self) -> Result<Submitted, AppendError> {
        let submitted = self.put_in()?;
        self.base = self.record.index.head();
        Ok(submitted)
    }

    fn put_in(&mut self) -> Result<Submitted, AppendError> {
        span!("submit", new = self.event_count(), known = self.known);
        let journal = &*self.record.journal;
        self.repeats.finish(journal)?;
        let ticket = match self.batch.is_empty() {
            true => None,
            false => {
                let batch = std::mem::take(&mut self.batch);
                let submission = Submission::new(self.record.clock.now(), batch);
                // The events were validated against what is in the index, and against nothing else.
                Some(journal.submit(submission.expecting(Expected::Position(self.base)))?)
            }
        };
        Ok(Submitted { ticket, known: self.known })
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        self.record.reading.index.truncate(self.base);
    }
}
