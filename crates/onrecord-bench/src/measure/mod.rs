//! The measurements, one file for each kind of work, and what they are measured on.

mod append;
mod catch_up;
mod disk;
mod open;
mod questions;
mod readers;
mod replay;
mod views;
mod writers;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::contender::Contender;
use crate::failure::Failure;
use crate::material::Material;

pub use append::{batches, singles};
pub use catch_up::catch_up;
pub use disk::disk;
pub use open::open_and_rebuild;
pub use questions::{Answered, Texts, questions};
pub use readers::{APPEND_ALONE, APPEND_BESIDE_READ, READS_AT_ONCE, READS_IN_TURN, readers};
pub use replay::{TWO_THREADS, replay, replay_peak};
pub use views::views;
pub use writers::{ENGINE_WRITERS, LOG_WRITERS, writers};

/// The raw probe of appends that overwrite bytes.
pub const RAW_PRE_ZEROED: &str = "raw, pre-zeroed";

/// The raw probe of appends that make a file longer.
pub const RAW_GROWING: &str = "raw, growing";

/// The raw probe of replays.
pub const RAW_READ: &str = "read + CRC-32C of the log";

/// Decoding without reading.
pub const FROM_MEMORY: &str = "decode from memory";

/// A record of a tenth of the events.
pub const TENTH: &str = "a tenth of the events";

/// The record of all events.
pub const WHOLE: &str = "all events";

/// A record as its last writer left it.
pub const WITH_SNAPSHOTS: &str = "with its snapshots";

/// A record of which nothing is there but the log.
pub const WITHOUT_SNAPSHOTS: &str = "without snapshots";

/// The moment at which everything is known.
pub const HEAD: &str = "head";

/// The earlier moments: how many tenths of the record are known there.
pub const KNOWN: &[(u64, &str)] = &[(1, "10 %"), (5, "50 %"), (9, "90 %")];

/// How long something is done again and again, at most.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often each thing is done.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// How many events a commit has where many are appended together.
    pub batch: usize,
    /// In how many turns each contender takes the record in.
    pub slices: usize,
    /// How many single events each contender appends in one turn.
    pub singles: usize,
    /// In how many turns.
    pub single_rounds: usize,
    /// How many events are caught up with at once.
    pub caught_up: usize,
    /// How often everything else is done, at most.
    pub rounds: usize,
}

impl Scale {
    /// The scale for a record of so many events.
    pub fn of(events: usize) -> Scale {
        let batch = 1_000;
        Scale {
            batch,
            slices: events.div_ceil(batch).clamp(1, 20),
            singles: (events / 20_000).clamp(1, 50),
            single_rounds: 20,
            caught_up: 1_000,
            rounds: if events < 10_000 { 2 } else { 5 },
        }
    }

    /// How many events are appended beyond the record.
    pub fn beyond(&self) -> usize {
        self.single_events() + self.caught_up_events()
    }

    /// How many events are appended one by one.
    pub fn single_events(&self) -> usize {
        self.singles * self.single_rounds
    }

    /// How many events are caught up with in all rounds.
    pub fn caught_up_events(&self) -> usize {
        self.caught_up * self.rounds
    }
}

/// What is measured on: events, and a folder in which every contender has one of its own.
#[derive(Clone, Copy, Debug)]
pub struct Bench<'a> {
    /// The events.
    pub material: &'a Material,
    /// How often each thing is done.
    pub scale: Scale,
    /// The folder of this run.
    pub folder: &'a Path,
}

impl Bench<'_> {
    /// The folder of a contender.
    pub fn folder_of(&self, contender: Contender) -> PathBuf {
        self.folder.join(contender.slug())
    }

    /// The folder of a record that the engine made of the first events, in commits of [`Scale::batch`]. It is made when it is
    /// asked for the first time.
    fn record_of(&self, events: usize) -> Result<PathBuf, Failure> {
        let folder = self.folder.join(format!("first-{events}"));
        if !folder.exists() {
            let mut store = Contender::Engine.create(&folder)?;
            for range in self.material.ranges(0..events, self.scale.batch) {
                store.append(&self.material.sent(range)?)?;
            }
            store.settle();
        }
        Ok(folder)
    }

    /// The rounds of something that may take long: all of them, or as many as begin within [`PATIENCE`].
    fn rounds(&self) -> impl Iterator<Item = usize> {
        let start = Instant::now();
        (0..self.scale.rounds).take_while(move |round| *round == 0 || start.elapsed() < PATIENCE)
    }

    /// Where a raw probe writes.
    fn probe(&self, name: &str) -> PathBuf {
        self.folder.join(name).with_extension("raw")
    }
}

/// A range cut into pieces of one length, the last of what is left.
fn pieces(range: Range<usize>, length: usize) -> impl Iterator<Item = Range<usize>> {
    let end = range.end;
    range.step_by(length.max(1)).map(move |start| start..end.min(start + length))
}

/// The contenders in the order of one round: each begins a round in turn, so that none always follows the same one.
fn turns(count: usize, round: usize) -> impl Iterator<Item = usize> {
    (0..count).map(move |turn| (turn + round) % count)
}
