//! What a run found, as one object of JSON or as tables.

mod number;
mod questions;
mod table;
mod text;

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;

pub(crate) use number::short;
pub(crate) use table::Table;

use crate::arguments::Section;
use crate::content::ContentHash;
use crate::goals::{Goal, goals};
use crate::measure::Bench;
use crate::measurement::Measurements;

/// What a run found.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// How many events the record had.
    pub events: usize,
    /// The mean length of a payload, in bytes.
    pub payload_bytes_mean: f64,
    /// How many events a batch had.
    pub batch: usize,
    /// The content hash to which every reader came, in hexadecimal.
    pub content_hash: String,
    /// What was measured.
    pub sections: Vec<Section>,
    /// Everything that was measured.
    #[serde(flatten)]
    pub measurements: Measurements,
    /// What is wanted, and what was reached.
    pub goals: Vec<Goal>,
}

impl Report {
    /// The report of a run in which these sections were wanted.
    pub fn new(
        bench: &Bench<'_>,
        content: ContentHash,
        measurements: Measurements,
        wanted: impl Fn(Section) -> bool,
    ) -> Report {
        let payload_bytes_mean = bench.material.payload_bytes_mean();
        Report {
            events: bench.material.record().len(),
            payload_bytes_mean,
            batch: bench.scale.batch,
            content_hash: format!("{:016x}", content.value()),
            goals: goals(&measurements, payload_bytes_mean, &wanted),
            sections: Section::value_variants().iter().copied().filter(|section| wanted(*section)).collect(),
            measurements,
        }
    }

    /// Writes one object, with all rounds of every measurement.
    ///
    /// # Errors
    /// Those of `output`.
    pub fn write_json(&self, output: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *output, self)?;
        writeln!(output)
    }

    /// Writes tables of medians and ratios.
    ///
    /// # Errors
    /// Those of `output`.
    pub fn write_text(&self, output: &mut impl Write) -> io::Result<()> {
        output.write_all(self.text().as_bytes())
    }
}
