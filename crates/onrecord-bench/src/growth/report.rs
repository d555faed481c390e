//! The tables of growth: what each size took, by how much each step grew, and what is wanted.

use std::io::Write;

use serde::Serialize;

use super::{Cost, FACTOR_MAX, MEBIBYTES_MAX, Measured, Outcome, SECONDS_MAX};
use crate::arguments::Format;
use crate::failure::Failure;
use crate::report::{Table, short};

/// What is less than so many seconds is taken for so many, where two are compared: it is in the noise of a process.
const SECONDS_LEAST: f64 = 0.02;

/// The same for memory, in mebibytes: what a process takes that does nothing.
const MEBIBYTES_LEAST: f64 = 16.0;

/// What a run of `growth` found.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct GrowthReport {
    /// What was measured at n, 2n and 4n.
    pub steps: Vec<Step>,
    /// What was measured at one large size.
    pub largest: Vec<Largest>,
}

/// One case at n, 2n and 4n.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Step {
    /// What was measured.
    #[serde(flatten)]
    pub measured: Measured,
    /// How many times the processor time each step costs, for each time the output doubles.
    pub seconds: Vec<f64>,
    /// How many times the memory each step costs, in the same way.
    pub mebibytes: Vec<f64>,
    /// How many times the processor time of appending each step costs.
    pub append: Vec<f64>,
    /// Whether all sizes were answered, and no step costs more than it may.
    pub met: bool,
}

/// One case at one large size.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Largest {
    /// What was measured.
    #[serde(flatten)]
    pub measured: Measured,
    /// Whether it was answered within the limits.
    pub met: bool,
}

impl GrowthReport {
    /// The report of what was measured.
    pub fn new(steps: Vec<Measured>, largest: Vec<Measured>) -> GrowthReport {
        GrowthReport {
            steps: steps.into_iter().map(Step::new).collect(),
            largest: largest.into_iter().map(Largest::new).collect(),
        }
    }

    /// Writes the report.
    ///
    /// # Errors
    /// Those of `output`.
    pub fn write(&self, format: Format, output: &mut impl Write) -> Result<(), Failure> {
        match format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut *output, self)?;
                writeln!(output)?;
            }
            Format::Text => {
                write!(output, "{}", self.steps())?;
                if !self.largest.is_empty() {
                    write!(output, "\n{}", self.largest())?;
                }
            }
        }
        Ok(())
    }

    fn steps(&self) -> Table {
        let mut table = Table::new([
            "shape, question",
            "n",
            "n: CPU s (MiB)",
            "2n",
            "4n",
            "time grows",
            "memory grows",
            "output grows",
            "append grows",
            "at most 2.4",
        ]);
        for step in &self.steps {
            let Measured { case, sizes } = &step.measured;
            let cell = |place: usize| sizes.get(place).map_or_else(dash, |sized| in_cell(&sized.outcome));
            let costs = step.measured.costs();
            let output: Vec<f64> = pairs(&costs).map(|(a, b)| output_factor(a, b)).collect();
            table.push([
                format!("{}, {}", case.shape, case.question.name()),
                sizes.first().map_or_else(dash, |first| first.n.to_string()),
                cell(0),
                cell(1),
                cell(2),
                listed(&step.seconds),
                listed(&step.mebibytes),
                listed(&output),
                listed(&step.append),
                yes_or_no(step.met),
            ]);
        }
        table
    }

    fn largest(&self) -> Table {
        let mut table =
            Table::new(["largest", "n", "CPU s (MiB)", "append, CPU s", "at most 10 s and 1 GiB"]);
        for Largest { measured, met } in &self.largest {
            let Measured { case, sizes } = measured;
            let append = measured.costs().first().map_or_else(dash, |cost| short(cost.append_seconds));
            table.push([
                format!("{}, {}", case.shape, case.question.name()),
                sizes.first().map_or_else(dash, |first| first.n.to_string()),
                sizes.first().map_or_else(dash, |sized| in_cell(&sized.outcome)),
                append,
                yes_or_no(*met),
            ]);
        }
        table
    }
}

