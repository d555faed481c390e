//! What was measured: the numbers of every round, their median, and those of the raw probe right beside them.

use std::fmt;

use serde::Serialize;

use crate::measure::Answered;

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Durable commits of 1,000 events each.
    Batch,
    /// Durable commits of one event each.
    Single,
    /// Durable commits of one event each, by this many threads at once.
    Writers,
    /// Reading the whole record, every event decoded and borrowed.
    Replay,
    /// The most memory a process ever had resident that did nothing but replay.
    ReplayPeak,
    /// What the closed store takes on the disk.
    Disk,
    /// Opening the record to read it.
    Open,
    /// Making from the log alone the state from which every view answers.
    Rebuild,
    /// The memory that is resident after that, in a process that did nothing else.
    Resident,
    /// The most memory that was resident meanwhile.
    ResidentPeak,
    /// Taking in 1,000 events that were appended since.
    CatchUp,
    /// All rows of the claims view as of a position.
    KnownRows,
    /// One row of the claims view as of a position.
    KnownRow,
    /// All rows of a view.
    Rows,
    /// Reading from several threads, and appending meanwhile.
    Readers,
}

/// In what a number is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Unit {
    /// Events in a second.
    #[serde(rename = "events/s")]
    EventsPerSecond,
    /// Bytes.
    #[serde(rename = "bytes")]
    Bytes,
    /// Bytes for each event.
    #[serde(rename = "bytes/event")]
    BytesPerEvent,
    /// Milliseconds.
    #[serde(rename = "ms")]
    Milliseconds,
    /// Microseconds.
    #[serde(rename = "us")]
    Microseconds,
}

/// The numbers of all rounds.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Series {
    /// One number for each round, in order.
    pub rounds: Vec<f64>,
    /// The one in the middle; between the two in the middle where their count is even.
    pub median: f64,
}

/// What was measured of one thing.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Measurement {
    /// What.
    pub what: What,
    /// Of whom, or at which point.
    pub of: &'static str,
    /// In what.
    pub unit: Unit,
    /// How much.
    #[serde(flatten)]
    pub series: Series,
    /// The raw probe, in the same unit.
    pub raw: Option<Series>,
    /// The median as a part of that of the raw probe.
    pub of_raw: Option<f64>,
}

/// Everything that was measured.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Measurements {
    #[serde(rename = "measurements")]
    all: Vec<Measurement>,
    #[serde(rename = "questions")]
    answered: Vec<Answered>,
}

impl fmt::Display for Measurement {
    /// Writes one line: what, of whom, the median, and what part of the raw probe that is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Measurement { what, of, unit, series, of_raw, .. } = self;
        write!(f, "{what:?}, {of}: {:.2} {unit}", series.median)?;
        of_raw.map_or(Ok(()), |part| write!(f, ", {part:.3} of raw"))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unit::EventsPerSecond => "events/s",
            Unit::Bytes => "bytes",
            Unit::BytesPerEvent => "bytes/event",
            Unit::Milliseconds => "ms",
            Unit::Microseconds => "us",
        })
    }
}

impl Series {
    /// The series of these numbers; the median of none is 0.
    pub fn new(rounds: Vec<f64>) -> Series {
        let mut sorted = rounds.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let middle = |place: usize| sorted.get(place).copied().unwrap_or(0.0);
        let median = match sorted.len() {
            0 => 0.0,
            count => (middle((count - 1) / 2) + middle(count / 2)) / 2.0,
        };
        Series { rounds, median }
    }
}

impl Measurements {
    /// Notes the rounds of one measurement.
    pub fn note(&mut self, what: What, of: &'static str, unit: Unit, rounds: Vec<f64>) {
        let series = Series::new(rounds);
        self.all.push(Measurement { what, of, unit, series, raw: None, of_raw: None });
    }

    /// Notes the rounds of one measurement, and those of the raw probe beside it.
    pub fn note_beside(&mut self, what: What, of: &'static str, unit: Unit, rounds: Vec<f64>, raw: Vec<f64>) {
        let (series, raw) = (Series::new(rounds), Series::new(raw));
        let of_raw = (raw.median > 0.0).then(|| series.median / raw.median);
        self.all.push(Measurement { what, of, unit, series, raw: Some(raw), of_raw });
    }

    /// Notes what it took to answer a question.
    pub fn note_answered(&mut self, answered: Answered) {
        self.answered.push(answered);
    }

    /// What it took to answer each question.
    pub fn answered(&self) -> &[Answered] {
        &self.answered
    }

    /// How many things were measured so far.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// What was measured after the first `count` things.
    pub fn since(&self, count: usize) -> &[Measurement] {
        self.all.get(count..).unwrap_or_default()
    }

    /// What was measured of one thing, if it was.
    pub fn get(&self, what: What, of: &str) -> Option<&Measurement> {
        self.all.iter().find(|measurement| measurement.what == what && measurement.of == of)
    }

    /// The median of what was measured of one thing.
    pub fn median(&self, what: What, of: &str) -> Option<f64> {
        self.get(what, of).map(|measurement| measurement.series.median)
    }

    /// That median as a part of the raw one.
    pub fn of_raw(&self, what: What, of: &str) -> Option<f64> {
        self.get(what, of)?.of_raw
    }

    /// Everything measured under one heading.
    pub fn all(&self, what: What) -> impl Iterator<Item = &Measurement> {
        self.all.iter().filter(move |measurement| measurement.what == what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_between_the_two_middle_ones() {
        assert_eq!(Series::new(vec![9.0, 1.0, 5.0]).median, 5.0);
        assert_eq!(Series::new(vec![9.0, 1.0, 5.0, 7.0]).median, 6.0);
        assert_eq!(Series::new(Vec::new()).median, 0.0);
    }

    #[test]
    fn a_ratio_is_that_of_the_medians() {
        let mut measurements = Measurements::default();
        measurements.note_beside(What::Batch, "x", Unit::EventsPerSecond, vec![1.0, 8.0, 3.0], vec![6.0]);
        assert_eq!(measurements.of_raw(What::Batch, "x"), Some(0.5));
        assert_eq!(measurements.of_raw(What::Single, "x"), None);
    }
}
