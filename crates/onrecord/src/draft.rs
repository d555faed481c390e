//! Events on their way into a record: validated one by one, and committed together or not at all.

use onrecord_core::{Content, Event, EventId, Position, SCHEMA, StoryId, decode, encode, validate};
use onrecord_log::{Batch, Hash, Payload, UNTIMED};
use uuid::Uuid;

use crate::error::{AppendError, Error};
use crate::record::Record;

/// What the caller has seen of a story and builds upon.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expect {
    /// Nothing: append whatever was appended since.
    Any,
    /// The story at this version; see [`Record::story_version`].
    StoryVersion(StoryId<'static>, u64),
}

/// A new event with an id of the engine's making (a UUID of version 7): whatever it says, it was never sent before.
pub fn new_event<'a>(content: impl Into<Content<'a>>) -> Event<'a> {
    Event::new(EventId::from(Uuid::now_v7()), content)
}

/// What became of an append.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appended {
    /// The positions of the first and the last new event; `None` if all were known.
    pub positions: Option<(Position, Position)>,
    /// How many events were new.
    pub new: u64,
    /// How many were on record already, with the same content.
    pub known: u64,
    /// The hash of the last commit.
    pub hash: Hash,
}

/// Events taken in but not yet committed. Dropped, they leave the record as it was.
pub struct Draft<'r> {
    record: &'r mut Record,
    base: u64,
    batch: Batch,
    /// The hash of the payload of each new event, in order.
    new: Vec<Hash>,
    /// The events sent under an id already on record: where it is, and the hash of what was sent now.
    again: Vec<(Position, EventId, Hash)>,
    known: u64,
}

impl<'r> Draft<'r> {
    pub(crate) fn new(record: &'r mut Record, expect: Expect) -> Result<Draft<'r>, AppendError> {
        let committed = record.log.as_ref().ok_or(AppendError::ReadOnly)?.head().position;
        if record.outline.head() < committed {
            // An earlier commit was written, but could not be read back at once.
            record.refresh()?;
        }
        if let Expect::StoryVersion(story, expected) = expect {
            let found = record.story_version(&story);
            if found != expected {
                return Err(AppendError::StoryMoved { story, expected, found });
            }
        }
        let base = record.outline.head();
        Ok(Draft { record, base, batch: Batch::new(), new: Vec::new(), again: Vec::new(), known: 0 })
    }

    /// How many new events have been taken in.
    pub fn event_count(&self) -> u64 {
        self.record.outline.head() - self.base
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
    /// [`AppendError::Refused`], [`AppendError::TooLarge`] and, where this very draft holds the id with other content,
    /// [`AppendError::OtherContent`]; the draft is then as it was.
    pub fn add(&mut self, event: &Event<'_>) -> Result<(), AppendError> {
        let mut payload = Vec::new();
        encode(event, &mut payload)?;
        let hash = hash_of(&payload);
        match self.record.outline.position_of(event.id) {
            Some(position) => self.add_again(position, event.id, hash),
            None => {
                validate(event, &self.record.outline)?;
                self.batch.push_bytes(event.kind().number(), SCHEMA, &payload);
                self.new.push(hash);
                self.record.outline.apply(event);
                Ok(())
            }
        }
    }

    fn add_again(&mut self, position: Position, id: EventId, hash: Hash) -> Result<(), AppendError> {
        match position.get().checked_sub(self.base + 1) {
            None => self.again.push((position, id, hash)),
            Some(index) if self.new.get(index as usize) == Some(&hash) => {}
            Some(_) => return Err(AppendError::OtherContent { id, position }),
        }
        self.known += 1;
        Ok(())
    }

    /// Commits what was taken in, durably: when this returns, it is on the disk. If nothing is new, nothing is written.
    ///
    /// # Errors
    /// [`AppendError`]; the record is then as it was before the draft, but for [`AppendError::Log`], where only
    /// opening it again tells.
    pub fn commit(mut self) -> Result<Appended, AppendError> {
        self.check_again()?;
        let new = self.event_count();
        if new > 0 {
            let log = self.record.log.as_mut().ok_or(AppendError::ReadOnly)?;
            let now = self.record.clock.now();
            // A clock that was set back must not make the record go back.
            let recorded_at = if now == UNTIMED { now } else { now.max(log.head().recorded_at) };
            log.append(recorded_at, &self.batch)?;
            self.record.reader.refresh().map_err(Error::from)?;
        }
        let positions = Position::new(self.base + 1).zip(Position::new(self.base + new)).filter(|_| new > 0);
        self.base += new;
        self.record.save_snapshot_if_due();
        Ok(Appended { positions, new, known: self.known, hash: self.record.head().hash })
    }

    /// Sees that what was sent again says what is on record. One pass over the log, in its order.
    fn check_again(&mut self) -> Result<(), AppendError> {
        self.again.sort_unstable_by_key(|(position, ..)| *position);
        let mut positions: Vec<Position> = self.again.iter().map(|(position, ..)| *position).collect();
        positions.dedup();
        let mut sent = self.again.iter().peekable();
        let mut outcome = Ok(());
        self.record
            .reader
            .events(&positions, |stored| {
                let on_record = stored_hash(&stored);
                while let Some((position, id, hash)) =
                    sent.next_if(|(position, ..)| *position == stored.position)
                {
                    if outcome.is_ok() && *hash != on_record {
                        outcome = Err(AppendError::OtherContent { id: *id, position: *position });
                    }
                }
            })
            .map_err(Error::from)?;
        outcome
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        self.record.outline.truncate(self.base);
    }
}

/// The hash of a stored event as it would be written now, whatever schema it is stored in.
fn stored_hash(stored: &Payload<'_>) -> Hash {
    let mut payload = Vec::new();
    match decode(stored.kind, stored.schema, stored.bytes).map(|event| encode(&event, &mut payload)) {
        Ok(Ok(())) => hash_of(&payload),
        _ => hash_of(stored.bytes),
    }
}

fn hash_of(payload: &[u8]) -> Hash {
    Hash::from_bytes(*blake3::hash(payload).as_bytes())
}
