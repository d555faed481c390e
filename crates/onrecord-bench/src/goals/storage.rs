//! The goals of appending, replaying, opening, and the views as a whole.

use super::Wanted::{AtLeast, AtMost};
use super::{Goal, goal, ratio};
use crate::contender::Contender;
use crate::measure::{ENGINE_WRITERS, HEAD, KNOWN, LOG_WRITERS, TENTH, TWO_THREADS, WHOLE, WITH_SNAPSHOTS};
use crate::measurement::{Measurements, What};

/// The bytes of a commit and of an event that a log may take beside the payload.
const OVERHEAD_BYTES: f64 = 12.0;

/// What is wanted of the log, of the engine, and of its index.
pub(super) fn goals(found: &Measurements, payload_bytes_mean: f64) -> Vec<Goal> {
    let (log, engine) = (Contender::Log.name(), Contender::Engine.name());
    let overlapped = Contender::Overlapped.name();
    let over_peer = |of| ratio(found.median(What::Batch, of), fastest_peer(found));
    let single = |of| found.of_raw(What::Single, of);
    let batch = |of| found.of_raw(What::Batch, of);
    let sqlite = found.median(What::Replay, Contender::Sqlite.name());
    let disk = |of| found.median(What::Disk, of);
    [
        ("replay, times SQLite", ratio(found.median(What::Replay, log), sqlite), AtLeast(4.0)),
        (
            "replay with two threads, times SQLite",
            ratio(found.median(What::Replay, TWO_THREADS), sqlite),
            AtLeast(4.0),
        ),
        ("replay, of read + CRC-32C", found.of_raw(What::Replay, log), AtLeast(0.3)),
        ("replay, peak MiB resident", found.median(What::ReplayPeak, log).map(mebibytes), AtMost(10.0)),
        ("batch of 1,000, log, of raw", batch(log), AtLeast(0.7)),
        ("batch of 1,000, log, overlapped, of raw", batch(overlapped), AtLeast(0.7)),
        ("batch of 1,000, engine, of raw", batch(engine), AtLeast(0.7)),
        ("batch of 1,000, log, times the fastest peer", over_peer(log), AtLeast(6.0)),
        ("batch of 1,000, engine, times the fastest peer", over_peer(engine), AtLeast(5.0)),
        ("single append, log, of raw", single(log), AtLeast(0.9)),
        ("single append, engine, of raw", single(engine), AtLeast(0.9)),
        ("64 writers, log, times one", writers(found, LOG_WRITERS), AtLeast(8.0)),
        ("64 writers, engine, times one", writers(found, ENGINE_WRITERS), AtLeast(8.0)),
        (
            "rebuild, million events/s",
            found.median(What::Rebuild, WHOLE).map(|rate| rate / 1e6),
            AtLeast(1.5),
        ),
        ("resident bytes per event", found.median(What::Resident, WHOLE), AtMost(231.0)),
        ("catch-up of 1,000 at a tenth, ms", found.median(What::CatchUp, TENTH), AtMost(2.0)),
        ("catch-up of 1,000 at the whole, ms", found.median(What::CatchUp, WHOLE), AtMost(2.0)),
        ("all claims as known earlier, of head", known(found, What::KnownRows), AtMost(1.5)),
        ("one claim as known earlier, of head", known(found, What::KnownRow), AtMost(1.5)),
        ("bytes on disk per event", disk(log), AtMost(payload_bytes_mean + OVERHEAD_BYTES)),
        ("open with snapshots, ms", found.median(What::Open, WITH_SNAPSHOTS), AtMost(20.0)),
    ]
    .map(|(name, value, wanted)| goal(name, value, wanted))
    .into()
}

/// The most events a second that any peer took in, in batches.
fn fastest_peer(found: &Measurements) -> Option<f64> {
    let peers = Contender::PEERS.iter().filter_map(|peer| found.median(What::Batch, peer.name()));
    peers.max_by(f64::total_cmp)
}

/// How many times as fast all writers together are as one.
fn writers(found: &Measurements, (one, many): (&str, &str)) -> Option<f64> {
    ratio(found.median(What::Writers, many), found.median(What::Writers, one))
}

/// The dearest earlier moment, as a part of what the same costs at the head.
fn known(found: &Measurements, what: What) -> Option<f64> {
    let earlier = KNOWN.iter().filter_map(|(_, of)| found.median(what, of));
    ratio(earlier.max_by(f64::total_cmp), found.median(what, HEAD))
}

fn mebibytes(bytes: f64) -> f64 {
    bytes / f64::from(1 << 20)
}
