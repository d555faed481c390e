//! What was found, and what became of it: as text, as one JSON object, or as one line for each finding.

use std::ops::RangeInclusive;

use onrecord::{Cut, Fault, Kept, LeftOut, SnapshotFault, Verified};
use serde_json::{Value, json};

use super::is_sound;
use super::repair::Repair;
use crate::context::Context;
use crate::failure::Failure;
use crate::options::Format;
use crate::page::{BAD, PLAIN, Page};

pub(super) fn show(
    verified: &Verified,
    repair: Option<&Repair>,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    match context.format {
        Format::Text => {
            let mut page = context.page();
            write_findings(&mut page, verified)?;
            repair.map_or(Ok(()), |repair| write_repair(&mut page, verified, repair))
        }
        Format::Json => context.json(&document(verified, repair)),
        Format::Jsonl => {
            for fault in &verified.log.faults {
                context.json(&fault_value(fault))?;
            }
            for left_out in &verified.events {
                context.json(&event_value(left_out))?;
            }
            if let Some(fault) = &verified.snapshot {
                context.json(&snapshot_value(fault))?;
            }
            for kept in verified.kept.iter().filter(|_| repair.is_some()) {
                context.json(&kept_value(kept))?;
            }
            Ok(())
        }
    }
}

fn write_findings(page: &mut Page<'_>, verified: &Verified) -> Result<(), Failure> {
    let log = &verified.log;
    for fault in &log.faults {
        page.paragraph(0, BAD, &fault_words(fault))?;
    }
    for left_out in &verified.events {
        page.paragraph(0, BAD, &event_words(left_out))?;
    }
    if let Some(fault) = &verified.snapshot {
        page.paragraph(0, BAD, &format!("{fault}; delete it, and it is made again"))?;
    }
    if let Some(cut) = &log.unfinished {
        page.paragraph(0, PLAIN, &cut_words(cut))?;
    }
    let verdict = match (faults(verified), verified.events.len()) {
        (0, 0) => "sound".to_owned(),
        (faults, 0) => counted(faults, "fault"),
        (0, events) => format!("{} that cannot be taken in", counted(events, "event")),
        (faults, events) => {
            format!("{}, and {} that cannot be taken in", counted(faults, "fault"), counted(events, "event"))
        }
    };
    let (commits, events, bytes) = (log.commits, log.events, log.bytes);
    page.paragraph(0, PLAIN, &format!("{verdict}: {commits} commits, {events} events, {bytes} bytes"))?;
    page.paragraph(0, PLAIN, &format!("head: position {}, hash {}", log.head.position, log.head.hash))?;
    Ok(())
}

/// How many faults were found, of the log and of its snapshot.
fn faults(verified: &Verified) -> usize {
    verified.log.faults.len() + usize::from(verified.snapshot.is_some())
}

fn write_repair(page: &mut Page<'_>, verified: &Verified, repair: &Repair) -> Result<(), Failure> {
    page.blank()?;
    let Repair { folder, head } = repair;
    let (events, commits) = (head.position, head.commit_count);
    page.paragraph(0, PLAIN, &format!("a new record of what is good is in {folder}"))?;
    page.paragraph(0, PLAIN, &format!("{events} events in {commits} commits, hash {}", head.hash))?;
    for Kept { from, to } in &verified.kept {
        let many = from.start() < from.end();
        let same = match (from == to, many) {
            (true, true) => "kept their place".to_owned(),
            (true, false) => "kept its place".to_owned(),
            (false, true) => format!("are now {}", span(to)),
            (false, false) => format!("is now {}", span(to)),
        };
        page.paragraph(0, PLAIN, &format!("{} {same}", positions(from)))?;
    }
    let lost: Vec<String> = verified.losses().map(lost_words).collect();
    if !lost.is_empty() {
        page.paragraph(0, BAD, &format!("left out because they are lost: {}", lost.join(", ")))?;
    }
    if !verified.events.is_empty() {
        let named = counted(verified.events.len(), "event");
        page.paragraph(0, BAD, &format!("left out because they cannot be taken in: {named}, named above"))?;
    }
    Ok(())
}

