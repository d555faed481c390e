//! `onrecord backup`: a record copied to another folder, also while it is written.

use std::path::PathBuf;

use clap::Args;
use onrecord::{Backup, DiskStorage};
use onrecord_query::RecordHead;
use serde_json::json;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{FolderArg, Format};
use crate::page::PLAIN;
use crate::source;

/// The arguments of `backup`.
#[derive(Args, Debug)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    folder: FolderArg,
    /// The folder of the copy, which must not exist yet. It gets its name once all of the copy is on the disk.
    #[arg(value_name = "FOLDER")]
    copy: PathBuf,
}

pub(crate) fn run(arguments: &BackupArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = &arguments.folder.record;
    let name = source::name_of(record);
    if !source::is_folder(record)? {
        return Err(Failure::input(format!("{name} is no folder; a file of lines is copied as it is")));
    }
    let storage = DiskStorage::open(record).map_err(|error| Failure::io(&name, &error))?;
    let copy = source::name_of(&arguments.copy);
    let backup =
        onrecord::backup(storage, &arguments.copy).map_err(|error| Failure::backup(&name, &copy, error))?;
    match context.format {
        Format::Text => context.page().paragraph(0, PLAIN, &sentence(&backup))?,
        Format::Json | Format::Jsonl => context.json(&json!({
            "record": RecordHead::from(&backup.head), "commits": backup.head.commit_count,
            "segments": backup.segment_count, "bytes": backup.bytes,
        }))?,
    }
    Ok(Exit::Fine)
}

fn sentence(Backup { head, bytes, .. }: &Backup) -> String {
    let (events, commits) = (head.position, head.commit_count);
    format!("backed up {events} events in {commits} commits, {bytes} bytes, hash {}", head.hash)
}
