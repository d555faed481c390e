//! The log of onrecord once more, with one more thread: while a commit is synced, the next one is encoded.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use onrecord_core::{EncodeError, SCHEMA, encode};
use onrecord_log::{
    Accepted, AppendError, Appender, Batch, CreateError, DiskStorage, Log, OpenError, Ticket,
};

use super::Store;
use crate::failure::Failure;
use crate::material::Sent;

/// A log, and a thread that waits for what was submitted last. Nothing is submitted before that is on the disk, so that
/// each commit keeps a sync of its own.
pub(super) struct OverlappedStore {
    appender: Appender,
    submitted: SyncSender<Ticket>,
    durable: Receiver<Result<Accepted, AppendError>>,
    under_way: bool,
}

impl OverlappedStore {
    pub(super) fn create(folder: &Path) -> Result<OverlappedStore, Failure> {
        let storage = DiskStorage::create(folder).map_err(CreateError::from)?;
        Ok(OverlappedStore::new(Log::create(storage)?))
    }

    pub(super) fn open(folder: &Path) -> Result<OverlappedStore, Failure> {
        let storage = DiskStorage::open(folder).map_err(OpenError::from)?;
        Ok(OverlappedStore::new(Log::open(storage)?.0))
    }

    fn new(log: Log) -> OverlappedStore {
        let (submitted, tickets) = sync_channel::<Ticket>(1);
        let (told, durable) = sync_channel(1);
        // It ends when the store is dropped, and with it the other end of the channel.
        thread::spawn(move || tickets.into_iter().try_for_each(|ticket| told.send(ticket.wait())));
        OverlappedStore { appender: log.share(), submitted, durable, under_way: false }
    }
}

impl Store for OverlappedStore {
    fn append(&mut self, commit: Vec<Sent<'_>>) -> Result<(), Failure> {
        let mut batch = Batch::new();
        for Sent { event, .. } in &commit {
            let number = event.kind().number();
            batch.try_push::<EncodeError>(number, SCHEMA, |buffer| encode(event, buffer))?;
        }
        self.finish()?;
        let ticket = self.appender.submit(self.appender.head().recorded_at, batch)?;
        self.submitted.send(ticket).map_err(|_| Failure::WaiterGone)?;
        self.under_way = true;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.under_way) {
            self.durable.recv().map_err(|_| Failure::WaiterGone)??;
        }
        Ok(())
    }
}