fn lost_words(fault: &Fault) -> String {
    let unknown = || format!("whatever stood from position {} on", fault.position);
    fault.lost.as_ref().map_or_else(unknown, positions)
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn span(positions: &RangeInclusive<u64>) -> String {
    match (positions.start(), positions.end()) {
        (start, end) if start == end => start.to_string(),
        (start, end) => format!("{start}-{end}"),
    }
}

fn positions(range: &RangeInclusive<u64>) -> String {
    let many = if range.start() == range.end() { "" } else { "s" };
    format!("position{many} {}", span(range))
}

fn fault_words(fault: &Fault) -> String {
    let Fault { segment, offset, position, what, lost } = fault;
    let lost = lost.as_ref().map(|lost| format!("; {} lost", positions(lost))).unwrap_or_default();
    format!("segment {segment}, offset {offset}, position {position}: {what}{lost}")
}

fn event_words(left_out: &LeftOut) -> String {
    let LeftOut { position, event, reason, .. } = left_out;
    match event {
        Some((kind, id)) => format!("position {position}, {kind} {id}: {reason}"),
        None => format!("position {position}: {reason}"),
    }
}

fn cut_words(cut: &Cut) -> String {
    let Cut { segment, offset, bytes, position, was_acknowledged } = cut;
    let after = match was_acknowledged {
        true => "and it was acknowledged: events are lost",
        false => "never acknowledged; the next append cuts it away",
    };
    let place = format!("segment {segment}, offset {offset}, position {position}");
    format!("{place}: an unfinished commit of {bytes} bytes, {after}")
}

fn document(verified: &Verified, repair: Option<&Repair>) -> Value {
    let log = &verified.log;
    let unfinished = log.unfinished.as_ref().map(|cut| {
        json!({
            "segment": cut.segment, "offset": cut.offset, "position": cut.position, "bytes": cut.bytes,
            "was_acknowledged": cut.was_acknowledged,
        })
    });
    let mut document = json!({
        "record": { "head": log.head.position, "hash": log.head.hash.to_string() },
        "sound": is_sound(verified), "commits": log.commits, "events": log.events, "bytes": log.bytes,
        "faults": log.faults.iter().map(fault_value).collect::<Vec<_>>(),
        "event_faults": verified.events.iter().map(event_value).collect::<Vec<_>>(),
        "snapshot_fault": verified.snapshot.as_ref().map(snapshot_value),
        "unfinished": unfinished,
    });
    if let Some(repair) = repair {
        document["repaired"] = repaired_value(verified, repair);
    }
    document
}

fn repaired_value(verified: &Verified, repair: &Repair) -> Value {
    let losses = verified.losses().map(fault_value);
    json!({
        "folder": repair.folder,
        "record": { "head": repair.head.position, "hash": repair.head.hash.to_string() },
        "commits": repair.head.commit_count,
        "kept": verified.kept.iter().map(kept_value).collect::<Vec<_>>(),
        "left_out": losses.chain(verified.events.iter().map(event_value)).collect::<Vec<_>>(),
    })
}

fn ends(range: &RangeInclusive<u64>) -> [u64; 2] {
    [*range.start(), *range.end()]
}

fn fault_value(fault: &Fault) -> Value {
    json!({
        "segment": fault.segment, "offset": fault.offset, "position": fault.position,
        "problem": fault.what.to_string(), "lost": fault.lost.as_ref().map(ends),
    })
}

fn event_value(left_out: &LeftOut) -> Value {
    let (event, id) = left_out.event.map(|(kind, id)| (kind.as_str(), id.to_string())).unzip();
    json!({
        "segment": left_out.segment, "offset": left_out.offset, "position": left_out.position.get(),
        "event": event, "id": id, "problem": left_out.reason.to_string(),
    })
}

fn snapshot_value(fault: &SnapshotFault) -> Value {
    json!({ "problem": fault.to_string() })
}

fn kept_value(kept: &Kept) -> Value {
    json!({ "from": ends(&kept.from), "to": ends(&kept.to) })
}
