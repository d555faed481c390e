//! The options that several commands share: which record, in which form, in colour or not.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// The forms of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    /// Text for people.
    Text,
    /// One JSON object.
    Json,
    /// JSON lines.
    Jsonl,
}

/// Whether text is coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal that shows it.
    Auto,
    /// Also in a pipe.
    Always,
    /// Not at all.
    Never,
}

/// Which record.
#[derive(Args, Clone, Debug)]
pub(crate) struct RecordArg {
    /// A folder, a file of JSON lines, or - for standard input.
    pub(crate) record: PathBuf,
}

/// Which folder, for a command that writes.
#[derive(Args, Clone, Debug)]
pub(crate) struct FolderArg {
    /// The folder of the record.
    pub(crate) record: PathBuf,
}
