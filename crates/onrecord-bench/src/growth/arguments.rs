//! What the program `growth` is told on its command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::cases::{Case, GrowthQuestion};
use crate::arguments::Format;

/// Measures what questions cost of records of one shape, at n, 2n and 4n.
///
/// A step that costs too much is told as such. The exit code is 0 unless the program itself failed.
#[derive(Clone, Debug, Parser)]
#[command(name = "growth")]
pub struct GrowthArguments {
    /// Only this shape; may be given again. All of them if left out.
    #[arg(long = "shape", value_name = "SHAPE")]
    pub shapes: Vec<String>,
    /// The size n of a shape, in place of its own; may be given again.
    #[arg(long = "size", value_name = "SHAPE=N", value_parser = size)]
    pub sizes: Vec<(String, usize)>,
    /// Divides every size that is not given by this.
    #[arg(long, value_name = "BY", default_value = "1", value_parser = clap::value_parser!(u32).range(1..))]
    pub smaller: u32,
    /// Also measures the largest sizes, which must be answered in seconds and in 1 GiB.
    #[arg(long)]
    pub largest: bool,
    /// Ends a process that takes more seconds of processor time.
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    pub seconds_max: u64,
    /// Ends a process that has more memory resident.
    #[arg(long, value_name = "MIB", default_value = "2048")]
    pub mebibytes_max: u64,
    /// How the results are printed.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Where a record is made that has to be on a disk; in the folder for temporary files if not said.
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// What a process that this program starts is to do.
    #[command(subcommand)]
    pub task: Option<GrowthTask>,
}

/// What the other process is to do.
#[derive(Clone, PartialEq, Eq, Debug, Subcommand)]
pub enum GrowthTask {
    /// Makes a record and asks it one question.
    #[command(hide = true)]
    Ask(Ask),
}

/// One question, of one shape, at one size.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct Ask {
    /// The shape.
    pub shape: String,
    /// The question.
    pub question: GrowthQuestion,
    /// The size.
    pub n: usize,
    /// Where a record is made that has to be on a disk.
    pub folder: PathBuf,
}

impl GrowthArguments {
    /// Whether a case is measured.
    pub fn wants(&self, case: &Case) -> bool {
        self.shapes.is_empty() || self.shapes.iter().any(|shape| shape == case.shape)
    }

    /// The size at which a case is measured first.
    pub fn size_of(&self, case: &Case) -> usize {
        let given = self.sizes.iter().rev().find(|(shape, _)| shape == case.shape);
        given.map_or((case.n / self.smaller as usize).max(1), |(_, n)| *n)
    }
}

fn size(text: &str) -> Result<(String, usize), String> {
    let (shape, n) = text.split_once('=').ok_or("a shape, =, and a size: dates=1000")?;
    let n = n.parse().map_err(|error| format!("{n:?} is no size: {error}"))?;
    if super::cases::is_shape(shape) { Ok((shape.to_owned(), n)) } else { Err(format!("no shape {shape:?}")) }
}
