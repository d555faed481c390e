//! Which events of a record are good: those of whole commits that can be read, and that would be taken in after the
//! good ones before them. Pure but for whom it hands them to.

use std::ops::RangeInclusive;

use onrecord_core::journal::{Batch, CommitView, Payload, UNTIMED};
use onrecord_core::{
    DecodeError, Event, EventId, Holdings, Kind, Position, RecordedAt, Ref, Refusal, Role, ValidateError,
    decode, validate,
};
use onrecord_index::{IndexError, RecordIndex};
use onrecord_log::CommitPlace;
use thiserror::Error as ThisError;

use crate::error::Error;

/// A run of events side by side that are good, and where they stand once only good events are counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Their positions in the record.
    pub from: RangeInclusive<u64>,
    /// Their positions among the good events.
    pub to: RangeInclusive<u64>,
}

/// An event that its commit keeps soundly, and that is not good all the same.
#[derive(Clone, PartialEq, Debug)]
pub struct LeftOut {
    /// Where it stands in the record.
    pub position: Position,
    /// The file name of its segment.
    pub segment: String,
    /// Where its commit begins in the segment.
    pub offset: u64,
    /// Its kind and its id, where it can be read.
    pub event: Option<(Kind, EventId)>,
    /// What is wrong with it.
    pub reason: Reason,
}

/// Why an event that its commit keeps soundly is not good.
#[derive(Clone, PartialEq, Debug, ThisError)]
#[non_exhaustive]
pub enum Reason {
    /// This program cannot read it.
    #[error(transparent)]
    Unreadable(DecodeError),
    /// It would not be taken in after the good events before it; most often it refers to something that is lost.
    #[error(transparent)]
    Refused(Refusal),
    /// A good event before it has its id.
    #[error("its id is already on record, at position {position}")]
    Again {
        /// That event.
        position: Position,
    },
    /// Its commit says that it was recorded before a good one that comes before it.
    #[error("it was recorded before what stands before it")]
    Earlier,
}

/// An event that is not good, where it can be read, and what is wrong with it.
type Wrong = (Option<(Kind, EventId)>, Reason);

/// Takes the good commits that remain of others, with their times of recording.
pub(crate) type Keep<'k> = dyn FnMut(RecordedAt, &Batch) -> Result<(), Error> + 'k;

/// The good events so far.
pub(crate) struct Sieve<'k> {
    pub(crate) kept: Vec<Kept>,
    pub(crate) left_out: Vec<LeftOut>,
    index: RecordIndex,
    recorded_at: RecordedAt,
    keep: &'k mut Keep<'k>,
}

impl<'k> Sieve<'k> {
    pub(crate) fn new(keep: &'k mut Keep<'k>) -> Sieve<'k> {
        Sieve {
            kept: Vec::new(),
            left_out: Vec::new(),
            index: RecordIndex::new(),
            recorded_at: UNTIMED,
            keep,
        }
    }

    /// Sifts the events of the next whole commit.
    pub(crate) fn commit(&mut self, place: CommitPlace<'_>, commit: &CommitView<'_>) -> Result<(), Error> {
        let mut batch = Batch::with_codec(commit.codec);
        for payload in commit.events() {
            match self.judge(&payload, commit.recorded_at)? {
                Ok(event) => {
                    batch.push_bytes(payload.kind, payload.schema, payload.bytes);
                    self.index.apply(&event)?;
                    self.note(&payload);
                }
                Err((event, reason)) => {
                    let (segment, offset) = (place.segment.to_owned(), place.offset);
                    let position = payload.position;
                    self.left_out.push(LeftOut { position, segment, offset, event, reason });
                }
            }
        }
        if batch.is_empty() {
            return Ok(());
        }
        self.recorded_at = commit.recorded_at;
        (self.keep)(commit.recorded_at, &batch)
    }

    /// What the record gives up to here, if all of it was good.
    pub(crate) fn whole(&self) -> Option<&RecordIndex> {
        let is_whole = self.left_out.is_empty() && matches!(&self.kept[..], [all] if all.from == all.to);
        is_whole.then_some(&self.index)
    }

    /// The event, if it is good; else what is wrong with it.
    fn judge<'e>(
        &self,
        payload: &Payload<'e>,
        recorded_at: RecordedAt,
    ) -> Result<Result<Event<'e>, Wrong>, IndexError> {
        let event = match decode(payload.kind, payload.schema, payload.bytes) {
            Ok(event) => event,
            Err(problem) => return Ok(Err((None, Reason::Unreadable(problem)))),
        };
        let wrong = |reason| Ok(Err((Some((event.kind(), event.id)), reason)));
        if let Some(position) = self.index.position_of(event.id)? {
            return wrong(Reason::Again { position: self.before(position) });
        }
        if recorded_at < self.recorded_at {
            return wrong(Reason::Earlier);
        }
        match validate(&event, &Asked(&self.index)) {
            Err(ValidateError::Refused(refusal)) => wrong(Reason::Refused(self.retold(refusal))),
            Err(ValidateError::Holdings(error)) => Err(error),
            Ok(()) => Ok(Ok(event)),
        }
    }

    /// Counts an event as good.
    fn note(&mut self, payload: &Payload<'_>) {
        let (from, to) = (payload.position.get(), self.index.head());
        match self.kept.last_mut() {
            Some(last) if *last.from.end() + 1 == from => {
                *last = Kept { from: *last.from.start()..=from, to: *last.to.start()..=to };
            }
            _ => self.kept.push(Kept { from: from..=from, to: to..=to }),
        }
    }

    /// Where in the record the good event numbered `position` stands.
    fn before(&self, position: Position) -> Position {
        let place = self.kept.partition_point(|kept| *kept.to.end() < position.get());
        let kept = self.kept.get(place).filter(|kept| kept.to.contains(&position.get()));
        let number = kept.map(|kept| kept.from.start() + (position.get() - kept.to.start()));
        number.and_then(Position::new).unwrap_or(position)
    }

    /// The refusal, with positions of the record.
    fn retold(&self, refusal: Refusal) -> Refusal {
        match refusal {
            Refusal::Taken { name, position } => Refusal::Taken { name, position: self.before(position) },
            Refusal::Referred { name, by } => {
                let by = by.into_iter().map(|(position, id)| (self.before(position), id)).collect();
                Refusal::Referred { name, by }
            }
            other => other,
        }
    }
}

/// What the good events hold, without a guess at what a name that is not among them was meant to be: it was right once,
/// and where much is lost, many are missed.
struct Asked<'o>(&'o RecordIndex);

impl Holdings for Asked<'_> {
    type Error = IndexError;

    fn find(&self, name: &Ref<'_>) -> Result<Option<Position>, IndexError> {
        Holdings::find(self.0, name)
    }
    fn nearest(&self, _: &Ref<'_>) -> Result<Option<String>, IndexError> {
        Ok(None)
    }
    fn references(&self, position: Position) -> Result<Vec<(Role, Ref<'_>)>, IndexError> {
        Holdings::references(self.0, position)
    }
    fn referrers(&self, position: Position) -> Result<Vec<(Position, EventId)>, IndexError> {
        Holdings::referrers(self.0, position)
    }
    fn withdrawn_by(&self, position: Position) -> Result<Option<Position>, IndexError> {
        Holdings::withdrawn_by(self.0, position)
    }
}
