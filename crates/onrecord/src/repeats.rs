//! Events sent again under ids already on record: whether they say what is on record.

use onrecord_core::journal::{Batch, Hash, Journal, JournalError};
use onrecord_core::{EventId, Position, SCHEMA, decode, encode};

use crate::error::{AppendError, Error};

/// So many are looked at together, in one pass over the log, so that however many are sent take no more memory.
const TOGETHER_MAX: usize = 4_096;

/// What was sent again and not looked at yet, and the first that says something else.
#[derive(Default)]
pub(crate) struct Repeats {
    waiting: Vec<Repeat>,
    conflict: Option<(EventId, Position)>,
}

struct Repeat {
    position: Position,
    id: EventId,
    sent: Hash,
}

impl Repeats {
    /// Adds the only event of `sent`, which is on record at `position` under its id.
    pub(crate) fn add(
        &mut self,
        position: Position,
        id: EventId,
        sent: &Batch,
        journal: &dyn Journal,
    ) -> Result<(), JournalError> {
        if self.waiting.len() == TOGETHER_MAX {
            self.look(journal)?;
        }
        self.waiting.push(Repeat { position, id, sent: hash_of(sent) });
        Ok(())
    }

    /// How many have not been looked at yet.
    pub(crate) fn waiting_count(&self) -> usize {
        self.waiting.len()
    }

    /// The first event that was looked at and says something else than what is on record.
    pub(crate) fn conflict(&self) -> Option<AppendError> {
        self.conflict.map(|(id, position)| AppendError::OtherContent { id, position })
    }

    /// Looks at all that is left.
    pub(crate) fn finish(&mut self, journal: &dyn Journal) -> Result<(), AppendError> {
        self.look(journal).map_err(Error::from)?;
        self.conflict().map_or(Ok(()), Err)
    }

    /// One pass over the log, in its order.
    fn look(&mut self, journal: &dyn Journal) -> Result<(), JournalError> {
        self.waiting.sort_unstable_by_key(|repeat| repeat.position);
        let mut positions: Vec<Position> = self.waiting.iter().map(|repeat| repeat.position).collect();
        positions.dedup();
        let mut waiting = self.waiting.iter().peekable();
        let conflict = &mut self.conflict;
        journal.events(&positions, &mut |stored| {
            let on_record = hash_of(&written_now(stored.kind, stored.schema, stored.bytes));
            while let Some(repeat) = waiting.next_if(|repeat| repeat.position == stored.position) {
                if repeat.sent != on_record {
                    conflict.get_or_insert((repeat.id, repeat.position));
                }
            }
        })?;
        self.waiting.clear();
        Ok(())
    }
}

/// An event as it would be written now, whatever schema it is written in.
pub(crate) fn written_now(kind: u16, schema: u16, bytes: &[u8]) -> Batch {
    let mut again = Batch::new();
    let written = decode(kind, schema, bytes)
        .map(|event| again.try_push(kind, SCHEMA, |buffer| encode(&event, buffer)));
    if !matches!(written, Ok(Ok(()))) {
        again.push_bytes(kind, schema, bytes);
    }
    again
}

/// The hash of the only event of a batch, its kind included: two kinds can have the same fields.
fn hash_of(event: &Batch) -> Hash {
    let (kind, schema, bytes) = event.event(0).unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&kind.to_le_bytes()).update(&schema.to_le_bytes()).update(bytes);
    Hash::from_bytes(*hasher.finalize().as_bytes())
}
