//! How what a question costs grows with a record of one shape: at n, at 2n and at 4n, each in a process of its own.
//!
//! A step of twice the size may cost [`FACTOR_MAX`] times as much: what is linear, or n log n, does. Where the output grows
//! faster than the record, a step may cost so much more. A process that takes too long or too much memory is ended, and one
//! that aborts is told as that.

mod arguments;
mod cases;
mod child;
pub(crate) mod cpu;
mod report;
mod watch;

use std::io::Write;

use serde::Serialize;

use crate::failure::Failure;

pub use arguments::GrowthArguments;
pub use cases::{Case, GrowthQuestion};
pub use report::GrowthReport;
pub use watch::{Cost, Outcome};

/// How many times as much a step may cost that doubles the size.
pub const FACTOR_MAX: f64 = 2.4;

/// What a record of the largest sizes may take, in mebibytes.
pub const MEBIBYTES_MAX: f64 = 1024.0;

/// What a record of the largest sizes may take, in seconds of processor time.
pub const SECONDS_MAX: f64 = 10.0;

/// What was measured of one case.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Measured {
    /// What is asked of what.
    #[serde(flatten)]
    pub case: Case,
    /// At each size.
    pub sizes: Vec<AtSize>,
}

/// What was measured at one size.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AtSize {
    /// The size.
    pub n: usize,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Does what the command line says, and writes the tables, or the answer of a child, to `output`. What each process found
/// is told on `notes` when it ends.
///
/// # Errors
/// [`Failure`]; a step that costs too much is none, and neither is a child that aborts.
pub fn run(
    arguments: &GrowthArguments,
    output: &mut impl Write,
    notes: &mut impl Write,
) -> Result<(), Failure> {
    if let Some(task) = &arguments.task {
        return child::answer(task, output);
    }
    let steps = measured(arguments, cases::STEPS, |n| vec![n, 2 * n, 4 * n], notes)?;
    let largest = if arguments.largest { cases::LARGEST } else { &[] };
    let largest = measured(arguments, largest, |n| vec![n], notes)?;
    let report = GrowthReport::new(steps, largest);
    report.write(arguments.format, output)
}

fn measured(
    arguments: &GrowthArguments,
    cases: &[Case],
    sizes: impl Fn(usize) -> Vec<usize>,
    notes: &mut impl Write,
) -> Result<Vec<Measured>, Failure> {
    let mut all = Vec::new();
    for case in cases.iter().filter(|case| arguments.wants(case)) {
        let mut found = Vec::new();
        for n in sizes(arguments.size_of(case)) {
            let outcome = watch::best(arguments, case, n)?;
            writeln!(notes, "{} of {} at {n}: {outcome}", case.question.name(), case.shape)?;
            let is_over = matches!(outcome, Outcome::Ended { .. });
            found.push(AtSize { n, outcome });
            // A larger one would end no better.
            if is_over {
                break;
            }
        }
        all.push(Measured { case: *case, sizes: found });
    }
    Ok(all)
}
