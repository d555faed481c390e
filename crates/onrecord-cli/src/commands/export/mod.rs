//! `onrecord export`: a record in a form that others read, a file for each format.

mod jsonl;

use clap::{Args, Subcommand};

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;

/// The arguments of `export`.
#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    #[command(subcommand)]
    form: Form,
}

/// The forms.
#[derive(Subcommand, Debug)]
enum Form {
    /// Every event as a JSON line, with its position, commit and time of recording; `restore` reads it back.
    Jsonl(RecordArg),
}

pub(crate) fn run(arguments: &ExportArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    match &arguments.form {
        Form::Jsonl(record) => jsonl::run(record, context),
    }
}
