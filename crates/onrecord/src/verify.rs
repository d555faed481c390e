//! Whether a record is what it was when it was written, byte by byte and event by event.

use onrecord_core::{Position, validate};
use onrecord_log::{Reader, Storage, Verification};
use onrecord_projection::Outline;

use crate::error::Error;
use crate::record::event_of;

/// What a check of a whole record found.
#[derive(Clone, PartialEq, Debug)]
pub struct Verified {
    /// What the log found: commits, checksums, hashes, order.
    pub log: Verification,
    /// Events that the log keeps soundly, and that this program cannot read or would not have taken in.
    pub events: Vec<(Position, String)>,
}

impl Verified {
    /// Whether nothing was found.
    pub fn is_sound(&self) -> bool {
        self.log.is_sound() && self.events.is_empty()
    }
}

/// Checks every byte and every event of the record in `storage`. Nothing is written.
///
/// # Errors
/// [`Error::Open`] if there is no record to check.
pub fn verify(storage: impl Storage + Clone + 'static) -> Result<Verified, Error> {
    let log = onrecord_log::verify(&storage)?;
    let events = if log.is_sound() { verify_events(&Reader::open(storage)?)? } else { Vec::new() };
    Ok(Verified { log, events })
}

fn verify_events(reader: &Reader) -> Result<Vec<(Position, String)>, Error> {
    let mut found = Vec::new();
    let mut outline = Outline::new();
    let mut commits = reader.commits(Position::FIRST)?;
    while let Some(commit) = commits.next()? {
        for payload in commit.events() {
            match event_of(&payload) {
                Ok(event) => {
                    found.extend(
                        validate(&event, &outline)
                            .err()
                            .map(|refusal| (payload.position, refusal.to_string())),
                    );
                    outline.apply(&event);
                }
                Err(Error::Event { position, problem }) => found.push((position, problem.to_string())),
                Err(error) => return Err(error),
            }
        }
    }
    Ok(found)
}
