//! `onrecord verify`: whether a record is what it was when it was written, and a new one made of what is good.

mod findings;
mod repair;

use std::path::PathBuf;

use clap::Args;
use onrecord::{DiskStorage, Verified};
use onrecord_query::RecordHead;
use serde_json::json;

use self::repair::Repair;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::PLAIN;
use crate::source;

/// The arguments of `verify`.
#[derive(Args, Debug)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    record: RecordArg,
    /// Makes a new record of what is good, in a folder that must not exist. The old one is left as it is.
    ///
    /// Good is an event whose commit matches its checksum and its hash, and that the new record takes in after the good
    /// events before it: one that refers to something lost is left out with it. Ids, times of recording, order and
    /// commits stay. Positions change where something before them is left out, and hashes with them; the answer says
    /// which became which. What a lost event said is not known: if it withdrew another, that one stands again.
    ///
    /// The exit code is that of the check: 1 if something was found in the old record.
    #[arg(long, value_name = "NEW")]
    repair: Option<PathBuf>,
}

pub(crate) fn run(arguments: &VerifyArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let path = &arguments.record.record;
    let name = source::name_of(path);
    if !source::is_folder(path)? {
        return verify_lines(arguments, context);
    }
    let storage = DiskStorage::open(path).map_err(|error| Failure::io(&name, &error))?;
    let (verified, repair) = match &arguments.repair {
        None => (onrecord::verify(storage).map_err(|error| Failure::engine(&name, error))?, None),
        Some(new) => {
            let (verified, repair) = Repair::make(path, storage, new)?;
            (verified, Some(repair))
        }
    };
    findings::show(&verified, repair.as_ref(), context)?;
    Ok(if is_sound(&verified) { Exit::Fine } else { Exit::Found })
}

/// Whether nothing was found, and nothing that was acknowledged is cut short.
fn is_sound(verified: &Verified) -> bool {
    verified.is_sound() && !verified.log.unfinished.as_ref().is_some_and(|cut| cut.was_acknowledged)
}

/// Lines have no commits and no checksums: they are sound if every one of them can be taken in.
fn verify_lines(arguments: &VerifyArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if arguments.repair.is_some() {
        let name = source::name_of(&arguments.record.record);
        return Err(Failure::input(format!("{name} is no folder, and only a folder is repaired")));
    }
    let record = context.read(&arguments.record)?;
    let events = record.head().position;
    match context.format {
        Format::Text => context.page().paragraph(0, PLAIN, &format!("sound: {events} events"))?,
        Format::Json => context.json(&json!({
            "record": RecordHead::from(&record.head()), "sound": true, "commits": 1, "events": events, "faults": [],
        }))?,
        Format::Jsonl => {}
    }
    Ok(Exit::Fine)
}
