//! What onrecord wants to reach, and what it reached in this run. A goal that is not met is told as not met.

mod questions;
mod readers;
mod storage;

use serde::Serialize;

use crate::arguments::Section;
use crate::measurement::Measurements;

pub(crate) use questions::growth;

/// One goal.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Goal {
    /// What it is called.
    pub name: String,
    /// What was reached; `None` where it could not be measured.
    pub value: Option<f64>,
    /// What is wanted.
    pub wanted: Wanted,
    /// Whether that was reached.
    pub met: bool,
}

/// What is wanted of a value.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// This much or more.
    AtLeast(f64),
    /// This much or less.
    AtMost(f64),
}

impl Wanted {
    fn is_met_by(self, value: f64) -> bool {
        match self {
            Wanted::AtLeast(least) => value >= least,
            Wanted::AtMost(most) => value <= most,
        }
    }
}

/// All goals of the sections that were wanted, in the order of the sections.
pub fn goals(found: &Measurements, payload_bytes_mean: f64, wanted: impl Fn(Section) -> bool) -> Vec<Goal> {
    let of = |section| match section {
        Section::Storage => storage::goals(found, payload_bytes_mean),
        Section::Questions => questions::goals(found),
        Section::Readers => readers::goals(found),
    };
    let sections = [Section::Storage, Section::Questions, Section::Readers];
    sections.into_iter().filter(|section| wanted(*section)).flat_map(of).collect()
}

/// A goal, and whether it was met.
fn goal(name: impl Into<String>, value: Option<f64>, wanted: Wanted) -> Goal {
    Goal { name: name.into(), value, wanted, met: value.is_some_and(|value| wanted.is_met_by(value)) }
}

fn ratio(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.zip(b.filter(|b| *b > 0.0)).map(|(a, b)| a / b)
}
