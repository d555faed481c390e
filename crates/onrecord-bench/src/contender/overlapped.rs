//! The log of onrecord once more, with one more thread: while a commit is written and synced, the next one is encoded and
//! hashed.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use onrecord_log::{
    Accepted, Appender, Batch, CreateError, DiskStorage, Log, OpenError, SubmitError, hash_ahead,
};

use super::Store;
use super::log::fill;
use crate::failure::Failure;
use crate::material::Sent;

/// A log, and a thread that appends to it. It takes a commit when the one before is on the disk, and not earlier.
pub(super) struct OverlappedStore {
    appender: Appender,
    commits: SyncSender<Batch>,
    durable: Receiver<Result<Accepted, SubmitError>>,
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
        let (commits, taken) = sync_channel::<Batch>(0);
        let (told, durable) = sync_channel(1);
        let appender = log.share();
        let log = appender.clone();
        // It ends when the store is dropped, and with it the other end of the channel.
        thread::spawn(move || {
            let mut durable = taken.into_iter().map(|batch| log.append(log.head().recorded_at, batch));
            durable.all(|durable| told.send(durable).is_ok())
        });
        OverlappedStore { appender, commits, durable, under_way: false }
    }
}

impl Store for OverlappedStore {
    fn append(&mut self, commit: &[Sent<'_>]) -> Result<(), Failure> {
        let mut batch = Batch::new();
        fill(&mut batch, commit)?;
        hash_ahead(&mut batch);
        self.commits.send(batch).map_err(|_| Failure::WriterGone)?;
        if self.under_way {
            self.durable.recv().map_err(|_| Failure::WriterGone)??;
        }
        self.under_way = true;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.under_way) {
            self.durable.recv().map_err(|_| Failure::WriterGone)??;
        }
        Ok(())
    }

    fn settle(&mut self) {
        self.appender.settle();
    }
}
