//! `onrecord init`: an empty record in a folder.

use clap::Args;
use onrecord::Record;
use onrecord_query::RecordHead;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{FolderArg, Format};
use crate::source;

/// The arguments of `init`.
#[derive(Args, Debug)]
pub(crate) struct InitArgs {
    #[command(flatten)]
    folder: FolderArg,
}

pub(crate) fn run(arguments: &InitArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let folder = &arguments.folder.record;
    let name = source::name_of(folder);
    let record = Record::create(folder).map_err(|error| Failure::engine(&name, error))?;
    match context.format {
        Format::Text => {
            context.page().paragraph(0, crate::page::PLAIN, &format!("an empty record in {name}"))?
        }
        Format::Json | Format::Jsonl => {
            context.json(&serde_json::json!({ "record": RecordHead::from(&record.head()) }))?;
        }
    }
    Ok(Exit::Fine)
}
