//! What was tried, and what came of it: a check that tries nothing fails.

use onrecord_log::{Head, Reader};
use onrecord_testkit::tell;

use crate::sample::{Sent, read_all};

/// Counts the faults that were injected, and the harm they did.
#[derive(Default, Debug)]
pub(crate) struct Tally {
    pub(crate) tried: u64,
    /// Acknowledged events that were not there afterwards.
    lost: u64,
    /// Commits that were read and never sent so.
    wrong: u64,
}

impl Tally {
    /// Notes how what `reader` sees compares with what was sent, of which the first `acknowledged` commits were
    /// acknowledged; answers how many commits it sees.
    pub(crate) fn compare(&mut self, reader: &Reader, sent: &[Sent], acknowledged: usize) -> usize {
        let read = read_all(reader).unwrap();
        let missing = sent[..acknowledged].iter().skip(read.len());
        self.lost += missing.map(|sent| sent.events.len() as u64).sum::<u64>();
        let wrong = read.iter().zip(sent).filter(|(read, sent)| read != sent).count();
        self.wrong += (wrong + read.len().saturating_sub(sent.len())) as u64;
        let Head { commit_count, .. } = reader.head();
        self.wrong += commit_count.abs_diff(read.len() as u64);
        assert!(self.is_harmless(), "{} acknowledged of {} sent: {self:?}", acknowledged, sent.len());
        read.len()
    }

    fn is_harmless(&self) -> bool {
        (self.lost, self.wrong) == (0, 0)
    }

    /// Tells the outcome; `tried_min` were to be tried, and none was to do harm.
    pub(crate) fn finish(self, what: &str, tried_min: u64) {
        let Tally { tried, lost, wrong } = self;
        tell(&format!(
            "log {what}: {tried} tried, {lost} acknowledged events lost, {wrong} wrong reads, 0 panics"
        ));
        assert!(self.is_harmless());
        assert!(tried >= tried_min, "only {tried} of {tried_min} were tried");
    }
}
