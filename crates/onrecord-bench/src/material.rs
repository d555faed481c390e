//! The events of one run, kept as payloads, from which typed ones are read when they are needed.

use std::ops::Range;

use onrecord_core::{Event, Position, SCHEMA, decode, encode};
use onrecord_testkit::sample::Sample;

use crate::content::ContentHash;
use crate::failure::Failure;

/// The seed of the sample: the same events in every run.
pub const SEED: u64 = 1;

/// The payloads of a record, and of events that come after it.
#[derive(Debug)]
pub struct Material {
    bytes: Vec<u8>,
    events: Vec<Place>,
    record: usize,
}

/// Where a payload ends; it begins where the one before it does.
#[derive(Debug)]
struct Place {
    end: usize,
    kind: u16,
}

/// An event on its way into a contender: typed, and as the payload that stands for it.
#[derive(Clone, Debug)]
pub struct Sent<'a> {
    /// Its position in the record.
    pub position: Position,
    /// The event.
    pub event: Event<'a>,
    /// What [`encode`] makes of it.
    pub payload: &'a [u8],
}

impl Material {
    /// Makes a record of `record` events, and `beyond` events that may be appended to it.
    ///
    /// # Errors
    /// [`Failure::Encode`].
    pub fn new(record: usize, beyond: usize) -> Result<Material, Failure> {
        let mut material =
            Material { bytes: Vec::new(), events: Vec::with_capacity(record + beyond), record };
        for event in Sample::new(SEED).events((record + beyond) as u64) {
            encode(&event, &mut material.bytes)?;
            let place = Place { end: material.bytes.len(), kind: event.kind().number() };
            material.events.push(place);
        }
        Ok(material)
    }

    /// The indexes of the events of the record.
    pub fn record(&self) -> Range<usize> {
        0..self.record
    }

    /// The indexes of the events that come after the record.
    pub fn beyond(&self) -> Range<usize> {
        self.record..self.events.len()
    }

    /// The payloads in `range`, one after the other as they lie in memory.
    pub fn payloads(&self, range: Range<usize>) -> &[u8] {
        &self.bytes[self.start(range.start)..self.start(range.end)]
    }

    /// The events in `range`, typed.
    ///
    /// # Errors
    /// [`Failure::Decode`].
    pub fn sent(&self, range: Range<usize>) -> Result<Vec<Sent<'_>>, Failure> {
        range.map(|index| self.sent_at(index)).collect()
    }

    /// The events in `range`, typed, in commits of at most `size`.
    ///
    /// # Errors
    /// [`Failure::Decode`].
    pub fn commits(&self, range: Range<usize>, size: usize) -> Result<Vec<Vec<Sent<'_>>>, Failure> {
        self.ranges(range, size).map(|range| self.sent(range)).collect()
    }

    /// The indexes of the events in `range`, commit by commit.
    pub fn ranges(&self, range: Range<usize>, size: usize) -> impl Iterator<Item = Range<usize>> {
        let end = range.end;
        range.step_by(size).map(move |start| start..end.min(start + size))
    }

    /// Decodes the record from memory.
    ///
    /// # Errors
    /// [`Failure::Decode`].
    pub fn decode(&self) -> Result<ContentHash, Failure> {
        self.decode_range(self.record())
    }

    /// Decodes the events in `range` from memory.
    ///
    /// # Errors
    /// [`Failure::Decode`].
    pub fn decode_range(&self, range: Range<usize>) -> Result<ContentHash, Failure> {
        let mut hash = ContentHash::default();
        for index in range {
            let event = decode(self.events[index].kind, SCHEMA, self.payload(index))?;
            hash.take(position(index), &event);
        }
        Ok(hash)
    }

    /// The mean length of a payload of the record, in bytes.
    pub fn payload_bytes_mean(&self) -> f64 {
        self.payloads(self.record()).len() as f64 / self.record.max(1) as f64
    }

    fn sent_at(&self, index: usize) -> Result<Sent<'_>, Failure> {
        let payload = self.payload(index);
        let event = decode(self.events[index].kind, SCHEMA, payload)?;
        Ok(Sent { position: position(index), event, payload })
    }

    fn payload(&self, index: usize) -> &[u8] {
        self.payloads(index..index + 1)
    }

    fn start(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |before| self.events[before].end)
    }
}

fn position(index: usize) -> Position {
    Position::FIRST.after(index as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_what_is_decoded_and_follows_the_record() {
        let material = Material::new(40, 10).unwrap();
        let mut hash = ContentHash::default();
        let commits = material.commits(material.record(), 16).unwrap();
        assert_eq!(commits.iter().map(Vec::len).collect::<Vec<_>>(), [16, 16, 8]);
        commits.iter().flatten().for_each(|sent| hash.take(sent.position, &sent.event));
        assert_eq!(hash, material.decode().unwrap());
        assert_eq!(material.sent(material.beyond()).unwrap()[0].position.get(), 41);
    }
}
