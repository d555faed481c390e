//! What the program `peers` is told on its command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::child::Task;

/// Measures onrecord beside raw baselines, SQLite, redb and fjall, on the same events and in one run.
///
/// Goals that are not met are told as not met. The exit code is 0 unless something failed, or a reader did not read what
/// was written.
#[derive(Clone, Debug, Parser)]
#[command(name = "peers")]
pub struct Arguments {
    /// How many events the record has.
    #[arg(long, value_name = "N", default_value = "1000000", value_parser = clap::value_parser!(u32).range(1..))]
    pub events: u32,
    /// How the results are printed.
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Where the temporary folder is made, which is removed afterwards; beside this program if not said.
    ///
    /// It takes about five times the bytes of the events, on the disk that is measured.
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// What a process that this program starts is to do.
    #[command(subcommand)]
    pub task: Option<Task>,
}

/// How the results are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// Tables of medians and ratios, in Markdown.
    Text,
    /// One object: every measurement with all its rounds, and the goals.
    Json,
}
