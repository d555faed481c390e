//! A view that is followed: what its rows are, and how they change as events come in.

use onrecord_core::Position;
use onrecord_core::journal::Hash;
use onrecord_projection::{Changes, Live, Projection, Version};

use crate::error::Error;
use crate::reading::Reading;

/// The rows of one view of one record, brought up to date when asked.
pub struct Subscription<P: Projection> {
    projection: P,
    live: Live<P>,
    shown: Shown,
}

/// Up to where changes were told.
#[derive(Clone, Copy)]
struct Shown {
    position: u64,
    /// The hash of the commit that holds that position; `None` at 0, where nothing tells one record from another.
    commit: Option<Hash>,
}

impl Shown {
    /// Everything up to `position`, of this record.
    fn of(reading: &Reading, position: u64) -> Result<Shown, Error> {
        let head = reading.head();
        if position > head.position {
            return Err(Error::Beyond { position, head: head.position });
        }
        let commit = match Position::new(position) {
            Some(_) if position == head.position => Some(head.hash),
            Some(position) => reading.journal().commit_of(position)?.map(|commit| commit.hash),
            None => None,
        };
        Ok(Shown { position, commit })
    }
}

impl<P: Projection> Subscription<P> {
    pub(crate) fn new(reading: &Reading, mut projection: P, position: u64) -> Result<Subscription<P>, Error> {
        let shown = Shown::of(reading, position)?;
        if P::READS_TEXTS {
            reading.show_texts(&mut projection, Position::FIRST)?;
        }
        let live = Live::new(reading.index(), &projection, position)?;
        Ok(Subscription { projection, live, shown })
    }

    /// The rows as of the last call of [`Subscription::changes`], in the order of their keys.
    pub fn rows(&self) -> impl Iterator<Item = &Version<P::Key, P::Row>> {
        self.live.rows()
    }

    /// The position up to which changes have been told.
    pub fn head(&self) -> u64 {
        self.live.head()
    }

    /// What changed since the last call. Another process's events are seen after [`Record::refresh`](crate::Record::refresh)
    /// or [`Record::wait`](crate::Record::wait).
    ///
    /// # Errors
    /// [`Error::OtherRecord`] where this is not the record that was followed so far, [`Error::Beyond`] where it is that
    /// record as it was before; else as [`Reading::replay`], where the projection reads texts, and [`Error::Index`]. What was
    /// not told is told by a later call.
    pub fn changes(&mut self, reading: &Reading) -> Result<Changes<P>, Error> {
        if Shown::of(reading, self.shown.position)?.commit != self.shown.commit {
            return Err(Error::OtherRecord);
        }
        let shown = Shown::of(reading, reading.head().position)?;
        if P::READS_TEXTS {
            reading.show_texts(&mut self.projection, Position::FIRST.after(self.shown.position))?;
        }
        let changes = self.live.advance(reading.index(), &self.projection)?;
        self.shown = shown;
        Ok(changes)
    }
}
