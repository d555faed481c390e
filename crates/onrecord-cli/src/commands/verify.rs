//! `onrecord verify`: whether a record is what it was when it was written.

use clap::Args;
use onrecord::{DiskStorage, Fault, Verified};
use serde_json::{Value, json};

use crate::arguments::{Format, RecordArg};
use crate::desk::Desk;
use crate::document::RecordHead;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::{BAD, PLAIN, Page};
use crate::source;

/// The arguments of `verify`.
#[derive(Args, Debug)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    record: RecordArg,
}

pub(crate) fn run(arguments: &VerifyArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let path = &arguments.record.record;
    let name = source::name_of(path);
    if !source::is_folder(path)? {
        return verify_lines(arguments, desk);
    }
    let storage = DiskStorage::open(path).map_err(|error| Failure::io(&name, &error))?;
    let verified = onrecord::verify(storage).map_err(|error| Failure::engine(&name, error))?;
    let lost = verified.log.unfinished.as_ref().is_some_and(|cut| cut.was_acknowledged);
    let sound = verified.is_sound() && !lost;
    match desk.format {
        Format::Text => write(&mut desk.page(), &verified)?,
        Format::Json | Format::Jsonl => desk.json(&document(&verified, sound))?,
    }
    Ok(if sound { Exit::Fine } else { Exit::Found })
}

/// Lines have no commits and no checksums: they are sound if every one of them can be taken in.
fn verify_lines(arguments: &VerifyArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let record = desk.read(&arguments.record)?;
    let events = record.head().position;
    match desk.format {
        Format::Text => desk.page().paragraph(0, PLAIN, &format!("sound: {events} events"))?,
        Format::Json | Format::Jsonl => desk.json(&json!({
            "record": RecordHead::of(&record), "sound": true, "commits": 1, "events": events, "faults": [],
        }))?,
    }
    Ok(Exit::Fine)
}

fn write(page: &mut Page<'_>, verified: &Verified) -> Result<(), Failure> {
    let log = &verified.log;
    for fault in &log.faults {
        page.paragraph(0, BAD, &fault_words(fault))?;
    }
    for (position, problem) in &verified.events {
        page.paragraph(0, BAD, &format!("position {position}: {problem}"))?;
    }
    if let Some(cut) = &log.unfinished {
        let after = match cut.was_acknowledged {
            true => "and it was acknowledged: events are lost",
            false => "never acknowledged; the next append cuts it away",
        };
        let place = format!("segment {}, offset {}, position {}", cut.segment, cut.offset, cut.position);
        page.paragraph(0, PLAIN, &format!("{place}: an unfinished commit of {} bytes, {after}", cut.bytes))?;
    }
    let found = log.faults.len() + verified.events.len();
    let verdict = match found {
        0 => "sound".to_owned(),
        1 => "1 fault".to_owned(),
        count => format!("{count} faults"),
    };
    let (commits, events, bytes) = (log.commits, log.events, log.bytes);
    let counted = format!("{verdict}: {commits} commits, {events} events, {bytes} bytes");
    page.paragraph(0, PLAIN, &counted)?;
    page.paragraph(0, PLAIN, &format!("head: position {}, hash {}", log.head.position, log.head.hash))?;
    Ok(())
}

fn fault_words(fault: &Fault) -> String {
    let Fault { segment, offset, position, what, lost } = fault;
    let lost = match lost {
        Some(lost) if lost.start() == lost.end() => format!("; position {} cannot be read", lost.start()),
        Some(lost) => format!("; positions {}-{} cannot be read", lost.start(), lost.end()),
        None => String::new(),
    };
    format!("segment {segment}, offset {offset}, position {position}: {what}{lost}")
}

fn document(verified: &Verified, sound: bool) -> Value {
    let log = &verified.log;
    let fault = |fault: &Fault| {
        let lost = fault.lost.as_ref().map(|lost| [*lost.start(), *lost.end()]);
        json!({
            "segment": fault.segment, "offset": fault.offset, "position": fault.position,
            "problem": fault.what.to_string(), "lost": lost,
        })
    };
    let unfinished = log.unfinished.as_ref().map(|cut| {
        json!({
            "segment": cut.segment, "offset": cut.offset, "position": cut.position, "bytes": cut.bytes,
            "was_acknowledged": cut.was_acknowledged,
        })
    });
    let events = verified.events.iter();
    let events = events.map(|(position, problem)| json!({ "position": position, "problem": problem }));
    json!({
        "record": { "head": log.head.position, "hash": log.head.hash.to_string() },
        "sound": sound, "commits": log.commits, "events": log.events, "bytes": log.bytes,
        "faults": log.faults.iter().map(fault).collect::<Vec<_>>(),
        "event_faults": events.collect::<Vec<_>>(),
        "unfinished": unfinished,
    })
}
