//! A view that is followed: what its rows are, and how they change as events come in.

use onrecord_core::Position;
use onrecord_projection::{Changes, Live, Projection, Version};

use crate::error::Error;
use crate::record::Record;

/// The rows of one view of one record, brought up to date when asked.
pub struct Subscription<P: Projection> {
    projection: P,
    live: Live<P>,
    shown: u64,
}

impl<P: Projection> Subscription<P> {
    pub(crate) fn new(record: &Record, mut projection: P) -> Result<Subscription<P>, Error> {
        let head = record.index.head();
        if P::READS_TEXTS {
            record.show_texts(&mut projection, Position::FIRST)?;
        }
        let live = Live::new(&record.index, &projection, head)?;
        Ok(Subscription { projection, live, shown: head })
    }

    /// The rows as of the last call of [`Subscription::changes`], in the order of their keys.
    pub fn rows(&self) -> impl Iterator<Item = &Version<P::Key, P::Row>> {
        self.live.rows()
    }

    /// The position up to which changes have been told.
    pub fn head(&self) -> u64 {
        self.live.head()
    }

    /// What changed since the last call. Another process's events are seen after [`Record::refresh`] or
    /// [`Record::wait`].
    ///
    /// # Errors
    /// As [`Record::replay`], where the projection reads texts.
    pub fn changes(&mut self, record: &Record) -> Result<Changes<P>, Error> {
        if P::READS_TEXTS {
            record.show_texts(&mut self.projection, Position::FIRST.after(self.shown))?;
        }
        self.shown = record.index.head();
        Ok(self.live.advance(&record.index, &self.projection)?)
    }
}
