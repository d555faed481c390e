//! What can be seen of an engine at work (feature `tracing`): the spans it opens, and what its counters come to.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use onrecord::Record;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record as Values};
use tracing::{Event, Metadata, Subscriber};

use crate::rig::{ANSWER, Folder, HARBOUR, append};

/// Notes how often each span was opened, and adds up the counters.
#[derive(Clone, Default)]
struct Watcher {
    spans: Arc<Mutex<BTreeMap<&'static str, u64>>>,
    counters: Arc<Mutex<BTreeMap<&'static str, u64>>>,
    next: Arc<AtomicU64>,
}

impl Visit for Watcher {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if let Some(counter) = field.name().strip_prefix("monotonic_counter.") {
            *self.counters.lock().unwrap().entry(counter).or_default() += value;
        }
    }
    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

impl Subscriber for Watcher {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        *self.spans.lock().unwrap().entry(span.metadata().name()).or_default() += 1;
        Id::from_u64(1 + self.next.fetch_add(1, Ordering::Relaxed))
    }
    fn record(&self, _: &Id, _: &Values<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn commits_syncs_folds_and_their_sizes_can_be_watched() {
    let (folder, watcher) = (Folder::new("tracing"), Watcher::default());
    tracing::subscriber::with_default(watcher.clone(), || {
        let mut record = Record::create(folder.path()).unwrap();
        append(&mut record, HARBOUR).unwrap();
        append(&mut record, ANSWER).unwrap();
        record.save_snapshot().unwrap();
        drop(Record::read(folder.path()).unwrap().fold_anew().unwrap());
    });
    let spans = watcher.spans.lock().unwrap();
    for (name, expected) in [("submit", 2), ("commit", 2), ("sync", 2), ("put", 1), ("fold", 1)] {
        assert_eq!(spans.get(name), Some(&expected), "{name} of {spans:?}");
    }
    let counters = watcher.counters.lock().unwrap();
    let of = |name| counters.get(name).copied().unwrap_or(0);
    assert_eq!((of("commits"), of("events_written"), of("events_folded")), (2, 6, 6), "{counters:?}");
    let bytes = |name: &str| folder.files()[name].len() as u64;
    assert_eq!(
        of("bytes_written"),
        bytes("00000000000000000001.log") - 100,
        "all but the header of the segment"
    );
    assert_eq!(of("derived_bytes_written"), bytes("index.snapshot"));
}