impl Measured {
    /// What each size took, up to the first that was not answered.
    fn costs(&self) -> Vec<Cost> {
        let costs = self.sizes.iter().map_while(|sized| match sized.outcome {
            Outcome::Answered(cost) => Some(cost),
            Outcome::Ended { .. } => None,
        });
        costs.collect()
    }
}

impl Step {
    fn new(measured: Measured) -> Step {
        let costs = measured.costs();
        // Where the output grows faster than the record, so may the cost.
        let beside_output = |factor: f64, a: &Cost, b: &Cost| factor / (output_factor(a, b) / 2.0).max(1.0);
        let seconds: Vec<f64> = pairs(&costs)
            .map(|(a, b)| beside_output(factor(a.seconds, b.seconds, SECONDS_LEAST), a, b))
            .collect();
        let mebibytes: Vec<f64> = pairs(&costs)
            .map(|(a, b)| beside_output(factor(a.mebibytes, b.mebibytes, MEBIBYTES_LEAST), a, b))
            .collect();
        let append = pairs(&costs).map(|(a, b)| factor(a.append_seconds, b.append_seconds, SECONDS_LEAST));
        let append: Vec<f64> = append.collect();
        let is_answered = costs.len() == measured.sizes.len();
        let grows = seconds.iter().chain(&mebibytes).chain(&append);
        let met = is_answered && grows.copied().all(|factor| factor <= FACTOR_MAX);
        Step { measured, seconds, mebibytes, append, met }
    }
}

impl Largest {
    fn new(measured: Measured) -> Largest {
        let cost = measured.costs().first().copied();
        let met = cost.is_some_and(|cost| cost.seconds <= SECONDS_MAX && cost.mebibytes <= MEBIBYTES_MAX);
        Largest { measured, met }
    }
}

/// Each size and the next one.
fn pairs(costs: &[Cost]) -> impl Iterator<Item = (&Cost, &Cost)> {
    costs.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((a, b)),
        _ => None,
    })
}

fn output_factor(a: &Cost, b: &Cost) -> f64 {
    b.output_bytes as f64 / a.output_bytes.max(1) as f64
}

fn factor(a: f64, b: f64, least: f64) -> f64 {
    b.max(least) / a.max(least)
}

fn in_cell(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Answered(cost) => format!("{} ({})", short(cost.seconds), short(cost.mebibytes)),
        Outcome::Ended { why } => why.clone(),
    }
}

fn listed(factors: &[f64]) -> String {
    match factors {
        [] => dash(),
        factors => factors.iter().map(|factor| short(*factor)).collect::<Vec<_>>().join(", "),
    }
}

fn dash() -> String {
    "–".to_owned()
}

fn yes_or_no(met: bool) -> String {
    if met { "yes" } else { "no" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{AtSize, GrowthQuestion};
    use super::*;
    use crate::growth::Case;

    fn step(costs: &[(f64, u64)]) -> Step {
        let sizes = costs.iter().map(|&(seconds, output_bytes)| {
            let cost = Cost { append_seconds: 0.1, seconds, mebibytes: 20.0, output_bytes };
            AtSize { n: 1, outcome: Outcome::Answered(cost) }
        });
        let case = Case { shape: "ring", question: GrowthQuestion::Origins, n: 1 };
        Step::new(Measured { case, sizes: sizes.collect() })
    }

    #[test]
    fn a_step_may_cost_2_4_times_as_much_or_more_where_the_output_does() {
        assert!(step(&[(1.0, 10), (2.0, 20), (4.3, 40)]).met);
        assert!(!step(&[(1.0, 10), (2.0, 20), (5.0, 40)]).met);
        assert!(step(&[(1.0, 10), (4.0, 40), (16.0, 160)]).met);
        assert!(!step(&[(1.0, 10), (8.0, 40), (64.0, 160)]).met);
    }

    #[test]
    fn what_was_not_answered_is_not_met() {
        let mut measured = step(&[(1.0, 10), (2.0, 20)]).measured;
        measured.sizes.push(AtSize { n: 4, outcome: Outcome::Ended { why: "aborted".to_owned() } });
        let step = Step::new(measured);
        assert!(!step.met);
        assert_eq!(step.seconds, [2.0]);
    }
}
