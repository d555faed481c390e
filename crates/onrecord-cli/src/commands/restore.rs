//! `onrecord restore`: a record made again from an export, equal to the byte.

use std::io::BufRead;
use std::path::PathBuf;

use clap::Args;
use onrecord::{DiskStorage, Lines, Record, RestoreError};
use onrecord_query::RecordHead;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{FolderArg, Format};
use crate::page::PLAIN;
use crate::source;

/// The arguments of `restore`.
#[derive(Args, Debug)]
pub(crate) struct RestoreArgs {
    #[command(flatten)]
    folder: FolderArg,
    /// What `onrecord export jsonl` wrote; standard input if left out or -.
    #[arg(default_value = "-")]
    file: PathBuf,
}

pub(crate) fn run(arguments: &RestoreArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let folder = &arguments.folder.record;
    let (name, file) = (source::name_of(folder), source::name_of(&arguments.file));
    let restored = match source::is_stdin(&arguments.file) {
        true => restore(folder, context.input()),
        false => restore(folder, &mut source::open_file(&arguments.file)?),
    };
    let record = restored.map_err(|error| Failure::restore(&name, &file, error))?;
    let head = record.head();
    match context.format {
        Format::Text => {
            let (events, commits) = (head.position, head.commit_count);
            let told = format!("restored {events} events in {commits} commits, hash {}", head.hash);
            context.page().paragraph(0, PLAIN, &told)?;
        }
        Format::Json | Format::Jsonl => {
            context.json(&serde_json::json!({ "record": RecordHead::from(&record.head()) }))?;
        }
    }
    Ok(Exit::Fine)
}

fn restore(folder: &PathBuf, input: &mut dyn BufRead) -> Result<Record, RestoreError> {
    let storage = DiskStorage::create(folder).map_err(onrecord::Error::from)?;
    onrecord::restore(&mut Lines::new(input), storage)
}
