//! Records of any size that look like those of a newsroom: what to try an engine's speed and memory on.
//!
//! The same seed and count give the same events, on every machine. What the generator keeps grows with the number of
//! actors, stories and claims, not with the number of events.

mod calendar;
mod newsroom;
mod opening;
mod random;
mod reaction;
mod reporting;
mod text;

use onrecord_core::Event;

use newsroom::Newsroom;

/// A recipe for records: one for each seed.
///
/// ```
/// let sample = onrecord_sample::Sample::new(1);
/// assert!(sample.events(100).eq(sample.events(100)));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    seed: u64,
}

impl Sample {
    /// The recipe numbered `seed`.
    pub const fn new(seed: u64) -> Sample {
        Sample { seed }
    }

    /// A record of `count` events, each accepted after those before it.
    ///
    /// A million events tell of 20,000 claims, 5,000 actors and 200 stories; fewer events of fewer.
    pub fn events(&self, count: u64) -> Events {
        Events { newsroom: Newsroom::new(self.seed, count), left: count }
    }
}

/// The events of a [`Sample`], one by one.
#[derive(Debug)]
pub struct Events {
    newsroom: Newsroom,
    left: u64,
}

impl Iterator for Events {
    type Item = Event<'static>;

    fn next(&mut self) -> Option<Event<'static>> {
        self.left = self.left.checked_sub(1)?;
        Some(self.newsroom.next_event())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        (left, usize::try_from(self.left).ok())
    }
}
