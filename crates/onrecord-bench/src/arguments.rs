//! What the program `peers` is told on its command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use serde::Serialize;

use crate::child::Task;

/// Measures onrecord beside raw baselines, SQLite, redb and fjall, on the same events and in one run.
///
/// Goals that are not met are told as not met. The exit code is 0 unless something failed, a reader did not read what
/// was written, or a question was not answered alike.
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
    /// It takes about eight times the bytes of the events, on the disk that is measured.
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Only this section; may be given again. All of them if left out.
    #[arg(long = "section", value_name = "SECTION")]
    pub sections: Vec<Section>,
    /// Prints the SQL that SQLite is asked with, and measures nothing.
    #[arg(long)]
    pub sql: bool,
    /// What a process that this program starts is to do.
    #[command(subcommand)]
    pub task: Option<Task>,
}

impl Arguments {
    /// Whether a section is measured.
    pub fn wants(&self, section: Section) -> bool {
        self.sections.is_empty() || self.sections.contains(&section)
    }
}

/// How the results are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// Tables of medians and ratios, in Markdown.
    Text,
    /// One object: every measurement with all its rounds, and the goals.
    Json,
}

/// What belongs together, and is measured together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Appending, replaying, opening, and the views as a whole.
    Storage,
    /// Questions, beside SQLite.
    Questions,
    /// Readers beside a writer and beside one another.
    Readers,
}
